"""What the running guide has written down: the engine's database, the municipality's, and the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept import Bytes, checkpoint
from running_guide import RunningGuide


@pytest.fixture
def written(guide: RunningGuide) -> Bytes:
    """Return every byte that the guide keeps: databases with their write-ahead logs, and the log."""

    def read() -> dict[str, bytes]:
        checkpoint(guide.engine_database)
        files = [path for path in guide.folder.iterdir() if path.is_file()]
        assert any(path.name == "engine.db" for path in files) and any(path.name == "guide.log" for path in files)
        return {path.name: _bytes(path) for path in files if path.name != "secret.key"}

    return read


def _bytes(path: Path) -> bytes:
    """Read a file; a write-ahead log goes away with its last connection, and with it what it held."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        assert path.name.endswith(("-wal", "-shm"))
        return b""

"""The engine's process without its model: it forgets and purges, but answers nobody."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from typing import Any

from kept import ConversationLog
from running_guide import INTERNAL_SECRET, ROOT

START_SECONDS = 60.0


@dataclass
class EngineProcess:
    """Its door, as web uses it, and its database (PostgreSQL)."""

    url: str
    log: ConversationLog

    def forget(self, sender: str) -> dict[str, Any]:
        return self._send("forget", json.dumps({"sender": sender}).encode())

    def retention(self) -> dict[str, Any]:
        return self._send("retention")

    def is_up(self) -> bool:
        try:
            return bool(self.retention()["last_run"])
        except OSError:
            return False

    def write(self, sender: str, days_ago: float, events: int) -> None:
        """Store events as the engine does."""
        first = time.time() - days_ago * 86400
        self.log.execute(
            "INSERT INTO events (sender_id, type_name, timestamp, data) "
            f"SELECT '{sender}', 'user', {first} + n, '{{}}' FROM generate_series(1, {events}) AS n"
        )

    def _send(self, route: str, body: bytes | None = None) -> dict[str, Any]:
        request = urllib.request.Request(self.url + route, body, {"Authorization": f"Bearer {INTERNAL_SECRET}"})
        with urllib.request.urlopen(request, timeout=20) as response:
            return dict(json.loads(response.read()))


def start(port: int, **settings: str) -> subprocess.Popen[str]:
    """Start the process in the engine's environment; its standard error can be read."""
    return subprocess.Popen(
        [".venv-engine/bin/python", "tests/engine/engine_without_model.py", str(port)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
            "GUIDE_INTERNAL_SECRET": INTERNAL_SECRET,
            **settings,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )

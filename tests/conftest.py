"""One running guide and one trained model serve the whole test run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running_guide import Conversation, RunningGuide


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put those last that kill the guide and stop it: a start costs as much as a hundred messages."""
    items.sort(key=lambda item: item.path.parent.name == "deploy")


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGuide]:
    """The real guide: engine, actions and web."""
    running = RunningGuide(tmp_path_factory.mktemp("guide")).start()
    yield running
    running.stop()


@pytest.fixture
def talk(guide: RunningGuide) -> Conversation:
    """A new visit in Ballerup."""
    return guide.conversation()

"""The engine's store on PostgreSQL: what is forgotten or overdue is gone there, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from engine_process import START_SECONDS, EngineProcess, start
from kept import ConversationLog
from postgres import fresh_database
from running_guide import free_ports, wait_until

SOON = 10.0
EVENTS = 3


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    """The engine on a fresh database, purging every second."""
    with fresh_database() as url:
        [port] = free_ports(1)
        database = url.set(drivername="postgresql").render_as_string(hide_password=False)
        process = start(port, GUIDE_ENGINE_DATABASE_URL=database, GUIDE_PURGE_INTERVAL="1")
        running = EngineProcess(f"http://127.0.0.1:{port}/webhooks/guide/", ConversationLog(database))
        try:
            assert wait_until(lambda: process.poll() is not None or running.is_up(), START_SECONDS)
            assert process.poll() is None, process.communicate()
            yield running
        finally:
            process.terminate()
            process.communicate(timeout=20)


def test_what_is_forgotten_leaves_no_row(engine: EngineProcess) -> None:
    engine.write("bent", days_ago=0, events=EVENTS)
    engine.write("anna", days_ago=0, events=EVENTS)
    assert engine.forget("bent") == {"deleted": EVENTS}
    assert not engine.log.rows("bent") and len(engine.log.rows("anna")) == EVENTS


def test_an_overdue_conversation_goes_and_a_younger_stays(engine: EngineProcess) -> None:
    engine.write("young", days_ago=29.9, events=EVENTS)
    engine.write("continued", days_ago=1, events=EVENTS)
    engine.write("continued", days_ago=90, events=EVENTS)
    engine.write("old", days_ago=30.1, events=EVENTS)
    assert wait_until(lambda: not engine.log.rows("old"), SOON)
    before = engine.retention()
    assert wait_until(lambda: engine.retention()["last_run"] != before["last_run"], SOON)
    assert (before["days"], before["overdue"]) == (30, 0)
    assert len(engine.log.rows("young")) == EVENTS and len(engine.log.rows("continued")) == 2 * EVENTS

"""The supervisor: says which port is taken, brings back what dies, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error

import pytest
from processes import children, sessions
from running_guide import ROOT, Answer, Conversation, RunningGuide, free_ports, wait_until

pytestmark = pytest.mark.engine

NAMES = {"engine", "actions", "web"}
PORTS = ("GUIDE_PORT", "GUIDE_ENGINE_PORT", "GUIDE_ACTIONS_PORT")
WORD = "knurhanejollen"


@pytest.mark.parametrize("setting", PORTS)
def test_a_taken_port_is_named_and_nothing_starts(setting: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ports = _fresh_ports()
        ports[setting] = str(taken.getsockname()[1])
        run = subprocess.run(
            [sys.executable, "-m", "deploy.supervise"],
            cwd=ROOT,
            env={**os.environ, **ports},
            capture_output=True,
            text=True,
            timeout=20,
        )
    assert run.returncode == 1
    assert f"Port {ports[setting]} is taken" in run.stderr and setting in run.stderr
    assert not [port for name, port in ports.items() if name != setting and port in run.stderr]
    assert "Starting" not in run.stdout


# The tests below stand in the order of a life: each leaves the guide as the next one needs it. They come after all
# others that talk to it (tests/conftest.py).
@pytest.mark.parametrize(("name", "seconds"), [("web", 20), ("actions", 40), ("engine", 90)])
def test_a_killed_process_comes_back_and_the_guide_answers(guide: RunningGuide, name: str, seconds: int) -> None:
    before = children(guide.pid)
    talk = guide.conversation()
    assert talk.say("/topic_smoking").topic == "smoking"
    os.kill(before[name], signal.SIGKILL)
    during = _say(talk, f"rygestop {WORD}")
    assert during is None or during.status in (200, 503)

    assert wait_until(lambda: children(guide.pid).get(name, before[name]) != before[name], 15), f"no new {name}"
    # The conversation that was cut off goes on.
    assert wait_until(lambda: _topic(_say(talk, "/topic_stress")) == "stress", seconds)
    assert wait_until(lambda: guide.get("/readyz").status == 200, seconds)
    assert f"{name} stopped with code -9" in guide.log
    others = {other: pid for other, pid in children(guide.pid).items() if other != name}
    assert others == {other: pid for other, pid in before.items() if other != name}


def test_what_broke_was_logged_without_a_citizens_words(guide: RunningGuide) -> None:
    assert WORD not in guide.log
    lines = guide.log.partition("answers at")[2].splitlines()[1:]
    for line in (line for line in lines if line.startswith("{")):
        assert isinstance(json.loads(line), dict)
    assert all(line.startswith("{") or "starting it again" in line or not line.strip() for line in lines)


def test_ctrl_c_stops_everything(guide: RunningGuide) -> None:
    running = sessions(set(children(guide.pid).values()))
    assert len(running) >= 2
    assert guide.stop() == 0
    assert not sessions(running | {guide.pid}) & running
    assert guide.log.rstrip().endswith("Stopped.")
    # All ports are free again.
    for setting in PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", int(guide.environment[setting])))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_nothing_outlives_the_supervisor(guide: RunningGuide, number: signal.Signals) -> None:
    """Not even when it is killed outright while all three are starting."""
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "deploy.supervise"],
        cwd=ROOT,
        env=guide.environment | _fresh_ports(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert wait_until(lambda: children(supervisor.pid).keys() == NAMES, 15)
    first = set(children(supervisor.pid).values())
    os.kill(supervisor.pid, number)
    supervisor.wait(30)
    gone = wait_until(lambda: not sessions(first), 20)
    left = sessions(first)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert gone, f"left running: {left}"


def _fresh_ports() -> dict[str, str]:
    return dict(zip(PORTS, map(str, free_ports(3)), strict=True))


def _say(talk: Conversation, message: str) -> Answer | None:
    """Return the answer, or None while nothing listens."""
    try:
        return talk.say(message)
    except (urllib.error.URLError, OSError):
        return None


def _topic(answer: Answer | None) -> str | None:
    return answer.topic if answer else None

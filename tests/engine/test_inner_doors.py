"""Engine and actions: on loopback only, nothing without the shared secret, and nothing of Rasa's own HTTP."""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from kept import rows
from running_guide import INTERNAL_SECRET, ROOT, RunningGuide

pytestmark = pytest.mark.engine

KEY = {"Authorization": f"Bearer {INTERNAL_SECRET}"}
WRONG = (
    {},
    {"Authorization": ""},
    {"Authorization": "Bearer "},
    {"Authorization": INTERNAL_SECRET},
    {"Authorization": f"Bearer {INTERNAL_SECRET[:-1]}"},
    {"Authorization": f"Bearer {INTERNAL_SECRET}x"},
    {"Authorization": f"Bearer {INTERNAL_SECRET.upper()}"},
    {"Authorization": "Bearer æøå"},
)
STRANGER = "stranger" * 8
ENGINE_CALLS = {
    "message": {"sender": STRANGER, "message": "rygestop", "metadata": {"municipality": "ballerup", "language": "da"}},
    "forget": {"sender": STRANGER},
}
NOT_OURS = [
    ("GET", "/"),
    ("HEAD", "/"),
    ("OPTIONS", "/"),
    ("POST", "/"),
    ("GET", "/nothing"),
    ("GET", "/status"),
    ("GET", "/version"),
    ("GET", "/domain"),
    ("PUT", "/model"),
    ("DELETE", "/model"),
    ("POST", "/model/train"),
    ("POST", "/model/parse"),
    ("POST", "/model/predict"),
    ("POST", "/model/test/intents"),
    ("GET", f"/conversations/{STRANGER}/tracker"),
    ("POST", f"/conversations/{STRANGER}/tracker/events"),
    ("POST", f"/conversations/{STRANGER}/messages"),
    ("POST", f"/conversations/{STRANGER}/trigger_intent"),
    ("POST", "/webhooks/rest/webhook"),
    ("GET", "/webhooks/"),
    ("GET", "/webhooks/guide"),
]


def call(
    guide: RunningGuide, port: str, path: str, headers: dict[str, str], body: object = None, method: str = "POST"
) -> tuple[int, str]:
    """Call engine or actions as a program on the same machine would; return status and text."""
    url = f"http://127.0.0.1:{guide.environment[port]}{path}"
    data = json.dumps(body or {}).encode() if method not in ("GET", "HEAD") else None
    sent = {"Content-Type": "application/json", **headers}
    try:
        request = urllib.request.Request(url, data, sent, method=method)
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("headers", WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("route", ENGINE_CALLS)
def test_the_engine_refuses_a_stranger(guide: RunningGuide, route: str, headers: dict[str, str]) -> None:
    answer = call(guide, "GUIDE_ENGINE_PORT", f"/webhooks/guide/{route}", headers, ENGINE_CALLS[route])
    assert answer == (401, '{"error":"unauthorized"}')
    assert rows(guide.engine_database, "SELECT COUNT(*) FROM events WHERE sender_id = ?", STRANGER) == [(0,)]


def test_the_engine_answers_who_knows_the_secret(guide: RunningGuide) -> None:
    status, text = call(guide, "GUIDE_ENGINE_PORT", "/webhooks/guide/message", KEY, ENGINE_CALLS["message"])
    assert status == 200 and json.loads(text)["intent"] == "topic_smoking"
    status, text = call(guide, "GUIDE_ENGINE_PORT", "/webhooks/guide/forget", KEY, ENGINE_CALLS["forget"])
    assert status == 200 and json.loads(text)["deleted"] > 0


@pytest.mark.parametrize("headers", WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("path", ["/webhook", "/actions", "/health", "/nothing"])
def test_the_actions_refuse_a_stranger(guide: RunningGuide, path: str, headers: dict[str, str]) -> None:
    for method in ("GET", "POST"):
        answer = call(guide, "GUIDE_ACTIONS_PORT", path, headers, {"next_action": "action_greet"}, method)
        assert answer == (401, '{"error":"unauthorized"}')


def test_the_actions_answer_who_knows_the_secret(guide: RunningGuide) -> None:
    assert call(guide, "GUIDE_ACTIONS_PORT", "/health", KEY, method="GET")[0] == 200


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [({}, (401, "unauthorized")), (WRONG[4], (401, "unauthorized")), (KEY, (404, "not_found"))],
    ids=["stranger", "wrong-secret", "with-secret"],
)
@pytest.mark.parametrize(("method", "path"), NOT_OURS)
def test_nothing_but_our_channel_is_there(
    guide: RunningGuide, method: str, path: str, headers: dict[str, str], refusal: tuple[int, str]
) -> None:
    """None of Rasa's API, and neither its version nor Sanic's, which `/` and unknown paths would tell."""
    status, text = call(guide, "GUIDE_ENGINE_PORT", path, headers, {"text": "rygestop"}, method)
    assert (status, text) == (refusal[0], "" if method == "HEAD" else f'{{"error":"{refusal[1]}"}}')


@pytest.mark.parametrize(("method", "path"), [("GET", "/webhooks/guide/"), ("GET", "/webhooks/guide/message")])
def test_a_wrong_call_on_our_channel_tells_no_version(guide: RunningGuide, method: str, path: str) -> None:
    assert call(guide, "GUIDE_ENGINE_PORT", path, {}, method=method)[0] == 401
    status, text = call(guide, "GUIDE_ENGINE_PORT", path, KEY, method=method)
    assert status in (404, 405) and "rasa" not in text.lower() and "sanic" not in text.lower()


@pytest.mark.parametrize(
    "path", ["/status", f"/conversations/{STRANGER}/tracker", "/webhooks/guide/message", "/webhook"]
)
def test_web_passes_nothing_on_to_them(guide: RunningGuide, path: str) -> None:
    assert guide.get(path).status == 404
    assert guide.post(path, ENGINE_CALLS["message"]).status in (404, 405)


@pytest.mark.parametrize("port", ["GUIDE_ENGINE_PORT", "GUIDE_ACTIONS_PORT"])
def test_they_listen_on_loopback_only(guide: RunningGuide, port: str) -> None:
    assert listening_on(int(guide.environment[port])) == {"127.0.0.1"}


def listening_on(port: int) -> set[str]:
    """Return the addresses on which this machine listens at a port, from the kernel's own tables."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            local, _, state = line.split()[1:4]
            address, _, hexadecimal = local.partition(":")
            if state == "0A" and int(hexadecimal, 16) == port:
                is_ipv4 = table == "tcp"
                found.add(socket.inet_ntoa(struct.pack("<L", int(address, 16))) if is_ipv4 else f"ipv6 {address}")
    return found


def test_the_secret_is_in_no_command_line_and_no_log(guide: RunningGuide) -> None:
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert any(b"rasa" in command for command in commands)
    assert not any(INTERNAL_SECRET.encode() in command for command in commands)
    assert INTERNAL_SECRET not in guide.log


@pytest.mark.parametrize("module", ["actions", "web"])
def test_without_the_secret_they_do_not_start_and_say_what_to_set(guide: RunningGuide, module: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env={**guide.environment, "GUIDE_INTERNAL_SECRET": "short"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 2
    assert "GUIDE_INTERNAL_SECRET must be" in run.stderr and "Traceback" not in run.stderr

"""The engine still refuses what is no answer of an action, and takes little time to tell."""

from __future__ import annotations

import json
import subprocess

from running_guide import ROOT

ANSWER = {
    "events": [{"event": "slot", "name": "topics", "value": ["stress"], "timestamp": None}],
    "responses": [{"text": "hej", "buttons": [{"title": "Ja", "payload": "/affirm"}], "custom": {"type": "offers"}}],
}
NO_ANSWERS = [
    {"events": [{"name": "topics"}], "responses": []},
    {"events": {}, "responses": []},
    {"events": [], "responses": {}},
]
CHECKS = 200
# Rasa's own way takes more than 10.
MOST_MILLISECONDS = 5.0
SCRIPT = """
import json, sys, time
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from bot.action_answers import read_schema_once

def is_answer(answer):
    try:
        return RemoteAction("action_greet", None)._validate_action_result(answer)
    except ValidationError:
        return False

answers, checks = json.load(sys.stdin)
before = [is_answer(answer) for answer in answers]
read_schema_once()
after = [is_answer(answer) for answer in answers]
began = time.process_time()
for _ in range(checks):
    is_answer(answers[0])
print(json.dumps([before, after, (time.process_time() - began) / checks * 1000]))
"""


def test_it_tells_the_same_as_rasa_and_faster() -> None:
    run = subprocess.run(
        [".venv-engine/bin/python", "-W", "ignore", "-c", SCRIPT],
        cwd=ROOT,
        input=json.dumps([[ANSWER, *NO_ANSWERS], CHECKS]),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    before, after, milliseconds = json.loads(run.stdout)
    assert before == after == [True, *[False] * len(NO_ANSWERS)]
    assert milliseconds < MOST_MILLISECONDS

"""What citizens tell about themselves is nowhere in what the guide writes down; nor is their session's secret."""

from __future__ import annotations

import json

import pytest
from kept import Bytes, rows
from running_guide import Conversation, RunningGuide

pytestmark = pytest.mark.engine

# What is typed, and every spelling of it that must not be stored.
PERSONAL = {
    "mit cpr er 010190-1235 og jeg drikker for meget": ["010190-1235", "0101901235"],
    "ring til mig på 22 38 41 97": ["22 38 41 97", "22384197"],
    "skriv til oluf.kvistgren@eksempel.dk": ["oluf.kvistgren", "eksempel.dk"],
    "jeg hedder Annelise Vestergaard Thorhauge og bor på Hyldemorsvej 17": [
        "Annelise",
        "Thorhauge",
        "Hyldemorsvej",
    ],
    "min konto er 5301 0000123456": ["0000123456"],
    '/change_municipality{"municipality": "Mette Hansen 22 38 41 97"}': ["Mette Hansen", "22 38 41 97"],
    '/ask_price{"offer_id": "010190-1235"}': ["010190-1235"],
}


def test_nothing_personal_is_kept(talk: Conversation, written: Bytes) -> None:
    for message in PERSONAL:
        assert talk.say(message).status == 200
    for name, data in written().items():
        low = data.lower()
        for secret in (secret for secrets in PERSONAL.values() for secret in secrets):
            assert secret.lower().encode() not in low, f"{secret} in {name}"
            escaped = json.dumps(secret)[1:-1].lower().encode()
            assert escaped not in low, f"{secret} in {name}"


def test_the_message_is_kept_redacted(guide: RunningGuide, talk: Conversation) -> None:
    """The net does not simply throw messages away: reviewers read the rest."""
    talk.say("kejserpingvinen har cpr 010190-1235")
    stored = rows(guide.engine_database, "SELECT data FROM events WHERE data LIKE '%kejserpingvinen%'")
    assert stored and all("[cpr]" in str(data) for (data,) in stored)


def test_understanding_uses_the_original(talk: Conversation) -> None:
    """A helpline's number in a card, and an offer's, are not personal data."""
    helplines = (talk.say("jeg vil ikke leve mere").custom("crisis") or {})["helplines"]
    assert "70 201 201" in [helpline["phone"] for helpline in helplines]


def test_the_sessions_secret_is_nowhere(talk: Conversation, written: Bytes) -> None:
    talk.say("rygestop")
    talk.say("hvad koster det")
    assert talk.session
    for name, data in written().items():
        assert talk.session.encode() not in data, name


def test_no_address_of_a_citizen_is_kept(guide: RunningGuide, written: Bytes) -> None:
    guide.post("/api/chat", {"message": "rygestop"}, {"X-Forwarded-For": "203.0.113.77", "User-Agent": "Snushanen/1"})
    for name, data in written().items():
        assert b"203.0.113.77" not in data and b"Snushanen" not in data, name


def test_the_municipalitys_database_knows_nothing_of_conversations(talk: Conversation, written: Bytes) -> None:
    talk.say("vandmandsfiskeren vil gerne stoppe med at ryge")
    files = written()
    assert b"vandmandsfiskeren" in files["engine.db"]
    assert all(b"vandmandsfiskeren" not in data for name, data in files.items() if name != "engine.db")

"""Danish words for what the stores name in English, and times as they are said."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ROLES = {
    "counsellor": "Rådgiver",
    "reviewer": "Gennemgår samtaler",
    "editor": "Redaktør",
    "administrator": "Administrator",
}
ACTIONS = {
    "account_closed": "Lukkede en konto",
    "account_created": "Oprettede en konto",
    "account_opened": "Åbnede en konto igen",
    "account_viewed": "Så en konto",
    "accounts_listed": "Så listen over konti",
    "case_answered": "Svarede på en henvendelse",
    "case_claimed": "Tog en henvendelse",
    "case_closed": "Lukkede en henvendelse",
    "case_given": "Gav en henvendelse videre til en kollega",
    "case_handed_over": "Gav en henvendelse videre",
    "case_note_written": "Skrev et internt notat",
    "case_opened": "Læste en henvendelse",
    "case_refused": "Kunne ikke åbne en henvendelse",
    "case_released": "Gav en henvendelse tilbage til alle",
    "case_reopened": "Åbnede en henvendelse igen",
    "case_taken_over": "Overtog en henvendelse fra en kollega",
    "cases_recovered": "Gav adgang til sager igen med gendannelsesnøglen",
    "cases_shared": "Delte åbne henvendelser med en kollega",
    "colleagues_viewed": "Så listen over kolleger",
    "draft_kept": "Gemte et svar, der ikke er sendt",
    "inbox_viewed": "Så listen over henvendelser",
    "conversation_assigned": "Tildelte en samtale",
    "conversation_labelled": "Satte eller fjernede en etiket",
    "conversation_note_deleted": "Slettede en note om en samtale",
    "conversation_noted": "Skrev en note om en samtale",
    "conversation_opened": "Åbnede en samtale",
    "conversation_reviewed": "Ændrede, om en samtale er gennemgået",
    "conversations_listed": "Så en liste over samtaler",
    "keys_made": "Fik et nyt nøglepar",
    "keys_withdrawn": "Fjernede nøgler fra en, der er holdt op eller har skiftet kommune",
    "log_verified": "Kontrollerede loggen",
    "log_viewed": "Så loggen",
    "login": "Loggede ind",
    "login_failed": "Forsøg på at logge ind slog fejl",
    "logout": "Loggede ud",
    "password_changed": "Skiftede adgangskode",
    "password_reset": "Nulstillede en adgangskode",
    "roles_changed": "Ændrede roller eller kommuner",
    "session_revoked": "Afsluttede et login et andet sted",
}
_DENMARK = ZoneInfo("Europe/Copenhagen")


def role(name: str) -> str:
    """A role's Danish name."""
    return ROLES[name]


def action(name: str) -> str:
    """What was done, in Danish; the word itself if a newer version wrote it."""
    return ACTIONS.get(name, name)


def moment(at: datetime) -> str:
    """22.11.2026 kl. 10.05, in Denmark."""
    return at.astimezone(_DENMARK).strftime("%d.%m.%Y kl. %H.%M")


def clock(at: datetime) -> str:
    """10.05, in Denmark."""
    return at.astimezone(_DENMARK).strftime("%H.%M")


def day(on: date) -> str:
    """22.11.2026."""
    return on.strftime("%d.%m.%Y")


def hour(at: datetime) -> str:
    """22.11.2026 kl. 10-11: no more than the hour is kept."""
    start = at.astimezone(_DENMARK)
    return f"{start:%d.%m.%Y} kl. {start:%H}-{start + timedelta(hours=1):%H}"


def age(at: datetime, now: datetime) -> str:
    """Under 1 time, 5 timer, 1 dag, 3 dage."""
    hours = int((now - at).total_seconds()) // 3600
    if hours < 24:
        return "under 1 time" if hours < 1 else f"{hours} {'time' if hours == 1 else 'timer'}"
    return f"{hours // 24} {'dag' if hours < 48 else 'dage'}"


def reference(case_id: uuid.UUID) -> str:
    """A case's short name, the beginning of its id in the log."""
    return case_id.hex[:6]

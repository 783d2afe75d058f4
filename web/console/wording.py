"""Danish words for what the stores name in English, and times as they are said."""

from __future__ import annotations

from datetime import datetime
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
    "cases_recovered": "Gav adgang til sager igen med gendannelsesnøglen",
    "conversation_assigned": "Tildelte en samtale",
    "conversation_labelled": "Satte eller fjernede en etiket",
    "conversation_note_deleted": "Slettede en note om en samtale",
    "conversation_noted": "Skrev en note om en samtale",
    "conversation_opened": "Åbnede en samtale",
    "conversation_reviewed": "Ændrede, om en samtale er gennemgået",
    "conversations_listed": "Så en liste over samtaler",
    "keys_made": "Fik et nyt nøglepar",
    "keys_withdrawn": "Fjernede nøgler fra en, der ikke er rådgiver mere",
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

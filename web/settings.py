"""Settings of the web process, read once from environment variables that begin with GUIDE_ (docs/settings.md)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.privacy import shared_secret
from bot.privacy.key_file import server_key

# The dullest page of the guide's own: a list of the municipalities' policies.
_LEAVE_URL = "/politikker"
_LEAVES = re.compile(r"(?:https://[A-Za-z0-9.-]+)?(?:/[A-Za-z0-9._~-]+)*/?")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?")

_MAIL_SERVER = re.compile(r"smtps?://(?:[^@/\s]+@)?[A-Za-z0-9.-]+(?::[0-9]{1,5})?/?")
_ADDRESS = re.compile(r"[^@\s<>,]+@[A-Za-z0-9.-]+")


class SettingError(ValueError):
    """A setting has a value that cannot be used; the text names the setting."""


@dataclass(frozen=True)
class MailServer:
    """Where mail to counsellors is handed in. `url` is smtps://… or smtp://…, `pause` minutes lie between two mails."""

    url: str = field(repr=False)
    sender: str
    pause: int


@dataclass(frozen=True)
class Settings:
    """What an operator can choose. Times are seconds, limits are counts."""

    host: str
    port: int
    engine_url: str
    engine_timeout: float
    default_municipality: str
    allowed_origins: frozenset[str]
    rate_limit: int
    trusted_proxies: int
    secret_key: bytes
    internal_secret: str
    database_url: str
    cases_database_url: str
    purge_interval: int
    mailbox_idle: int
    leave_url: str
    mail: MailServer | None
    engine_database_url: str
    review_database_url: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read all settings; raise SettingError for a value that cannot be used."""
        return cls(
            host=environment.get("GUIDE_HOST", "127.0.0.1"),
            port=_whole_number(environment, "GUIDE_PORT", 8080),
            engine_url=environment.get("GUIDE_ENGINE_URL", "http://127.0.0.1:5005"),
            engine_timeout=float(_whole_number(environment, "GUIDE_ENGINE_TIMEOUT", 20)),
            default_municipality=environment.get("GUIDE_DEFAULT_MUNICIPALITY", "ballerup"),
            allowed_origins=_origins(environment),
            rate_limit=_whole_number(environment, "GUIDE_RATE_LIMIT", 30),
            trusted_proxies=_whole_number(environment, "GUIDE_TRUSTED_PROXIES", 0),
            secret_key=_secret_key(environment),
            internal_secret=_internal_secret(environment),
            database_url=environment.get("GUIDE_DATABASE_URL", "sqlite:///var/guide.db"),
            cases_database_url=environment.get("GUIDE_CASES_DATABASE_URL", "sqlite:///var/cases.db"),
            purge_interval=_from_one(environment, "GUIDE_PURGE_INTERVAL", 3600),
            mailbox_idle=_from_one(environment, "GUIDE_MAILBOX_IDLE", 1200),
            leave_url=_leave_url(environment),
            mail=_mail_server(environment),
            engine_database_url=environment.get("GUIDE_ENGINE_DATABASE_URL", "sqlite:///var/engine.db"),
            review_database_url=environment.get("GUIDE_REVIEW_DATABASE_URL", "sqlite:///var/review.db"),
        )


def _whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal():
        raise SettingError(f"{name} must be a whole number from 0, not {text!r}")
    return int(text)


def _from_one(environment: Mapping[str, str], name: str, default: int) -> int:
    number = _whole_number(environment, name, default)
    if number == 0:
        raise SettingError(f"{name} must be a whole number from 1, not '0'")
    return number


def _leave_url(environment: Mapping[str, str]) -> str:
    """Return where who leaves a page in a hurry is led: an https address, or a path of the guide's own."""
    url = environment.get("GUIDE_LEAVE_URL") or _LEAVE_URL
    if not _LEAVES.fullmatch(url):
        raise SettingError(f"GUIDE_LEAVE_URL must be like https://www.example.dk/ or /politikker, not {url!r}")
    return url


def _mail_server(environment: Mapping[str, str]) -> MailServer | None:
    """Return the mail server, None if none is set: no mail is sent then."""
    url, sender = environment.get("GUIDE_SMTP_URL", ""), environment.get("GUIDE_SMTP_FROM", "")
    pause = _whole_number(environment, "GUIDE_SMTP_PAUSE", 30)
    if not url:
        return None
    # The address may hold a password, so the error does not repeat it.
    if not _MAIL_SERVER.fullmatch(url):
        raise SettingError("GUIDE_SMTP_URL must be like smtps://user:password@mail.example.dk:465")
    if not _ADDRESS.fullmatch(sender):
        raise SettingError(f"GUIDE_SMTP_FROM must be an address like guide@example.dk, not {sender!r}")
    return MailServer(url, sender, pause)


def _secret_key(environment: Mapping[str, str]) -> bytes:
    try:
        return server_key(environment)
    except ValueError as error:
        raise SettingError(str(error)) from error


def _internal_secret(environment: Mapping[str, str]) -> str:
    try:
        return shared_secret.checked(environment.get(shared_secret.SETTING))
    except ValueError as error:
        raise SettingError(str(error)) from error


def _origins(environment: Mapping[str, str]) -> frozenset[str]:
    """Return the origins without a slash at the end. They stand in headers, so nothing else may slip in."""
    origins = [origin.rstrip("/") for origin in environment.get("GUIDE_ALLOWED_ORIGINS", "").split()]
    if wrong := [origin for origin in origins if not _ORIGIN.fullmatch(origin)]:
        raise SettingError(f"GUIDE_ALLOWED_ORIGINS must be like https://www.example.dk, not {wrong[0]!r}")
    return frozenset(origins)

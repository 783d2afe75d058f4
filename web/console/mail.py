"""Handing mail in to a server: one subject and body for all, one mail for each, no address in a log."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Collection
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from web.settings import MailServer

TIMEOUT_SECONDS = 20.0
_HERE = {"localhost", "127.0.0.1"}


def send(server: MailServer, text: str, addresses: Collection[str]) -> set[str]:
    """Send `text`, as subject and as all there is, to each address; return those that were taken.

    Blocks: call it in a thread. Raises OSError, of which SMTPException is one, if nothing can be sent at all.
    """
    taken = set()
    with _connect(server) as connection:
        for address in addresses:
            try:
                connection.send_message(_mail(server.sender, address, text))
            except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
                continue
            taken.add(address)
    return taken


def _connect(server: MailServer) -> smtplib.SMTP:
    url = urlsplit(server.url)
    host = url.hostname or ""
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(host, url.port or 587, timeout=TIMEOUT_SECONDS)
        # Password and addresses leave the machine encrypted or not at all.
        if host not in _HERE:
            connection.starttls(context=context)
    if url.username:
        connection.login(unquote(url.username), unquote(url.password or ""))
    return connection


def _mail(sender: str, address: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = text, sender, address
    # By default these would name this machine, and its zone.
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{text}.")
    return mail

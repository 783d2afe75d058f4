"""A real mail server on a real port, which keeps what it is given. It speaks as much SMTP as a client needs."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default


@dataclass
class SmtpServer:
    """`refused` addresses are refused; with `password` one must log in first (user `guide`)."""

    refused: set[str] = field(default_factory=set)
    password: str | None = None
    mails: list[tuple[list[str], Message]] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def __aenter__(self) -> SmtpServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def receivers(self) -> list[str]:
        """Who has got mail, in order; one mail may go to one only."""
        assert all(len(to) == 1 for to, _ in self.mails)
        return [to[0] for to, _ in self.mails]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        to: list[str] = []
        is_known = self.password is None
        writer.write(b"220 here\r\n")
        while line := (await reader.readline()).decode().strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    writer.write(b"250-here\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n")
                case "AUTH":
                    is_known = base64.b64decode(rest.split()[1]) == f"\0guide\0{self.password}".encode()
                    writer.write(b"235 welcome\r\n" if is_known else b"535 who are you\r\n")
                case "MAIL":
                    to = []
                    writer.write(b"250 ok\r\n" if is_known else b"530 log in first\r\n")
                case "RCPT":
                    address = rest.partition("<")[2].rstrip(">")
                    to += [] if address in self.refused else [address]
                    writer.write(b"550 nobody here\r\n" if address in self.refused else b"250 ok\r\n")
                case "DATA":
                    writer.write(b"354 go on\r\n")
                    content = await reader.readuntil(b"\r\n.\r\n")
                    self.mails.append((to, message_from_bytes(content[:-3], policy=default)))
                    writer.write(b"250 ok\r\n")
                case "QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                case _:
                    writer.write(b"250 ok\r\n")
        writer.close()

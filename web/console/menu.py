"""The console's navigation: an entry shows for those who may open its page. The first one is a person's start page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from staff.account import Account


@dataclass(frozen=True)
class Entry:
    """A page of the menu; with no roles it is for all who are logged in. `counts`: it says how many cases wait."""

    title: str
    path: str
    roles: frozenset[str] = frozenset()
    counts: bool = False


MENU = (
    Entry("Henvendelser", "/personale/henvendelser", frozenset({"counsellor"}), counts=True),
    Entry("Kolleger", "/personale/kolleger", frozenset({"counsellor"})),
    Entry("Til gennemgang", "/personale/gennemgang", frozenset({"reviewer"})),
    Entry("Samtaler", "/personale/samtaler", frozenset({"reviewer"})),
    Entry("Konti", "/personale/konti", frozenset({"administrator"})),
    Entry("Log", "/personale/log", frozenset({"administrator"})),
    Entry("Min konto", "/personale/konto"),
)


def menu_of(account: Account) -> Sequence[Entry]:
    """The entries that the account may open."""
    return [entry for entry in MENU if not entry.roles or entry.roles & account.roles]

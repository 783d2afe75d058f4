"""Ready-made answers for counsellors: content in reply_templates.yml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

_FILE = Path(__file__).with_suffix(".yml")


@dataclass(frozen=True)
class ReplyTemplate:
    """A ready-made answer: `title` for the counsellor's list, `text` to begin with and change."""

    id: str
    title: str
    text: str


@cache
def reply_templates() -> tuple[ReplyTemplate, ...]:
    """Return all templates in the order of the file."""
    return tuple(ReplyTemplate(**entry) for entry in YAML(typ="safe").load(_FILE.read_text("utf-8")))

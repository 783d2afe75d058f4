"""What the domain's files name, for tests that ask whether all of it holds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DOMAIN = Path(__file__).parents[1] / "domain"


@cache
def intents() -> frozenset[str]:
    """Every intent that the engine knows."""
    return frozenset(name for part in _parts() for name in part.get("intents", []))


@cache
def payloads() -> frozenset[str]:
    """The payload of every button in a response."""
    responses = [
        response for part in _parts() for variants in part.get("responses", {}).values() for response in variants
    ]
    return frozenset(button["payload"] for response in responses for button in response.get("buttons", []))


def _parts() -> list[dict[str, Any]]:
    return [yaml.safe_load(path.read_text("utf-8")) for path in sorted(DOMAIN.rglob("*.yml"))]

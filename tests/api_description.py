"""docs/openapi.yml, and a check of a body against one of its schemas."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

PATH = Path(__file__).parents[1] / "docs" / "openapi.yml"


@cache
def description() -> dict[str, Any]:
    """The whole description. Not to be changed: every test shares it."""
    return dict(yaml.safe_load(PATH.read_text("utf-8")))


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": description()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def flaws(schema: str, body: Any) -> list[str]:
    """What in the body is not as the schema says: a line each, with its place."""
    return [f"{error.instance_path}: {error.message}" for error in _validator(schema).iter_errors(body)]

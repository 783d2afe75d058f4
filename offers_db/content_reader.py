"""Reads a folder of content files; finds every error of every file at once, with file, line and field."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from offers_db.content_schema import ContentFile

CONTENT_FOLDER = Path(__file__).parent / "content"

_MESSAGES = {
    "missing": "feltet mangler",
    "extra_forbidden": "feltet er ukendt (stavet forkert?)",
    "bool_type": "skal være true eller false",
    "string_type": "skal være tekst",
    "string_too_short": "må ikke være tom",
    "list_type": "skal være en liste",
    "too_short": "listen må ikke være tom",
    "literal_error": "skal være {expected}",
    "greater_than_equal": "skal være mindst {ge}",
    "less_than_equal": "må højst være {le}",
    "string_pattern_mismatch": "har en forkert form",
}
_MESSAGE_BY_PREFIX = {
    "int": "skal være et helt tal",
    "float": "skal være et tal",
    "decimal": "skal være et beløb",
    "date": "skal være en dato som 2026-09-01",
    "model": "skal være felter under hinanden",
    "dict": "skal være felter under hinanden",
}

FieldPath = tuple[int | str, ...]
Part = TypeVar("Part")
Read = TypeVar("Read")
Schema = TypeVar("Schema", bound=BaseModel)


class ContentError(Exception):
    """The content is wrong. `errors`: one line each, such as "ballerup.yml linje 41, services[3].minimum_age: …"."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def read_folder(folder: Path = CONTENT_FOLDER) -> list[ContentFile]:
    """All `*.yml` of the folder, checked. Raises ContentError with every error of every file."""
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise ContentError([f"{folder}: der er ingen .yml-filer i mappen"])
    return read_each(paths, read_file)


def read_each(parts: Iterable[Part], read: Callable[[Part], Read]) -> list[Read]:
    """What `read` makes of each part. Raises ContentError with the errors of all of them."""
    found: list[Read] = []
    errors: list[str] = []
    for part in parts:
        try:
            found.append(read(part))
        except ContentError as error:
            errors.extend(error.errors)
    if errors:
        raise ContentError(errors)
    return found


def read_file(path: Path) -> ContentFile:
    """One checked file. Raises ContentError with every error in it."""
    return read_checked(path, ContentFile, _wrong_references)


def read_checked(
    path: Path, schema: type[Schema], wrong_references: Callable[[Schema, str], Iterator[tuple[FieldPath, str]]]
) -> Schema:
    """A file of any schema; `wrong_references` finds, given the content and the file's name, what no field can know."""
    try:
        tree = _yaml().load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise ContentError([_unreadable(path, error)]) from error
    try:
        content = schema.model_validate(tree)
    except ValidationError as error:
        raise ContentError([_located(path, tree, e["loc"], _danish(e)) for e in error.errors()]) from error
    errors = [_located(path, tree, where, message) for where, message in wrong_references(content, path.stem)]
    if errors:
        raise ContentError(errors)
    return content


class _DatesAsText(RoundTripConstructor):
    """Leaves dates to the schema: YAML itself would stop at the first impossible one, without a line."""


_DatesAsText.add_constructor("tag:yaml.org,2002:timestamp", _DatesAsText.construct_yaml_str)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")  # the kind that keeps line numbers
    yaml.Constructor = _DatesAsText
    return yaml


def _wrong_references(content: ContentFile, stem: str) -> Iterator[tuple[FieldPath, str]]:
    """Keys that are used twice or name nothing: what no single field can know."""
    if content.scope != stem:
        yield ("municipality",), f"filen skal hedde {content.scope}.yml"
    yield from _doubles("organizations", (entry.key for entry in content.organizations))
    yield from _doubles("locations", (entry.key for entry in content.locations))
    yield from _doubles("services", (entry.key for entry in content.services))
    organizations = {entry.key for entry in content.organizations}
    locations = {entry.key for entry in content.locations}
    for index, location in enumerate(content.locations):
        if location.organization is not None and location.organization not in organizations:
            yield ("locations", index, "organization"), f"“{location.organization}” står ikke under organizations"
    for index, service in enumerate(content.services):
        if service.organization not in organizations:
            yield ("services", index, "organization"), f"“{service.organization}” står ikke under organizations"
        if service.source.key not in content.sources:
            yield ("services", index, "source", "key"), f"“{service.source.key}” står ikke under sources"
        for position, key in enumerate(service.locations):
            if key not in locations:
                yield ("services", index, "locations", position), f"“{key}” står ikke under locations"


def _doubles(part: str, keys: Iterable[str]) -> Iterator[tuple[FieldPath, str]]:
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield (part, index, "key"), f"nøglen “{key}” er brugt før"
        seen.add(key)


def _danish(error: ErrorDetails) -> str:
    """pydantic's English messages in Danish; our own are Danish already."""
    kind = error["type"]
    if kind == "content":
        return error["msg"]
    if kind in _MESSAGES:
        return _MESSAGES[kind].format(**error.get("ctx", {})).replace(" or ", " eller ")
    return _MESSAGE_BY_PREFIX.get(kind.split("_")[0], "værdien er ikke gyldig")


def _located(path: Path, tree: Any, where: FieldPath, message: str) -> str:
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where if part != "[key]")
    return f"{path.name} linje {_line(tree, where)}, {field.lstrip('.') or 'filen'}: {message}"


def _line(tree: Any, where: FieldPath) -> int:
    """The line (from 1) of the deepest part of the path that the file has."""
    line = 1
    for part in where:
        try:
            mark = tree.lc.item(part) if isinstance(part, int) else tree.lc.key(part)
            tree = tree[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
        line = int(mark[0]) + 1
    return line


def _unreadable(path: Path, error: Exception) -> str:
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        return f"{path.name} linje {error.problem_mark.line + 1}: kan ikke læses som YAML ({error.problem})"
    return f"{path.name}: kan ikke læses som YAML i UTF-8"

"""The real content files: they load, every offer has what a card needs, and the language is plain."""

import re
from collections.abc import Iterator

import pytest

from offers_db.content_reader import CONTENT_FOLDER, read_folder
from offers_db.content_schema import ContentFile
from offers_db.topics import TOPICS

MAX_LIX = 35
LONG_WORD = 7


@pytest.fixture(scope="module")
def files() -> dict[str, ContentFile]:
    return {file.scope: file for file in read_folder(CONTENT_FOLDER)}


def texts(file: ContentFile) -> Iterator[str]:
    for service in file.services:
        yield from filter(None, (service.description, service.eligibility_description, service.application_process))


def lix(text: str) -> float:
    """Words a sentence plus the percentage of words of seven letters or more."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = re.findall(r"[.!?:](?=\s|$)", text)
    return len(words) / max(1, len(sentences)) + 100 * sum(len(word) >= LONG_WORD for word in words) / len(words)


def test_the_first_municipalities_the_nation_and_the_fictional_one(files: dict[str, ContentFile]) -> None:
    assert {"ballerup", "glostrup", "aalborg", "national", "demo"} <= set(files)
    fictional = {scope for scope, file in files.items() if file.municipality and file.municipality.fictional}
    assert fictional == {"demo"}


def test_every_topic_leads_somewhere(files: dict[str, ContentFile]) -> None:
    everywhere = {topic for file in files.values() for service in file.services for topic in service.topics}
    assert everywhere == set(TOPICS)


def test_only_fiction_has_capacity(files: dict[str, ContentFile]) -> None:
    assert not [s.key for scope, file in files.items() if scope != "demo" for s in file.services if s.capacity]


def test_plain_language(files: dict[str, ContentFile]) -> None:
    measured = {scope: round(lix(". ".join(texts(file)) + "."), 1) for scope, file in files.items()}
    assert all(value < MAX_LIX for value in measured.values()), measured

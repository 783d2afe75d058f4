"""The ready-made answers: plain, short, and right where it matters."""

from __future__ import annotations

import re

import pytest

from intake.reply_templates import ReplyTemplate, reply_templates


def lix(text: str) -> float:
    """Words a sentence, and long words in a hundred."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.!?:](?=\s|$)", text)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def test_ids_and_titles_are_unique() -> None:
    assert len({template.id for template in reply_templates()}) == len(reply_templates()) >= 8
    assert len({template.title for template in reply_templates()}) == len(reply_templates())


@pytest.mark.parametrize("template", reply_templates(), ids=lambda template: template.id)
def test_a_template_is_easy_to_read(template: ReplyTemplate) -> None:
    assert lix(template.text) < 35
    assert 40 < len(template.text) < 700


def test_numbers_to_ring_are_those_of_the_helplines() -> None:
    numbers = {number for template in reply_templates() for number in re.findall(r"\d{2,3}(?: \d{3})*", template.text)}
    assert numbers == {"14", "112", "116 111", "70 201 201"}


def test_danger_always_has_112() -> None:
    for template in reply_templates():
        if template.id in ("child", "danger", "do_not_stop_alone"):
            assert "112" in template.text

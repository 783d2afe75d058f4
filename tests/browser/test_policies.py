"""Cards for policies and figures, in the page and in the widget; and the documents' own pages, served for real."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from offers_db import migrate
from offers_db.database import create_engine_from_url
from offers_db.policies.importing.document import import_document
from offers_db.seed import seed
from web.app import init_app
from web.settings import Settings

from .conftest import Opens
from .fake_guide import Server
from .pages import GuidePage, Widget
from .replies import SCENES, SUGGESTIONS, Json
from .test_access import own, screens

PAGE = "/politikker/ballerup-sundhedspolitik-2022-2029"


def passage(section: str, text: str, **more: Any) -> Json:
    return {
        "document": "ballerup-sundhedspolitik-2022-2029",
        "title": "Sundhedspolitik 2022-2029",
        "municipality": "ballerup",
        "section": section,
        "year": 2022,
        "text": text,
        "url": f"{PAGE}#mere-lighed-i-sundhed-1",
        "quote": False,
        "status_note": "Politikken gælder fra 2022 til 2029.",
        **more,
    }


def figure(municipality: str, population: str, value: float, **more: Any) -> Json:
    return {
        "municipality": municipality,
        "indicator": "daily_smoking",
        "name": "Ryger dagligt",
        "population": population,
        "value": value,
        "unit": "percent",
        "persons": None,
        "year": "2021",
        "document": "ballerup-sundhedspolitik-2022-2029",
        "url": f"{PAGE}#tal-fra-sundhedsprofilen-2021",
        "footnote": None,
        "source": "Sundhedsprofilen 2021",
        **more,
    }


PASSAGES = [
    passage("Mere lighed i sundhed", "Ballerup vil have mere lighed i sundhed. Alle børn skal have en god start."),
    passage("Formål", "Huset skal samle kommunens tilbud.", status_note="Det er en plan fra 2010.", year=2010),
    passage("Forord", "Vi vil <b>mere</b>.", quote=True, municipality="demo", year=None, url="https://ond.example/"),
]
OVERWEIGHT = [
    figure("ballerup", "Borgerne i Ballerup", 37, name="Moderat overvægtige"),
    figure(
        "glostrup",
        "Borgere over 16 år",
        54.5,
        name="Overvægt",
        persons=9500,
        comparison_area="Region Hovedstaden",
        comparison_value=47,
        footnote="Tallet er cirka.",
        source="Sundhedsprofil for Kommuner og Region Hovedstaden 2021",
    ),
]
STATES: dict[str, Json] = {
    "politik": {"type": "policy_answer", "passages": PASSAGES},
    "ét sted": {"type": "policy_answer", "passages": PASSAGES[:1]},
    "intet": {"type": "policy_none", "searched": [{"title": "Sundhedspolitik", "url": PAGE}, "Psykiatripolitik"]},
    "tal": {"type": "statistic", "figures": [figure("ballerup", "16-34-årige", 11)], "definitions_differ": False},
    "sammenlign": {"type": "statistic", "figures": OVERWEIGHT, "definitions_differ": True},
    "antal": {
        "type": "statistic",
        "figures": [figure("demo", "Borgere", 1300, unit="persons", persons=1300, year=None, source=None)],
        "definitions_differ": False,
    },
}


@pytest.fixture(autouse=True)
def _scenes(monkeypatch: pytest.MonkeyPatch) -> None:
    for words, custom in STATES.items():
        suggestions = {"suggestions": SUGGESTIONS} if custom["type"] == "policy_none" else {}
        monkeypatch.setitem(SCENES, words, [{"text": "Det står her.", "custom": custom | suggestions}])


@pytest.fixture(scope="module")
def real_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real web application without an engine: the pages need none."""
    folder = tmp_path_factory.mktemp("pages")
    database = create_engine_from_url(f"sqlite:///{folder}/guide.db")
    migrate.upgrade(database)
    seed(database)
    (folder / "plan.txt").write_text("1. Mål\n\nAlle skal have det godt i byen, og det skal vare ved.\n", "utf-8")
    import_document(
        database, folder / "plan.txt", municipality="demo", document="demo-plan", title="Plan for Demo", year=2026
    )
    secrets = {"GUIDE_SECRET_KEY": "x" * 32, "GUIDE_INTERNAL_SECRET": "x" * 32}
    environment = {"GUIDE_DATABASE_URL": str(database.url), **secrets}
    with Server(init_app(Settings.from_environment(environment))) as url:
        yield url


def rows(card: Locator) -> list[list[str]]:
    cells = [each.locator("th, td").all_inner_texts() for each in card.locator("tbody tr").all()]
    return [[text.strip() for text in row] for row in cells]


def test_the_best_passage_stands_out_and_the_others_are_folded(page: GuidePage, guide_url: str) -> None:
    page.say("politik")
    best, second = page.card("Mere lighed i sundhed"), page.card("Formål")
    expect(best).to_contain_text("Ballerup Kommune")
    expect(best).to_contain_text("Politikken gælder fra 2022 til 2029.")
    link = best.get_by_role("link", name="Sundhedspolitik 2022-2029, Mere lighed i sundhed, 2022")
    expect(link).to_have_attribute("href", f"{guide_url}{PAGE}#mere-lighed-i-sundhed-1")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")
    expect(second).to_be_hidden()
    page.log.get_by_text("Vis mere (2)").click()
    expect(second).to_contain_text("Det er en plan fra 2010.")
    expect(page.log.get_by_role("blockquote")).to_have_text("”Vi vil <b>mere</b>.”")


def test_a_quote_of_the_fictional_municipality_and_a_foreign_address(page: GuidePage) -> None:
    page.say("politik")
    page.log.get_by_text("Vis mere (2)").click()
    card = page.card("Forord")
    expect(card).to_contain_text("Opdigtet eksempel")
    expect(card).to_contain_text("Kilde: Sundhedspolitik 2022-2029, Forord")
    expect(card.get_by_role("link")).to_have_count(0)


def test_one_passage_has_nothing_folded(page: GuidePage) -> None:
    reply = page.say("ét sted")
    expect(reply.locator("details")).to_have_count(0)


def test_the_widget_leads_to_the_guide_not_to_its_host(widget: Widget, guide_url: str) -> None:
    widget.launch().say("ét sted")
    link = widget.card("Mere lighed i sundhed").get_by_role("link")
    expect(link).to_have_attribute("href", f"{guide_url}{PAGE}#mere-lighed-i-sundhed-1")


def test_nothing_found_says_what_was_searched_and_offers_the_nearest(page: GuidePage, guide_url: str) -> None:
    reply = page.say("intet")
    expect(reply).to_contain_text("Jeg har ledt i kommunens politikker. Sundhedspolitik. Psykiatripolitik. ")
    expect(reply.get_by_role("link", name="Sundhedspolitik")).to_have_attribute("href", f"{guide_url}{PAGE}")
    expect(reply.get_by_role("link", name="Se alle politikker")).to_have_attribute("href", f"{guide_url}/politikker")
    assert page.quick_replies() == [each["title"] for each in SUGGESTIONS]


def test_a_figure_with_its_group_year_and_source(page: GuidePage) -> None:
    page.say("tal")
    card = page.card("Ryger dagligt")
    assert rows(card) == [["Ballerup Kommune 16-34-årige", "11 %", "2021 Sundhedsprofilen 2021"]]
    assert card.locator("svg rect").get_attribute("width") == "11%"
    expect(card.get_by_role("img", name="Søjler. Tallene står i tabellen.")).to_be_visible()


def test_a_comparison_has_a_pattern_for_each_place_and_warns(page: GuidePage) -> None:
    page.say("sammenlign")
    card = page.card("Tal fra kommunerne")
    found = rows(card)
    assert [row[1] for row in found] == ["37 %", "54,5 % 9.500 borgere", "47 %"]
    assert found[1][0].startswith("Glostrup Kommune Overvægt, Borgere over 16 år")
    assert found[2][0].startswith("Region Hovedstaden Overvægt")
    patterns = [each.evaluate("e => getComputedStyle(e).strokeDasharray") for each in card.locator("line").all()]
    assert len(set(patterns)) == 3
    expect(card).to_contain_text("Derfor kan du ikke sammenligne dem direkte.")
    expect(card.get_by_text("Tallet er cirka.")).to_have_count(1)


def test_a_number_of_people(page: GuidePage) -> None:
    page.say("antal")
    card = page.card("Ryger dagligt")
    expect(card).to_contain_text("Opdigtet eksempel")
    assert rows(card)[0][1] == "1.300 borgere"


def test_the_saved_text_has_citations_and_figures(page: GuidePage) -> None:
    page.say("politik")
    page.say("sammenlign")
    with page.page.expect_download() as download:
        page.menu("Gem som tekst")
    text = download.value.path().read_text("utf-8")
    assert "Kilde: Sundhedspolitik 2022-2029, Formål, 2010. Det er en plan fra 2010." in text
    assert "”Vi vil <b>mere</b>.”" in text
    assert "* Glostrup Kommune, Overvægt, Borgere over 16 år: 54,5 % 9.500 borgere" in text


@screens
def test_axe_on_the_cards(new_page: Opens, guide_url: str, host_url: str, options: dict[str, Any]) -> None:
    page = GuidePage(new_page(**options)).open(guide_url)
    for words in STATES:
        page.say(words)
    page.log.get_by_text("Vis mere (2)").click()
    assert page.violations() == []
    assert page.overflow() == 0
    widget = Widget(new_page(**options)).open(host_url).launch()
    widget.say("politik")
    widget.log.get_by_text("Vis mere (2)").click()
    widget.say("sammenlign")
    assert own(widget.violations()) == []


@screens
@pytest.mark.parametrize("path", ["", "/ballerup-sundhedshus-rammeoplaeg-2010", "/demo-plan/ordret", "/nix",
                                  "/glostrup-sundhed-trivsel-2024-2032"])  # fmt: skip
def test_axe_on_the_pages(new_page: Opens, real_url: str, path: str, options: dict[str, Any]) -> None:
    page = GuidePage(new_page(**options))
    page.page.goto(f"{real_url}/politikker{path}")
    assert page.violations() == []
    assert page.overflow() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_a_link_to_a_passage_shows_it_below_the_helplines(new_page: Opens, real_url: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 700})
    page.goto(f"{real_url}{PAGE}#mere-lighed-i-sundhed-1")
    target = page.locator("#mere-lighed-i-sundhed-1")
    box, helplines = target.bounding_box(), page.locator(".helplines").bounding_box()
    assert box and helplines
    assert helplines["y"] == 0
    assert helplines["height"] < box["y"] < 200
    other = page.locator("#forord-1")
    colours = [each.evaluate("e => getComputedStyle(e).backgroundColor") for each in (target, other)]
    assert colours[0] != colours[1]


def test_a_document_is_whole_without_javascript(new_page: Opens, real_url: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{real_url}/politikker")
    page.get_by_role("link", name="Sundhedspolitik 2022-2029").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sundhedspolitik 2022-2029")
    page.get_by_role("navigation", name="Indhold").get_by_role("link", name="Mere lighed i sundhed").click()
    assert page.url.endswith("#mere-lighed-i-sundhed")
    expect(page.get_by_role("table").first).to_contain_text("Ryger dagligt")

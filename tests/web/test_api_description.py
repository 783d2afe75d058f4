"""The web process does what docs/openapi.yml says, whatever it is sent (schemathesis); the file leaves nothing out."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from api_description import description
from browser.fake_guide import Server
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.failures import FailureGroup
from stub_engine import INTERNAL_SECRET, SECRET_KEY, StubEngine

from web import errors
from web.app import init_app
from web.chat import LANGUAGES, LONGEST_MESSAGE
from web.settings import Settings

# What the test directory holds (conftest.py); elsewhere any code may be known.
CODES = ["aalborg", "ballerup", "demo", "glostrup"]
# The page for whatever else is asked for below /politikker. OpenAPI would call it the same path as the one before it.
NOT_DESCRIBED = {"/politikker/{rest}"}
# Staff's pages are for people with a login, and may change from day to day.
STAFF = "/personale"


def described_with_codes() -> dict[str, Any]:
    raw = copy.deepcopy(description())
    raw["components"]["schemas"]["MunicipalityCode"]["enum"] = CODES
    return raw


api = schemathesis.openapi.from_dict(described_with_codes())


@pytest.fixture(scope="module")
def application(municipalities_url: str, cases_url: str, review_url: str) -> Iterator[str]:
    """The address of a web process with a stub for the engine."""
    with Server(StubEngine().app()) as engine_url:
        environment = {
            "GUIDE_ENGINE_URL": engine_url,
            "GUIDE_DATABASE_URL": municipalities_url,
            "GUIDE_CASES_DATABASE_URL": cases_url,
            "GUIDE_REVIEW_DATABASE_URL": review_url,
            "GUIDE_ENGINE_DATABASE_URL": "sqlite:///none/engine.db",
            "GUIDE_SECRET_KEY": SECRET_KEY,
            "GUIDE_INTERNAL_SECRET": INTERNAL_SECRET,
            "GUIDE_RATE_LIMIT": "0",
        }
        with Server(init_app(Settings.from_environment(environment))) as url:
            yield url


@api.parametrize()
@settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_it_answers_as_described(case: schemathesis.Case, application: str) -> None:
    case.call_and_validate(base_url=application)


def test_every_route_is_described_and_every_description_has_a_route() -> None:
    app = init_app(Settings.from_environment({**os.environ, **secrets()}))
    routes = {(route.method, route.resource.canonical) for route in app.router.routes() if route.resource}
    methods = ("get", "post", "put", "patch", "delete")
    said = {
        (method.upper(), path) for path, item in description()["paths"].items() for method in item if method in methods
    }
    routes = {(method, path) for method, path in routes if path not in NOT_DESCRIBED and not path.startswith(STAFF)}
    assert {(method, path) for method, path in routes if method != "HEAD"} == said


def secrets() -> dict[str, str]:
    return {"GUIDE_SECRET_KEY": SECRET_KEY, "GUIDE_INTERNAL_SECRET": INTERNAL_SECRET}


def test_limits_languages_and_codes_are_those_of_the_code() -> None:
    schemas = description()["components"]["schemas"]
    asked = schemas["ChatRequest"]["properties"]
    assert asked["message"]["maxLength"] == LONGEST_MESSAGE and tuple(asked["language"]["enum"]) == LANGUAGES
    assert set(schemas["Error"]["properties"]["error"]["properties"]["code"]["enum"]) == errors._TEXTS.keys()


def test_a_wrong_answer_would_be_seen(application: str) -> None:
    """The check itself can fail: a description that promises another body is broken by the same process."""
    wrong = described_with_codes()
    wrong["components"]["schemas"]["Alive"]["properties"]["status"]["const"] = "perfect"
    operation = schemathesis.openapi.from_dict(wrong)["/healthz"]["GET"]
    with pytest.raises(FailureGroup, match="perfect"):
        operation.Case().call_and_validate(base_url=application)


def test_every_reference_leads_somewhere() -> None:
    text = repr(description())
    for section, name in re.findall(r"#/components/(\w+)/(\w+)", text):
        assert name in description()["components"][section]

"""The console's pages from their templates, which escape whatever they are given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.console import conversation_wording, wording
from web.console.menu import menu_of
from web.console.visit import Visit
from web.security import may_send_forms

# Nothing of staff's pages stays in a cache, and none of their addresses leads a browser to guess at another type.
_HEADERS = {"Cache-Control": "no-store"}
_NOTICES = {
    "adgangskode": "Din nye adgangskode gælder nu. Alle andre steder er du logget ud.",
    "delt": "Din kollega kan nu læse de åbne henvendelser.",
    "frigivet": "Henvendelsen er givet tilbage. Alle rådgivere kan tage den.",
    "givet": "Din kollega har henvendelsen nu.",
    "kladde": "Du var logget ud. Det, du skrev, er gemt i henvendelsen. Log ind, så står det der.",
    "kladde-gemt": "Dit svar er gemt, men ikke sendt.",
    "lukket": "Henvendelsen er lukket.",
    "login": "Du er logget ud det andet sted.",
    "notat": "Notatet er gemt. Kun rådgivere kan læse det.",
    "svar": "Dit svar er sendt.",
    "taget": "Du har henvendelsen nu.",
    "aabnet": "Henvendelsen er åben igen, og du har den.",
    "samtale": "Det er gemt.",
    "konto": "Ændringen er gemt.",
    "ud": "Du er logget ud.",
}

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {"role": wording.role, "action": wording.action, "moment": wording.moment}
_environment.filters |= {
    "age": wording.age,
    "clock": wording.clock,
    "day": wording.day,
    "hour": wording.hour,
    "reference": wording.reference,
}
_environment.filters |= conversation_wording.FILTERS


def render(
    request: web.Request,
    template: str,
    visit: Visit | None = None,
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    **values: object,
) -> web.Response:
    """Return a page. `errors` maps the id of a field to what is wrong with it; they stand on top, in focus.

    Templates extend base.html, which wants a block `main` and a `title`; a form holds `{{ visit.csrf }}`.
    """
    html = _environment.get_template(template).render(
        visit=visit,
        menu=menu_of(visit.account) if visit and not visit.account.must_change_password else (),
        path=request.path,
        notice=_NOTICES.get(request.query.get("besked", "")) if not errors else None,
        errors=errors or {},
        **values,
    )
    return may_send_forms(web.Response(text=html, status=status, content_type="text/html", headers=_HEADERS))


def refuse(request: web.Request, title: str, text: str, status: int, visit: Visit | None = None) -> web.Response:
    """Return a page that says why not."""
    return render(request, "refusal.html", visit, status=status, title=title, text=text)


def go_to(path: str, notice: str | None = None) -> web.Response:
    """Send the browser to a page of the console, by GET; `notice` is a key of the notices above, or dropped."""
    location = f"{path}?besked={notice}" if notice in _NOTICES else path
    return web.Response(status=303, headers={"Location": location, **_HEADERS})

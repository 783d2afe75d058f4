"""Errors as the chat contract has them: JSON with a code and a sentence in Danish."""

from __future__ import annotations

import logging
from typing import NoReturn

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.privacy.json_log import log_event
from intake.stretching import TooBusy
from web.policy_html import missing_page
from web.security import may_be_framed

logger = logging.getLogger("guide.web")

_TEXTS = {
    "bad_request": "Beskeden kunne ikke læses. Prøv at sende den igen.",
    "empty_message": "Beskeden er tom. Skriv, hvad du har brug for hjælp til.",
    "message_too_long": "Beskeden er for lang. Den må højst fylde 2000 tegn. Del den gerne op i flere.",
    "bad_session": "Samtalen kunne ikke findes. Begynd en ny samtale.",
    "unknown_municipality": "Den kommune kender guiden ikke.",
    "not_found": "Siden findes ikke.",
    "method_not_allowed": "Det kan man ikke gøre her.",
    "too_large": "Det er for meget på én gang. Beskeden må højst fylde 2000 tegn.",
    "too_many_requests": "Du skriver hurtigere, end jeg kan følge med. Vent et øjeblik, og prøv igen.",
    "engine_unavailable": (
        "Guiden svarer ikke lige nu. Prøv igen om lidt. Er det akut, så ring 112. "
        "Har du brug for nogen at tale med, kan du ringe til Livslinien på 70 201 201. "
        "Om alkohol kan du ringe til Alkolinjen på 80 200 500."
    ),
    "text_too_long": "Teksten er for lang. Gør den kortere, eller del den op i flere beskeder.",
    "bad_answer": "Nogle af svarene passer ikke sammen. Gå tilbage, og svar igen.",
    "not_a_number": "Det ligner ikke et dansk telefonnummer. Skriv 8 cifre, eller spring over.",
    "nothing_to_send": "Du har ikke svaret på noget endnu. Skriv lidt, før du sender.",
    "bad_proof": "Det gik ikke igennem. Vent et øjeblik, og prøv igen.",
    "unknown_receipt": (
        "Vi kan ikke finde noget med den kode. Se efter, om alle 16 tegn er rigtige. "
        "Er beskeden slettet, virker koden ikke mere."
    ),
    "mailbox_locked": "Postkassen er låst. Skriv din kode for at åbne den igen.",
    "mailbox_closed": "Ingen rådgiver kan få din besked lige nu. Er det akut, så ring 112.",
    "case_gone": "Alt i postkassen er slettet. Du er altid velkommen til at skrive igen.",
    "case_damaged": (
        "Vi kan ikke vise dine beskeder. Noget er ændret hos os, som ikke må ændres. "
        "Ring til kommunen, eller skriv anonymt igen. Er det akut, så ring 112."
    ),
    "cases_unavailable": (
        "Postkassen svarer ikke lige nu. Prøv igen om lidt. Er det akut, så ring 112. "
        "Har du brug for nogen at tale med, kan du ringe til Livslinien på 70 201 201."
    ),
    "too_busy": (
        "Der er mange på lige nu. Vent et øjeblik, og prøv igen. Er det akut, så ring 112. "
        "Har du brug for nogen at tale med, kan du ringe til Livslinien på 70 201 201."
    ),
    "internal_error": "Der skete en fejl hos os. Prøv igen om lidt. Er det akut, så ring 112.",
}

_BUSY_SECONDS = "15"
_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class ApiError(Exception):
    """A refusal with one of the codes above."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None, text: str | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.headers, self.text = status, code, headers or {}, text or _TEXTS[code]


def refuse(status: int, code: str, text: str | None = None, **headers: str) -> NoReturn:
    """Raise the ApiError; header names are written with underscores."""
    raise ApiError(status, code, {name.replace("_", "-"): value for name, value in headers.items()}, text)


def error_response(status: int, code: str, text: str, headers: dict[str, str] | None = None) -> web.Response:
    """Return `{"error": {"code", "message"}}`."""
    return web.json_response({"error": {"code": code, "message": text}}, status=status, headers=headers)


def plain_refusal(status: int, headers: dict[str, str] | None = None) -> web.Response:
    """Return what goes with a status that nobody has said more about."""
    code = _CODES.get(status, "bad_request" if status < 500 else "internal_error")
    return error_response(status, code, _TEXTS[code], headers)


@web.middleware
async def error_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every refusal and every failure into the contract's JSON; what went wrong stays in the log."""
    try:
        return await handler(request)
    except ApiError as error:
        if error.status == 404 and _is_from_a_reader(request):
            return _missing_page()
        return error_response(error.status, error.code, error.text, error.headers)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        if error.status == 404 and _is_from_a_reader(request):
            return _missing_page()
        allowed = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
        return plain_refusal(error.status, allowed)
    except TooBusy:
        return error_response(503, "too_busy", _TEXTS["too_busy"], {"Retry-After": _BUSY_SECONDS})
    except Exception:
        logger.exception("unhandled_error")
        return plain_refusal(500)


def _is_from_a_reader(request: web.Request) -> bool:
    """Tell whether a person has followed a link or typed an address: a browser then asks for HTML by name."""
    return not request.path.startswith("/api/") and "text/html" in request.headers.get("Accept", "")


def _missing_page() -> web.Response:
    return may_be_framed(web.Response(text=missing_page(), status=404, content_type="text/html"))


@web.middleware
async def access_log_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log the route's pattern, status and time: no address, no path, no query."""
    started = request.loop.time()
    response = await handler(request)
    route = request.match_info.route.resource.canonical if request.match_info.route.resource else "none"
    milliseconds = round((request.loop.time() - started) * 1000)
    log_event(logger, "request", method=request.method, route=route, status=response.status, ms=milliseconds)
    return response

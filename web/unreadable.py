"""What is no HTTP request at all. aiohttp answers it before any route or middleware, with its version and an echo."""

from __future__ import annotations

from aiohttp import web
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_request import BaseRequest

from web.errors import plain_refusal
from web.security import BARE_HEADERS

_aiohttps_answer = RequestHandler.handle_error


def answer_unreadable_requests() -> None:
    """From now on answer them, in this process, as every other refusal: JSON, our headers, nothing of what was sent."""
    RequestHandler.handle_error = _handle_error  # type: ignore[method-assign, assignment]


def _handle_error(
    handler: RequestHandler,
    request: BaseRequest,
    status: int = 500,
    exc: BaseException | None = None,
    message: str | None = None,
) -> web.StreamResponse:
    # It logs, and raises when part of a response has been sent already.
    _aiohttps_answer(handler, request, status, exc, message)
    answer = plain_refusal(status)
    answer.headers.update(BARE_HEADERS)
    answer.force_close()
    return answer

"""The console's addresses, all under /personale."""

from __future__ import annotations

from aiohttp import web

from web.console import (
    accounts,
    case_moves,
    case_page,
    colleagues,
    conversation_list,
    conversation_page,
    inbox,
    log,
    login,
    own_account,
)
from web.console.menu import menu_of
from web.console.pages import go_to
from web.console.permission import requires
from web.console.visit import Visit

_ID = "[0-9a-f-]{36}"


def add_routes(app: web.Application) -> None:
    """To be added before `/{municipality}`."""
    router = app.router
    router.add_get("/personale", start)
    router.add_get("/personale/login", login.name_page)
    router.add_post("/personale/login", login.name_given)
    router.add_get("/personale/login/kode", login.code_page)
    router.add_post("/personale/login/kode", login.code_given)
    router.add_post("/personale/log-ud", login.log_out)
    router.add_get("/personale/ny-adgangskode", own_account.new_password_page)
    router.add_post("/personale/ny-adgangskode", own_account.new_password_given)
    router.add_get("/personale/konto", own_account.own_page)
    router.add_post("/personale/konto/adgangskode", own_account.change_password)
    router.add_post(f"/personale/konto/login/{{session:{_ID}}}/slut", own_account.revoke_session)
    router.add_get("/personale/konti", accounts.list_page)
    router.add_get(f"/personale/konti/{{account:{_ID}}}", accounts.account_page)
    router.add_post(f"/personale/konti/{{account:{_ID}}}/roller", accounts.set_roles)
    router.add_post(f"/personale/konti/{{account:{_ID}}}/{{state:luk|aabn}}", accounts.set_active)
    router.add_get("/personale/henvendelser", inbox.inbox_page)
    case = f"/personale/henvendelser/{{case:{_ID}}}"
    router.add_get(case, case_page.case_page)
    router.add_post(f"{case}/svar", case_page.answer)
    router.add_post(f"{case}/notat", case_page.add_note)
    router.add_post(f"{case}/tag", case_moves.claim)
    router.add_post(f"{case}/overtag", case_moves.take_over)
    router.add_post(f"{case}/slip", case_moves.release)
    router.add_post(f"{case}/giv", case_moves.hand_over)
    router.add_post(f"{case}/luk", case_moves.close)
    router.add_post(f"{case}/aabn", case_moves.reopen)
    router.add_get("/personale/kolleger", colleagues.colleagues_page)
    router.add_post(f"/personale/kolleger/{{account:{_ID}}}/del", colleagues.share)
    _add_conversations(router)
    router.add_get("/personale/log", log.log_page)
    router.add_post("/personale/log", log.verify_log)


def _add_conversations(router: web.UrlDispatcher) -> None:
    one = f"/personale/samtaler/{{conversation:{_ID}}}"
    router.add_get("/personale/samtaler", conversation_list.list_page)
    router.add_get("/personale/gennemgang", conversation_list.inbox_page)
    router.add_get(one, conversation_page.conversation_page)
    router.add_post(f"{one}/note", conversation_page.add_note)
    router.add_post(f"{one}/note/{{note:{_ID}}}/slet", conversation_page.delete_note)
    router.add_post(f"{one}/etiket/{{state:saet|fjern}}", conversation_page.set_label)
    router.add_post(f"{one}/gennemgaaet", conversation_page.set_reviewed)
    router.add_post(f"{one}/tildel", conversation_page.assign)


@requires()
async def start(request: web.Request, visit: Visit) -> web.Response:
    """GET: a person's start page is the first one of their menu."""
    return go_to(menu_of(visit.account)[0].path, request.query.get("besked"))

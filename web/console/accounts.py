"""The administrator's pages of accounts: who there is, what they may do, and whether they may at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

from staff.account import Account
from staff.accounts import AccountError
from web.console import wording
from web.console.desk import DESK
from web.console.pages import go_to, render
from web.console.permission import id_in, requires
from web.console.visit import Visit
from web.directory import MUNICIPALITIES

ACCOUNTS = "/personale/konti"


@requires("administrator", records="accounts_listed")
async def list_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: all accounts."""
    accounts = await asyncio.to_thread(request.app[DESK].personnel.accounts.all)
    return render(request, "accounts.html", visit, accounts=accounts, municipalities=request.app[MUNICIPALITIES])


@requires("administrator", records="account_viewed", subject="account")
async def account_page(request: web.Request, visit: Visit) -> web.Response:
    """GET: one account, with what can be changed."""
    return _account_page(request, visit, await _account(request))


@requires("administrator")
async def set_roles(request: web.Request, visit: Visit) -> web.Response:
    """POST: roles and municipalities."""
    account, form = await _account(request), await request.post()
    roles = [str(each) for each in form.getall("role", [])]
    codes = [str(each) for each in form.getall("municipality", [])]
    stores = request.app[DESK].personnel.accounts
    return await _changed(request, visit, account, lambda: stores.set_roles(account.id, roles, codes, visit.account.id))


@requires("administrator")
async def set_active(request: web.Request, visit: Visit) -> web.Response:
    """POST: closes or opens the account; closed, it is out at once."""
    account = await _account(request)
    active, stores = request.match_info["state"] == "aabn", request.app[DESK].personnel.accounts
    return await _changed(request, visit, account, lambda: stores.set_active(account.id, active, visit.account.id))


async def _changed(request: web.Request, visit: Visit, account: Account, change: Callable[[], None]) -> web.Response:
    try:
        await asyncio.to_thread(change)
    except AccountError as error:
        return _account_page(request, visit, account, {"roles": str(error)})
    return go_to(f"{ACCOUNTS}/{account.id}", "konto")


async def _account(request: web.Request) -> Account:
    """The account of the address; 404 if there is none."""
    account = await asyncio.to_thread(request.app[DESK].personnel.accounts.get, id_in(request, "account"))
    if account is None:
        raise web.HTTPNotFound
    return account


def _account_page(
    request: web.Request, visit: Visit, account: Account, errors: dict[str, str] | None = None
) -> web.Response:
    return render(
        request,
        "account.html",
        visit,
        status=422 if errors else 200,
        errors=errors,
        account=account,
        roles=wording.ROLES,
        municipalities=request.app[MUNICIPALITIES],
    )

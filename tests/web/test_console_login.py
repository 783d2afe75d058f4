"""The console through HTTP: logging in, the first password, one's own account, who may see what."""

from __future__ import annotations

import re
import uuid

import pytest
from aiohttp.test_utils import TestClient
from console_browser import OWN_PASSWORD, Browse, Person, desk_of
from sqlalchemy import text
from stub_engine import SECRET_KEY

from intake.cases import CASES, CaseStore
from intake.keys import derived_key
from intake.recovery_keys import RecoveryKeys
from web.console import __main__ as command_line
from web.console import throttle
from web.console.desk import tidy

NEW_PASSWORD = "en helt anden sang"
PAGES_OF_STAFF = (
    *("", "/konto", "/konti", "/log", f"/konti/{uuid.uuid4()}", "/ny-adgangskode"),
    *("/samtaler", "/gennemgang", f"/samtaler/{uuid.uuid4()}"),
)


@pytest.fixture
def ida(console: TestClient) -> Person:
    """An administrator who has never logged in."""
    return Person.employ(console, "ida.berg", "administrator")


@pytest.fixture
def bo(console: TestClient) -> Person:
    """A counsellor who has never logged in."""
    return Person.employ(console, "bo", "counsellor", municipalities=("ballerup",))


async def test_the_first_login_leads_to_an_own_password_and_then_to_the_menu(browse: Browse, ida: Person) -> None:
    browser = browse()
    page = await browser.log_in(ida)
    assert (page.status, page.path) == (200, "/personale/ny-adgangskode") and page.menu == []
    for path in ("", "/konto", "/konti", "/log"):
        assert (await browser.open(f"/personale{path}")).path == "/personale/ny-adgangskode"
    page = await browser.send("/personale/ny-adgangskode", new=OWN_PASSWORD, again=OWN_PASSWORD)
    assert page.path == "/personale/konti" and page.menu == ["Konti", "Log", "Min konto"]
    assert (await browser.open("/personale/ny-adgangskode")).path == "/personale/konti"
    ida.password = OWN_PASSWORD
    assert (await browse().log_in(ida)).path == "/personale/konti"


@pytest.mark.parametrize(
    ("new", "again", "wrong"),
    [
        ("kort", "kort", "mindst 12 tegn"),
        (OWN_PASSWORD, "noget andet end det", "ikke ens"),
        ("ida.berg er mit navn", "ida.berg er mit navn", "dit navn"),
        (None, None, "end den, du har fået"),
    ],
)
async def test_a_first_password_that_will_not_do(
    browse: Browse, ida: Person, new: str | None, again: str | None, wrong: str
) -> None:
    browser = browse()
    await browser.log_in(ida)
    page = await browser.send("/personale/ny-adgangskode", new=new or ida.password, again=again or ida.password)
    assert page.status == 422 and len(page.errors) == 1 and wrong in page.errors[0]
    assert "<title>Fejl: " in page.html and 'aria-invalid="true"' in page.html and "autofocus" in page.html
    assert OWN_PASSWORD not in page.html and ida.password not in page.html


async def test_a_wrong_name_password_or_code_get_the_same_answer(browse: Browse, ida: Person) -> None:
    nobody = Person(ida.personnel, "nobody", ida.password, ida.secret)
    answers = [
        await browse().log_in(nobody),
        await browse().log_in(ida, password="forkert adgangskode"),
        await browse().log_in(ida, code="000000"),
        await browse().log_in(ida, code="æøå"),
    ]
    assert {(page.status, page.path, *page.errors) for page in answers} == {
        (403, "/personale/login/kode", "Navn, adgangskode eller kode er forkert. Begynd forfra, og vent på en ny kode.")
    }
    assert len({re.sub(r'value="[0-9a-f]{64}"', "", page.html) for page in answers}) == 1


async def test_the_first_page_tells_nothing_of_who_has_an_account(browse: Browse, ida: Person) -> None:
    answers = []
    for name in ("ida.berg", "nobody", "<b>"):
        browser = browse()
        await browser.open("/personale/login")
        page = await browser.send("/personale/login", name=name, password="forkert")
        answers.append((page.status, page.path, re.sub(r'value="[0-9a-f]{64}"', "", page.html)))
    assert len(set(answers)) == 1 and answers[0][:2] == (200, "/personale/login/kode")


async def test_empty_fields_are_named_by_label(browse: Browse, ida: Person) -> None:
    browser = browse()
    await browser.open("/personale/login")
    page = await browser.send("/personale/login", name=" ", password="")
    assert page.status == 422 and page.errors == ["Skriv dit navn.", "Skriv din adgangskode."]
    assert 'href="#name"' in page.html and 'id="name"' in page.html
    await browser.send("/personale/login", name="ida.berg", password=ida.password)
    page = await browser.send("/personale/login/kode", code="")
    assert page.status == 422 and page.errors == ["Skriv koden fra din telefon."]
    page = await browser.send("/personale/login/kode", code=f" {ida.code()[:3]} {ida.code()[3:]} ")
    assert page.path == "/personale/ny-adgangskode"


async def test_a_code_without_name_and_password_leads_back(browse: Browse, ida: Person) -> None:
    browser = browse()
    assert (await browser.open("/personale/login/kode")).path == "/personale/login"
    assert (await browser.send("/personale/login/kode", code=ida.code())).status == 403


async def test_after_three_attempts_one_waits_longer_and_longer(
    browse: Browse, console: TestClient, ida: Person
) -> None:
    for _ in range(3):
        assert (await browse().log_in(ida, code="000000")).status == 403
    browser = browse()
    page = await browser.log_in(ida)
    assert page.status == 429 and re.fullmatch(r"Der er prøvet .* Vent [12] sekunder, .*", page.errors[0])
    other = Person.employ(console, "bo")
    assert (await browse().log_in(other)).path == "/personale/ny-adgangskode"
    desk_of(console).throttle.succeeded("ida.berg")
    assert (await browser.send("/personale/login/kode", code=ida.code())).path == "/personale/ny-adgangskode"


def test_the_delay_doubles_to_a_minute_and_all_together_are_limited_too() -> None:
    now = 1000.0
    limit = throttle.LoginThrottle(clock=lambda: now)
    assert [limit.attempt("ida") for _ in range(3)] == [0.0, 0.0, 0.0]
    for wait in (2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0):
        assert limit.attempt("ida") == wait
        now += wait
        assert limit.attempt("ida") == 0.0
    limit.succeeded("ida")
    assert limit.attempt("ida") == 0.0
    now += throttle.WINDOW_SECONDS
    assert [limit.attempt(str(each)) for each in range(throttle.MOST_IN_WINDOW)] == [0.0] * throttle.MOST_IN_WINDOW
    assert limit.attempt("somebody new") == throttle.WINDOW_SECONDS
    now += throttle.WINDOW_SECONDS
    assert limit.attempt("somebody new") == 0.0


@pytest.mark.parametrize("path", PAGES_OF_STAFF)
async def test_without_a_login_every_page_leads_to_it(browse: Browse, path: str) -> None:
    page = await browse().open(f"/personale{path}")
    assert page.path == "/personale/login" and page.status == 200


async def test_a_made_up_cookie_opens_nothing(browse: Browse, console: TestClient) -> None:
    for cookie in ("x" * 43, "", "x" * 5000, "æ" * 43):
        page = await browse(Cookie=f"personale={cookie}").open("/personale/konti")
        assert page.path == "/personale/login"


@pytest.mark.parametrize("role", ["reviewer", "editor", "counsellor"])
async def test_only_an_administrator_sees_accounts_and_log(browse: Browse, console: TestClient, role: str) -> None:
    browser = browse()
    page = await browser.settle_in(Person.employ(console, "eva", role, municipalities=("ballerup",)))
    assert "Min konto" in page.menu and not {"Konti", "Log"} & set(page.menu)
    for path in ("/konti", "/log", f"/konti/{uuid.uuid4()}"):
        page = await browser.open(f"/personale{path}")
        assert page.status == 403 and "ikke adgang" in page.html
    for path in (f"/konti/{uuid.uuid4()}/luk", f"/konti/{uuid.uuid4()}/roller", "/log"):
        assert (await browser.send(f"/personale{path}", role="administrator")).status == 403


@pytest.mark.parametrize("secret", ["", "0" * 64, "æ"])
async def test_a_form_without_our_secret_does_nothing(browse: Browse, console: TestClient, secret: str) -> None:
    ida, bo = Person.employ(console, "ida.berg", "administrator"), Person.employ(console, "bo", "editor")
    browser = browse()
    await browser.settle_in(ida)
    bo_id = ida.personnel.accounts.named("bo").id
    for path, fields in (
        (f"/personale/konti/{bo_id}/luk", {}),
        (f"/personale/konti/{bo_id}/roller", {"role": "administrator"}),
        ("/personale/konto/adgangskode", {"old": OWN_PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}),
        ("/personale/log-ud", {}),
    ):
        assert (await browser.send(path, csrf=secret, **fields)).status == 403
    assert (await browser.open("/personale/konti")).status == 200
    assert bo.personnel.accounts.named("bo").active and bo.personnel.accounts.named("bo").roles == {"editor"}
    fresh = browse()
    await fresh.open("/personale/login")
    assert (await fresh.send("/personale/login", csrf=secret, name="bo", password="x")).status == 403


async def test_the_secret_of_one_person_is_not_anothers(browse: Browse, console: TestClient) -> None:
    first, second = browse(), browse()
    await first.settle_in(Person.employ(console, "ida.berg", "administrator"))
    await second.settle_in(Person.employ(console, "bo", "administrator"))
    assert (await first.send("/personale/log", csrf=second.csrf)).status == 403
    assert (await first.send("/personale/log")).status == 200


async def test_logging_out_ends_the_session_and_forgets_the_key(
    browse: Browse, console: TestClient, bo: Person
) -> None:
    browser = browse()
    await browser.settle_in(bo)
    cookies, session_id = browser.cookies(), next(iter(bo.personnel.sessions.live_ids()))
    assert desk_of(console).keys.of(session_id) is not None
    page = await browser.send("/personale/log-ud")
    assert page.path == "/personale/login" and "Du er logget ud." in page.html
    assert desk_of(console).keys.of(session_id) is None and not bo.personnel.sessions.live_ids()
    stolen = browse(Cookie="; ".join(f"{name}={value}" for name, value in cookies.items()))
    assert (await stolen.open("/personale/konto")).path == "/personale/login"


@pytest.mark.parametrize("column", ["opened_at", "last_seen_at"])
async def test_a_session_that_has_run_out_leads_to_the_login(
    browse: Browse, console: TestClient, ida: Person, column: str
) -> None:
    browser = browse()
    await browser.settle_in(ida)
    with desk_of(console).engine.begin() as connection:
        connection.execute(text(f"UPDATE staff_session SET {column} = {column} - 8 * 3600"))
    assert (await browser.open("/personale/konti")).path == "/personale/login"


async def test_keys_of_ended_sessions_do_not_stay_in_memory(browse: Browse, console: TestClient, bo: Person) -> None:
    browser = browse()
    await browser.settle_in(bo)
    session_id = next(iter(bo.personnel.sessions.live_ids()))
    await tidy(desk_of(console))
    assert desk_of(console).keys.of(session_id) is not None
    bo.personnel.accounts.reset_password(bo.personnel.accounts.named("bo").id, new_code=False)
    await tidy(desk_of(console))
    assert desk_of(console).keys.of(session_id) is None


async def test_a_counsellor_logs_in_again_after_a_restart(browse: Browse, console: TestClient, bo: Person) -> None:
    browser = browse()
    await browser.settle_in(bo)
    desk_of(console).keys.lock_all_but(set())
    assert (await browser.open("/personale/konto")).path == "/personale/login"
    assert (await browser.log_in(bo)).path == "/personale/henvendelser"


async def test_a_new_password_keeps_the_cases_and_ends_other_sessions(
    browse: Browse, console: TestClient, bo: Person
) -> None:
    here, elsewhere = browse(), browse()
    await here.settle_in(bo)
    await elsewhere.log_in(bo)
    desk, account = desk_of(console), bo.personnel.accounts.named("bo")
    store = CaseStore(desk.engine, derived_key(SECRET_KEY.encode(), CASES))
    store.open_case("ballerup", {"about": "me"}, "jeg drikker", desk.personnel.key_pairs.public_keys("ballerup"))
    page = await here.open("/personale/konto")
    assert page.html.count("Log ud der") == 1 and page.html.count("Det er her") == 1
    form = {"old": OWN_PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    wrong = await here.send("/personale/konto/adgangskode", **{**form, "old": "forkert"})
    assert wrong.status == 422 and wrong.errors == ["Den nuværende adgangskode er forkert."]
    page = await here.send("/personale/konto/adgangskode", **form)
    assert page.path == "/personale/konto" and "Din nye adgangskode gælder nu." in page.html
    assert (await elsewhere.open("/personale/konto")).path == "/personale/login"
    bo.password = NEW_PASSWORD
    assert (await elsewhere.log_in(bo)).path == "/personale/henvendelser"
    assert (await browse().log_in(bo, password=OWN_PASSWORD)).status == 403
    for session in bo.personnel.sessions.of_account(account.id):
        key = desk.keys.of(session.id)
        assert key is not None
        (case,) = store.inbox(account.id, key)
        opened = store.enter_as_counsellor(case.id, account.id, key)
        assert opened is not None and "jeg drikker" in repr(opened.read())


async def test_one_ends_a_session_elsewhere_and_nobody_elses(browse: Browse, console: TestClient, bo: Person) -> None:
    here, elsewhere, ida = browse(), browse(), browse()
    await ida.settle_in(Person.employ(console, "ida.berg", "administrator"))
    await here.settle_in(bo)
    await elsewhere.log_in(bo)
    mine = {each.id for each in bo.personnel.sessions.of_account(bo.personnel.accounts.named("bo").id)}
    (theirs,) = bo.personnel.sessions.live_ids() - mine
    await here.send(f"/personale/konto/login/{theirs}/slut")
    assert (await ida.open("/personale/konto")).path == "/personale/konto"
    found = re.search(r"/personale/konto/login/([0-9a-f-]{36})/slut", (await here.open("/personale/konto")).html)
    assert found
    page = await here.send(f"/personale/konto/login/{found[1]}/slut")
    assert "Du er logget ud det andet sted." in page.html
    assert desk_of(console).keys.of(uuid.UUID(found[1])) is None
    assert (await elsewhere.open("/personale/konto")).path == "/personale/login"
    for nonsense in ("-" * 36, str(uuid.uuid4())):
        assert (await here.send(f"/personale/konto/login/{nonsense}/slut")).status in (200, 404)


async def test_an_administrator_changes_and_closes_accounts(
    browse: Browse, console: TestClient, ida: Person, bo: Person
) -> None:
    admin, counsellor = browse(), browse()
    await admin.settle_in(ida)
    await counsellor.settle_in(bo)
    bo_id = ida.personnel.accounts.named("bo").id
    listed = await admin.open("/personale/konti")
    assert "Ballerup Kommune" in listed.html and f"/personale/konti/{bo_id}" in listed.html
    page = await admin.send(f"/personale/konti/{bo_id}/roller", role="editor", municipality="glostrup")
    assert page.path == f"/personale/konti/{bo_id}" and "Ændringen er gemt." in page.html
    assert ida.personnel.accounts.named("bo").municipalities == {"glostrup"}
    assert 'value="editor" checked' in page.html and 'value="counsellor">' in page.html
    page = await admin.send(f"/personale/konti/{bo_id}/roller", role="counsellor")
    assert page.status == 422 and page.errors == ["En rådgiver skal høre til mindst én kommune."]
    await admin.send(f"/personale/konti/{bo_id}/luk")
    assert (await counsellor.open("/personale/konto")).path == "/personale/login"
    assert (await counsellor.log_in(bo)).status == 403
    await admin.send(f"/personale/konti/{bo_id}/aabn")
    desk_of(console).throttle.succeeded("bo")
    assert (await counsellor.log_in(bo)).status == 200
    ida_id = ida.personnel.accounts.named("ida.berg").id
    page = await admin.send(f"/personale/konti/{ida_id}/luk")
    assert page.status == 422 and "mindst én åben konto" in page.errors[0]
    for missing in (uuid.uuid4(), "-" * 36):
        assert (await admin.open(f"/personale/konti/{missing}")).status == 404


async def test_who_is_no_counsellor_any_more_loses_keys_and_cases(
    browse: Browse, console: TestClient, bo: Person
) -> None:
    await browse().settle_in(bo)
    desk, account = desk_of(console), bo.personnel.accounts.named("bo")
    store = CaseStore(desk.engine, derived_key(SECRET_KEY.encode(), CASES))
    store.open_case("ballerup", {}, "hej", desk.personnel.key_pairs.public_keys("ballerup"))
    key = desk.keys.of(next(iter(bo.personnel.sessions.live_ids())))
    assert key is not None and len(store.inbox(account.id, key)) == 1
    bo.personnel.accounts.set_roles(account.id, ["editor"], ["ballerup"])
    await tidy(desk)
    assert desk.personnel.key_pairs.of(account.id) is None and store.inbox(account.id, key) == []
    assert "keys_withdrawn" in [entry.action for entry in bo.personnel.audit.entries()]


async def test_a_lost_password_and_the_recovery_key(
    browse: Browse, console: TestClient, bo: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, account = desk_of(console), bo.personnel.accounts.named("bo")
    lookup_key = derived_key(SECRET_KEY.encode(), CASES)
    store, code = CaseStore(desk.engine, lookup_key), RecoveryKeys(desk.engine, lookup_key).renew()
    monkeypatch.setenv("GUIDE_CASES_DATABASE_URL", str(desk.engine.url))
    monkeypatch.setenv("GUIDE_SECRET_KEY", SECRET_KEY)
    typed = [code]
    monkeypatch.setattr("getpass.getpass", lambda _: typed[-1])
    await browse().settle_in(bo)
    store.open_case("ballerup", {}, "jeg har brug for hjælp", desk.personnel.key_pairs.public_keys("ballerup"))
    first = bo.personnel.accounts.reset_password(account.id, new_code=False)
    assert command_line.main(["recover", "bo"]) == 1
    assert "skal først logge ind" in capsys.readouterr().err
    bo.password = first.password
    browser = browse()
    await browser.settle_in(bo)
    key = desk.keys.of(next(iter(bo.personnel.sessions.live_ids())))
    assert key is not None and [case.state for case in store.inbox(account.id, key)] == ["locked"]
    typed.append(code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert command_line.main(["recover", "bo"]) == 1
    typed.append(code)
    assert command_line.main(["recover", "bo"]) == 0 and "1 sager" in capsys.readouterr().out
    (case,) = store.inbox(account.id, key)
    opened = store.enter_as_counsellor(case.id, account.id, key)
    assert case.state == "new" and opened is not None and "jeg har brug for hjælp" in repr(opened.read())


async def test_the_log_tells_who_did_what_and_is_checked(browse: Browse, console: TestClient, ida: Person) -> None:
    browser = browse()
    await browser.settle_in(ida)
    await browse().log_in(ida, code="000000")
    page = await browser.open("/personale/log")
    for said in ("Oprettede en konto", "Loggede ind", "Skiftede adgangskode", "Forsøg på at logge ind slog fejl"):
        assert said in page.html
    assert "Så loggen" in page.html and "ida.berg" in page.html and "Serveren" in page.html
    page = await browser.send("/personale/log")
    assert "Loggen er hel." in page.html
    with desk_of(console).engine.begin() as connection:
        connection.execute(text("DROP TRIGGER staff_audit_no_update"))
        connection.execute(text("UPDATE staff_audit SET account_id = NULL WHERE number = 2"))
    page = await browser.send("/personale/log")
    assert "Loggen er brudt" in page.html and "Linje 2 mangler" in page.html


async def test_the_log_goes_back_page_by_page(browse: Browse, ida: Person) -> None:
    for _ in range(60):
        ida.personnel.audit.record(None, "login")
    browser = browse()
    await browser.settle_in(ida)
    found = re.search(r"/personale/log\?foer=\d+", (await browser.open("/personale/log")).html)
    assert found
    older = await browser.open(found[0])
    assert "<td>1</td>" in older.html and "Ældre linjer" not in older.html
    for nonsense in ("x", "-1", "9" * 30, "²"):
        assert (await browser.open(f"/personale/log?foer={nonsense}")).status == 200


async def test_cookies_and_headers(browse: Browse, ida: Person) -> None:
    browser = browse(**{"X-Forwarded-Proto": "https"})
    page = await browser.open("/personale/login")
    cookie = page.response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-personale-login=") and "Domain" not in cookie
    for attribute in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/"):
        assert attribute in cookie
    plain = (await browse().open("/personale/login")).response.headers["Set-Cookie"]
    assert plain.startswith("personale-login=") and "Secure" not in plain
    headers = page.response.headers
    assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "form-action 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script", page.html)


async def test_names_are_escaped_wherever_they_stand(browse: Browse, console: TestClient, ida: Person) -> None:
    with desk_of(console).engine.begin() as connection:
        connection.execute(text("UPDATE staff_account SET email = '<script>alert(1)</script>'"))
    browser = browse()
    await browser.settle_in(ida)
    page = await browser.open(f"/personale/konti/{ida.personnel.accounts.named('ida.berg').id}")
    assert "&lt;script&gt;" in page.html and "<script" not in page.html


async def test_no_password_code_or_token_is_logged(
    browse: Browse, console: TestClient, ida: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    browser = browse()
    one_time = ida.password
    await browser.settle_in(ida)
    await browser.open("/personale/konti")
    said = caplog.text + "".join(str(record.__dict__) for record in caplog.records if record.name.startswith("guide"))
    assert "request" in said
    for secret in (one_time, OWN_PASSWORD, ida.code(), "ida.berg", *browser.cookies().values()):
        assert secret not in said

"""One-time codes, against the standard's own examples and around their window."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staff.totp import SecretSeal, matching_step, new_secret, provisioning_uri

STANDARDS_SECRET = base64.b32encode(b"12345678901234567890").decode()
AT = datetime(2026, 11, 22, 10, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_of_rfc_6238(seconds: int, code: str) -> None:
    assert matching_step(STANDARDS_SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("seconds_off", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_the_window_is_one_step(seconds_off: int, fits: bool) -> None:
    secret = new_secret()
    made_at = AT + timedelta(seconds=seconds_off)
    step = matching_step(secret, pyotp.TOTP(secret).at(made_at), AT)
    # Two steps may share a code by chance, once in a million.
    assert (step == int(made_at.timestamp()) // 30) is fits


def test_a_pasted_code_with_spaces_is_read() -> None:
    code = pyotp.TOTP(STANDARDS_SECRET).at(AT)
    assert matching_step(STANDARDS_SECRET, f"\t{code[:3]} {code[3:]}\n", AT) is not None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12).filter(lambda text: not (text.isascii() and "".join(text.split()).isdigit())))
def test_what_is_no_code_never_fits(text: str) -> None:
    assert matching_step(STANDARDS_SECRET, text, AT) is None


def test_the_address_names_the_guide_and_the_account() -> None:
    uri = provisioning_uri(STANDARDS_SECRET, "ida.berg")
    parsed = pyotp.parse_uri(uri)
    assert (parsed.name, parsed.issuer) == ("ida.berg", "Sundhedsguiden")
    assert parsed.secret == STANDARDS_SECRET


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=80), st.binary(min_size=32, max_size=80))
def test_a_sealed_secret_opens_with_its_own_key_only(key: bytes, other: bytes) -> None:
    secret = new_secret()
    sealed = SecretSeal(key).seal(secret)
    assert secret.encode() not in sealed and SecretSeal(key).open(sealed) == secret
    if key != other:
        with pytest.raises(ValueError, match="server's key"):
            SecretSeal(other).open(sealed)

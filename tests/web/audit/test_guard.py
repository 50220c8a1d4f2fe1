"""What may stand in a row: plain short values of named fields, and never a secret."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import secrets
from decimal import Decimal
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.contrib.sessions.models import Session
from django.core.signing import dumps
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from codeward.web.accounts.models import User
from codeward.web.audit.acts import Act, AuditError, Keep, Kind, act
from codeward.web.audit.guard import FIELDS, LONGEST, REASON, checked, cleaned, is_secret_like
from codeward.web.audit.models import AuditRow
from codeward.web.audit.recording import record
from codeward.web.ids import new_public_id
from codeward.web.registry import TakenTwice

CHANGED = act("tests.changed", _("Changed"), Kind.MOVE)


def drawn(number: int) -> bytes:
    """32 bytes that look drawn by lot, always the same for a number."""
    return hashlib.sha256(str(number).encode()).digest()


SECRETS: dict[str, Any] = {
    "token of a link": lambda n: base64.urlsafe_b64encode(drawn(n)).rstrip(b"=").decode(),
    "hash": lambda n: hashlib.sha256(str(n).encode()).hexdigest(),
    "short hash": lambda n: hashlib.md5(str(n).encode(), usedforsecurity=False).hexdigest(),
    "secret of an app": lambda n: base64.b32encode(drawn(n)[:20]).decode(),
    "basic": lambda n: base64.b64encode(drawn(n)).decode(),
    "address": lambda n: f"person{n}@example.org",
}
LARGE = st.integers(min_value=0)


@given(
    st.sampled_from(sorted(SECRETS)), LARGE, st.sampled_from(["", "see ", "(", "https://x.example/start/"])
)
def test_no_random_text_and_no_address_gets_in(kind: str, number: int, before: str) -> None:
    secret = SECRETS[kind](number)
    with pytest.raises(AuditError):
        checked({"state": ("a", before + secret)})
    assert secret not in cleaned(f"Because {before}{secret} was sent")


@pytest.mark.parametrize(
    "real",
    [
        lambda: secrets.token_urlsafe(32),
        generate_totp_secret,
        lambda: SessionStore()._get_new_session_key(),
        lambda: make_password("correct horse"),
        lambda: dumps({"user": 1}),
        lambda: secrets.token_hex(40),  # the seed of recovery codes
    ],
)
def test_what_the_school_itself_makes_secret_is_refused(real: Any) -> None:
    for _turn in range(50):
        with pytest.raises(AuditError):
            checked({"state": (None, real())})


@given(
    st.sampled_from(
        ["password", "token", "key", "secret", "body", "email", "phone", "hash", "session", "otp"]
    ),
    st.sampled_from(["", "new_", "their_old_"]),
    st.sampled_from(["", "_value", "_2"]),
)
def test_a_field_that_says_secret_is_refused_in_any_company(word: str, before: str, after: str) -> None:
    assert is_secret_like(before + word + after)
    with pytest.raises(AuditError):
        checked({before + word + after: (1, 2)})


@given(st.from_regex(r"[A-Z][a-z]{1,10}( [a-z]{1,12}){0,8}", fullmatch=True))
def test_plain_words_pass_as_they_are(text: str) -> None:
    assert checked({"title": (None, text)}) == {"title": [None, text]}
    assert cleaned(text) == text


def test_public_ids_codes_and_releases_are_no_secrets() -> None:
    for plain in (
        new_public_id(),
        "E11.22",
        "icd10cm-2026-april",
        "2026-11-30T10:00:00+00:00",
        "0.4.0",
        "✓ yes",
    ):
        assert checked({"value": (plain, None)}) == {"value": [plain, None]}
    assert not is_secret_like("state")
    assert not is_secret_like("keyboard")


def test_days_times_and_decimals_become_texts() -> None:
    pair = (dt.date(2026, 11, 30), dt.datetime(2026, 11, 30, 10, tzinfo=dt.UTC))
    assert checked({"until": pair}) == {"until": ["2026-11-30", "2026-11-30T10:00:00+00:00"]}
    assert checked({"share": (Decimal("0.5"), True)}) == {"share": ["0.5", True]}
    assert checked({"cents": (-100, 2**53 - 1)}) == {"cents": [-100, 2**53 - 1]}
    assert checked(None) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "a"},
        {"state": ("a",)},
        {"state": ("a", "b", "c")},
        {"State": ("a", "b")},
        {"a b": ("a", "b")},
        {"": ("a", "b")},
        {"x" * 41: ("a", "b")},
        {"state": ("a", ["b"])},
        {"state": ("a", {"b": 1})},
        {"state": ("a", 1.5)},
        {"state": ("a", b"b")},
        {"state": ("a", "x" * (LONGEST + 1))},
        {"state": ("a", "two\nlines")},
        {"state": ("a", "nul\0")},
        {"state": ("a", 2**53)},
        {f"f{n}": (1, 2) for n in range(FIELDS + 1)},
    ],
)
def test_what_is_no_plain_pair_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(AuditError) as refused:
        checked(wrong)
    assert refused.value.way_out


def test_a_reason_is_mended_and_never_stops_a_decision() -> None:
    assert cleaned(" ask dana@example.org \0 now ") == "ask [left out]   now"
    assert len(cleaned("x " * REASON)) == REASON
    assert cleaned("two\nlines") == "two\nlines"


@pytest.mark.django_db
def test_a_refused_row_is_not_written(alice: User) -> None:
    before = AuditRow.objects.count()
    for wrong in ({"token": (1, 2)}, {"state": ("a", "a@b.example")}):
        with pytest.raises(AuditError):
            record(CHANGED, actor=alice, changed=wrong)
    with pytest.raises(AuditError):
        record(Act("tests.unknown", "Unknown", Kind.MOVE, Keep.RECORD), actor=alice)
    with pytest.raises(AuditError):
        record(CHANGED, actor=alice, thing=Session())
    assert AuditRow.objects.count() == before


@pytest.mark.django_db
@given(
    st.dictionaries(st.text(max_size=12), st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=3),
    st.text(max_size=200),
)
def test_whatever_is_given_a_row_that_stands_can_be_read_by_json(changed: Any, reason: str) -> None:
    try:
        row = record(CHANGED, actor=None, changed=changed, reason=reason)
    except AuditError:
        return
    kept = AuditRow.objects.get(pk=row.pk)
    assert json.loads(json.dumps(kept.changed)) == {name: list(pair) for name, pair in changed.items()}
    assert "\0" not in kept.reason


@pytest.mark.parametrize(
    "name", ["signed_in", "a.b.c", "Accounts.x", "a.b c", "a.", "a" * 50 + "." + "b" * 50, ""]
)
def test_an_act_is_named_by_its_app_and_what_was_done(name: str) -> None:
    with pytest.raises(AuditError):
        act(name, "x", Kind.MOVE)


def test_two_acts_never_share_a_name() -> None:
    assert act("tests.changed", _("Changed"), Kind.MOVE) == CHANGED
    with pytest.raises(TakenTwice):
        act("tests.changed", _("Changed"), Kind.SECURITY)

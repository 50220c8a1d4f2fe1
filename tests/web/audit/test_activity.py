"""The page of one's own activity: what happened to oneself, in plain words, and nothing of anybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.accounts import parts
from codeward.web.accounts.models import User
from codeward.web.audit.acts import Kind, act
from codeward.web.audit.models import AuditRow
from codeward.web.audit.present import on_roles
from codeward.web.audit.recording import opened, record
from tests.web.audit.test_security_log import FIREFOX, sign_in
from tests.web.conftest import make_user
from tests.web.pseudo import untranslated, words

pytestmark = pytest.mark.django_db
LOCKED = act("tests.locked", _("Locked the account"), Kind.SECURITY)
NOTED = act("tests.noted", _("Noted"), Kind.MOVE)


def text(client: Client, address: str = "/account/activity/") -> str:
    """What the page says, without its tags."""
    page = client.get(address)
    assert page.status_code == 200
    return words(page.content.decode())


def opens(who: User, whose: User, role: str = "instructor") -> None:
    """`who` opens the record of `whose`."""
    request: Any = RequestFactory().get("/")
    request.user = who
    opened(request, whose, role=role)


def test_whoever_is_not_signed_in_signs_in_first(client: Client) -> None:
    answer = client.get("/account/activity/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_ones_own_way_in_is_told_with_its_device(alice: User) -> None:
    browser = Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.7")
    sign_in(browser, password="wrong horse battery")
    sign_in(browser)
    said = text(browser)
    assert "Signed in you Firefox on Windows 192.0.2.7" in said
    assert "Tried to sign in with a wrong password did not work someone who was not signed in" in said


def test_a_page_with_nothing_on_it_says_what_will_stand_there(alice: User) -> None:
    page = render_to_string("audit/activity.html", {"lines": [], "user": alice})
    assert "Nothing has happened yet From now on you can see here when you sign in" in words(page)


def test_who_opened_the_record_goes_by_name_and_role(as_alice: Client, alice: User, bob: User) -> None:
    on_roles({"instructor": "instructor"})
    ruth = make_user("ruth@example.org", "Ruth")
    opens(ruth, alice)
    opens(ruth, bob)
    said = text(as_alice)
    assert said.count("Opened the learner’s record Ruth, instructor") == 1
    parts.delete(ruth)
    assert "Opened the learner’s record someone who has left, instructor" in text(as_alice)


def test_several_roles_are_each_named(as_alice: Client, alice: User, bob: User) -> None:
    on_roles({"careers": "careers adviser"})
    opens(bob, alice, "careers, gone")
    assert "Opened the learner’s record Bob, careers adviser, gone" in text(as_alice)


def test_a_colleagues_network_address_is_not_told(as_alice: Client, alice: User, bob: User) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.99", HTTP_USER_AGENT=FIREFOX)
    record(LOCKED, actor=bob, about=alice, reason="as you asked", request=request)
    said = text(as_alice)
    assert "Locked the account Reason: as you asked Bob" in said
    assert "192.0.2.99" not in said
    assert "192.0.2.99" not in str(parts.export(alice))


def test_what_somebody_did_about_others_is_not_here(as_alice: Client, alice: User, bob: User) -> None:
    record(NOTED, actor=alice, about=bob)
    record(NOTED, actor=None)
    assert "Noted" not in text(as_alice)


def test_the_newest_comes_first_and_fifty_stand_on_a_page(as_alice: Client, alice: User) -> None:
    for number in range(60):
        with time_machine.travel(timezone.now() + timedelta(minutes=number + 1), tick=False):
            record(NOTED, actor=alice, about=alice, reason=f"number {number}.")
    first, second = text(as_alice), text(as_alice, "/account/activity/?page=2")
    assert first.index("number 59.") < first.index("number 58.") < first.index("number 10.")
    assert "number 9." not in first
    assert "number 9." in second
    assert ("Older" in first, "Newer" in first, "Newer" in second) == (True, False, True)
    assert text(as_alice, "/account/activity/?page=nonsense").startswith("Back to your account")


def test_a_kind_is_read_by_itself_however_much_else_there_is(
    as_alice: Client, alice: User, bob: User
) -> None:
    for _turn in range(60):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{_turn}"), password="wrong horse battery")
    assert "No one at the school has opened your record" in text(as_alice, "/account/activity/?kind=access")
    opens(bob, alice)
    seen = text(as_alice, "/account/activity/?kind=access")
    assert "Opened the learner’s record Bob" in seen
    assert "wrong password" not in seen
    assert "kind=security&amp;page=2" in as_alice.get("/account/activity/?kind=security").content.decode()
    assert "Nothing of this kind" in text(as_alice, "/account/activity/?kind=move")
    assert "wrong password" in text(as_alice, "/account/activity/?kind=nonsense")


def test_the_page_asks_the_database_as_often_for_forty_rows_as_for_five(
    as_alice: Client, alice: User
) -> None:
    asked = []
    for number in range(40):
        opens(make_user(f"staff{number}@example.org", f"Staff {number}"), alice)
        if number in {4, 39}:
            as_alice.get("/account/activity/")
            with CaptureQueriesContext(connection) as seen:
                assert text(as_alice).count("Opened the learner’s record") == number + 1
            asked.append(len(seen))
    assert asked[0] == asked[1]


def test_an_act_nobody_has_any_more_is_told_all_the_same(as_alice: Client, alice: User) -> None:
    AuditRow.objects.create(
        kind="move", act="gone.done", about=alice.public_id, thing_kind="gone.thing", thing="x"
    )
    assert "An event that this version cannot describe the school itself" in text(as_alice)


def test_the_words_of_others_are_escaped(as_alice: Client, alice: User) -> None:
    record(LOCKED, actor=make_user("x@example.org", "<b>X</b>"), about=alice, reason="<script>1</script>")
    page = as_alice.get("/account/activity/").content.decode()
    assert "<script>1" not in page
    assert "&lt;b&gt;X" in page


def test_every_word_can_be_translated(as_alice: Client, alice: User, bob: User, pseudo_locale: None) -> None:
    sign_in(Client(HTTP_USER_AGENT=FIREFOX), password="wrong horse battery")
    opens(bob, alice, role="")
    for number in range(50):
        opens(make_user(f"staff{number}@example.org", f"Staff {number}"), alice, role="")
    for asked in ("page=1", "page=2", "kind=access", "kind=move", "kind=security"):
        assert untranslated(as_alice.get(f"/account/activity/?{asked}").content.decode()) == []


def test_the_account_page_leads_here_and_a_guest_s_does_not(as_alice: Client, client: Client) -> None:
    assert 'href="/account/activity/"' in as_alice.get("/account/").content.decode()
    guest = User.objects.create_guest()
    session = client.session
    session["guest"] = guest.public_id
    session.save()
    assert 'href="/account/activity/"' not in client.get("/account/").content.decode()

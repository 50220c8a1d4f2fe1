"""Where one is signed in: the list, and an end that is one."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from codeward.web.accounts import chores, devices, locking, parts
from codeward.web.accounts.models import User
from codeward.web.audit.models import AuditRow
from tests.web.conftest import PASSWORD
from tests.web.pseudo import untranslated, words

pytestmark = pytest.mark.django_db
LIST = "/accounts/sessions/"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def signed_in(agent: str = LAPTOP, address: str = "192.0.2.1", email: str = "alice@example.org") -> Client:
    """A browser signed in by the form."""
    browser = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    browser.post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert browser.get("/account/").status_code == 200
    return browser


def sure(browser: Client) -> Client:
    """The browser after its person said once more who they are."""
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def text(browser: Client) -> str:
    """What the list says."""
    return words(browser.get(LIST).content.decode())


def ends(browser: Client) -> list[str]:
    """The addresses that end one other device."""
    return re.findall(r'action="(/accounts/sessions/[0-9a-z]{16}/end)"', browser.get(LIST).content.decode())


def test_each_device_is_named_and_this_one_stands_first(alice: User) -> None:
    signed_in(PHONE, "192.0.2.2")
    laptop = signed_in()
    said = text(laptop)
    assert "Firefox on Linux this one 192.0.2.1 now" in said
    assert "Safari on iOS 192.0.2.2" in said
    assert said.index("Firefox") < said.index("Safari")
    assert len(ends(laptop)) == 1


def test_nobody_sees_or_ends_anothers(alice: User, bob: User) -> None:
    signed_in(PHONE)
    laptop, stranger = signed_in(), sure(signed_in(email="bob@example.org"))
    assert "iOS" not in text(stranger)
    assert stranger.post(ends(laptop)[0], follow=True).status_code == 200
    assert len(ends(laptop)) == 1
    assert Client().get(LIST)["Location"].startswith("/accounts/login/")


def test_one_device_ended_is_over_and_the_others_are_not(alice: User) -> None:
    phone, laptop, tablet = signed_in(PHONE), sure(signed_in()), signed_in(PHONE)
    tablet_key = tablet.session.session_key
    address = f"/accounts/sessions/{devices.public_id(str(phone.session.session_key))}/end"
    assert address in ends(laptop)
    page = laptop.post(address, follow=True)
    assert "That device is signed out." in page.content.decode()
    assert phone.get("/account/").status_code == 302
    assert tablet.get("/account/").status_code == 200
    assert tablet.session.session_key == tablet_key
    assert AuditRow.objects.filter(act="accounts.session_ended", about=alice.public_id).count() == 1
    again = laptop.post(address, follow=True)
    assert "was already signed out" in again.content.decode()
    assert AuditRow.objects.filter(act="accounts.session_ended").count() == 1


def test_a_save_from_the_ended_tab_is_refused_and_makes_nobody(alice: User) -> None:
    phone, laptop = signed_in(PHONE), sure(signed_in())
    before = User.objects.count()
    laptop.post(ends(laptop)[0])
    answer = phone.post(
        "/charts/walk-in-cough/start",
        {},
        content_type="application/json",
        headers={"Sec-Fetch-Mode": "cors"},
    )
    assert answer.status_code == 409, answer.content[:300]
    assert User.objects.count() == before
    assert phone.post("/account/profile", {"theme": "dark"})["Location"].startswith("/accounts/login/")
    alice.refresh_from_db()
    assert alice.theme == "auto"


def test_all_others_end_at_once(alice: User, bob: User) -> None:
    phones = [signed_in(PHONE) for _ in range(3)]
    laptop, stranger = sure(signed_in()), signed_in(email="bob@example.org")
    page = laptop.post(LIST + "end", follow=True).content.decode()
    assert "3 other devices are signed out." in page
    assert [phone.get("/account/").status_code for phone in phones] == [302, 302, 302]
    assert (laptop.get("/account/").status_code, stranger.get("/account/").status_code) == (200, 200)
    row = AuditRow.objects.get(act="accounts.sessions_ended")
    assert row.changed == {"devices": [4, 1]}
    assert "You are signed in on this device only" in text(laptop)
    assert "on this device only" in laptop.post(LIST + "end", follow=True).content.decode()
    assert AuditRow.objects.filter(act="accounts.sessions_ended").count() == 1


def test_ending_asks_once_more_who_it_is_and_then_goes_on(alice: User) -> None:
    phone, laptop = signed_in(PHONE), signed_in()
    answer = laptop.post(LIST + "end")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert phone.get("/account/").status_code == 200
    laptop.post(answer["Location"], {"password": PASSWORD, "next": LIST + "end"})
    assert phone.get("/account/").status_code == 302
    assert laptop.get("/account/").status_code == 200


@pytest.mark.parametrize("address", [LIST + "end", LIST + "0123456789abcdef/end"])
def test_an_end_needs_a_post(address: str, alice: User) -> None:
    assert signed_in().get(address).status_code == 405


def test_a_new_password_ends_the_sessions_everywhere_else(alice: User) -> None:
    phone, laptop = signed_in(PHONE), sure(signed_in())
    new = "another horse battery"
    laptop.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert phone.get("/account/").status_code == 302
    laptop.post("/accounts/login/", {"login": "alice@example.org", "password": new})
    assert "You are signed in on this device only" in text(laptop)


def test_last_seen_is_kept_to_a_quarter_of_an_hour_and_pages_only_read(
    alice: User, django_assert_num_queries: Any
) -> None:
    with time_machine.travel("2026-11-30 10:00:00", tick=False) as clock:
        browser = signed_in()
        row = UserSession.objects.get(user=alice)
        clock.shift(timedelta(minutes=14))
        browser.get("/account/")
        assert UserSession.objects.get(pk=row.pk).last_seen_at == row.last_seen_at
        clock.shift(timedelta(minutes=2))
        browser.get("/account/")
        assert UserSession.objects.get(pk=row.pk).last_seen_at == timezone.now()


def test_a_browser_that_was_brought_up_to_date_is_the_same_device(alice: User) -> None:
    browser = signed_in()
    browser.get("/account/", headers={"User-Agent": LAPTOP.replace("128", "129")})
    assert UserSession.objects.get(user=alice).user_agent.endswith("129.0")


def test_a_session_renewed_by_use_stays_on_the_list(alice: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = signed_in()
        for _ in range(5):
            clock.shift(timedelta(days=20))
            assert browser.get("/account/").status_code == 200
        assert "this one" in text(browser)
        assert UserSession.objects.filter(user=alice).count() == 1


def test_a_session_from_before_the_list_comes_onto_it(as_alice: Client, alice: User) -> None:
    UserSession.objects.all().delete()
    assert "this one" in text(as_alice)


def test_a_locked_account_and_a_deleted_one_leave_no_device(alice: User, bob: User) -> None:
    signed_in()
    locking.lock(alice, bob, "as asked")
    assert devices.signed_in(alice, None) == []
    signed_in(email="bob@example.org")
    parts.delete(bob)
    assert not UserSession.objects.exists()


def test_the_clock_forgets_devices_whose_session_is_gone(alice: User) -> None:
    signed_in(PHONE)
    kept = signed_in()
    Session.objects.exclude(session_key=kept.session.session_key).delete()
    chores.prune_sessions()
    assert UserSession.objects.get().session_key == kept.session.session_key


def test_a_device_goes_by_a_name_that_opens_nothing(alice: User) -> None:
    laptop = signed_in()
    signed_in(PHONE)
    page = laptop.get(LIST).content.decode()
    assert not any(one.session_key in page for one in UserSession.objects.all())
    exported = json.dumps(str(parts.export(alice)))
    assert not any(one.session_key in exported for one in UserSession.objects.all())


def test_an_odd_browser_is_listed_all_the_same(alice: User) -> None:
    odd = signed_in("<script>" + "x" * 4000)
    page = odd.get(LIST).content.decode()
    assert "an unknown device" in page
    assert "<script>x" not in page


def test_every_word_can_be_translated(alice: User, pseudo_locale: None) -> None:
    signed_in(PHONE)
    laptop = sure(signed_in())
    assert untranslated(laptop.get(LIST).content.decode()) == []
    assert untranslated(laptop.post(LIST + "end", follow=True).content.decode()) == []


def test_a_proxy_too_few_does_not_stop_anybodys_page(as_alice: Client, alice: User, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    UserSession.objects.all().delete()
    assert as_alice.get("/account/", headers={"X-Forwarded-For": "192.0.2.5"}).status_code == 200
    assert not UserSession.objects.exists()


def test_behind_a_proxy_the_address_is_the_one_it_saw(as_alice: Client, alice: User, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    UserSession.objects.all().delete()
    as_alice.get("/account/", headers={"X-Forwarded-For": "198.51.100.1, 192.0.2.5"})
    assert UserSession.objects.get().ip == "192.0.2.5"


def test_the_page_of_the_second_step_leads_to_the_devices(as_alice: Client) -> None:
    """ASVS 7.4.3: whoever changes a factor is offered the end of all other sessions."""
    assert f'href="{LIST}"' in as_alice.get("/accounts/2fa/").content.decode()

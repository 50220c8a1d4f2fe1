"""Work without an account, and keep it on signing up or in."""

from __future__ import annotations

import datetime as dt
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils import timezone

from codeward.web.accounts import guests
from codeward.web.accounts.api import current_learner
from codeward.web.accounts.models import SchoolDay, User
from codeward.web.charts.api import Attempt
from codeward.web.limits import GUESTS
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import PASSWORD
from tests.web.race import at_once
from tests.web.results.work import coded, handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of() -> Any:
    """A request of somebody with a session of their own."""

    def make(session: SessionStore | None = None) -> Any:
        from django.contrib.auth.models import AnonymousUser

        request = RequestFactory().post("/")
        request.session = session or SessionStore()
        request.user = AnonymousUser()
        return request

    return make


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> list[tuple[User, User]]:
    """What an app's merge function was called with."""
    seen: list[tuple[User, User]] = []
    monkeypatch.setitem(guests._merges, "test", lambda guest, user: seen.append((guest, user)))
    return seen


def begin_as_guest(client: Client) -> User:
    """Give the client's session a guest."""
    guest = User.objects.create_guest()
    session = client.session
    session["guest"] = guest.public_id
    session.save()
    return guest


def test_nobody_is_made_by_looking(request_of: Any) -> None:
    assert current_learner(request_of()) is None
    assert not User.objects.exists()


def test_the_same_session_has_the_same_guest(request_of: Any) -> None:
    first = request_of()
    guest = current_learner(first, create=True)
    assert guest.is_guest
    assert current_learner(request_of(first.session), create=True) == guest
    assert current_learner(request_of(), create=True) != guest


def test_too_many_guests_from_one_address_are_refused(request_of: Any) -> None:
    for _ in range(GUESTS.most):
        current_learner(request_of(), create=True)
    with pytest.raises(PermissionDenied, match="Too many guests"):
        current_learner(request_of(), create=True)


def test_signing_in_takes_the_guest_over(client: Client, alice: User, moves: list[Any]) -> None:
    guest = begin_as_guest(client)
    guest.shortcuts = {"on": False}
    guest.save()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert [(one.public_id, two) for one, two in moves] == [(guest.public_id, alice)]
    assert not User.objects.filter(pk=guest.pk).exists()
    assert "guest" not in client.session
    alice.refresh_from_db()
    assert alice.shortcuts == {"on": False}


def test_signing_up_takes_the_guest_over(client: Client, moves: list[Any]) -> None:
    guest = begin_as_guest(client)
    client.cookies["cw_tz"] = "America/Denver"
    response = client.post("/accounts/signup/", {"email": "carol@example.org", "password1": PASSWORD})
    assert response.status_code == 302
    carol = User.objects.get(email="carol@example.org")
    assert carol.time_zone == "America/Denver"
    assert [(one.public_id, two) for one, two in moves] == [(guest.public_id, carol)]
    assert not User.objects.filter(state="guest").exists()


def test_signing_up_keeps_the_appearance_and_says_that_the_work_came_along(client: Client) -> None:
    begin_as_guest(client)
    client.post("/theme", {"theme": "dark"})
    answer = client.post(
        "/accounts/signup/", {"email": "carol@example.org", "password1": PASSWORD}, follow=True
    )
    assert User.objects.get(email="carol@example.org").theme == "dark"
    assert 'data-theme="dark"' in answer.content.decode()
    assert "Your dark appearance came along." in answer.content.decode()


def test_whoever_did_nothing_as_a_guest_is_told_nothing_of_it(client: Client) -> None:
    answer = client.post(
        "/accounts/signup/", {"email": "carol@example.org", "password1": PASSWORD}, follow=True
    )
    assert User.objects.get(email="carol@example.org").theme == "auto"
    assert "as a guest is in your account" not in answer.content.decode()


def test_a_guest_who_confirms_elsewhere_keeps_the_work(
    client: Client, moves: list[Any], settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    guest = begin_as_guest(client)
    client.post("/accounts/signup/", {"email": "carol@example.org", "password1": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert moves == []
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(email="carol@example.org").update(verified=True)
    Client().post("/accounts/login/", {"login": "carol@example.org", "password": PASSWORD})
    assert [one.public_id for one, _ in moves] == [guest.public_id]


def test_a_merge_that_fails_loses_nothing(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = User.objects.create_guest()

    def broken(guest: User, user: User) -> None:
        user.display_name = "changed"
        user.save()
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(guests._merges, "broken", broken)
    with pytest.raises(RuntimeError):
        guests.merge(guest, alice)
    alice.refresh_from_db()
    assert alice.display_name == "Alice"
    assert User.objects.filter(pk=guest.pk).exists()


def test_a_second_merge_does_nothing(alice: User, moves: list[Any]) -> None:
    guest = User.objects.create_guest()
    again = User.objects.get(pk=guest.pk)
    guests.merge(guest, alice)
    guests.merge(again, alice)
    assert len(moves) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_merges_at_once_one_moves(alice: User, moves: list[Any]) -> None:
    guest = User.objects.create_guest()
    at_once(6, lambda _: guests.merge(User(pk=guest.pk), alice))
    assert len(moves) == 1


def test_an_account_is_never_merged_away(alice: User, bob: User, moves: list[Any]) -> None:
    guests.merge(bob, alice)
    assert moves == []
    assert User.objects.filter(pk=bob.pk).exists()


def test_a_guest_cannot_have_an_account_session(client: Client) -> None:
    guest = User.objects.create_guest()
    client.force_login(guest, backend="codeward.web.accounts.backends.AccountBackend")
    assert client.get("/account/").status_code == 302


def open_days(number: int, until: dt.date | None = None) -> None:
    """The school ran on so many days, to today."""
    last = until or timezone.now().date()
    SchoolDay.objects.bulk_create(
        [SchoolDay(day=last - timedelta(days=back)) for back in range(number)], ignore_conflicts=True
    )


def test_guests_who_stay_away_are_forgotten_unless_they_signed_up(alice: User) -> None:
    open_days(40)
    long_ago = timezone.now() - timedelta(days=31)
    for fields in ({}, {"active_at": long_ago}, {"active_at": long_ago, "merge_into": alice}):
        guest = User.objects.create_guest()
        User.objects.filter(pk=guest.pk).update(joined_at=long_ago - timedelta(days=300), **fields)
    User.objects.filter(pk=alice.pk).update(active_at=long_ago)
    assert guests.prune(30) == 1
    assert User.objects.filter(state="guest").count() == 2
    assert User.objects.filter(pk=alice.pk).exists()


def test_a_clock_that_jumps_forgets_nobody() -> None:
    open_days(100)
    User.objects.create_guest()
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert guests.prune(30) == 0
        assert guests.prune(30) == 0
    assert User.objects.filter(state="guest").count() == 1


def test_a_school_that_was_closed_forgets_nobody() -> None:
    guest = User.objects.create_guest()
    User.objects.update(active_at=timezone.now() - timedelta(days=200))
    open_days(29)
    assert guests.prune(30) == 0
    open_days(31)
    assert guests.prune(30) == 1
    assert not User.objects.filter(pk=guest.pk).exists()


def test_whoever_comes_back_is_kept_for_another_period(client: Client) -> None:
    guest = begin_as_guest(client)
    with time_machine.travel(timezone.now() + timedelta(days=25)):
        response = client.get("/account/")
        assert response.cookies["cw_session"]["max-age"] == 30 * 86400
        guest.refresh_from_db()
        assert (timezone.now() - guest.active_at) < timedelta(minutes=5)
        # Once a day is enough.
        assert "cw_session" not in client.get("/account/").cookies
    with time_machine.travel(timezone.now() + timedelta(days=50)):
        assert "You are here as a guest" in client.get("/account/").content.decode()


def test_a_request_that_is_refused_early_is_still_answered(client: Client) -> None:
    """An unknown Host is refused before anybody is known, and its page looks the session up."""
    begin_as_guest(client)
    assert client.get("/account/", headers={"host": "elsewhere.example"}).status_code == 400


def late(client: Client, **more: Any) -> Client:
    """Another connection of the same browser, whose requests were sent before the session changed."""
    other = Client(**more)
    other.cookies.load(client.cookies.output(header=""))
    return other


def test_a_late_save_of_an_old_tab_makes_no_guest_and_keeps_the_sign_in(client: Client, alice: User) -> None:
    begin_as_guest(client)
    old_tab = late(client, headers={"Sec-Fetch-Mode": "cors"})
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    answer = old_tab.post("/charts/walk-in-cough/start", {}, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["error"] == "You signed in or out in another tab"
    marks = old_tab.post("/codebook/own/changes", {"changes": []}, content_type="application/json")
    for one in (answer, marks, old_tab.get("/account/")):
        assert "cw_session" not in one.cookies
    assert not User.objects.filter(state="guest").exists()
    assert client.get("/account/").status_code == 200


def test_a_page_opened_with_a_session_that_is_gone_drops_its_cookie(client: Client) -> None:
    begin_as_guest(client)
    stale = late(client, headers={"Sec-Fetch-Mode": "navigate"})
    client.session.delete()
    assert stale.get("/charts/").cookies["cw_session"].value == ""
    assert stale.post("/charts/walk-in-cough/start", {}, content_type="application/json").status_code == 200


def test_a_guest_sees_an_account_page_with_the_way_to_keep_the_work(client: Client) -> None:
    begin_as_guest(client)
    page = client.get("/account/").content.decode()
    assert "You are here as a guest" in page
    assert "when you have been away for 30 days" in page
    assert "when you have been away for 30 days" in client.get("/charts/").content.decode()
    assert "/accounts/signup/" in page


def test_signing_up_says_before_and_after_what_comes_along(client: Client) -> None:
    guest = begin_as_guest(client)
    for chart in ("walk-in-cough", "quarterly-clinic-visit"):
        coded(guest, ["I10"], chart_id=chart)
    client.post("/theme", {"theme": "dark"})
    assert "Your 2 charts will come along." in client.get("/accounts/signup/").content.decode()
    answer = client.post(
        "/accounts/signup/", {"email": "carol@example.org", "password1": PASSWORD}, follow=True
    )
    said = [str(one) for one in answer.context["messages"]]
    assert "Your 2 charts and dark appearance came along." in said
    assert len(said) == 2, "what came along, and the mail that confirms the address"
    assert Attempt.objects.filter(learner__email="carol@example.org").count() == 2


def test_signing_in_says_it_too_and_the_account_keeps_its_own_appearance(client: Client, alice: User) -> None:
    coded(begin_as_guest(client), ["I10"])
    client.post("/theme", {"theme": "dark"})
    assert "Your 1 chart will come along." in client.get("/accounts/login/").content.decode()
    answer = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD}, follow=True)
    assert "Your 1 chart came along." in answer.content.decode()
    assert 'data-theme="auto"' in answer.content.decode()


def test_signing_up_leads_back_to_where_one_was(client: Client) -> None:
    attempt = handed_in(begin_as_guest(client), ["R05.1"])
    result = f"/attempts/{attempt.public_id}/result"
    assert f'href="/accounts/signup/?next={quote(result, safe="")}"' in client.get(result).content.decode()
    page = client.get("/accounts/signup/", {"next": result}).content.decode()
    assert f'name="next" value="{result}"' in page
    form = {"email": "carol@example.org", "password1": PASSWORD, "next": result}
    assert client.post("/accounts/signup/", form)["Location"] == result
    assert client.get(result).status_code == 200


def confirming(client: Client, back: str) -> str:
    """The path of the link in the mail, after a sign-up that has to be confirmed."""
    form = {"email": "carol@example.org", "password1": PASSWORD, "next": back}
    client.post("/accounts/signup/", form)
    found = re.search(
        r"http://127\.0\.0\.1:8000(/accounts/confirm-email/\S+)", OutboxMail.objects.latest("pk").body
    )
    assert found is not None
    return found[1]


def test_confirming_in_the_same_browser_signs_in_and_leads_back(client: Client, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    attempt = handed_in(begin_as_guest(client), ["R05.1"])
    result = f"/attempts/{attempt.public_id}/result"
    link = confirming(client, result)
    assert client.post(link)["Location"] == result
    assert "Your 1 chart came along." in client.get(result).content.decode()


def test_confirming_in_another_browser_asks_to_sign_in_and_then_leads_back(
    client: Client, settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    attempt = handed_in(begin_as_guest(client), ["R05.1"])
    result = f"/attempts/{attempt.public_id}/result"
    other = Client()
    link = confirming(client, result)
    assert f'?back={result}"' in other.get(link).content.decode()
    login = other.post(link)["Location"]
    assert login == f"/accounts/login/?next={quote(result, safe='')}"
    form = {"login": "carol@example.org", "password": PASSWORD, "next": result}
    assert other.post("/accounts/login/", form)["Location"] == result
    assert other.get(result).status_code == 200


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "http://[::1", "javascript:alert(1)"]
)
def test_confirming_never_leads_to_another_site(back: str, client: Client, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    link = confirming(client, back)
    assert "back=" not in link
    assert "evil" not in Client().post(f"{link}?{urlencode({'back': back})}")["Location"]

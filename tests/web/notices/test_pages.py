"""The page of notices, and the page of what comes by mail."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.notices.kinds import Timing
from codeward.web.notices.models import MailTimes, Notice, Preference
from codeward.web.notices.telling import tell
from codeward.web.notices.wishes import timing_of
from tests.web.notices.kinds import MONEY, SAFETY, STUDY
from tests.web.pseudo import untranslated

pytestmark = pytest.mark.django_db


def say(person: User, key: str = "1", title: str = "Cough", url: str = "/charts/") -> Notice:
    """Tell of a thing."""
    made = tell(person, STUDY, key, context={"title": title}, url=url)
    assert made is not None
    return made


@pytest.fixture
def guest(client: Client) -> User:
    """A guest of this client's session."""
    made = User.objects.create_guest()
    session = client.session
    session["guest"] = made.public_id
    session.save()
    return made


def test_ones_notices_stand_there_and_nobody_elses(alice: User, as_alice: Client, as_bob: Client) -> None:
    say(alice, title="Cough <i>")
    page = as_alice.get("/notices/").content.decode()
    assert "News of Cough &lt;i&gt;" in page
    assert "Cough" not in as_bob.get("/notices/").content.decode()


def test_looking_makes_nobody_and_reads_nothing(client: Client, as_alice: Client, alice: User) -> None:
    say(alice)
    assert "No notices yet" in client.get("/notices/").content.decode()
    assert User.objects.count() == 1
    as_alice.get("/notices/")
    assert Notice.objects.get().read_at is None


def test_every_page_says_how_many_are_new(alice: User, as_alice: Client) -> None:
    assert 'class="visually-hidden">Notices</span>' in as_alice.get("/").content.decode()
    say(alice)
    say(alice, "2")
    page = as_alice.get("/").content.decode()
    assert "Notices: 2 new" in page
    assert 'aria-hidden="true">2</span>' in page


def test_opening_marks_it_read_and_leads_on(alice: User, as_alice: Client) -> None:
    notice = say(alice)
    url = f"/notices/{notice.public_id}"
    assert as_alice.head(url)["Location"] == "/charts/"
    notice.refresh_from_db()
    assert notice.read_at is None, "a program that looks at links reads nothing"
    assert as_alice.get(url)["Location"] == "/charts/"
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    as_alice.get(url)
    notice.refresh_from_db()
    assert notice.read_at == first


def test_one_without_a_link_leads_to_the_page(alice: User, as_alice: Client) -> None:
    assert as_alice.get(f"/notices/{say(alice, url='').public_id}")["Location"] == "/notices/"


def test_somebody_elses_is_not_found_and_a_stranger_signs_in(
    alice: User, as_bob: Client, client: Client
) -> None:
    notice = say(alice)
    for url in (f"/notices/{notice.public_id}", f"/notices/{notice.public_id}/read"):
        assert as_bob.post(url).status_code in {404, 405}
    assert as_bob.get(f"/notices/{notice.public_id}").status_code == 404
    answer = client.get(f"/notices/{notice.public_id}")
    assert answer["Location"] == f"/accounts/login/?next=/notices/{notice.public_id}"
    notice.refresh_from_db()
    assert notice.read_at is None


def test_marking_one_and_marking_all(alice: User, as_alice: Client) -> None:
    for key in "123":
        say(alice, key)
    one = Notice.objects.get(key="2")
    assert as_alice.post(f"/notices/{one.public_id}/read", {"page": "1"})["Location"] == "/notices/?page=1"
    assert set(Notice.objects.filter(read_at=None).values_list("key", flat=True)) == {"1", "3"}
    assert as_alice.post("/notices/read").status_code == 302
    assert not Notice.objects.filter(read_at=None).exists()


def test_where_to_go_back_to_is_a_number_and_nothing_else(alice: User, as_alice: Client) -> None:
    url = f"/notices/{say(alice).public_id}/read"
    for page in ("//evil.example", "1&x=1", "9" * 30, "٣"):
        assert as_alice.post(url, {"page": page})["Location"] == "/notices/"


def test_many_are_paged(alice: User, as_alice: Client) -> None:
    for number in range(30):
        say(alice, str(number), f"Thing {number:02}")
    first = as_alice.get("/notices/").content.decode()
    assert "Thing 29" in first
    assert "Thing 04" not in first
    assert "Thing 04" in as_alice.get("/notices/?page=2").content.decode()
    for odd in ("0", "-1", "x", "9" * 400):
        assert as_alice.get("/notices/", {"page": odd}).status_code == 200


def test_a_guest_sees_theirs_and_is_told_that_no_mail_comes(client: Client, guest: User) -> None:
    say(guest)
    page = client.get("/notices/").content.decode()
    assert "News of Cough" in page
    assert "are not emailed" in page
    assert "No emails without an account" in client.get("/notices/settings").content.decode()


# Your emails


def form(**more: str) -> dict[str, str]:
    """What the settings page sends, with changes."""
    sent = {
        "timing-tests.study": "at_once",
        "timing-tests.daily": "daily",
        "timing-tests.weekly": "weekly",
        "timing-tests.money": "daily",
        "digest_at": "08:00",
        "digest_day": "0",
    }
    from codeward.web.notices.kinds import kinds

    for kind in kinds():
        sent.setdefault(f"timing-{kind.name}", kind.default.value)
    return sent | more


def test_each_kind_has_its_line_and_a_stranger_signs_in(as_alice: Client, client: Client) -> None:
    page = as_alice.get("/notices/settings").content.decode()
    for kind in (STUDY, MONEY, SAFETY):
        assert str(kind.label) in page
    assert 'name="timing-tests.study" value="never"' in page
    assert 'name="timing-tests.money" value="never"' not in page
    assert 'name="timing-tests.safety"' not in page
    assert client.get("/notices/settings")["Location"].startswith("/accounts/login/")


def test_what_one_chooses_is_kept(as_alice: Client, alice: User) -> None:
    sent = form(
        **{"timing-tests.study": "weekly", "quiet_from": "22:00", "quiet_to": "07:00", "digest_at": "18:30"}
    )
    assert as_alice.post("/notices/settings", sent)["Location"] == "/notices/settings"
    assert timing_of(alice, STUDY) == Timing.WEEKLY
    times = MailTimes.objects.get(person=alice)
    assert (times.quiet_from, times.digest_at) == (dt.time(22), dt.time(18, 30))
    assert Preference.objects.count() == 1, "what was left at its default goes with the default"
    page = as_alice.get("/notices/settings").content.decode()
    assert 'name="timing-tests.study" value="weekly" checked' in page
    as_alice.post("/notices/settings", form(**{"timing-tests.study": "weekly"}))
    times.refresh_from_db()
    assert times.quiet_from is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"timing-tests.money": "never"},
        {"timing-tests.study": "hourly"},
        {"quiet_from": "22:00"},
        {"quiet_to": "07:00"},
        {"quiet_from": "07:00", "quiet_to": "07:00"},
        {"quiet_from": "25:00", "quiet_to": "07:00"},
        {"digest_at": ""},
        {"digest_day": "7"},
        {"digest_day": "x"},
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    wrong: dict[str, str], as_alice: Client, alice: User, pseudo_locale: None
) -> None:
    answer = as_alice.post("/notices/settings", form(**{"timing-tests.study": "weekly", **wrong}))
    assert answer.status_code == 422
    assert not Preference.objects.exists()
    assert not MailTimes.objects.exists()


def test_safety_cannot_be_hushed_by_a_made_up_field(as_alice: Client, alice: User) -> None:
    as_alice.post("/notices/settings", form(**{"timing-tests.safety": "never"}))
    assert timing_of(alice, SAFETY) == Timing.AT_ONCE


def test_every_word_can_be_translated(
    as_alice: Client, alice: User, client: Client, guest: User, pseudo_locale: None, monkeypatch: Any
) -> None:
    from codeward.web.notices import kinds as registry

    real = {name: kind for name, kind in registry._kinds.items() if not name.startswith("tests.")}
    for one in (client, as_alice):
        assert untranslated(one.get("/notices/").content.decode()) == []
    tell(alice, STUDY, "1", context={"title": "42"})
    page = as_alice.get("/notices/").content.decode()
    assert [text for text in untranslated(page) if "Look" not in text] == []
    monkeypatch.setattr(registry, "_kinds", real)
    assert untranslated(as_alice.get("/notices/settings").content.decode()) == []
    assert untranslated(client.get("/notices/settings").content.decode()) == []

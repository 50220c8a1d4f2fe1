"""The first questions, and the settings in force with their source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from codeward.web.accounts.api import issue_sign_in
from codeward.web.accounts.models import User
from codeward.web.audit.api import AuditRow
from codeward.web.grants.api import Role
from codeward.web.office.settling import masked
from codeward.web.school.api import School, asked_already, first_run_done, school
from tests.web.grants.cast import member
from tests.web.pseudo import untranslated
from tests.web.race import at_once
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db
ANSWERS = {
    "school_name": "Alder Street",
    "contact": "mei@example.org",
    "signup": "invited",
    "time_zone": "America/Denver",
}


@pytest.fixture
def director(db: None) -> User:
    """Whoever runs the school."""
    return member(Role.DIRECTOR, "dana")


def test_the_first_director_is_asked_three_questions_and_nothing_again(
    director: User, client: Client
) -> None:
    one = signed_in(director)  # who has just installed it has set up nothing yet
    assert one.get("/office/")["Location"] == "/office/start/"
    assert "Three questions" in one.get("/office/start/").content.decode()
    assert one.post("/office/start/", ANSWERS)["Location"] == "/office/"
    assert school() == School("Alder Street", "mei@example.org", "invited", "America/Denver")
    assert "Alder Street" in client.get("/charts/").content.decode()
    assert one.get("/office/start/").status_code == 404
    late = one.post("/office/start/", ANSWERS | {"school_name": "Another"})
    assert late.status_code == 409
    assert "Somebody answered these questions a moment ago." in late.content.decode()
    assert school().name == "Alder Street"
    assert one.get("/office/")["Location"] != "/office/start/"
    row = AuditRow.objects.get(act="office.settings_changed")
    assert row.changed["signup"] == ["open", "invited"]
    assert "mei" not in str(row.changed)


def test_a_one_time_link_leads_whoever_runs_a_new_school_to_them(director: User, client: Client) -> None:
    assert client.post(f"/start/{issue_sign_in(director)}")["Location"] == "/office/start/"
    asked_already("skipped")
    assert Client().post(f"/start/{issue_sign_in(director)}")["Location"] == "/"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_answer_at_once_one_does_and_the_others_are_told() -> None:
    browsers = {name: signed_in(member(Role.DIRECTOR, name)) for name in "abcdefgh"}
    left = list(browsers)

    def answer(_pause: object) -> tuple[str, int, str]:
        name = left.pop()
        got = browsers[name].post("/office/start/", ANSWERS | {"school_name": f"School {name}"})
        return name, got.status_code, got.content.decode()

    told = at_once(8, answer)
    [first] = [name for name, status, _text in told if status == 302]
    assert school().name == f"School {first}"
    assert AuditRow.objects.filter(act="office.settings_changed").count() == 1
    others = [
        (status, "Somebody answered these questions" in text) for name, status, text in told if name != first
    ]
    assert others == [(409, True)] * 7


def test_they_can_be_passed_over_and_are_under_settings_then(director: User) -> None:
    one = with_second_step(director)
    one.post("/office/start/", {"skip": "1"})
    assert first_run_done()
    assert school() == School("Codeward", "", "open", "UTC")
    one.post("/office/settings/change", ANSWERS)
    assert school().name == "Alder Street"


def test_nobody_else_is_asked(as_alice: Client, client: Client, director: User) -> None:
    for one in (
        client,
        as_alice,
        with_second_step(member(Role.SUPPORT)),
        with_second_step(member(Role.AUDITOR)),
    ):
        assert one.get("/office/start/").status_code == 404
        assert one.post("/office/start/", ANSWERS).status_code == 404
    assert not first_run_done()


def test_an_answer_that_does_not_fit_is_asked_again(director: User) -> None:
    one = with_second_step(director)
    answer = one.post("/office/start/", ANSWERS | {"contact": "nobody"})
    assert answer.status_code == 422
    assert 'value="Alder Street"' in answer.content.decode()
    assert not first_run_done()
    assert school().name == "Codeward"


def test_the_zone_offered_is_that_of_whoever_answers(director: User) -> None:
    User.objects.filter(pk=director.pk).update(time_zone="America/Denver")
    assert (
        "<option selected>America/Denver</option>"
        in with_second_step(director).get("/office/start/").content.decode()
    )


def test_what_the_machine_decides_cannot_be_changed_here(director: User, settings: Any) -> None:
    settings.CODEWARD_GIVEN = frozenset({"signup"})
    one = with_second_step(director)
    assert "CODEWARD_SIGNUP" in one.get("/office/start/").content.decode()
    answer = one.post("/office/settings/change", ANSWERS)
    assert answer.status_code == 422
    assert school().signup == "open"
    page = one.get("/office/settings/").content.decode()
    assert "set on the machine" in page


def test_settings_are_changed_by_a_director_only_and_read_by_an_auditor(director: User) -> None:
    auditor = with_second_step(member(Role.AUDITOR))
    assert "Decided on the machine" in auditor.get("/office/settings/").content.decode()
    assert auditor.post("/office/settings/change", ANSWERS).status_code == 404
    assert signed_in(director).post("/office/settings/change", ANSWERS).status_code == 403
    assert school().name == "Codeward"
    one = with_second_step(director)
    for _ in range(2):
        one.post("/office/settings/change", ANSWERS)
    assert AuditRow.objects.filter(act="office.settings_changed").count() == 1


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:pass@h:5432/d?sslpassword=x", "postgresql://u:••••••@h:5432/d?••••••"),
        ("smtp+starttls://u%40x:p%40q@mail:587", "smtp+starttls://u%40x:••••••@mail:587"),
        ("smtp://mail", "smtp://mail"),
        ("sqlite:///data/x.sqlite3", "sqlite:///data/x.sqlite3"),
        ("smtp://u@mail", "smtp://u@mail"),
    ],
)
def test_no_password_is_shown(url: str, shown: str) -> None:
    assert masked(url) == shown


def test_the_page_shows_no_secret(director: User, settings: Any) -> None:
    settings.CODEWARD = replace(
        settings.CODEWARD, database_url="postgresql://u:hunter2@h/d", smtp_url="smtps://u:hunter3@m"
    )
    page = with_second_step(director).get("/office/settings/").content.decode()
    assert "hunter" not in page
    assert settings.SECRET_KEY not in page
    assert "••••••" in page


def test_every_word_can_be_translated(director: User, pseudo_locale: None) -> None:
    one = with_second_step(director)
    for path in ("/office/start/", "/office/settings/"):
        assert untranslated(one.get(path).content.decode()) == [], path

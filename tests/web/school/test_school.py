"""What the school is called, who answers, who may join, its time zone: stored, unless the environment decides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction
from django.test import Client

from codeward.errors import CodewardError
from codeward.web.mail.models import OutboxMail
from codeward.web.school import api
from codeward.web.school.models import StoredSetting

pytestmark = pytest.mark.django_db


def test_without_anything_decided_the_defaults_are_in_force() -> None:
    assert api.school() == api.School("Codeward", "", "open", "UTC")
    assert {one.source for one in api.settings_here()} == {api.Source.DEFAULT}


def test_what_the_office_decided_is_on_the_next_page_and_in_the_next_mail(client: Client) -> None:
    changed = api.keep(
        {
            "school_name": "Alder  Street",
            "contact": "mei@example.org",
            "signup": "closed",
            "time_zone": "America/Denver",
        }
    )
    assert changed["school_name"] == ["Codeward", "Alder Street"]
    page = client.get("/charts/").content.decode()
    assert "· Alder Street</title>" in page
    assert 'href="mailto:mei@example.org"' in page
    assert "account_signup" not in page
    assert "/accounts/signup/" not in page
    assert "closed" in client.get("/accounts/signup/").content.decode()
    EmailMessage("Hello", "There", to=["x@example.org"]).send()
    mail = OutboxMail.objects.get()
    assert mail.sender == "Alder Street <school@localhost>"
    assert mail.headers["Reply-To"] == "mei@example.org"


def test_the_schools_zone_is_shown_to_whoever_has_none(client: Client) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.utils import timezone

    from codeward.web.accounts.middleware import TimeZone

    api.keep({"time_zone": "America/Denver"})
    seen: list[str] = []
    request = RequestFactory().get("/")
    request.user = type("Nobody", (), {"is_authenticated": False})()  # type: ignore[assignment]

    def view(_request: object) -> HttpResponse:
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    TimeZone(view)(request)
    request.COOKIES["cw_tz"] = "Asia/Tokyo"
    TimeZone(view)(request)
    assert seen == ["America/Denver", "Asia/Tokyo"]


def test_the_environment_wins(settings: Any) -> None:
    api.keep({"signup": "closed"})
    settings.CODEWARD_GIVEN = frozenset({"signup"})
    assert api.setting("signup") == api.Setting("signup", "open", api.Source.ENVIRONMENT)
    with pytest.raises(CodewardError, match="CODEWARD_SIGNUP"):
        api.keep({"signup": "invited"})
    assert api.keep({"signup": "open"}) == {}  # as it is: nothing to decide
    settings.CODEWARD_GIVEN = frozenset()
    settings.CODEWARD = replace(settings.CODEWARD, signup="invited")
    assert api.school().signup == "invited"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("school_name", ""),
        ("school_name", "x" * 81),
        ("school_name", "a\u202eb"),
        ("contact", "nobody"),
        ("contact", "a@b.org\nBcc: c@d.org"),
        ("signup", "all"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(name: str, value: str) -> None:
    with pytest.raises(CodewardError):
        api.keep({"school_name": "Kept?", name: value})
    assert not StoredSetting.objects.exists()


def test_the_database_refuses_a_setting_that_is_none() -> None:
    for name, value in (("secret", "x"), ("signup", "all")):
        with pytest.raises(IntegrityError), transaction.atomic():
            StoredSetting.objects.create(name=name, value=value)


def test_a_page_asks_once_for_the_school(client: Client) -> None:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/charts/")
    assert sum("school_storedsetting" in one["sql"] for one in asked.captured_queries) == 1


def test_the_first_questions_are_asked_once() -> None:
    assert not api.first_run_done()
    assert api.asked_already("skipped")
    assert not api.asked_already("answered")
    assert api.first_run_done()

"""The office in a browser: each page at both widths and themes, clean by axe, worked with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from codeward.web.accounts.api import lock
from codeward.web.accounts.models import User
from codeward.web.audit.api import record
from codeward.web.grants.api import Grant, Role, give
from codeward.web.jobs.models import ChoreRun, WorkerSign
from codeward.web.mail.models import OutboxMail
from codeward.web.mail.sending import deliver
from codeward.web.office import ownership
from codeward.web.office.settling import CHANGED
from codeward.web.results.models import Contest
from codeward.web.results.settling import settle
from codeward.web.school.api import asked_already
from tests.web.conftest import SIZES, make_user
from tests.web.grants.cast import member
from tests.web.office.test_health import a_mail
from tests.web.results.test_disputes import contested
from tests.web.signed_in import in_browser, with_second_step
from tests.web.ui.looking import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def director(transactional_db: None, context: Any, live_server: Any) -> User:
    """Whoever runs the school, signed in with the second step in the browser."""
    found = member(Role.DIRECTOR, "dana")
    in_browser(context, live_server, with_second_step(found))
    return found


@pytest.fixture
def look(page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]) -> Callable[[str, str], None]:
    """Open an address, ask axe at both widths and in the dark, and keep the pictures."""

    def looked(path: str, name: str) -> None:
        answer = page.goto(path)
        assert answer.status == 200, path
        for size in SIZES.values():
            page.set_viewport_size(size)
            axe(page)
            assert faults(page, "main", phone=size["width"] < 400) == [], path
        page.emulate_media(color_scheme="dark")
        axe(page)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(SIZES["1280"])
        screenshot(page, name)

    return looked


def test_the_first_questions(director: User, page: Any, look: Callable[[str, str], None]) -> None:
    look("/office/start/", "office-first-run")
    page.get_by_label("Name").fill("Alder Street")
    page.get_by_label("Whoever is invited").check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("That is all.").wait_for()
    expect(page.locator(".brand")).to_have_text("Alder Street", use_inner_text=True)


def test_a_queue_is_worked_from_the_list_to_the_decision(
    director: User, page: Any, look: Callable[[str, str], None]
) -> None:
    asked_already("skipped")
    now = timezone.now()
    people = [make_user(f"p{n}@example.org", f"P{n}") for n in range(5)]
    colleague = member(Role.INSTRUCTOR, "ruth")
    ones = [
        contested(one, f"Words of {one.display_name}: the record says the cough is dry.") for one in people
    ]
    for days, one in zip((9, 7, 3, 1, 0), ones, strict=True):
        Contest.objects.filter(pk=one.pk).update(made_at=now - timedelta(days=days) + timedelta(minutes=30))
    settle(ones[3], colleague, Contest.State.TO_CORRECT, "The key is wrong.")
    ownership.take(director, "disputes", ones[0].public_id)
    ownership.take(colleague, "disputes", ones[2].public_id)
    look("/office/queues/disputes/", "office-queue")
    look(f"/office/queues/disputes/{ones[0].public_id}/", "office-dispute")
    page.goto("/office/queues/disputes/?owner=nobody")
    page.get_by_role("button", name="Take").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Yours since").wait_for()
    page.get_by_label("Reason").fill("Section I.B.4 asks for the symptom.")
    page.get_by_role("button", name="The key stands").click()
    page.get_by_text("Decided. The learner gets a notice").wait_for()
    assert Contest.objects.filter(state="stands").count() == 1
    page.set_viewport_size(SIZES["390"])
    page.goto("/office/queues/disputes/")
    page.get_by_role("link", name="Cough and fever").first.click()
    page.get_by_role("link", name="Disputes").last.click()  # back to the list
    page.get_by_role("heading", name="Disputes").wait_for()


def test_people_and_a_persons_page(director: User, look: Callable[[str, str], None], page: Any) -> None:
    asked_already("skipped")
    other = member(Role.DIRECTOR, "erik")
    mona = make_user("mona@example.org", "Mona Delgado-Fitzgerald")
    give(other, mona, Role.DIRECTOR, reason="Runs the evening school from January.")
    give(other, mona, Role.INSTRUCTOR, reason="Teaches the evening cohort.")
    locked = make_user("monty@example.org", "Monty")
    lock(locked, other, "Several people used this account.")
    look("/office/people/?q=mon", "office-people")
    look(f"/office/people/{mona.public_id}/", "office-person")
    look(f"/office/people/{locked.public_id}/", "office-person-locked")
    page.goto(f"/office/people/{mona.public_id}/")
    page.get_by_text("Give a role").click()
    page.get_by_label("Which role").select_option(label="moderator")
    page.locator("#give-reason").fill("Looks after the forum.")
    page.locator("details.give button").click()
    page.get_by_text("Done. The person is told.").wait_for()
    assert Grant.objects.get(person=mona, role="moderator").state == "live"
    look("/office/queues/second-person/", "office-second-person")


def test_health_jobs_mails_settings_and_audit(
    director: User, look: Callable[[str, str], None], alice: User, page: Any
) -> None:
    asked_already("skipped")
    now = timezone.now()
    WorkerSign.objects.create(worker_id="w", seen_at=now)
    ChoreRun.objects.create(
        name="outbox",
        error="OSError: no route to host",
        failures=3,
        failed_at=now,
        done_at=now - timedelta(days=2),
    )
    ChoreRun.objects.create(name="guests", done_at=now, next_at=now + timedelta(hours=6))
    deliver.enqueue(1)
    DBTaskResult.objects.update(
        status="FAILED",
        finished_at=now,
        traceback="Traceback\nValueError: no such mail",
        exception_class_path="x",
    )
    a_mail(state="failed", error="SMTPServerDisconnected: Connection unexpectedly closed", attempts=5)
    record(CHANGED, actor=director, thing=("school", "settings"), changed={"signup": ("open", "invited")})
    mail = OutboxMail.objects.get()
    look("/office/health/", "office-health")
    look("/office/jobs/", "office-jobs")
    look("/office/queues/failed-jobs/chore-outbox/", "office-failed-job")
    look(f"/office/queues/mails/{mail.public_id}/", "office-mail")
    look("/office/settings/", "office-settings")
    look("/office/audit/", "office-audit")
    look("/office/queues/second-person/", "office-queue-empty")
    expect(page.get_by_text("What two people decide waits here")).to_have_count(1)


@pytest.mark.parametrize(
    "name", ["", "The Evening School of Medical Coding of Alder Street and Surroundings"]
)
def test_the_head_of_a_page_stays_low_on_a_phone_for_staff_too(director: User, page: Any, name: str) -> None:
    asked_already("skipped")
    page.set_viewport_size(SIZES["390"])
    page.goto("/office/settings/")
    if name:
        page.locator(".brand span").evaluate("(span, name) => { span.textContent = name; }", name)
    assert page.locator(".site-header").bounding_box()["height"] <= 56
    expect(page.locator(".bell")).to_be_visible()
    # the tab of the page that is open can be seen
    tab = page.locator('.office-bar [aria-current="page"]').bounding_box()
    assert tab["x"] >= 0
    assert tab["x"] + tab["width"] <= 390


def test_the_open_row_is_two_keys_away(director: User, page: Any) -> None:
    asked_already("skipped")
    one = contested(make_user("p@example.org", "P"))
    page.goto(f"/office/queues/disputes/{one.public_id}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"

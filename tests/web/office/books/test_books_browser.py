"""The Books page in Chromium: a release installed while one looks on, at both widths and themes, without script too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from codeward.codesets.install.installer import install_path
from codeward.web.accounts.models import User
from codeward.web.office.books import moves, uploads
from codeward.web.office.books.models import BookHolding, BookHome, BookJob
from tests.codesets.install.conftest import TABULAR
from tests.codesets.install.test_archives import put
from tests.web.office.books.conftest import ORDER_2025
from tests.web.signed_in import in_browser, with_second_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(context: Any, live_server: Any, director: User, home: Path, tmp_path: Path) -> Path:
    """A director in the browser; one release installed, another host that has less; returns a file to send."""
    in_browser(context, live_server, with_second_step(director))
    install_path("icd10cm", "FY2026", put(tmp_path, "t.xml", TABULAR), home=home)
    other = BookHome.objects.create(home="b" * 16, name="host-b", seen_at=timezone.now())
    BookHolding.objects.create(home=other, release="hcpcs-2026-10-01", book="x.book")
    return put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025)


def test_a_file_is_sent_and_its_work_is_watched_to_the_end(
    page: Any,
    desk: Path,
    work: Callable[[], None],
    axe: Callable[[Any], None],
    screenshot: Callable[..., Any],
) -> None:
    page.goto("/office/books/")
    axe(page)
    screenshot(page, "office-books")
    page.get_by_role("link", name="ICD-10-CM", exact=True).click()
    page.get_by_role("heading", level=1, name="ICD-10-CM").wait_for()
    axe(page)
    screenshot(page, "office-books-system")
    page.get_by_label("The publisher’s files").set_input_files(str(desk))
    page.get_by_role("button", name="Send and install").click()
    page.get_by_text("It waits for its turn.").wait_for()
    axe(page)
    job = moves.claim(BookJob.objects.get().pk)
    assert job is not None
    moves.tell_step(job, "fetch", "icd10cm-table-and-index-2027.zip", 8_400_000, 20_923_571)
    page.get_by_text("Fetching: icd10cm-table-and-index-2027.zip").wait_for()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "40")
    axe(page)
    screenshot(page, "office-books-work")
    # As the worker does: it goes on by itself from here.
    BookJob.objects.update(state="waiting", started_at=None, step="", done=0, total=None)
    work()
    page.get_by_text("It is done.").wait_for()
    page.get_by_text("icd10cm-2024-10-01-titles: installed").wait_for()
    expect(page.locator("[hx-trigger]")).to_have_count(0)
    axe(page)
    screenshot(page, "office-books-done")
    page.get_by_role("link", name="Back to the books").click()
    page.get_by_role("heading", name="ICD-10-CM FY2025, codes and titles").wait_for()


def test_a_release_is_removed_by_keyboard(
    page: Any,
    desk: Path,
    work: Callable[[], None],
    axe: Callable[[Any], None],
    screenshot: Callable[..., Any],
) -> None:
    page.goto("/office/books/icd10cm/")
    page.get_by_role("link", name="Remove ICD-10-CM FY2026").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Remove ICD-10-CM FY2026?").wait_for()
    axe(page)
    screenshot(page, "office-books-remove")
    page.get_by_role("button", name="Remove it").focus()
    page.keyboard.press("Enter")
    page.get_by_text("It waits for its turn.").wait_for()
    work()
    page.get_by_text("icd10cm-2025-10-01: removed").wait_for()
    assert BookJob.objects.get(kind="remove").state == "done"


def test_work_that_failed_says_why_and_two_releases_are_compared(
    page: Any, desk: Path, work: Callable[[], None], axe: Callable[[Any], None], screenshot: Callable[..., Any],
    home: Path,
) -> None:  # fmt: skip
    install_path("icd10cm", None, desk, home=home)
    page.goto("/office/books/cpt/")
    axe(page)
    screenshot(page, "office-books-cpt")
    page.goto("/office/books/hcpcs/")
    large = put(home.parent, "large.txt", b"no line of any book\n" * 125_000)
    page.get_by_label("The publisher’s files").set_input_files([str(desk), str(large)])
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/pieces/add" in request.url else None)
    page.get_by_role("button", name="Send and install").click()
    page.get_by_text("It waits for its turn.").wait_for()
    assert [url.partition("?")[2] for url in sent] == [
        "file=0&from=0", "file=1&from=0", "file=1&from=1000000", "file=1&from=2000000",
    ]  # fmt: skip
    job = BookJob.objects.get()
    assert (uploads.folder_of(job.upload) / "large.txt").read_bytes() == large.read_bytes()
    work()
    page.get_by_role("button", name="Do it again").wait_for()
    axe(page)
    screenshot(page, "office-books-failed")
    page.goto("/office/books/icd10cm/")
    page.get_by_role("link", name="Compare with the one before").nth(1).click()
    page.get_by_role("heading", name="What changed").wait_for()
    axe(page)
    screenshot(page, "office-books-compare")


def test_it_works_without_script(
    chromium: Any, live_server: Any, desk: Path, director: User, work: Any
) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    in_browser(context, live_server, with_second_step(director))
    page = context.new_page()
    page.goto("/office/books/icd10cm/")
    page.get_by_label("The publisher’s files").set_input_files(str(desk))
    page.get_by_role("button", name="Send and install").click()
    page.get_by_text("It waits for its turn.").wait_for()
    work()
    page.get_by_role("link", name="Look again").click()
    page.get_by_text("It is done.").wait_for()
    assert BookJob.objects.get().state == "done"
    context.close()


def test_what_is_refused_while_files_are_sent_stands_beside_the_form(
    page: Any, desk: Path, monkeypatch: pytest.MonkeyPatch, axe: Callable[[Any], None]
) -> None:
    monkeypatch.setattr(uploads, "SPARE", 10**18)
    page.goto("/office/books/icd10cm/")
    page.get_by_label("The publisher’s files").set_input_files(str(desk))
    page.get_by_role("button", name="Send and install").click()
    page.get_by_role("alert").filter(has_text="This server has too little room left").wait_for()
    expect(page.get_by_role("button", name="Send and install")).to_be_enabled()
    axe(page)

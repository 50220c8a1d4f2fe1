"""Nothing is lost: a server that dies, a device that is offline, a second tab, a reload in between."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.settings import cache_dir
from codeward.web.accounts.models import User
from codeward.web.charts import api
from codeward.web.charts.models import Attempt
from tests.web.charts.conftest import CHART
from tests.web.charts.workspace import add_code, codes, open_chart, search, wait_saved
from tests.web.conftest import SIZES
from tests.web.serving import school

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def on_device(page: Any) -> int:
    """How many changes wait in localStorage."""
    return int(
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('codeward:change:')).length")
    )


def test_offline_then_online(page: Any, context: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    wait_saved(page)
    for code in ("E11.9", "R05.1", "J20.9"):
        search(page, code)
        context.set_offline(True)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(f".line-code:text-is('{code}')")
        page.wait_for_selector("[data-save-state=not_saved]")
        waiting = on_device(page)
        assert waiting == codes(page).index(code)
        if code != "J20.9":
            # Searching needs the server; saving waits meanwhile.
            context.route("**/operations", lambda route: route.abort())
            context.set_offline(False)
    assert (
        page.locator("[data-save-state]").inner_text() == "Not sent yet: 3 changes are saved on this device"
    )
    assert len(api.answer_of(Attempt.objects.get())["lines"]) == 1
    context.unroute("**/operations")
    context.set_offline(False)
    wait_saved(page)
    assert on_device(page) == 0
    assert [line["code"] for line in api.answer_of(Attempt.objects.get())["lines"]] == codes(page)
    assert codes(page) == ["I10", "E11.9", "R05.1", "J20.9"]


def test_a_reload_with_unsent_changes_keeps_them(page: Any, context: Any) -> None:
    context.route("**/operations", lambda route: route.abort())
    open_chart(page)
    add_code(page, "I10")
    page.wait_for_selector("[data-save-state=not_saved]")
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    assert codes(page) == ["I10"]
    context.unroute("**/operations")
    wait_saved(page)
    assert [line["code"] for line in api.answer_of(Attempt.objects.get())["lines"]] == ["I10"]


def test_an_answer_lost_on_the_way_is_not_counted_twice(page: Any, context: Any) -> None:
    """The server stored the change, but its answer never came back: the same change is sent again."""
    open_chart(page)
    lost = []

    def lose(route: Any) -> None:
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    context.route("**/operations", lose)
    add_code(page, "I10")
    wait_saved(page)
    assert lost == [200]
    assert Attempt.objects.get().operations.count() == 1
    assert codes(page) == ["I10"]


def test_what_is_on_its_way_while_the_page_is_left_waits_for_the_next_page(page: Any, context: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    wait_saved(page)
    before = page.request.get(f"/charts/{CHART}/").text()

    def taken_while_leaving(route: Any) -> None:
        answer = route.fetch()
        page.evaluate("dispatchEvent(new Event('beforeunload'))")
        route.fulfill(response=answer)

    page.route("**/operations", taken_while_leaving)
    with page.expect_response("**/operations"):
        add_code(page, "R05.1")
    page.unroute("**/operations")
    # The page that comes was made before the server had it.
    page.route(f"**/charts/{CHART}/", lambda route: route.fulfill(body=before, content_type="text/html"))
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    assert codes(page) == ["I10", "R05.1"]
    wait_saved(page)
    assert on_device(page) == 0
    assert [line["code"] for line in api.answer_of(Attempt.objects.get())["lines"]] == ["I10", "R05.1"]


def test_two_tabs_merge(page: Any, context: Any) -> None:
    """Both begin before there is an attempt, and both change the answer."""
    other = context.new_page()
    open_chart(page)
    open_chart(other)
    add_code(page, "I10")
    other.wait_for_selector(".line-code:text-is('I10')")
    add_code(other, "E11.9")
    page.wait_for_selector(".line-code:text-is('E11.9')")
    wait_saved(page)
    wait_saved(other)
    assert Attempt.objects.count() == 1
    assert User.objects.count() == 1
    assert codes(page) == codes(other) == ["I10", "E11.9"]
    other.click(".line:nth-child(1) [data-part=remove]")
    page.wait_for_selector(".line-code:text-is('I10')", state="detached")
    wait_saved(other)
    assert [line["code"] for line in api.answer_of(Attempt.objects.get())["lines"]] == ["E11.9"]


def test_two_tabs_that_begin_at_once_are_one_guest(page: Any, context: Any) -> None:
    other = context.new_page()
    for tab, code in ((page, "I10"), (other, "E11.9")):
        open_chart(tab)
        search(tab, code)
    for tab in (page, other):
        tab.evaluate(
            "setTimeout(() => document.querySelector('#codebook-search').dispatchEvent("
            "new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true})), 300)"
        )
    for tab in (page, other):
        tab.wait_for_selector(".line-code >> nth=1")
        wait_saved(tab)
    assert (User.objects.count(), Attempt.objects.count()) == (1, 1)
    assert {line["code"] for line in api.answer_of(Attempt.objects.get())["lines"]} == {"I10", "E11.9"}


def test_handed_in_elsewhere_is_told(page: Any, context: Any) -> None:
    other = context.new_page()
    open_chart(page)
    add_code(page, "I10")
    wait_saved(page)
    open_chart(other)
    api.submit(Attempt.objects.get())
    add_code(other, "E11.9")
    other.wait_for_selector(".toasts :text('submitted this attempt somewhere else')")
    assert api.answer_of(Attempt.objects.get())["lines"][0]["code"] == "I10"
    assert Attempt.objects.get().operations.count() == 1


def test_signing_out_elsewhere_keeps_the_changes_for_their_owner(
    page: Any, context: Any, alice: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(alice)
    open_chart(page)
    add_code(page, "I10")
    wait_saved(page)
    context.clear_cookies(name="cw_session")
    add_code(page, "E11.9")
    page.wait_for_selector(".toasts :text('signed out')")
    expect(page.locator("[data-save-state=not_saved]")).to_have_count(1)
    stranger = context.new_page()
    open_chart(stranger)
    assert codes(stranger) == []
    sign_in(alice)
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    wait_saved(page)
    assert codes(page) == ["I10", "E11.9"]
    assert [line["code"] for line in api.answer_of(Attempt.objects.get())["lines"]] == ["I10", "E11.9"]


def test_kill_9_loses_nothing(chromium: Any, tmp_path: Path) -> None:
    """A real school, killed hard while a learner codes, and started again on the same folder."""
    home = tmp_path / "home"
    home.mkdir()
    env = school.environment(home, cache_dir())
    port = school.free_port()
    context = chromium.new_context(base_url=f"http://127.0.0.1:{port}", viewport=SIZES["1280"])
    context.set_default_timeout(20_000)
    page = context.new_page()
    with school.running(env, port=port) as running:
        open_chart(page, CHART)
        add_code(page, "I10")
        wait_saved(page)
        search(page, "E11.9")
        _kill(running)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("[data-save-state=not_saved]")
        assert (
            page.locator("[data-save-state]").inner_text() == "Not sent yet: 1 change is saved on this device"
        )
        assert codes(page) == ["I10", "E11.9"]
    with school.running(env, port=port):
        wait_saved(page)
        assert codes(page) == ["I10", "E11.9"]
        page.reload()
        page.wait_for_selector("#workspace[data-ready]")
        assert codes(page) == ["I10", "E11.9"]
        assert on_device(page) == 0
    context.close()


def _kill(running: school.School) -> None:
    """`kill -9` of the supervisor and everything it started, at once."""
    family = [running.process.pid]
    for pid in family:
        family.extend(
            int(child)
            for task in Path(f"/proc/{pid}/task").glob("*/children")
            for child in task.read_text().split()
        )
    for pid in family:
        os.kill(pid, signal.SIGKILL)
    running.process.wait(timeout=20)
    assert school.gone(family[1:])

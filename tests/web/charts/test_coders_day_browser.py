"""A coder's day in Chromium: five claims coded, checked by the edits, corrected and submitted, by keyboard alone.

No mouse and no script stands in for a key: after `goto` everything goes through `page.keyboard`, and where the keyboard
must be is reached by Tab, F6 and arrows. Each claim ends with the proof that the page was sent no pointer at all. Each
has a slip that coders make: the edits must find it, and must find it no more once it is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.charts import Chart
from codeward.codesets.install.installer import install_path
from codeward.web.charts import snapshots
from codeward.web.charts.models import Attempt, Grade, HelpUse

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.proof]

RESULT = re.compile(r"/attempts/[a-z0-9]+/result$")
# Lists of the days of these charts with the few rows that they meet, in their publishers' layouts.
LISTS = {
    ("ncci-ptp", "ptp_practitioner_2026-04-01.csv"): (
        "Column 1,Column 2,Effective Date,Deletion Date,Modifier,PTP Edit Rationale\n"
        "11056,11720,20120101,*,1,Standards\n90471,99396,20130101,*,1,Standards\n90471,99214,20130101,*,1,Standards\n"
    ),
    ("ncci-mue", "mue_practitioner_2026-04-01.csv"): (
        "hcpcs_code,mue_value,mai,rationale\n11056,1,2,Policy\n11720,1,2,Policy\n97110,6,3,Data\n97140,6,3,Data\n90471,1,2,Policy\n"
    ),
    ("poa-exempt", "POAexemptCodesFY26.txt"): "Order26\tPOAexemptCode\tDescription\r\n1\tZ79.4\tInsulin\r\n",
}
# What counts the pointers that the page was sent by whoever sits before it.
NO_MOUSE = """
  window.pointers = 0;
  for (const kind of ["pointerdown", "mousedown", "touchstart", "wheel"])
    addEventListener(kind, (event) => { if (event.isTrusted) window.pointers += 1; }, true);
"""


def stay(chart: Chart) -> Chart:
    """The stay of a bleeding diverticulum with the clips as its one procedure: the blood is another day's work."""
    clips = [line for line in chart.key.lines if line.kind != "procedure" or line.code == "0W3P8ZZ"]
    update = {"lines": tuple(clips), "principal_procedure": None}
    return chart.model_copy(
        update={
            "asks": ("diagnoses", "poa", "procedures", "dates"),
            "key": chart.key.model_copy(update=update),
        }
    )


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The five charts stand in the school, those that wait for their second coder too; the lists are installed."""
    known = snapshots.curriculum()
    charts = dict(known.charts)
    for name in ("foot-care-nine-weeks", "yearly-visit-bakery", "therapy-after-new-knee"):
        key = charts[name].key
        proved = key.quality.model_copy(update={"state": "double-coded", "by": None})
        charts[name] = charts[name].model_copy(update={"key": key.model_copy(update={"quality": proved})})
    charts["rectal-bleeding"] = stay(charts["rectal-bleeding"])
    shown = known._replace(charts=charts)
    snapshots.version_of.cache_clear()
    monkeypatch.setattr(snapshots, "curriculum", lambda: shown)
    home = tmp_path / "home"
    home.mkdir()
    for (name, called), text in LISTS.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / called).write_text(text, encoding="utf-8")
        install_path(name, None, folder, home=home)
    monkeypatch.setenv("CODEWARD_HOME", str(home))
    yield
    snapshots.version_of.cache_clear()


class Desk:
    """A coder at the keyboard: what they press, and nothing else."""

    def __init__(self, page: Any, chart: str) -> None:
        self.page, self.keys, self.panel = page, 0, page.locator("#tool-panel")
        page.add_init_script(NO_MOUSE)
        page.goto(f"/charts/{chart}/")
        page.wait_for_selector("#workspace[data-ready]")
        page.bring_to_front()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.keys += len(words)
        self.page.keyboard.type(words)

    def said(self, words: str) -> None:
        expect(self.page.locator("#announcer")).to_contain_text(words)

    def is_in(self, selector: str) -> bool:
        return bool(self.page.evaluate("(s) => Boolean(document.activeElement.closest(s))", selector))

    def tab_to(self, selector: str, key: str = "Tab", most: int = 60) -> None:
        """Go on by Tab to what `selector` names."""
        passed = []
        for _ in range(most):
            if self.is_in(selector):
                return
            passed.append(
                self.page.evaluate("document.activeElement.outerHTML.slice(0, 90).replace(/\\s+/g, ' ')")
            )
            self.press(key)
        raise AssertionError(f"{selector} is not reached by {most} {key}: " + " | ".join(passed))

    def pane(self, name: str) -> None:
        for _ in range(4):
            if self.is_in(f"#pane-{name}"):
                return
            self.press("F6")
        raise AssertionError(f"F6 does not reach {name}")

    def find(self, words: str, code: str) -> None:
        """Search, go down to the code that is meant, add it."""
        self.pane("record")
        self.press("/")
        expect(self.page.locator("#codebook-search")).to_be_focused()
        before = self.page.locator(f".line-code:text-is('{code}')").count()
        with self.page.expect_response(lambda r: "/codebook/search" in r.url and r.ok):
            self.type(words)
        hits = self.page.locator("#codebook-hits [role=option]")
        expect(hits.locator(f".code:text-is('{code}')")).to_be_visible()
        chosen = self.page.locator("#codebook-hits [aria-selected=true] .code").first
        for _ in range(15):
            if chosen.inner_text() == code:
                break
            self.press("ArrowDown")
        expect(chosen).to_have_text(code)
        self.press("Control+Enter")
        expect(self.page.locator(f".line-code:text-is('{code}')")).to_have_count(before + 1)

    def line(self, code: str) -> None:
        """Stand on a line: F6 to the answer, arrows to the code."""
        self.pane("answer")
        self.tab_to(".line-code", "Shift+Tab")
        for key in ["ArrowUp"] * 15 + ["ArrowDown"] * 15:
            if self.page.evaluate("document.activeElement.textContent") == code:
                return
            self.press(key)
        raise AssertionError(f"no line {code}")

    def point(self, code: str, *letters: str) -> None:
        self.line(code)
        for letter in letters:
            self.press(str("ABCDEFGHI".index(letter) + 1))
        self.said(f"{code} points to {', '.join(letters)}")

    def modifier(self, code: str, words: str, wanted: str) -> None:
        self.line(code)
        self.press("m")
        panel = self.page.locator(".mods-panel:not([hidden])")
        expect(panel.locator("[role=combobox]")).to_be_focused()
        self.type(words)
        expect(panel.locator("[aria-selected=true] .code")).to_have_text(wanted)
        self.press("Enter")
        expect(panel).to_have_count(0)
        self.said(f"Modifier {wanted} added to {code}")

    def units(self, code: str, number: str) -> None:
        self.line(code)
        self.press("u", "Control+a")
        self.type(number)
        self.press("Enter")
        self.said(f"{code}: units {number}")

    def tool(self, selector: str) -> None:
        """Press a button of the bar above the answer: from the search field it is a few Tabs away."""
        self.pane("record")
        self.press("/")
        self.tab_to(selector)
        self.press("Enter")

    def edits(self) -> Any:
        """Run the edits; the panel that says what was found, where the keyboard stands."""
        self.tool("[data-run-edits]")
        expect(self.panel.locator("h3[data-focus]")).to_be_focused()
        return self.panel

    def to_line(self, code: str) -> None:
        """From a finding to the line that it speaks of."""
        self.tab_to(f"[data-line-at][aria-label*='{code}']")
        self.press("Enter")
        expect(self.panel).to_be_hidden()
        expect(self.page.locator(f".line-code:text-is('{code}')")).to_be_focused()

    def closed(self) -> None:
        self.press("Escape")
        expect(self.panel).to_be_hidden()

    def form(self, *told: str) -> None:
        """Open the claim form in its own tab, read it, close it."""
        self.page.wait_for_selector("[data-save-state=saved]")
        with self.page.context.expect_page() as opened:
            self.tool("[data-claim-form]")
        form = opened.value
        for words in told:
            expect(form.locator("main")).to_contain_text(words)
        form.close()
        self.page.bring_to_front()

    def submit(self, *told: str) -> None:
        """Submit, after reading what the dialog says; the result is there."""
        self.pane("record")
        self.tab_to("header [data-hand-in]", "Shift+Tab")
        self.press("Enter")
        for words in told:
            expect(self.page.locator("[data-summary]")).to_contain_text(words)
        expect(self.page.locator("#hand-in [data-submit] .button-primary")).to_be_focused()
        assert self.page.evaluate("window.pointers") == 0
        with self.page.expect_navigation(url=RESULT):
            self.press("Enter")

    def result(self, score: str, runs: int) -> Any:
        """The result: its score, the rule of the points opened by keyboard, how often the edits were run."""
        expect(self.page.locator(".score")).to_have_text(score)
        self.tab_to(".result-rule > summary")
        self.press("Enter")
        expect(self.page.locator(".result-rule")).to_have_attribute("open", "")
        times = "1 time" if runs == 1 else f"{runs} times"
        expect(self.page.locator("main")).to_contain_text(f"The edits were run {times} before")
        assert self.page.evaluate("window.pointers") == 0
        assert HelpUse.objects.filter(attempt=Grade.objects.get().attempt).count() == runs
        print(f"{self.page.url.rsplit('/charts/')[-1]}: {self.keys} keys")
        return self.page.locator("main")


def answered() -> dict[str, dict[str, Any]]:
    """The lines that were graded, by code."""
    return {line["code"]: line for line in Grade.objects.get().answer["lines"]}


@pytest.mark.usefixtures("day")
def test_diagnoses_alone_whose_cause_stood_first(page: Any) -> None:
    desk = Desk(page, "driveway-wrist-injury")
    for code in ("W00.0XXA", "S52.531A", "Y92.014", "Y93.H1", "Y99.8"):
        desk.find(code, code)
    # What the first code stands on, chosen in the record word by word.
    desk.line("S52.531A")
    desk.press("e", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
    desk.said("S52.531A")
    found = desk.edits()
    expect(found).to_contain_text("W00.0XXA can never be first")
    expect(found).to_contain_text("Put the reason for the encounter before it.")
    desk.to_line("W00.0XXA")
    desk.press("Alt+ArrowDown")
    desk.said("W00.0XXA is now at position 2")
    found = desk.edits()
    expect(found).to_contain_text("Nothing found in what was checked")
    expect(found).not_to_contain_text("can never be first")
    desk.closed()
    desk.form("S52.531A", "W00.0XXA")
    desk.submit("5 codes")
    desk.result("100", 2)
    assert next(iter(answered())) == "S52.531A"
    assert answered()["S52.531A"]["evidence"]


@pytest.mark.usefixtures("day")
def test_foot_care_whose_pair_was_not_parted(
    page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]
) -> None:
    desk = Desk(page, "foot-care-nine-weeks")
    desk.find("E11.51", "E11.51")
    desk.find("onychomycosis", "B35.1")
    desk.find("callus", "L84")
    for code in ("Z79.84", "Z87.891", "11056", "11720"):
        desk.find(code, code)
    desk.point("11056", "A", "C")
    desk.modifier("11056", "Q8", "Q8")
    desk.point("11720", "C")  # the calluses: left so, for no edit can know which diagnosis a service was for
    desk.modifier("11720", "Q8", "Q8")
    found = desk.edits()
    expect(found).to_contain_text("11720 is part of 11056")
    expect(found).to_contain_text("Modifiers that may part them")
    desk.to_line("11720")
    desk.modifier("11720", "59", "59")
    # The one that parts the services goes first.
    desk.tab_to("[data-part='mod-1']", "Shift+Tab")
    desk.press("Alt+ArrowLeft")
    found = desk.edits()
    expect(found).to_contain_text("separated by 59")
    expect(found).not_to_contain_text("11720 is part of 11056")
    desk.closed()
    desk.form("11056", "11720", "Q8")
    desk.submit("5 diagnoses", "2 procedures and services")
    # Pointers are a tenth of a line: 0.1 of seven lines and the first place is lost.
    shown = desk.result("98.8", 2)
    # What is left wrong is told by its part.
    wrong = shown.locator(".row-parts tr", has_text="wrong")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("PointersL84")
    does = shown.locator(".does")
    expect(does).to_contain_text("What it does")
    # The key's claim has the same pair, parted in the same way: nothing there is the learner's alone.
    expect(does).to_contain_text("The edits find nothing more than on the key's claim")
    axe(page)
    screenshot(page, "day-professional")
    lines = answered()
    assert lines["11720"]["modifiers"] == ["59", "Q8"]
    assert lines["11056"]["pointers"] == [lines["E11.51"]["id"], lines["L84"]["id"]]


@pytest.mark.usefixtures("day")
def test_a_checkup_whose_visit_lacked_its_modifier(page: Any) -> None:
    desk = Desk(page, "yearly-visit-bakery")
    for code in ("Z00.01", "G43.019", "E03.9", "Z23", "Z80.3", "99396", "90471", "90715"):
        desk.find(code, code)
    # The level of the visit is worked out beside the record.
    desk.tool("[data-tool=em]")
    panel = desk.panel
    expect(panel.locator(".cb-tool")).to_be_visible()
    expect(panel.locator("[name=patient]")).to_have_value("established")
    desk.tab_to("[name=problem_chronic_worse]")
    desk.type("1")
    desk.tab_to("[name=risk_prescription_drug]")
    desk.press("Space", "Enter")
    expect(panel.locator("#cb-answer")).to_be_focused()
    expect(panel.locator(".cb-claim")).to_contain_text("99214")
    # The shot was added last, and is no visit: the visit gets a line of its own.
    expect(panel.locator("[name=code]")).to_have_value("")
    desk.tab_to(".tool-use-row button")
    desk.press("Enter")
    expect(panel.locator(".tool-use")).to_contain_text("99214 is on the claim")
    desk.closed()
    desk.point("99396", "A")
    desk.modifier("99396", "25", "25")
    desk.point("99214", "B", "C")
    desk.point("90471", "D")
    desk.point("90715", "D")
    found = desk.edits()
    expect(found).to_contain_text("99214 is part of 90471")
    desk.to_line("99214")
    desk.modifier("99214", "day of another", "25")
    found = desk.edits()
    expect(found).to_contain_text("99214 with 90471, separated by 25")
    expect(found).not_to_contain_text("99214 is part of 90471")
    desk.closed()
    desk.form("99396", "99214", "90471", "90715")
    desk.submit("5 diagnoses", "4 procedures and services")
    shown = desk.result("100", 2)
    expect(shown.locator(".does")).to_contain_text("What it does")
    assert answered()["99214"]["em"]["problems"] == "moderate"


@pytest.mark.usefixtures("day")
def test_therapy_with_too_many_units_and_a_line_that_points_nowhere(page: Any) -> None:
    desk = Desk(page, "therapy-after-new-knee")
    for code in ("Z47.1", "Z96.651", "97110", "97140"):
        desk.find(code, code)
    for code in ("97110", "97140"):
        desk.modifier(code, "physical therapy", "GP")
    desk.point("97110", "A")
    desk.units("97110", "22")
    found = desk.edits()
    expect(found).to_contain_text("97110: 22 units on a day, usually 6 at most")
    expect(found).to_contain_text("a pointer to a diagnosis (item 24E)")
    desk.to_line("97110")
    desk.units("97110", "2")
    desk.point("97140", "A")
    found = desk.edits()
    expect(found).not_to_contain_text("22 units")
    expect(found).not_to_contain_text("a pointer to a diagnosis")
    desk.closed()
    desk.form("97110", "97140", "GP")
    desk.submit("2 diagnoses", "2 procedures and services")
    shown = desk.result("100", 2)
    expect(shown.locator(".does")).to_contain_text("What it does")
    assert answered()["97110"]["units"] == 2


@pytest.mark.usefixtures("day")
def test_a_stay_with_a_built_procedure_and_a_missing_indicator(
    page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]
) -> None:
    desk = Desk(page, "rectal-bleeding")
    desk.find("K57.31", "K57.31")
    desk.find("acute blood loss anemia", "D62")
    desk.tool("[data-tool=pcs]")
    panel = desk.panel
    for place, character in enumerate("0W3P8ZZ", 1):
        if panel.locator(".cb-done").count():
            break
        expect(panel.locator(".cb-next-axis .cb-axis-title")).to_contain_text(str(place))
        expect(panel.locator("#step")).to_be_focused()
        desk.press(character)
        expect(panel.locator("[data-body]")).not_to_have_attribute("aria-busy", "true")
        expect(panel.locator(".cb-seven > li").nth(place - 1)).to_have_class("cb-set-axis")
    expect(panel.locator(".cb-done")).to_have_attribute("data-code", "0W3P8ZZ")
    desk.tab_to(".tool-use-row button")
    desk.press("Enter")
    expect(panel.locator(".tool-use")).to_contain_text("0W3P8ZZ is on the claim")
    desk.closed()
    desk.line("0W3P8ZZ")
    desk.tab_to("input.line-date")
    desk.type("04152026")
    desk.line("K57.31")
    desk.tab_to("select.line-poa")
    desk.type("Y")
    desk.said("K57.31, present on admission: Y")
    found = desk.edits()
    expect(found).to_contain_text("D62 has no present-on-admission indicator")
    desk.to_line("D62")
    desk.tab_to("select.line-poa")
    desk.type("Y")
    desk.said("D62, present on admission: Y")
    found = desk.edits()
    expect(found).not_to_contain_text("present-on-admission indicator")
    desk.closed()
    desk.form("K57.31", "D62", "0W3P8ZZ")
    desk.submit("2 diagnoses", "1 procedure")
    shown = desk.result("100", 2)
    does = shown.locator(".does")
    expect(does).to_contain_text("What it does")
    expect(does).to_contain_text("DRG")
    axe(page)
    screenshot(page, "day-inpatient")
    lines = answered()
    assert (lines["D62"]["poa"], lines["0W3P8ZZ"]["date"]) == ("Y", "2026-04-15")
    assert Attempt.objects.get().state == Attempt.State.SUBMITTED

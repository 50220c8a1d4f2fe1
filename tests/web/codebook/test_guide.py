"""The guidelines in the codebook: contents, search, a section of ours beside the publisher's, and what cites it."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from codeward.charts import authorities, guide, is_guideline
from codeward.curriculum import program
from codeward.web.accounts.models import User
from codeward.web.charts.api import charts, start, submit
from codeward.web.codebook.api import address
from codeward.web.codebook.asked import Asked
from codeward.web.codebook.present_guide import linked
from tests.web.pseudo import untranslated

pytestmark = pytest.mark.django_db
ON = "?on=2026-05-12"
HTMX = {"HX-Request": "true"}


def body(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200, where
    return response.content.decode()


def test_ours_stands_alone_with_a_way_to_the_publisher(client: Client, home: Path) -> None:
    page = body(client, f"/codebook/guidelines/I.C.9.a/{ON}")
    assert html.escape(authorities()["I.C.9.a"].text) in page
    assert "not on this school&#x27;s desk yet" in page or "not on this school's desk yet" in page
    assert 'href="https://www.cms.gov/medicare/coding-billing/icd-10-codes" rel="noopener external"' in page
    assert "codeward codesets" not in page


def test_the_official_text_stands_beside_ours(client: Client, edition: None) -> None:
    page = body(client, f"/codebook/guidelines/I.C.9.a/{ON}")
    assert html.escape(authorities()["I.C.9.a"].text) in page
    assert (
        'A printed rule, see Section <a href="/codebook/guidelines/II.H/?on=2026-05-12">II.H</a>. and I.D.99.'
        in page
    )
    assert re.search(r"<ul translate=\"no\"><li>a first thing</li><li>a second thing</li></ul>", page)
    assert "ICD-10-CM Official Guidelines FY2026" in page
    assert "Valid from Oct. 1, 2025 through Sept. 30, 2026." in page
    assert "&lt;b&gt;Words&lt;/b&gt; of 12." in body(client, f"/codebook/guidelines/I.C.12/{ON}")


def test_another_day_is_told(client: Client, edition: None) -> None:
    assert "not on Feb. 1, 2030: the edition of that day is not here" in body(
        client, "/codebook/guidelines/I.C.9.a/?on=2030-02-01"
    )
    assert "has no section of this number" in body(client, f"/codebook/guidelines/I.B.14/{ON}")


def test_the_inside_of_a_dialog_leads_to_the_page(client: Client, edition: None) -> None:
    inside = client.get(f"/codebook/guidelines/I.C.9.a/{ON}", headers=HTMX).content.decode()
    assert "<html" not in inside
    assert "Read the official text" in inside
    assert f'href="/codebook/guidelines/I.C.9.a/{ON}"' in inside


def test_sections_lead_on_and_back(client: Client, home: Path) -> None:
    page = body(client, "/codebook/guidelines/I.C.9.a.1/")
    assert 'rel="prev" href="/codebook/guidelines/I.C.9.a/"' in page
    assert 'rel="next" href="/codebook/guidelines/I.C.9.a.2/"' in page
    contents = body(client, "/codebook/guidelines/")
    for name in ("I.A.15", "I.B.14", "I.C.9", "II.H", "III.B", "IV.H", "Appendix-I"):
        assert f'href="/codebook/guidelines/{name}/"' in contents


def test_one_section_has_one_address(client: Client) -> None:
    for asked in ("i.c.9.a", "I.C.9.(a)", "Section I.C.9.a"):
        response = client.get(f"/codebook/guidelines/{asked}/")
        assert response["Location"] == "/codebook/guidelines/I.C.9.a/"
    assert client.get("/guidelines/I.C.9.a/")["Location"] == "/codebook/guidelines/I.C.9.a/"
    assert client.get("/guidelines/?q=coma")["Location"] == "/codebook/guidelines/?q=coma"
    for asked in ("I.C.99", "NCCI I.C", "x" * 500, "I.C.9.a%00", "..%2f"):
        assert client.get(f"/codebook/guidelines/{asked}/").status_code == 404


def test_words_find_sections(client: Client, edition: None) -> None:
    assert "As <b>if</b> it <b>existed</b>." in body(client, f"/codebook/guidelines/{ON}&q=if+existed")
    assert "No section has all of these words." in body(client, "/codebook/guidelines/?q=zebra")
    assert "1 section" in body(client, "/codebook/guidelines/?q=II.H")


def test_every_section_that_may_be_cited_opens(client: Client) -> None:
    found = guide(date(2026, 5, 12))
    assert [name for name in authorities() if is_guideline(name) and found.get(name) is None] == []
    for name in ("I.A.15", "I.C.1.d.1.a.iv", "Appendix I"):
        assert authorities()[name].title in html.unescape(body(client, address(name)))


@given(st.text(max_size=80))
def test_links_leave_the_text_as_it_is(text: str) -> None:
    runs = linked(f"{text} Section I.C.9.a {text}", guide(date(2026, 5, 12)), Asked())
    assert "".join(run for run, _href in runs) == f"{text} Section I.C.9.a {text}"


def test_lessons_and_skills_that_cite_it_are_named(client: Client) -> None:
    page = html.unescape(body(client, "/codebook/guidelines/I.A.15/"))
    skill = next(one for one in program().skills.values() if "I.A.15" in one.authorities)
    assert f'href="/skills/{skill.id}/"' in page
    assert "Lessons on it" in page


def test_a_chart_is_named_to_whom_handed_it_in_alone(as_alice: Client, as_bob: Client, alice: User) -> None:
    chart = next(one for one in charts().values() if any(is_guideline(c) for c in one.key.objectives))
    where = address(next(c for c in chart.key.objectives if is_guideline(c)))
    link = f'href="/charts/{chart.id}/"'
    assert link not in body(as_alice, where)
    attempt = start(alice, chart)
    assert link not in body(as_alice, where)
    submit(attempt)
    assert link in body(as_alice, where)
    assert link not in body(as_bob, where)
    assert link not in body(Client(), where)


def test_every_word_can_be_translated(client: Client, edition: None, pseudo_locale: None) -> None:
    for where in (f"/codebook/guidelines/{ON}", f"/codebook/guidelines/I.C.9.a/{ON}", "/codebook/guidelines/II/",
                  "/codebook/guidelines/?q=heart", "/codebook/guidelines/?q=zebra"):  # fmt: skip
        found = untranslated(client.get(where).content.decode())
        assert [one for one in found if not one.startswith("title: ")] == []


def test_a_section_costs_one_query_more_than_any_page(as_alice: Client) -> None:
    def queries(where: str) -> int:
        body(as_alice, where)
        with CaptureQueriesContext(connection) as made:
            body(as_alice, where)
        return len(made)

    assert queries("/codebook/guidelines/I.C.9.a/") == queries("/codebook/place-of-service/") + 1

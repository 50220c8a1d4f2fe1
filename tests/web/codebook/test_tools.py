"""Calculators, lists, releases and what changed between them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from codeward import crosswalks
from codeward.codesets import Release, books
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from tests.web.codebook.pages import PAGES

pytestmark = pytest.mark.django_db
DIFF = PAGES["diff"]


def page(client: Client, address: str) -> str:
    """The page at an address."""
    return client.get(address).content.decode()


def test_the_units_of_a_drug(client: Client) -> None:
    shown = page(client, PAGES["units"])
    assert "3 units" in shown
    assert '<span class="cb-mod">JW</span>' in shown
    assert "ch. 17 §40" in shown


def test_a_codes_page_leads_to_its_calculator_and_fills_in_the_code(client: Client) -> None:
    assert 'href="/codebook/tools/units?code=J1885"' in page(client, "/codebook/hcpcs/J1885")
    answer = client.get("/codebook/tools/units?code=J1885")
    assert answer.status_code == 200
    assert 'value="J1885"' in answer.content.decode()
    assert "aria-invalid" not in answer.content.decode()


def test_an_error_stands_at_its_field(client: Client) -> None:
    shown = page(client, PAGES["units-error"])
    assert re.search(r'name="dose"[^>]*aria-invalid="true"', shown)
    assert "is not an amount" in shown
    assert shown.count('class="error"') == 1


@pytest.mark.parametrize("number", ["0.0000001e-99999999", "1e-200000000", "1e99999999", "9" * 300])
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("anesthesia?code=00790&minutes=95&payer=other&role=physician&time_rule=tenth&factor=20.50", "base"),
        ("anesthesia?code=00790&minutes=95&payer=other&role=physician&time_rule=tenth&base=7", "factor"),
        ("anesthesia?code=00790&payer=other&role=physician&time_rule=tenth&base=7", "minutes"),
        ("em?category=same_day&payer=other&problem_acute_complicated=1", "hours"),
        ("em?category=preventive&payer=other&patient=new", "age"),
    ],
)
def test_a_number_of_millions_of_digits_is_refused_at_its_field(
    client: Client, address: str, field: str, number: str
) -> None:
    answer = client.get(f"/codebook/tools/{address}&{field}={number}")
    assert answer.status_code == 422
    assert len(answer.content) < 100_000
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', answer.content.decode())


def test_an_indicator_says_what_it_means_and_how_it_was_published(client: Client) -> None:
    shown = page(client, "/codebook/cpt/99213")
    assert re.search(r"not divided into parts <span[^>]*>\(published as 0\)", shown)


def test_a_chapter_is_called_a_chapter_in_the_path(client: Client) -> None:
    assert ">Chapter 4</a>" in page(client, "/codebook/icd10cm/E11.9")
    assert ">Section 0</a>" in page(client, "/codebook/icd10pcs/0DTJ4ZZ")
    assert ">Section " not in page(client, "/codebook/cpt/99213").partition("<h1")[0]


def test_comparing_begins_with_two_releases_and_refuses_one_with_itself(client: Client) -> None:
    chosen = re.findall(r'<option value="([^"]+)" selected', page(client, "/codebook/releases/diff"))
    assert len(set(chosen)) == 2
    answer = client.get(f"/codebook/releases/diff?a={chosen[0]}&b={chosen[0]}")
    assert answer.status_code == 422
    assert "Choose two different editions" in answer.content.decode()


def test_the_level_of_a_visit(client: Client) -> None:
    shown = page(client, PAGES["em"])
    assert "/codebook/cpt/99214" in shown
    assert shown.count("decides") >= 2
    assert re.search(
        r'name="category"[^>]*aria-invalid', page(client, "/codebook/tools/em?category=moon&payer=other")
    )


def test_what_medicare_asks_of_a_visit_besides_can_be_entered(client: Client) -> None:
    """Principal physician, shared visits, minutes left out and those of other days stand on the page too."""
    shown = page(
        client,
        "/codebook/tools/em?category=hospital&payer=medicare&stage=initial&minutes=100&minutes_separately_reported=10"
        "&principal_physician=on&split_shared=on&minutes_by_other=40&on=2026-05-12",
    )
    assert "/codebook/cpt/99223" in shown
    assert "G0316" in shown
    assert shown.count('<span class="cb-mod">FS</span>') == 2
    assert '<span class="cb-mod">AI</span>' in shown
    home = (
        "/codebook/tools/em?category=home&payer=medicare&patient=established&minutes=75&minutes_other_days=35"
    )
    assert "G0318" in page(client, home)


def test_medicares_hours_are_asked_at_their_field(client: Client) -> None:
    shown = page(
        client, "/codebook/tools/em?category=same_day&payer=medicare&problem_threat=1&risk_hospitalization=on"
    )
    assert re.search(r'name="hours"[^>]*aria-invalid="true"', shown)


def test_a_code_that_is_no_more_is_refused_by_date(client: Client) -> None:
    shown = page(
        client, "/codebook/tools/em?category=hospital&payer=other&stage=initial&code=99218&on=2026-05-12"
    )
    assert re.search(r'name="code"[^>]*aria-invalid="true"', shown)


def test_anesthesia_and_risk(client: Client) -> None:
    assert "13.3" in page(client, PAGES["anesthesia"])
    shown = page(client, PAGES["raf"])
    assert "HCC 37" in shown
    assert "HCC 226" in shown


def test_a_cluster_of_the_crosswalk_says_so(client: Client) -> None:
    crosswalk = crosswalks.open("icd9")
    code = next(
        one for one in crosswalk.sources() if any(t.flags.get("combination") for t in crosswalk.targets(one))
    )
    assert "cluster 1.1" in page(client, f"/codebook/map?code={code}&to=icd9")
    assert "250.41" in page(client, PAGES["map"])
    backward = page(client, "/codebook/map?code=37&to=hcc&reverse=on")
    assert "/codebook/icd10cm/E11.22" in backward


def test_a_code_alone_is_shown_in_every_crosswalk_of_its_code_set(client: Client) -> None:
    today = page(client, "/codebook/map?code=e11.22&on=2026-05-12")
    for held in ("250.40", "END003", "HCC category, V28", "chronic condition"):
        assert held in today
    old = page(client, "/codebook/map?code=250.40&on=2026-05-12")
    assert "/codebook/icd10cm/E11.2" in old
    assert "ICD-9-CM" in old


def test_a_code_of_two_code_sets_is_shown_in_both(client: Client) -> None:
    book, listed = books.open("icd10cm"), crosswalks.open("icd10")
    both = next(code for code in listed.sources() if code.startswith("V") and book.get(code) is not None)
    shown = page(client, f"/codebook/map?code={both}")
    assert f'aria-label="ICD-10-CM {both}"' in shown
    assert f'aria-label="ICD-9-CM {both}"' in shown


def test_a_code_of_no_such_code_set_is_told_in_words(client: Client) -> None:
    assert "99213 is a code of CPT." in page(client, "/codebook/map?code=99213")
    assert "Did a spreadsheet drop a zero? Try 011.00." in page(client, "/codebook/map?code=11.00")
    assert "ZZZ is no code of ICD-10-CM or ICD-9-CM." in page(client, "/codebook/map?code=ZZZ")


def test_codes_that_do_not_stand_on_the_date_are_marked(client: Client) -> None:
    shown = page(client, "/codebook/map?code=V45.89&to=icd10&on=2026-05-12")
    assert "not billable on the date" in shown
    assert "not billable on the date" not in page(client, "/codebook/map?code=V45.89&to=icd10&on=2016-01-01")
    assert "G35 was billable until 2025-09-30" in page(client, "/codebook/map?code=G35&to=hcc&on=2026-05-12")


WRONG = [
    "map?code=E11.22&to=ccs",
    "map?code=11.00&to=icd10",
    "map?code=ZZZ&to=hcc",
    "map?code=ZZZ&to=successor",
    "map?code=99.&to=chronic&reverse=on",
    "tools/units?code=J0000&dose=1+mg&payer=medicare",
    "tools/units?code=J1885&dose=1+mg&payer=medicare",
    "tools/units?code=J1885&dose=1+ml&vials=1+ml&payer=medicare",
    "tools/em?category=office&payer=other&minutes=20",
    "tools/em?category=hospital&payer=other&minutes=20",
    "tools/em?category=consultation&payer=other&minutes=20",
    "tools/em?category=discharge&payer=other",
    "tools/em?category=office&payer=other&patient=new&tests=zz",
    "tools/anesthesia?code=99999&minutes=95&payer=medicare&role=physician&time_rule=tenth",
    "tools/anesthesia?code=00790&minutes=-1&payer=medicare&role=physician&time_rule=tenth",
    "tools/raf?diagnoses=ZZZ&age=72&sex=F&model=CMS-HCC+V28%3A2026&dual=none&orec=0",
    "tools/raf?diagnoses=I10&age=720&sex=F&model=CMS-HCC+V28%3A2026&dual=none&orec=0",
]


@pytest.mark.parametrize("address", WRONG)
def test_no_page_of_a_calculator_tells_a_learner_to_use_a_shell(client: Client, address: str) -> None:
    shown = re.sub(
        r"<(script|style)\b.*?</\1>|<[^>]*>", " ", page(client, f"/codebook/{address}"), flags=re.DOTALL
    )
    assert not re.search(r"codeward [a-z]|pip install|(?<!\w)--[a-z]|CODEWARD_|\.(csv|json|book)\b", shown)


def test_modifiers_on_one_line(client: Client) -> None:
    shown = page(client, PAGES["modifiers"])
    assert "26 and TC exclude each other" in shown
    found = page(client, "/codebook/modifiers/?q=both+sides")
    assert "/codebook/modifiers/50" in found
    assert client.get("/codebook/modifiers/rt")["Location"] == "/codebook/modifiers/RT"


def test_a_modifier_says_where_it_does_not_belong(client: Client) -> None:
    assert "25 does not belong to 27447" in page(client, PAGES["modifier"])


def test_places_are_narrowed(client: Client) -> None:
    whole = page(client, "/codebook/place-of-service/").count("<tr id=")
    facility = page(client, "/codebook/place-of-service/?rate=facility").count("<tr id=")
    assert 0 < facility < whole


def test_releases_say_what_is_in_force(client: Client) -> None:
    shown = page(client, "/codebook/releases/?on=2024-01-15")
    row = shown[shown.index('id="icd10cm-2023-10-01-titles"') :]
    assert "valid" in row[: row.index("</tr>")]
    assert "/codebook/releases/diff?a=icd10cm-2023-10-01-titles&amp;b=icd10cm-2026-04-01" in shown


def test_what_changed_is_paged_and_narrowed(client: Client) -> None:
    shown = page(client, DIFF)
    assert shown.count('class="cb-change-code"') == 100
    assert "Page 1 of" in shown
    narrowed = page(client, f"{DIFF}&kind=split&q=B88")
    assert 0 < narrowed.count('class="cb-change-code"') < 100
    split = page(client, f"{DIFF}&kind=not_billable")
    assert 'id="' in split


def test_the_older_release_stands_first_whichever_way_they_are_chosen(client: Client) -> None:
    turned = page(client, "/codebook/releases/diff?b=icd10cm-2023-10-01-titles&a=icd10cm-2026-04-01")
    assert turned.count('class="cb-change-code"') == 100
    assert "Added" in turned


def test_comparing_is_limited_but_not_looking_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from codeward.web.codebook import present_diff, views_diff
    from codeward.web.limits import Rate

    page(client, DIFF)
    monkeypatch.setattr(views_diff, "COMPARISONS", Rate("diff", 0, 600))
    assert client.get(DIFF).status_code == 200  # what was compared lately is kept, and counts nothing
    monkeypatch.setattr(present_diff, "_done", {})
    assert client.get(DIFF).status_code == 429


def test_what_changed_in_a_list_whose_codes_have_no_pages(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    (tmp_path / "releases").mkdir()
    for year, codes in ((2024, ("B90.0",)), (2025, ("B90.0", "B91"))):
        start = date(year, 10, 1)
        release = Release(f"poa-exempt-{start}", "poa-exempt", f"Exempt {year}", start, date(year + 1, 9, 30))
        rows = [PlainEntry(code, "code", f"Title of {code}", 0, billable=True) for code in codes]
        path = tmp_path / "releases" / f"{release.id}.f2-0000000000000000.book"
        path.write_bytes(compile_plain(release, rows, sources=()))
    shown = page(client, "/codebook/releases/diff?a=poa-exempt-2024-10-01&b=poa-exempt-2025-10-01")
    books.close_all()
    assert '<span class="code">B91</span>' in shown
    assert "Title of B91" in shown


@pytest.mark.parametrize("typed", ["../../", "<script>alert(1)</script>", "/", "E11.9/I10"])
def test_what_is_no_code_of_any_book_is_told_and_breaks_nothing(client: Client, typed: str) -> None:
    """Found by bench/attack.py: an address cannot hold it."""
    asked = {
        "diagnoses": typed,
        "age": "72",
        "sex": "F",
        "model": "CMS-HCC V28:2026",
        "dual": "none",
        "orec": "0",
    }
    answer = client.get("/codebook/tools/raf", asked)
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()

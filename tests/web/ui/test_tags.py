"""Template tags: escaped, labelled, told apart without colour."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template

from codeward.web.pages.gallery import HITS
from codeward.web.ui.icons import ICONS
from codeward.web.ui.templatetags import ui


def render(source: str, **context: Any) -> str:
    """A template with the tags of the look."""
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_code_is_escaped_and_not_translated() -> None:
    assert ui.code("E11.9") == '<span class="code" translate="no">E11.9</span>'
    assert "<script>" not in ui.code("<script>")


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in ui.icon("check")
    assert 'aria-label="done &amp; dusted" role="img"' in ui.icon("check", "done & dusted")
    with pytest.raises(KeyError):
        ui.icon("no-such-icon")


def test_a_status_is_icon_word_and_colour() -> None:
    shown = {kind: ui.status(kind, f"word {kind}") for kind in ui.STATUS}
    assert len({html.split('d="')[1].split('"')[0] for html in shown.values()}) == 4
    for kind, html in shown.items():
        assert f"chip-{kind}" in html
        assert f"word {kind}" in html


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Type 2 diabetes mellitus", ["diab"], "Type 2 <b>diab</b>etes mellitus"),
        ("Kidney disease (CKD)", ["ckd", "KIDNEY"], "<b>Kidney</b> disease (<b>CKD</b>)"),
        ("a <b>", ["<b"], "a <b>&lt;b</b>&gt;"),
        ("nothing", [""], "nothing"),
        ("two  spaces", [], "two  spaces"),
    ],
)
def test_matches_are_bold_and_everything_is_escaped(text: str, words: list[str], expected: str) -> None:
    assert ui.highlighted(text, words) == expected


def test_a_concept_row_says_billable_in_words() -> None:
    html = render("{% concept_row hit '#x' %}", hit=HITS[0])
    assert "billable" in html
    assert '<a class="concept" href="#x">' in html
    assert "not billable" in render("{% concept_row hit %}", hit=HITS[1])


def test_an_empty_state_has_what_why_next() -> None:
    html = render("{% empty 'No codes yet.' 'Find the main term.' '/x' 'Search' %}")
    assert [
        part in html
        for part in ("No codes yet.", "Find the main term.", '<a class="button" href="/x">Search')
    ]
    assert "<a" not in render("{% empty 'Nothing' %}")


def test_a_bar_has_its_figure_in_words() -> None:
    html = render("{% progress_bar 'Charts' 12 40 %}")
    assert 'value="12" max="40"' in html
    assert "12 / 40" in html


def test_a_field_is_wired_to_its_help_and_error() -> None:
    from django import forms

    class Sample(forms.Form):
        name = forms.CharField(help_text="As others see it")

    html = render("{% fields form %}", form=Sample({}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name-help id_name-error"' in html
    assert 'id="id_name-help"' in html
    assert 'id="id_name-error"' in html


def test_every_icon_draws_something() -> None:
    assert all(path.startswith("M") for path in ICONS.values())


def test_the_pages_of_a_list_are_linked_both_ways_and_keep_the_rest_of_the_address() -> None:
    paginator = Paginator(range(60), 25)
    first, second, last = (
        render("{% pages page query %}", page=paginator.get_page(n), query="q=a%26b&state=x")
        for n in (1, 2, 3)
    )
    assert 'rel="prev"' not in first
    assert 'href="?q=a%26b&amp;state=x&amp;page=2"' in first
    assert "Page 2 of 3" in second
    assert ('rel="prev"' in second, 'rel="next"' in second) == (True, True)
    assert 'rel="next"' not in last
    assert 'href="?page=2"' in render("{% pages page %}", page=paginator.get_page(1))
    assert render("{% pages page %}", page=Paginator(range(25), 25).get_page(1)).strip() == ""


def test_crumbs_lead_up_and_leave_out_what_is_not_installed() -> None:
    html = render(
        "{% crumbs '/a' 'Charts' missing 'Nowhere' '/b' name|untranslated 'Here' %}", name="Level <2>"
    )
    assert re.findall(r'<li><a href="([^"]+)">(.*?)</a></li>', html) == [
        ("/a", "Charts"),
        ("/b", '<span translate="no">Level &lt;2&gt;</span>'),
    ]
    assert '<li aria-current="page">Here</li>' in html
    assert "Nowhere" not in html
    assert "aria-current" not in render("{% crumbs '/a' 'Charts' %}")

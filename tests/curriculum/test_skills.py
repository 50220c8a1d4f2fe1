"""The closed list of skills: what every check, card, drill and difference leads to."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from codeward.charts.authorities import authorities, parse_tabular
from codeward.charts.yamlfile import parse_yaml
from codeward.practice import drills

CPC = frozenset(
    ["T", "A", "D", "G", "H", "C", "E", "N", "R", "L", "M", "K", "s1", "s2", "s3", "s4", "s5", "s6"]
)
CCS = frozenset(["i", "ii", "iii", "iv", "v"])


@pytest.fixture(scope="module")
def skills() -> list[dict[str, Any]]:
    path = files("codeward.curriculum") / "skills.yaml"
    found: list[dict[str, Any]] = parse_yaml(path.read_text(encoding="utf-8"), "skills.yaml")
    return found


def test_ids_are_area_and_name_and_none_is_there_twice(skills: list[dict[str, Any]]) -> None:
    ids = [skill["id"] for skill in skills]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if not re.fullmatch(r"[a-z]+(\.[a-z][a-z0-9_]*){1,2}", i)] == []


def test_titles_are_told_apart(skills: list[dict[str, Any]]) -> None:
    titles = [skill["title"] for skill in skills]
    assert len(titles) == len(set(titles))
    assert [t for t in titles if not t[0].isupper() or t.endswith(".") or len(t) > 80] == []


def test_every_lesson_of_the_map_has_two_to_five_skills(skills: list[dict[str, Any]]) -> None:
    of_lesson = Counter(skill["lesson"] for skill in skills)
    assert len(of_lesson) == 72
    assert {lesson: n for lesson, n in of_lesson.items() if not 2 <= n <= 5} == {}


def test_a_skill_that_is_confused_with_another_is_named_by_it_too(skills: list[dict[str, Any]]) -> None:
    near = {skill["id"]: skill["near"] for skill in skills}
    assert [(a, b) for a, there in near.items() for b in there if a not in near.get(b, ())] == []
    assert [i for i, there in near.items() if not there or i in there or len(set(there)) != len(there)] == []


def test_every_authority_can_be_cited_and_belongs_to_one_skill(skills: list[dict[str, Any]]) -> None:
    listed = [a for skill in skills for a in skill["authorities"]]
    assert [a for a in listed if a not in authorities() and parse_tabular(a) is None] == []
    assert [a for a, n in Counter(listed).items() if n > 1] == []


def test_an_axis_belongs_to_one_skill(skills: list[dict[str, Any]]) -> None:
    axes = Counter(axis for skill in skills for axis in skill["axes"])
    assert [axis for axis, n in axes.items() if n > 1] == []


def test_domains_and_generators_are_of_the_closed_lists(skills: list[dict[str, Any]]) -> None:
    assert [s["id"] for s in skills if not set(s["generators"]) <= drills.GENERATORS.keys()] == []
    assert {s["domains"]["cpc"] for s in skills if "cpc" in s["domains"]} == CPC
    ccs = [s["domains"]["ccs"] for s in skills]
    assert {one for several in ccs for one in ([several] if isinstance(several, str) else several)} == CCS


def test_what_the_cpc_does_not_ask_is_no_domain_of_it(skills: list[dict[str, Any]]) -> None:
    areas = {s["id"].partition(".")[0] for s in skills if "cpc" not in s["domains"]}
    assert areas == {"record", "dx", "poa", "pcs", "query", "pay", "claim", "data"}

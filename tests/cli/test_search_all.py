"""`codeward search --system all`, and the systems beside ICD-10-CM."""

from __future__ import annotations

import json

from tests.cli.conftest import Run, validator

ON = ("--on", "2026-05-12")
ALL = ("--system", "all", *ON)


def test_every_book_answers(run: Run) -> None:
    done = run("search", "laparoscopic", "appendectomy", "--json", *ALL)
    validator("search-all").validate(done.json)
    assert done.code == 0
    assert [tab["system"] for tab in done.json["systems"]] == ["icd10cm", "icd10pcs", "hcpcs", "cpt"]
    assert {hit["code"] for hit in done.json["hits"][:2]} == {"0DTJ4ZZ", "44970"}
    assert done.json["count"] == sum(tab["count"] for tab in done.json["systems"])
    assert "icd10pcs-2023-10-01 is in force from" in done.err  # the edition that answered is named


def test_study_glosses_say_so_and_official_titles_do_not(run: Run) -> None:
    hits = run("search", "wheelchair", "--json", *ALL).json["hits"]
    assert all(hit.get("gloss", False) == (hit["system"] in ("hcpcs", "cpt")) for hit in hits)
    (hit,) = run("search", "keytruda", "-n", "1", "--system", "hcpcs", "--json", *ON).json
    assert (hit["code"], hit["gloss"]) == ("J9271", True)


def test_text_for_people_counts_and_names_the_systems(run: Run) -> None:
    done = run("search", "wheelchair", "-n", "3", *ALL)
    lines = done.out.splitlines()
    assert lines[0].startswith("ICD-10-CM ")
    assert " · HCPCS Level II " in lines[0]
    assert len(lines) == 4


def test_a_slip_is_put_right_aloud(run: Run) -> None:
    done = run("search", "apendectomy", *ALL)
    assert done.code == 0
    assert "Did you mean appendectomy?" in done.err


def test_a_dash_prints_one_object_a_line(run: Run) -> None:
    done = run("search", "-", "--json", *ALL, stdin="99213\nqqqxyzzy\nJ1885\n")
    objects = [json.loads(line) for line in done.out.splitlines()]
    assert [len(found["hits"]) for found in objects] == [1, 0, 1]
    assert done.code == 1


def test_a_chapter_needs_a_system(run: Run) -> None:
    done = run("search", "cough", "--chapter", "10", *ALL)
    assert (done.code, done.out) == (2, "")
    assert "A chapter belongs to one code system" in done.err


def test_nothing_found_is_exit_code_1(run: Run) -> None:
    for query in ("qqqxyzzy", " "):
        done = run("search", query, *ALL)
        assert (done.code, done.out) == (1, "")
        assert done.err.count("\n") == 1

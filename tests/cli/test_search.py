"""`codeward search`."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run, validator

ON = ("--on", "2026-05-12")


def test_it_finds_codes_best_first_with_the_reason(run: Run) -> None:
    done = run("search", "type", "2", "diabetes", "-n", "5", "--json", *ON)
    validator("search").validate(done.json)
    assert done.code == 0
    assert 0 < len(done.json) <= 5
    assert any(hit["code"].startswith("E11") for hit in done.json)
    scores = [hit["score"] for hit in done.json]
    assert scores == sorted(scores, reverse=True)


def test_filters_narrow_the_hits(run: Run) -> None:
    hits = run("search", "diabetes", "--billable", "--chapter", "15", "--json", *ON).json
    assert hits
    assert all(hit["billable"] and hit["code"].startswith("O") for hit in hits)


def test_a_dash_prints_one_list_a_line(run: Run) -> None:
    done = run("search", "-", "--json", "-n", "1", *ON, stdin="hypertension\nqqqxyzzy wvwvwv\nasthma\n")
    lists = [json.loads(line) for line in done.out.splitlines()]
    assert [len(hits) for hits in lists] == [1, 0, 1]
    assert done.code == 1
    assert "qqqxyzzy" in done.err


def test_nothing_found_is_exit_code_1_with_a_way_out(run: Run) -> None:
    done = run("search", "qqqxyzzy", *ON)
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1


def test_an_empty_query_is_named_with_the_way_out(run: Run) -> None:
    for query in ("", "   "):
        done = run("search", query, *ON)
        assert (done.code, done.out) == (1, "")
        assert (
            done.err == "codeward: the query is empty. Type words or a code, such as: codeward search cough\n"
        )


def test_a_query_of_any_kind_is_no_traceback(run: Run) -> None:
    for query in ("a" * 10_000, "\x01\x02", "مرض السكري", "<script>", "'\" OR 1=1", "   "):
        done = run("search", query, *ON)
        assert done.code in (0, 1, 2)
        assert "Traceback" not in done.err


@pytest.mark.parametrize("arguments", [["-n", "0"], ["-n", "many"], ["--chapter"], ["--colour"], []])
def test_wrong_use_is_exit_code_2_and_one_line(run: Run, arguments: list[str]) -> None:
    done = run("search", *(["diabetes"] if arguments else []), *arguments)
    assert (done.code, done.out) == (2, "")
    assert "codeward search --help" in done.err
    assert done.err.count("\n") == 1


def test_both_ways_print_the_same(run: Run) -> None:
    # "--" is not among the plain forms, so Click reads these arguments
    options = ["-n", "4", "--billable", "--chapter", "4", *ON]
    for more in (["--json"], []):
        assert (
            run("search", *options, *more, "--", "sugar").out == run("search", *options, *more, "sugar").out
        )


def test_an_unknown_code_system_is_exit_code_2(run: Run) -> None:
    done = run("search", "diabetes", "--system", "snomed", *ON)
    assert (done.code, done.out) == (2, "")
    assert 'There is no code system "snomed". Installed: ' in done.err


def test_text_for_people_names_code_and_reason(run: Run) -> None:
    done = run("search", "hypertension", "-n", "3", *ON)
    assert done.code == 0
    assert 1 <= len(done.out.splitlines()) <= 3
    assert "I10" in done.out

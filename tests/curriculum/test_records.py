"""Records that hold together, and what the audit of the keys found one by one."""

from __future__ import annotations

import re

from codeward.charts import Chart, Curriculum

# A clock time, with colon or as four digits; years, yesterday and tomorrow are none.
CLOCK = re.compile(r"(?<![\d:/.])(?<!tomorrow at about )([01]\d|2[0-3]):?([0-5]\d)(?![\d:/%])(?! yesterday)")
YEARS = re.compile(r"\b20(1\d|2\d)\b")
DATES = re.compile(
    r"\b\d{1,2}/\d{1,2}\b|\b\d{1,2} [A-Z][a-z]+ 20\d\d|(?i:\b\d{1,2} (?:may|june|july|april)\b)"
)


def required(chart: Chart) -> set[str]:
    return {line.code for line in chart.key.lines if line.required}


def test_no_note_tells_of_an_hour_that_comes_after_it(curriculum: Curriculum) -> None:
    """A flowsheet is kept open for a shift; a note that names other days is read by a person."""
    seen = 0
    for chart in curriculum.charts.values():
        for document in chart.documents:
            if document.time is None or "flowsheet" in document.kind or DATES.search(document.text):
                continue
            seen += 1
            text = YEARS.sub("", document.text)
            late = [f"{h}:{m}" for h, m in CLOCK.findall(text) if f"{h}:{m}" > document.time]
            assert late == [], (chart.id, document.id, document.time)
    assert seen > 50
    icu = curriculum.charts["flank-pain-icu"].document("ed-note")
    assert (icu.time, "0715" in icu.text) == ("07:20", True)


def test_a_fall_of_hemoglobin_called_slow_is_slow(curriculum: Curriculum) -> None:
    text = curriculum.charts["transfusion-stay"].document("admission-note").text
    assert "the fall has been slow" in text
    at_diagnosis = re.search(r"(\d+\.\d) at diagnosis", text)
    assert at_diagnosis is not None
    assert float(at_diagnosis[1]) - 6.4 < 2


def test_no_summary_speaks_of_how_the_charts_were_made(curriculum: Curriculum) -> None:
    for chart in curriculum.charts.values():
        assert not re.search(r"\bplan\b|\breaders?\b|blind", chart.key.summary, re.I), chart.id


def test_hypoxemia_that_is_treated_for_days_is_coded_beside_the_pneumonia(curriculum: Curriculum) -> None:
    chart = curriculum.charts["fever-after-lunch"]
    line = next(line for line in chart.key.lines if line.code == "R09.02")
    assert (line.role, line.poa) == ("required", "Y")
    assert {"I.B.6", "III"} <= set(line.citation)


def test_the_extent_of_a_small_burn_rests_on_the_note_at_the_block(curriculum: Curriculum) -> None:
    chart = curriculum.charts["palm-burn-kitchen"]
    line = next(line for line in chart.key.lines if line.code == "T31.0")
    assert line.required
    assert "Tabular T20-T25 use_additional" in line.citation
    assert "I.C.19.d.6" not in line.citation


def test_signs_that_readers_code_too_much_have_an_entry(curriculum: Curriculum) -> None:
    wanted = {
        "rectal-bleeding": {"R00.0"},
        "swollen-legs": {"R09.89", "R60.0"},
        "breathless-three-days": {"R00.0", "R06.82", "R09.89"},
        "flank-pain-blood": {"R10.8A1"},
        "flank-pain-icu": {"R10.8A1", "R00.0"},
        "ward-fever": {"R00.0"},
    }
    for chart_id, codes in wanted.items():
        ledger = curriculum.charts[chart_id].key.ledger
        assert {c for c in codes if not any(entry.rejects_code(c) for entry in ledger)} == set(), chart_id


def test_a_documented_walk_out_of_the_house_is_not_called_denied(curriculum: Curriculum) -> None:
    chart = curriculum.charts["memory-clinic-review"]
    line = next(line for line in chart.key.lines if line.code == "F02.B18")
    near = next(n for n in line.near if n.code == "F02.B11")
    assert "denied" not in near.reason
    assert "exit-seeking" in near.reason
    author = chart.document("geriatrics-note").author.name
    assert (author, "in his words" in line.reason) == ("Alasdair Penhaligon, MD", True)

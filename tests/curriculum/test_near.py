"""A near miss is a misread detail of what the key codes: never another line, nor what the record rules out."""

from __future__ import annotations

from codeward.charts import Curriculum
from codeward.codesets import Book

# Codes of another category that a denial rejects and that are still the same thing, told as of another time or kind.
SAME_THING = {
    ("fever-after-lunch", "I63.9"): "the stroke, as if it were now",
    ("lung-clinic-return", "U07.1"): "the infection, as if it were now",
    ("radiation-consult", "C34.11"): "the lung cancer, as if it were there",
    ("urology-yearly", "C61"): "the prostate cancer, as if it were there",
    ("rectal-bleeding", "D50.0"): "the loss of blood, as if it were slow",
    ("forearm-scar-visit", "L90.5"): "the scar, without its kind",
    ("palm-burn-kitchen", "X10.2XXA"): "the heat, from another source",
}
# Conditions that were raised and denied, or that nobody documents: they earned a quarter and more once.
RULED_OUT = {
    "chest-pain-overnight": {"I21.4", "I20.0", "K21.9", "Z03.89", "I16.0"},
    "transfusion-stay": {"D62", "D50.0", "D50.9", "D64.81"},
    "flank-pain-icu": {"N17.0", "R57.1", "N13.6"},
    "icu-unresponsive-arrival": {"J96.02", "J80", "F10.929", "F10.129", "G92.8", "F33.3"},
    "hospital-day-two": {"J96.01", "J96.91"},
    "fever-after-lunch": {"J96.01"},
    "cough-eleven-days": {"J69.0", "J15.69"},
    "ward-fever": {"N10", "N30.00", "A41.9", "A41.51", "R65.20"},
    "annual-physical": {"I10"},
    "pressure-at-dental-clinic": {"I11.9", "I12.9", "I1A.0"},
    "rash-after-sore-throat": {"L50.0"},
    "resident-clinic-low-mood": {"F32.1", "F32.2", "F33.1", "F33.9"},
    "special-care-nursery-stay": {"P55.1", "P05.18", "O60.14X0"},
    "endoscopy-unit-visit": {"D01.0", "D37.4", "Z09", "Z85.038"},
}


def test_a_near_miss_is_never_another_line(curriculum: Curriculum) -> None:
    for chart in curriculum.charts.values():
        lines = {line.code for line in chart.key.lines}
        assert [n.code for line in chart.key.lines for n in line.near if n.code in lines] == [], chart.id


def test_what_is_ruled_out_or_undocumented_is_rejected_and_never_near(curriculum: Curriculum) -> None:
    for chart_id, codes in RULED_OUT.items():
        key = curriculum.charts[chart_id].key
        near = {n.code for line in key.lines for n in line.near}
        assert near & codes == set(), chart_id
        assert codes - {c for entry in key.ledger for c in entry.rejects} == set(), chart_id


def test_a_near_miss_of_another_category_is_not_what_the_record_denies(curriculum: Curriculum) -> None:
    found = set()
    for chart in curriculum.charts.values():
        denied = {c for entry in chart.key.ledger if entry.state == "negated" for c in entry.rejects}
        for line in chart.key.lines:
            found |= {
                (chart.id, n.code) for n in line.near if n.code in denied and n.code[:3] != line.code[:3]
            }
    assert found == set(SAME_THING)


def test_the_lesson_of_each_wrong_code_is_the_one_of_its_record(curriculum: Curriculum) -> None:
    """The near miss speaks before the ledger: both must teach the same, and the near one the rule itself."""
    told = {
        (chart.id, n.code): (n.reason, n.citation)
        for chart in curriculum.charts.values()
        for line in chart.key.lines
        for n in line.near
    }
    reason, citation = told["palm-burn-kitchen", "T23.251A"]
    assert citation == ("I.C.19.d.2",)
    assert "higher" in reason
    assert "Tabular L27 excludes1" in told["rash-after-sore-throat", "T78.40XA"][1]
    assert "I.C.9.a.7" in told["pressure-at-dental-clinic", "R03.0"][1]
    assert "I.C.15.b.5" in told["birth-center-stay", "Z38.00"][1]
    for chart_id, code in (("palm-burn-kitchen", "T23.251A"), ("rash-after-sore-throat", "T78.40XA")):
        ledger = curriculum.charts[chart_id].key.ledger
        assert [e.quote for e in ledger if e.state == "uncertain" and code in e.rejects] == []
    combined = curriculum.charts["infusion-visit"].key.alternatives[0]
    # Which codes it stands for the grade says itself; the key says why it is worth less.
    assert "only the combined status" in combined.reason
    assert "each has its own code" in combined.reason


def test_a_wrong_side_is_called_by_its_name(curriculum: Curriculum, book: Book) -> None:
    """A beginner who took the left code must not be told only that the right one broke."""
    silent = set()
    for chart in curriculum.charts.values():
        for line in (line for line in chart.key.lines if line.code in book):
            right = _words(book, line.code)
            for near in (near for near in line.near if near.code in book):
                for side, other in (("left", "right"), ("right", "left")):
                    if side in _words(book, near.code) and other in right and side not in near.reason.lower():
                        silent.add((chart.id, near.code))
    assert silent == set()


def _words(book: Book, code: str) -> set[str]:
    return set(book[code].description.lower().replace(",", " ").split())

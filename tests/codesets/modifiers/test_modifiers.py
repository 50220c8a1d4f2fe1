"""The modifiers: enough of them, each with its source, and the rules of a claim line."""

from __future__ import annotations

import csv
import json
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets import cpt, modifiers
from codeward.codesets.modifiers.load import table_from
from codeward.errors import LoaderError

ON = date(2026, 5, 12)
ALL = [modifier.code for modifier in modifiers.all()]

TAUGHT = """
22 23 24 25 26 27 32 33 47 50 51 52 53 54 55 56 57 58 59 62 63 66 73 74 76 77 78 79 80 81 82 90 91 92 93 95 96 97 99
LT RT E1 E2 E3 E4 FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9 LC LD LM RC RI P1 P2 P3 P4 P5 P6
XE XP XS XU TC PT AA AD QK QS QX QY QZ AI AS FS FT GC GE GA GX GY GZ GP GO GN CO CQ KX JW JZ JG TB PN PO QW FQ GT GQ
G0 CR CS CT FX FY QM QN GV GW Q5 Q6 Q0 Q1 GG GH SG NU RR UE KA KH KI KJ LL MS BP BR BU RA RB K0 K1 K2 K3 K4 AU AV AW
AX EY GK GL UN UP UQ UR US
"""


def test_every_modifier_that_a_certificate_teaches_is_there() -> None:
    assert [code for code in TAUGHT.split() if modifiers.get(code) is None] == []
    assert len(modifiers.all()) == 246
    assert sum(modifier.level == "cpt" for modifier in modifiers.all()) == 49


def test_every_row_has_source_citation_and_how_it_was_verified() -> None:
    for modifier in modifiers.all():
        assert modifier.source, modifier.code
        assert modifier.citation, modifier.code
        assert modifier.verified, modifier.code
        assert modifier.codes, modifier.code
        assert modifier.settings, modifier.code
        json.dumps(modifier.to_json())
        assert modifier.to_json()["gloss"] is True


def test_a_waiver_ends_with_the_emergency() -> None:
    assert modifiers.get("CS", date(2023, 5, 11)) is not None
    assert modifiers.get("cs", date(2023, 5, 12)) is None
    assert modifiers.get("CS", date(2020, 3, 17)) is None
    assert "CS" not in {modifier.code for modifier in modifiers.all(ON)}
    assert modifiers.get("JG", ON) is None
    assert "in force from 2020-03-18 to 2023-05-11" in (modifiers.why_not("CS", "99213", on=ON) or "")


def test_there_is_no_such_modifier() -> None:
    assert modifiers.get("QQQ") is None
    assert modifiers.get("") is None
    assert modifiers.why_not("ZQ", "99213") == "There is no modifier ZQ."


@pytest.mark.parametrize(
    "pair",
    ["26 TC", "50 LT", "50 RT", "59 XS", "XE XU", "80 AS", "62 80", "AA QX", "QK QZ", "P1 P3", "58 78", "52 53",
     "73 74", "54 55", "76 77", "91 59", "GP GO", "JW JZ", "PN PO", "GA GZ", "GY GA", "NU RR", "KH KI", "K1 K3",
     "LC RC",
     "KX GA", "KX GZ", "GY KX", "RT LT",
     "E1 E3", "TA T5", "93 95", "33 PT", "GC GE", "RA RB", "BP BR", "Q0 Q1", "GV GW", "UN UP", "FX FY"],
)  # fmt: skip
def test_two_that_exclude_each_other(pair: str) -> None:
    first, second = pair.split()
    found = modifiers.conflicts([first, second])
    assert [(row.first, row.second) for row in found] == [(first, second)]
    assert "exclude each other" in found[0].why
    assert len(modifiers.conflicts([second, first])) == 1


@pytest.mark.parametrize(
    "line",
    [
        "26 59",
        "25 GC",
        "50 80",
        "GY GX",
        "AA P3 QS",
        "LT 59",
        "CQ GP",
        "CO GO KX",
        "RR KH KX",
        "RH QN",
        "24 25",
    ],
)
def test_what_may_stand_together(line: str) -> None:
    assert modifiers.conflicts(line.split()) == ()


def test_a_supplier_bills_each_side_on_a_line_of_its_own() -> None:
    """DME contractors, Correct Coding: RT and LT on one line are rejected since 2019-03-01."""
    both = ["RT", "LT"]
    assert "line of its own" in modifiers.conflicts(both, ON, line="L1970", setting="supplier")[0].why
    assert modifiers.conflicts(both, ON, line="A5500")
    assert modifiers.conflicts(both, date(2019, 2, 28), line="A5500") == ()
    assert modifiers.conflicts(both, ON, line="73560", setting="professional") == ()
    assert modifiers.conflicts(both, ON, line="L1970", setting="hospital-outpatient") == ()
    assert "LT" not in modifiers.get("RT").excludes  # type: ignore[union-attr]


def test_who_says_that_the_policy_is_met_does_not_expect_a_denial() -> None:
    """Claims Processing Manual, ch. 30 §50: GA and GZ expect one, GY says that there is no benefit."""
    assert {"GA", "GY", "GZ"} <= set(modifiers.get("KX").excludes)  # type: ignore[union-attr]
    for other in ("GA", "GY", "GZ"):
        assert "policy is met" in modifiers.conflicts(["KX", other], ON, line="E0601")[0].why


def test_an_excepted_department_changes_the_price_too() -> None:
    """83 FR 58818: a clinic visit in an excepted off-campus department is paid less, so PO stands with the prices."""
    assert modifiers.get("PO").kind == "pricing"  # type: ignore[union-attr]
    assert modifiers.in_order(["25", "PO"]) == ("PO", "25")


@pytest.mark.parametrize(
    "row", ["KX,GA,,,,,cited", "KX,GA,,,,why,", "KX,G?,,,,why,cited", "KX,GA,,nowhere,,why,cited"]
)
def test_a_pair_without_reason_citation_or_known_names_is_refused(row: str) -> None:
    folder = Path(modifiers.__file__).parent / "data"
    words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    with pytest.raises(LoaderError, match=r"conflicts\.csv"):
        table_from(
            (folder / "modifiers.csv").read_text(encoding="utf-8"),
            words,
            f"first,second,codes,settings,from,why,citation\n{row}\n",
        )


def test_one_that_needs_another_and_one_that_stands_twice() -> None:
    assert [(row.first, row.second) for row in modifiers.conflicts(["CQ"])] == [("CQ", "GP")]
    assert [(row.first, row.second) for row in modifiers.conflicts(["CO", "GP"])] == [("CO", "GO")]
    assert "twice" in modifiers.conflicts(["25", "25"])[0].why


def test_the_order_on_the_line() -> None:
    assert modifiers.in_order(["RT", "GC", "59", "26"]) == ("26", "59", "RT", "GC")
    assert modifiers.in_order(["P3", "QS", "AA"]) == ("AA", "P3", "QS")
    assert modifiers.in_order(["KX", "RR"]) == ("RR", "KX")
    assert modifiers.in_order(["zz", "gy", "rh"]) == ("RH", "GY", "ZZ")
    for line in permutations(["TC", "LT", "X1"]):
        assert modifiers.in_order(line) == ("TC", "LT", "X1")


@pytest.mark.parametrize(
    ("modifier", "code", "setting", "fits"),
    [
        ("25", "99213", "professional", True), ("25", "27447", "professional", False),
        ("50", "27447", "professional", True), ("50", "99213", None, False), ("50", "27447", "supplier", False),
        ("57", "99223", None, True), ("57", "11042", None, False), ("26", "71046", None, True),
        ("59", "99213", None, False), ("59", "11042", None, True), ("59", "0100T", None, True),
        ("AA", "00100", None, True), ("AA", "10060", None, False), ("P3", "01967", None, True),
        ("73", "45378", "asc", True), ("73", "45378", "professional", False), ("80", "44140", None, True),
        ("AT", "98941", None, True), ("AT", "97110", None, False), ("GP", "97110", None, True),
        # Globulins and the rabies vaccine are drugs like others (Claims Processing Manual, ch. 17 §40)
        ("JZ", "90375", "professional", True), ("JW", "90675", "professional", True), ("JZ", "90686", None, False),
        ("JA", "J1439", "professional", True), ("JB", "J0897", "professional", True),
        # Every item that a supplier bills may lack an order or be upgraded (ch. 20 §120), braces and lenses too
        ("EY", "L1970", "supplier", True), ("GK", "L5301", "supplier", True), ("GL", "L0112", "supplier", True),
        ("EY", "L9900", "supplier", True), ("EY", "V2100", "supplier", True), ("EY", "99213", None, False),
        # TB is for all covered entities since 2025 (88 FR 81540)
        ("TB", "J1745", "professional", True), ("TB", "J7613", "supplier", True),
        ("JW", "J9271", None, True), ("JW", "96413", None, False), ("RR", "E0260", "supplier", True),
        ("NU", "99213", None, False), ("K3", "L5301", None, True), ("K3", "L1830", None, False),
        ("LD", "92928", None, True), ("LD", "33533", None, False), ("1P", "3044F", None, True),
        ("1P", "99213", None, False), ("RH", "A0429", "ambulance", True), ("RH", "99213", None, False),
        ("SG", "A0429", "ambulance", True), ("SG", "29881", "asc", True), ("UN", "R0075", None, True),
        ("Q8", "11721", None, True), ("PT", "45385", None, True), ("90", "85025", "laboratory", True),
        ("27", "99283", "hospital-outpatient", True), ("27", "99283", "professional", False),
        ("50", "27447 ", "professional", True), ("50", "", None, False), ("50", "2744", None, False),
    ],
)  # fmt: skip
def test_whether_one_fits(modifier: str, code: str, setting: modifiers.Setting | None, fits: bool) -> None:
    assert modifiers.fits(modifier, code, setting) is fits
    assert (modifiers.why_not(modifier, code, setting) is None) is fits


# Modifiers that fit, and ones that do not, by the kind of code and its own indicators of the fee schedule.
KINDS_OF_CODE = [
    (
        "J1885",
        "JW JZ JA JB TB KX GA GY 99",
        "26 TC 50 51 52 62 80 E1 F5 T5 RT LT 73 76 95 QW X1 CT FX 33 AQ TD",
    ),
    ("99213", "25 24 57 95 GC 33 GA", "53 26 TC 50 51 59 RT LT E1 CA JW 22 76 80"),
    ("27447", "RT LT 50 51 22 80 82 AS 62 54 55 78 79 59", "26 TC E1 FA TA 66 25 JW 95 91 QW"),
    ("71046", "26 TC 59 76 77 FY", "50 51 62 80 F5 TA E1 54 GG CT 25 93"),
    ("73140", "RT LT F5 26 TC 50", "T5 80 E2"),
    ("93000", "76 59", "26 TC 50 51 RT 80"),
    ("93005", "76", "26 TC"),
    ("80053", "90 91 QW 59", "26 TC 50 RT LT 80 95"),
    ("88305", "26 TC", "50 RT"),
    ("92014", "24 25", "50 26"),
    ("20610", "RT LT 50 59 XS", "26 TC 80 E1 AS 54"),
    ("11042", "59 51", "26 50 62"),
    ("67800", "E1 E4", "F1 T1 26"),
    ("26055", "F1 FA RT", "T1 E1 TC"),
    ("28285", "TA T9 LT", "F1 E1 TC"),
    ("00142", "AA QZ QK P3 QS 23 53", "RT LT 50 51 26 80 62"),
    ("A0427", "GY QN CR", "50 26 RT 25"),
    ("E0601", "RR NU KH KX RT", "26 50 JW 25"),
]


def fit_at(code: str, modifier: str) -> bool:
    return modifiers.fits(modifier, code, on=ON, indicators=cpt.facts(code))


@pytest.mark.parametrize(("code", "yes", "no"), KINDS_OF_CODE, ids=[row[0] for row in KINDS_OF_CODE])
def test_that_one_fits_means_something_at_each_kind_of_code(code: str, yes: str, no: str) -> None:
    assert [one for one in yes.split() if not fit_at(code, one)] == []
    assert [one for one in no.split() if len(one) == 2 and fit_at(code, one)] == []


def test_few_of_all_modifiers_are_left_for_a_code() -> None:
    counts = {code: sum(fit_at(code, one) for one in ALL) for code, _, _ in KINDS_OF_CODE}
    assert max(counts.values()) < 95, counts
    assert counts["J1885"] < 45
    assert counts["99213"] < 55


@pytest.mark.parametrize("modifier", ["26", "TC", "50", "51", "62", "66", "80", "54", "RT"])
def test_a_code_s_own_indicator_has_the_last_word_and_is_named(modifier: str) -> None:
    found = modifiers.get(modifier)
    assert found is not None
    assert found.indicator is not None
    name, allowed = found.indicator
    for value in {"0", "1", "2", "3", "4", "9", "XXX", "090"} | set(allowed):
        why = modifiers.why_not(modifier, "27447", None, ON, {name: value})
        assert (why is None) is (value in allowed), value
        assert why is None or f"indicator is {value}" in why
    assert modifiers.fits(modifier, "27447", None, ON, {})


def test_one_that_cms_lists_and_we_do_not_teach_is_no_unknown_one() -> None:
    assert modifiers.get("HN") is None or modifiers.get("HN").level == "ambulance"  # type: ignore[union-attr]
    assert modifiers.listed("HQ")
    assert modifiers.listed("rh")
    assert not modifiers.listed("ZQ")
    assert modifiers.why_not("HQ", "H0004") is None


def test_why_one_does_not_fit_is_said_with_a_citation() -> None:
    why = modifiers.why_not("50", "99213") or ""
    assert why.startswith("50 does not belong to 99213")
    assert "Medicare Claims Processing Manual, chapter 12, section 40.7" in why


def test_the_letters_of_an_ambulance_trip() -> None:
    trip = modifiers.trip("SH")
    assert trip is not None
    assert trip.meaning == "Trip from the scene of an accident or sudden illness to a hospital"
    assert modifiers.trip("XH") is None  # a stop on the way is no origin
    assert modifiers.trip("HS") is None  # the scene is no destination
    assert modifiers.trip("HX") is not None
    assert modifiers.trip("ZZ") is None
    assert len(modifiers.PLACES) == 11
    on_the_road, on_the_table = modifiers.get("SG", line="A0428"), modifiers.get("SG", line="29881")
    assert on_the_road is not None
    assert on_the_table is not None
    assert (on_the_road.level, on_the_table.level) == ("ambulance", "hcpcs")


@settings(max_examples=80)
@given(st.lists(st.sampled_from(ALL), max_size=5))
def test_conflicts_do_not_depend_on_the_order(line: list[str]) -> None:
    forward = {frozenset((row.first, row.second)) for row in modifiers.conflicts(line)}
    assert forward == {frozenset((row.first, row.second)) for row in modifiers.conflicts(line[::-1])}
    assert sorted(modifiers.in_order(line)) == sorted(line)
    assert modifiers.in_order(modifiers.in_order(line)) == modifiers.in_order(line)


@settings(max_examples=80)
@given(modifier=st.text(max_size=4), code=st.text(max_size=6))
def test_any_text_is_answered(modifier: str, code: str) -> None:
    modifiers.get(modifier, line=code)
    modifiers.conflicts([modifier, code])
    assert isinstance(modifiers.fits(modifier, code), bool)


def test_exclusion_is_mutual() -> None:
    pairs = 0
    for modifier in modifiers.all():
        for other in modifier.excludes:
            second = modifiers.get(other)
            assert second is not None
            assert modifier.code in second.excludes
            pairs += 1
    assert pairs > 50


HEAD = "code,level,kind,meaning,codes,settings,groups,excludes,requires,from,to,citation,note,source,verified"
WORDS = {"classes": {"ANY": ["A0021-V9999"]}, "groups": {}, "sources": {"s": "S"}, "verified": {"v": "V"}}


@pytest.mark.parametrize(
    "row",
    [
        "AA,cpt,wild,x,ANY,professional,,,,,,c,,s,v",
        "AA,cpt,pricing,x,ANY,nowhere,,,,,,c,,s,v",
        "AA,cpt,pricing,x,A00-B1,professional,,,,,,c,,s,v",
        "AA,cpt,pricing,x,ANY,professional,club,,,,,c,,s,v",
        "AA,cpt,pricing,x,ANY,professional,,,,yesterday,,c,,s,v",
        "AA,cpt,pricing,x,ANY,professional,,,,,,c,,hearsay,v",
    ],
)
def test_a_row_that_is_not_understood_is_an_error_with_its_line(row: str) -> None:
    with pytest.raises(LoaderError, match=r"modifiers\.csv:2: AA"):
        table_from(f"{HEAD}\n{row}\n", WORDS)


def test_a_row_without_source_or_citation_is_left_out() -> None:
    rows = ["AA,cpt,pricing,x,ANY,professional,,,,,,c,,,v", "AB,cpt,pricing,x,ANY,professional,,,,,,,,s,v"]
    whole = "AC,cpt,pricing,x,ANY,professional,,,,,,c,,s,v"
    assert list(table_from("\n".join([HEAD, *rows, whole]), WORDS).by_code) == ["AC"]


def test_one_that_stands_there_twice_is_an_error() -> None:
    row = "AA,cpt,pricing,x,ANY,professional,,,,,,c,,s,v"
    with pytest.raises(LoaderError, match="twice"):
        table_from(f"{HEAD}\n{row}\n{row}\n", WORDS)


@pytest.mark.shared
def test_every_hcpcs_modifier_of_ours_is_cms_s_and_no_words_are(shared: Path) -> None:
    path = shared / "hcpcs_recent" / "hcpcs_level2_modifiers_2024.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        theirs = {row["mod_code"]: row["mod_description"].lower() for row in csv.DictReader(stream)}
    ours = [modifier for modifier in modifiers.all() if modifier.level == "hcpcs"]
    assert [modifier.code for modifier in ours if modifier.code not in theirs] == []
    alike = [
        row.code for row in ours if row.meaning.lower() == theirs[row.code] and len(row.meaning.split()) > 6
    ]
    assert alike == []


@pytest.mark.shared
def test_dates_added_are_those_of_the_2019_file(shared: Path) -> None:
    import lzma

    raw = lzma.decompress((shared / "hcpcs" / "HCPC2019_CONTR_ANWEB.txt.xz").read_bytes()).decode("latin-1")
    added = {line[3:5]: line[268:276] for line in raw.split("\r\n") if len(line) > 300 and line[10] == "7"}
    compared = 0
    for modifier in modifiers.all():
        if (
            "compared by machine); " in modifier.verified + "; "
            and "date added in CMS's 2019 file" in modifier.verified
        ):
            assert modifier.effective_from is not None
            assert modifier.effective_from.strftime("%Y%m%d") == added[modifier.code]
            compared += 1
    assert compared > 160

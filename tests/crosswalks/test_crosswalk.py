"""The packaged crosswalks: what they answer, both ways, with flags, and what they say of codes they do not know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward import crosswalks
from codeward.codesets import validity
from codeward.crosswalks import Target
from codeward.crosswalks.model import display, keyed
from codeward.errors import CodewardError, UnknownCode

ROWS = {
    "ccs": 15_082, "ccsr": 74_549, "chronic": 74_549, "chronic-icd9": 13_769, "complex-chronic": 3_263,
    "complex-chronic-icd9": 1_546, "hcc": 8_317, "hcc-esrd-v24": 10_354, "hcc-v22": 10_121, "hcc-v24": 10_354,
    "icd9": 78_838, "icd10": 23_912, "rxhcc": 5_546,
}  # fmt: skip


def codes(crosswalk: str, code: str) -> list[str]:
    return [target.code for target in crosswalks.open(crosswalk, date(2026, 6, 1)).map(code)]


@pytest.mark.parametrize("name", ROWS)
def test_every_packaged_crosswalk_is_whole(name: str) -> None:
    crosswalk = crosswalks.open(name, date(2026, 6, 1))
    assert crosswalk.info["rows"] == ROWS[name]
    assert crosswalk.info["licence"]
    assert crosswalk.info["source"]
    unnamed = {code for code, text in crosswalk.names().items() if not text}
    assert unnamed == ({"M51.07"} if name == "icd10" else set())  # a code that ended before ICD-10-CM began


def test_every_crosswalk_is_listed() -> None:
    assert set(crosswalks.names()) == {*ROWS, "successor"}
    assert all(crosswalks.describe(name)["title"] for name in crosswalks.names())


@pytest.mark.parametrize(
    ("crosswalk", "code", "wanted"),
    [
        ("icd9", "E11.9", ["250.00"]),
        ("icd9", "e119", ["250.00"]),
        ("icd9", "V81.2XXA", ["E800.1"]),
        ("icd10", "250.40", ["E11.29"]),
        ("icd10", "E800.0", ["V81.2XXA"]),
        ("icd10", "V10.00", ["Z85.00"]),
        ("ccsr", "E11.22", ["END003"]),
        ("ccs", "250.40", ["50"]),
        ("chronic", "I10", ["1"]),
        ("chronic", "J02.9", ["0"]),
        ("chronic-icd9", "401.9", ["1"]),
        ("complex-chronic", "Z99.2", ["renal"]),
        ("hcc", "E11.22", ["37"]),
        ("hcc-v24", "E11.22", ["18"]),
        ("hcc", "E11.311", ["298", "37"]),
        ("rxhcc", "E11.22", ["30"]),
    ],
)
def test_a_code_maps(crosswalk: str, code: str, wanted: list[str]) -> None:
    assert sorted(codes(crosswalk, code)) == wanted


def test_a_mapping_carries_description_and_flags() -> None:
    (target,) = crosswalks.open("icd9").map("E11.9")
    assert target == Target(
        "250.00",
        "Diabetes mellitus without mention of complication, type II or unspecified type, not stated as uncontrolled",
        {"approximate": True, "no_map": False, "combination": False, "scenario": 0, "choice_list": 0},
    )
    (target,) = crosswalks.open("hcc", date(2026, 1, 1)).map("E11.22")
    assert target.description == "Diabetes with Chronic Complications"
    assert target.flags == {"model": "CMS-HCC V28", "payment_year": 2026}


def test_what_has_no_map_says_so() -> None:
    (target,) = crosswalks.open("icd9").map("R40.2130")
    assert (target.code, target.flags["no_map"]) == ("", True)
    assert target.to_json()["code"] is None
    assert crosswalks.open("icd9").alternatives("R40.2130") == ()


def test_a_combination_reads_as_one_code_from_each_list() -> None:
    (cluster,) = crosswalks.open("icd10").alternatives("073.0")  # ornithosis with pneumonia
    assert cluster.scenario == 1
    assert [[target.code for target in each] for each in cluster.lists] == [["A70"], ["J17"]]


def test_scenarios_and_choice_lists_stay_apart() -> None:
    found = crosswalks.open("icd10")
    clusters = [
        cluster for code in found.sources()[::9] for cluster in found.alternatives(code) if cluster.scenario
    ]
    assert {cluster.scenario for cluster in clusters} >= {1, 2}
    for cluster in clusters:
        lists = [{target.flags["choice_list"] for target in each} for each in cluster.lists]
        assert lists == [{number} for number in range(1, len(lists) + 1)]
        assert {t.flags["scenario"] for each in cluster.lists for t in each} == {cluster.scenario}


@pytest.mark.parametrize(
    ("crosswalk", "code", "meant"),
    [("icd10", "11.00", ("011.00",)), ("icd10", "10.00", ("010.00",)), ("icd10", "E80.00", ()), ("icd10", "4019.", ()),
     ("icd10", "V4.589", ()), ("icd9", "E1.122", ()), ("ccs", "8.45", ("008.45",)), ("icd10", "250.0.0", ())],
)  # fmt: skip
def test_a_dot_out_of_place_is_no_code(crosswalk: str, code: str, meant: tuple[str, ...]) -> None:
    with pytest.raises(crosswalks.MisplacedDot) as e:
        crosswalks.open(crosswalk).map(code)
    assert e.value.suggestions == meant


def test_every_code_with_a_leading_zero_is_refused_without_it() -> None:
    """Of 1,064 codes of the GEM that begin with 0 a third was read as another disease (011.00 as 110.0)."""
    found = crosswalks.open("icd10")
    lost = [(code, code.lstrip("0")) for code in found.sources() if code[0] == "0" and "." in code]
    assert len(lost) > 900
    for code, without in lost:
        with pytest.raises(crosswalks.MisplacedDot) as e:
            found.map(without)
        assert e.value.suggestions == (code,)


@given(st.sampled_from(["icd9cm", "icd10cm", "ccsr"]), st.text("0123456789EVAB.", min_size=1, max_size=9))
def test_a_key_is_written_as_it_was_read(system: str, written: str) -> None:
    key = keyed(system, written)
    if key is not None and system != "ccsr":
        assert keyed(system, display(system, key)) == key.replace(".", "", 1)


def test_the_other_way_a_dot_out_of_place_is_no_code_either() -> None:
    with pytest.raises(crosswalks.MisplacedDot):
        crosswalks.open("icd9").reverse("25.000")
    assert crosswalks.open("icd9").reverse("250.00")


def test_a_code_of_the_other_revision_is_told_as_one() -> None:
    with pytest.raises(
        UnknownCode, match="is a code of ICD-10-CM, and ICD-9-CM to CCS category begins at ICD-9-CM"
    ):
        crosswalks.open("ccs").map("E11.22")
    with pytest.raises(UnknownCode, match="is a code of ICD-9-CM"):
        crosswalks.open("hcc").map("250.00")
    for neither in ("99213", "0DTJ4ZZ", "J1885"):
        with pytest.raises(UnknownCode) as e:
            crosswalks.open("hcc").map(neither)
        assert not isinstance(e.value, crosswalks.MisplacedDot)
        assert "is not in" in e.value.message


def test_targets_of_the_mappings_that_ended_are_counted() -> None:
    """The GEMs ended with FY2018; what they name and is no code on the day is marked, all of it and nothing else."""
    found = crosswalks.open("icd10")
    on = date(2026, 5, 12)
    valid = validity.opened()
    assert valid is not None
    rows = [target for code in found.sources() for target in found.targets(code)]
    marked = [each.flags.get("billable") is False for each in crosswalks.marked(rows, "icd10cm", on)]
    stands = [bool(row.code) and valid.span_on("icd10cm", row.code, on) is None for row in rows]
    assert marked == stands
    assert 300 < sum(marked) < 1200
    assert not any("billable" in each.flags for each in crosswalks.marked(rows, "ccsr", on))


def test_reverse_is_the_same_rows_read_the_other_way() -> None:
    forward = crosswalks.open("icd9")
    assert "E11.9" in {target.code for target in forward.reverse("250.00")}
    for code in forward.sources()[::3000]:
        for target in forward.map(code):
            assert not target.code or code in {each.code for each in forward.reverse(target.code.lower())}
    assert forward.reverse("999.999") == ()
    kidney = crosswalks.open("hcc").reverse("37")
    assert all(target.description for target in kidney)


def test_a_code_of_the_book_that_maps_to_nothing_is_no_error() -> None:
    crosswalk = crosswalks.open("hcc", date(2026, 1, 1))
    assert crosswalk.map("I10") == ()
    assert crosswalk.why_empty("I10") == "I10 stands in no row of ICD-10-CM to CMS-HCC category, V28 (2026)"
    assert crosswalk.map("E11") == ()
    assert crosswalk.why_empty("E11") == "E11 is a heading; map one of the codes below it"


@pytest.mark.parametrize(
    ("crosswalk", "code", "near"),
    [("icd9", "E11.229", ("E11.22",)), ("icd10", "250.4", ("250.40", "250.41", "250.42", "250.43")), ("hcc", "", ()),
     ("ccsr", "???", ()), ("icd9", "E11.22" * 40, ()), ("ccs", "Ä10", ())],
)  # fmt: skip
def test_an_unknown_code_is_an_error_with_the_nearest(
    crosswalk: str, code: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownCode) as e:
        crosswalks.open(crosswalk).map(code)
    assert e.value.suggestions == near


def test_an_unknown_crosswalk_names_those_that_there_are() -> None:
    with pytest.raises(CodewardError, match=r'"hc".*Did you mean hcc\? There are: ccs, ccsr'):
        crosswalks.open("hc")


def test_the_date_chooses_the_edition() -> None:
    assert crosswalks.open("hcc", date(2025, 3, 1)).edition.id == "2025"
    assert crosswalks.open("hcc", date(2027, 3, 1)).edition.id == "2027"
    assert crosswalks.open("hcc", date(2031, 3, 1)).edition.id == "2027"  # the nearest
    assert crosswalks.open("hcc-v24", date(2027, 3, 1)).edition.id == "2026"
    (target,) = crosswalks.open("hcc", date(2025, 3, 1)).map("E11.22", on=date(2026, 3, 1))
    assert target.flags["payment_year"] == 2026


def test_a_damaged_cache_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))
    from codeward.crosswalks.crosswalk import close_all

    assert crosswalks.open("ccs").map("250.40")
    (path,) = (tmp_path / "cache" / "crosswalks").glob("ccs-*.sqlite")
    close_all()
    path.write_bytes(b"not a database" * 1000)
    assert crosswalks.open("ccs").map("250.40")

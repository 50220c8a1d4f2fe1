"""From a chart and its lines to the claim that the edits see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from codeward.charts import AnswerLine, OtherLine, claim_of, load_curriculum
from codeward.claims import claim_json, read_claim
from tests.charts.build import line, make, make_2
from tests.charts.test_examples import read


def test_a_visit_makes_a_professional_claim_of_its_diagnoses_in_sequence() -> None:
    chart = make([line("d1", "R05.1"), line("d2", "R50.9")])
    claim = claim_of(chart, chart.key.lines)
    assert (claim.kind, claim.coded_on, claim.rule_set) == ("professional", date(2026, 5, 12), "outpatient")
    assert [(item.id, item.code) for item in claim.diagnoses] == [("d1", "R05.1"), ("d2", "R50.9")]
    assert (claim.patient.age_years, claim.patient.sex, claim.history) == (40, "female", None)


def test_observation_makes_an_outpatient_claim_and_a_stay_an_inpatient_one() -> None:
    facility = {"claim": {"type": "facility"}}
    lines = [line("d1", "R05.1")]
    kinds = [
        claim_of(make(lines, {"patient_status": status, **facility}), ()).kind
        for status in ("observation", "emergency", "inpatient")
    ]
    assert kinds == ["outpatient", "outpatient", "inpatient"]


def test_lines_go_where_their_system_belongs() -> None:
    chart = make([line("d1", "R05.1")])
    given = [
        AnswerLine(kind="diagnosis", system="icd10cm", code="r051", poa="Y"),
        AnswerLine(kind="procedure", system="icd10pcs", code="0dtj4zz", date=date(2026, 5, 12)),
        AnswerLine(kind="procedure", system="hcpcs", code="A0425", units="8.3", place="41"),  # type: ignore[arg-type]
        OtherLine(system="cpt", code="29826", modifiers=("RT",)),  # type: ignore[call-arg]
        AnswerLine(kind="procedure", system="odd", code="X"),
    ]
    claim = claim_of(chart, given)
    assert (claim.diagnoses[0].code, claim.diagnoses[0].poa) == ("R05.1", "Y")
    assert [item.code for item in claim.procedures] == ["0DTJ4ZZ"]
    assert [(item.code, item.system, item.place) for item in claim.lines] == [
        ("A0425", "hcpcs", "41"),
        ("29826", "cpt", None),
    ]


def test_a_service_without_its_place_has_the_place_of_its_day() -> None:
    days = [{"date": "2026-05-12", "place": "24"}, {"date": "2026-05-13", "place": "11"}]
    chart = make_2({"services": days})
    given = [
        AnswerLine(kind="procedure", system="cpt", code="29827"),
        AnswerLine(kind="procedure", system="cpt", code="99213", date=date(2026, 5, 13)),
        AnswerLine(kind="procedure", system="cpt", code="73110", date=date(2026, 5, 13), place="22"),
    ]
    assert [item.place for item in claim_of(chart, given).lines] == ["24", "11", "22"]


def test_an_exempt_code_has_no_indicator() -> None:
    chart = make([line("d1", "R05.1", poa="Y"), line("d2", "Z79.4", poa="exempt")])
    assert [item.poa for item in claim_of(chart, chart.key.lines).diagnoses] == ["Y", None]


def test_the_key_of_every_chart_makes_a_claim_that_comes_back_from_json() -> None:
    for chart in load_curriculum().charts.values():
        claim = claim_of(chart, chart.key.lines)
        assert len(claim.diagnoses) == sum(line.system == "icd10cm" for line in chart.key.lines)
        assert claim.statement.start <= claim.coded_on <= claim.statement.through
        assert read_claim(claim_json(claim)) == claim


def test_a_stay_and_an_operation_make_whole_claims(shared_root: Path) -> None:
    stay, surgery = (read(shared_root, name) for name in ("inpatient", "surgery"))
    claim = claim_of(stay, stay.key.lines)
    assert (claim.kind, claim.bill_type, claim.discharge_status, claim.provider.payment) == (
        "inpatient",
        "111",
        "06",
        "ipps",
    )
    assert claim.admission is not None
    assert (claim.admission.hour, len(claim.procedures), len(claim.diagnoses)) == ("17", 3, 20)
    bill = claim_of(surgery, surgery.key.lines)
    assert [(item.code, item.place, item.pointers) for item in bill.lines[:2]] == [
        ("29827", "24", ("d1",)),
        ("99213", "11", ("d11",)),
    ]
    assert bill.history is not None
    assert bill.history[0].code == "29827"


def test_modifiers_in_small_letters_are_the_same_claim() -> None:
    chart = make([line("d1", "R05.1")])
    typed = AnswerLine(id="p", kind="procedure", system="cpt", code="20610", modifiers=("rt", "xs"))
    assert claim_of(chart, (typed,)).lines[0].modifiers == ("RT", "XS")

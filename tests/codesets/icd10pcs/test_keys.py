from __future__ import annotations

import lzma
import re
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import pytest

from codeward.codesets.icd10pcs import keys

TABLES = "icd10pcs_releases/icd10pcs_tables_2025.xml.xz"
DEFINITIONS = "icd10pcs_releases/icd10pcs_definitions_2025.xml"
BODY = [key for key in keys.all_keys() if key.kind == "body part"]


def test_there_are_enough_of_each_kind_and_none_twice() -> None:
    count = {kind: sum(key.kind == kind for key in keys.all_keys()) for kind in keys.KINDS}
    assert count["body part"] >= 900
    assert count["device"] >= 160
    assert count["substance"] >= 110
    assert len({(key.kind, key.term.casefold()) for key in keys.all_keys()}) == len(keys.all_keys())


def test_every_value_stands_in_the_list_of_2024(codes: dict[str, str]) -> None:
    held = {
        "body part": {(code[:2], code[3], "") for code in codes},
        "device": {(code[:2], code[5], "") for code in codes},
        "with operation": {(code[:3], code[5], "") for code in codes},
        "substance": {(code[:3], code[5], code[6]) for code in codes},
    }
    for key in keys.all_keys():
        assert key.places
        for place in key.places:
            assert (place.at, place.value, place.qualifier) in held[key.kind], key
            assert bool(place.operations) == (key.kind == "device"), key
            for operation in place.operations:
                assert (place.at + operation, place.value, "") in held["with operation"], key


@pytest.mark.parametrize(
    ("asked", "label", "at", "value"),
    [
        ("gastric antrum", "Stomach, Pylorus", "0D", "7"),
        ("sigmoid flexure", "Sigmoid Colon", "0D", "N"),
        ("ACL", "Knee Bursa and Ligament", "0M", "N"),
        ("Achilles tendon", "Lower Leg Tendon", "0L", "N"),
        ("circle of Willis", "Intracranial Artery", "03", "G"),
        ("bundle of His", "Conduction Mechanism", "02", "8"),
        ("drug eluting stent", "Intraluminal Device, Drug-eluting", "02", "4"),
        ("tPA", "Thrombolytic; Other Thrombolytic", "3E0", "1"),
        ("packed red blood cells", "Red Blood Cells; Nonautologous", "302", "N"),
    ],
)
def test_words_lead_to_values(asked: str, label: str, at: str, value: str) -> None:
    found = keys.find(asked)[0]
    assert found.label == label
    assert (found.places[0].at, found.places[0].value) == (at, value)


def test_one_kind_only_and_from_value_to_terms() -> None:
    assert {key.kind for key in keys.find("stent", kind="device")} == {"device"}
    assert "gastric antrum" in keys.terms_at("0D", "7")
    assert "Foley catheter" in keys.terms_at("0T", "0", "device")
    assert keys.terms_at("0S", "3", "device", "R") == ("ceramic on ceramic hip bearing",)
    assert keys.terms_at("0S", "3", "device", "G") == ()
    assert keys.terms_at("ZZ", "9") == ()
    assert keys.find("") == ()
    assert keys.find("hallux")[0].to_json()["places"][0]["side"] == "right"


@pytest.fixture(scope="module")
def labels(shared: Path) -> dict[str, dict[str, set[str]]]:
    """{axis 4 or 6: {system and value: labels}} of section 0 of the official tables."""
    root = ElementTree.fromstring(lzma.decompress((shared / TABLES).read_bytes()))
    out: dict[str, dict[str, set[str]]] = {"4": defaultdict(set), "6": defaultdict(set)}
    for table in root.iter("pcsTable"):
        head = "".join(
            label.get("code", "") for axis in table.findall("axis") for label in axis.iter("label")
        )
        for row in table.iter("pcsRow"):
            for axis in row.findall("axis"):
                if axis.get("pos") in out:
                    for label in axis.iter("label"):
                        out[str(axis.get("pos"))][head[:2] + label.get("code", "")].add(label.text or "")
    return out


def plain(label: str) -> str:
    """A label without its side."""
    label = re.sub(r", (Right|Left|Bilateral)$", "", label)
    return re.sub(r"^(Lymphatic|Subcutaneous Tissue and Fascia), (Right|Left) ", r"\1, ", label)


@pytest.mark.shared
def test_labels_and_sides_are_those_of_the_official_tables(labels: dict[str, dict[str, set[str]]]) -> None:
    for key in keys.all_keys():
        if key.kind == "substance":
            continue
        said = {plain(label) for label in re.split(r"; ", key.label)}
        for place in key.places:
            official = labels["4" if key.kind == "body part" else "6"][place.at + place.value]
            assert {plain(label) for label in official} & said, (key, official)
            assert not place.side or any(place.side in label.casefold() for label in official), key


@pytest.mark.shared
def test_terms_of_the_official_body_part_key_lead_to_the_same_body_part(shared: Path) -> None:
    root = ElementTree.parse(shared / DEFINITIONS).getroot()
    official: dict[str, set[str]] = defaultdict(set)
    for terms in root.findall("section[@code='0']/axis[@pos='4']/terms"):
        for included in terms.findall("includes"):
            official[(included.text or "").casefold()] |= {
                title.text or "" for title in terms.findall("title")
            }
    held = 0
    for key in BODY:
        titles = {plain(title) for title in official.get(key.term.casefold(), ())}
        said = {plain(label) for label in key.label.split("; ")}
        assert bool(titles) == (key.verified == "official-key-2025"), key.term
        if titles:
            held += 1
            assert said & titles == said, (key.term, said, titles)
    assert held >= 850


@pytest.mark.shared
@pytest.mark.parametrize(("kind", "section", "least"), [("device", "0", 10), ("substance", "3", 4)])
def test_devices_and_substances_marked_so_stand_in_the_official_key(
    kind: keys.Kind, section: str, least: int, shared: Path
) -> None:
    root = ElementTree.parse(shared / DEFINITIONS).getroot()
    official: dict[str, set[str]] = defaultdict(set)
    for terms in root.findall(f"section[@code='{section}']/axis[@pos='6']/terms"):
        titles = {re.sub(r"( for \w+)? in .*", "", title.text or "") for title in terms.findall("title")}
        for included in terms.findall("includes"):
            official[(included.text or "").casefold()] |= titles
    found = [key for key in keys.all_keys() if key.kind == kind and key.term.casefold() in official]
    for key in found:
        assert official[key.term.casefold()] & set(key.label.split("; ")), key
        assert key.verified == "official-key-2025"
    assert len(found) >= least
    assert sum(key.kind == kind and key.verified == "official-key-2025" for key in keys.all_keys()) == len(
        found
    )

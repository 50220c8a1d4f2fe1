"""QTI 3 packages: by the standard's structure, and through an independent reader."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from qti_convert import downgrade_package

from codeward.bounds import BoundsError
from codeward.curriculum import Item, program
from codeward.interop.qti import HEAD, package, qti_package, table_rows

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
OLD = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
ORDER = (
    "qti-response-declaration", "qti-outcome-declaration", "qti-item-body", "qti-response-processing",
    "qti-modal-feedback",
)  # fmt: skip
"""Of the children of an item, as the schema has them."""


@pytest.fixture(scope="module")
def items() -> list[Item]:
    """Three of each kind of the bank, where there are so many."""
    found: dict[str, list[Item]] = {}
    for one in [*program().form_items.values(), *program().items.values()]:
        found.setdefault(one.kind, []).append(one)
    assert set(found) == {"sba", "code", "scenario", "picklist", "query", "match"}
    return [one for kind in found.values() for one in kind[:3]]


def files(body: bytes) -> dict[str, ET.Element]:
    held = zipfile.ZipFile(io.BytesIO(body))
    return {name: ET.fromstring(held.read(name)) for name in held.namelist()}


def test_the_manifest_names_every_file(items: list[Item]) -> None:
    found = files(qti_package(items))
    resources = found["imsmanifest.xml"].iter("{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}resource")
    assert {one.get("href") for one in resources} == found.keys() - {"imsmanifest.xml"}


def test_each_item_has_the_schemas_order_and_names_what_is_there(items: list[Item]) -> None:
    for name, root in files(qti_package(items)).items():
        if name == "imsmanifest.xml":
            continue
        places = [ORDER.index(child.tag.removeprefix(QTI)) for child in root]
        assert places == sorted(places), name
        named = {one.get("identifier") for one in root.iter()}
        declared = root.find(f"{QTI}qti-response-declaration")
        assert declared is not None
        if declared.get("base-type") != "string":
            values = list(declared.iter(f"{QTI}qti-value"))
            assert values, name
            assert {part for value in values for part in (value.text or "").split()} <= named


def test_an_independent_reader_finds_every_choice_and_key(items: list[Item]) -> None:
    """citolab-qti-convert reads QTI 3 and writes QTI 2.1: what it understood is compared with the questions."""
    told = downgrade_package(qti_package(items))
    read = {name: text for name, text in told.files.items() if name.startswith("items/")}
    assert len(read) == len(items)
    for item in items:
        text = read[f"items/{item.id}.xml"]
        root = ET.fromstring(text if isinstance(text, bytes) else text.encode())
        assert root.get("identifier") == item.id
        assert " ".join(item.stem.split())[:30] in " ".join("".join(root.itertext()).split())
        if item.kind == "sba":
            choices = {c.get("identifier"): c.text for c in root.iter(f"{OLD}simpleChoice")}
            key = root.find(f"{OLD}responseDeclaration/{OLD}correctResponse/{OLD}value")
            assert list(choices.values()) == [one.shown for one in item.options]
            assert key is not None
            assert choices[key.text] == item.right[0].shown


def test_the_same_questions_are_the_same_bytes(items: list[Item]) -> None:
    assert qti_package(items) == qti_package(items)


def test_a_package_has_a_bound(items: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_ITEMS", 2)
    with pytest.raises(BoundsError):
        qti_package(items)


def test_a_table_has_a_row_a_question_with_its_key(items: list[Item]) -> None:
    rows = [dict(zip(HEAD, row, strict=True)) for row in table_rows(items)]
    assert [row["id"] for row in rows] == [one.id for one in items]
    assert all(row["key"] and row["reasons"] for row in rows)

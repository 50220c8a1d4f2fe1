"""QTI 3.0 (1EdTech, final of May 1, 2022): one assessment item a question, in a content package with its manifest.

Choices and picklists are choice interactions, matches match interactions, typed codes text entries; scenarios and
drafts to mark are extended texts, which a person scores. Reasons are modal feedback. Namespaces and element names are
those of imsqti_itemv3p0 and imscp_v1p1; the order of elements is the schema's.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from codeward.bounds import BoundsError
from codeward.curriculum import CodeItem, Item, MatchItem, PicklistItem, QueryItem, SbaItem, ScenarioItem

__all__ = ["MOST_ITEMS", "qti_package"]

MOST_ITEMS: Final = 5_000
"""Questions of one package."""
_QTI: Final = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_CP: Final = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_MATCH: Final = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
_MAP: Final = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""Of every file: the same questions are the same bytes."""


def qti_package(items: Sequence[Item]) -> bytes:
    """Return the package as a zip file. Raises BoundsError for more than 5,000 questions."""
    if len(items) > MOST_ITEMS:
        raise BoundsError(f"More than {MOST_ITEMS:,} questions in one package", "Write them in parts")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        _add(package, "imsmanifest.xml", _manifest(items))
        for item in items:
            _add(package, f"items/{item.id}.xml", _item(item))
    return held.getvalue()


def _add(package: zipfile.ZipFile, name: str, root: ET.Element) -> None:
    ET.indent(root)
    text = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    info = zipfile.ZipInfo(name, _STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(info, text)


def _manifest(items: Sequence[Item]) -> ET.Element:
    root = ET.Element("manifest", {"xmlns": _CP, "identifier": "codeward-items"})
    told = _sub(root, "metadata")
    _sub(told, "schema", "QTI Package")
    _sub(told, "schemaversion", "3.0.0")
    _sub(root, "organizations")
    resources = _sub(root, "resources")
    for item in items:
        href = f"items/{item.id}.xml"
        one = _sub(resources, "resource", identifier=f"r-{item.id}", type="imsqti_item_xmlv3p0", href=href)
        _sub(one, "file", href=href)
    return root


def _item(item: Item) -> ET.Element:
    root = ET.Element(
        "qti-assessment-item",
        {
            "xmlns": _QTI, "identifier": item.id, "title": item.id, "adaptive": "false", "time-dependent": "false",
            "xml:lang": "en", "tool-name": "Codeward", "tool-version": item.version,
        },
    )  # fmt: skip
    body = ET.Element("qti-item-body")
    _text(body, item.stem)
    template = _ask(root, body, item)
    score = _sub(
        root, "qti-outcome-declaration", identifier="SCORE", cardinality="single", **{"base-type": "float"}
    )
    _sub(_sub(score, "qti-default-value"), "qti-value", "0")
    whys = _whys(item)
    if whys:
        _sub(
            root, "qti-outcome-declaration", identifier="FEEDBACK", cardinality="single",
            **{"base-type": "identifier"},
        )  # fmt: skip
    root.append(body)
    if template:
        _sub(root, "qti-response-processing", template=template)
    if whys:
        shown = _sub(
            root, "qti-modal-feedback",
            **{"outcome-identifier": "FEEDBACK", "identifier": "WHY", "show-hide": "show"},
        )  # fmt: skip
        held = _sub(shown, "qti-content-body")
        for why in whys:
            _sub(held, "p", why)
    return root


def _ask(root: ET.Element, body: ET.Element, item: Item) -> str:
    """Add what is asked and its key; return how it is scored, nothing where a person does."""
    if isinstance(item, SbaItem | PicklistItem) or (isinstance(item, QueryItem) and item.options):
        return _choices(root, body, item)
    if isinstance(item, MatchItem):
        return _matches(root, body, item)
    if isinstance(item, CodeItem):
        declared = _declared(root, "single", "string")
        right = [one.shown for one in item.options if one.right]
        _sub(_sub(declared, "qti-correct-response"), "qti-value", right[0])
        mapped = _sub(declared, "qti-mapping", **{"default-value": "0"})
        for one in right:
            _sub(mapped, "qti-map-entry", **{"map-key": one, "mapped-value": "1", "case-sensitive": "false"})
        _sub(_sub(body, "p"), "qti-text-entry-interaction", **{"response-identifier": "RESPONSE"})
        return _MAP
    if isinstance(item, ScenarioItem):
        _text(body, item.record)
    else:
        _text(body, getattr(item, "draft", None) or "")
    _declared(root, "single", "string")
    _sub(body, "qti-extended-text-interaction", **{"response-identifier": "RESPONSE"})
    return ""


def _choices(root: ET.Element, body: ET.Element, item: SbaItem | PicklistItem | QueryItem) -> str:
    many = isinstance(item, PicklistItem)
    declared = _declared(root, "multiple" if many else "single", "identifier")
    right = _sub(declared, "qti-correct-response")
    if many:
        mapped = _sub(declared, "qti-mapping", **{"lower-bound": "0", "default-value": "-1"})
    # Options stand in the order of their codes, so they are never shuffled.
    ask = _sub(
        body, "qti-choice-interaction",
        **{"response-identifier": "RESPONSE", "shuffle": "false", "max-choices": "0" if many else "1"},
    )  # fmt: skip
    for place, option in enumerate(item.options, 1):
        _sub(ask, "qti-simple-choice", option.shown, identifier=f"o{place}")
        if option.right:
            _sub(right, "qti-value", f"o{place}")
            if many:
                _sub(mapped, "qti-map-entry", **{"map-key": f"o{place}", "mapped-value": "1"})
    return _MAP if many else _MATCH


def _matches(root: ET.Element, body: ET.Element, item: MatchItem) -> str:
    declared = _declared(root, "multiple", "directedPair")
    right = _sub(declared, "qti-correct-response")
    mapped = _sub(declared, "qti-mapping", **{"lower-bound": "0", "default-value": "0"})
    ask = _sub(
        body, "qti-match-interaction",
        **{"response-identifier": "RESPONSE", "shuffle": "false", "max-associations": str(len(item.pairs))},
    )  # fmt: skip
    sides = _sub(ask, "qti-simple-match-set"), _sub(ask, "qti-simple-match-set")
    for row, pair in enumerate(item.pairs, 1):
        _sub(sides[0], "qti-simple-associable-choice", pair.left, identifier=f"t{row}", **{"match-max": "1"})
        said = f"t{row} a{item.options.index(pair.right) + 1}"
        _sub(right, "qti-value", said)
        _sub(mapped, "qti-map-entry", **{"map-key": said, "mapped-value": "1"})
    for place, option in enumerate(item.options, 1):
        _sub(sides[1], "qti-simple-associable-choice", option, identifier=f"a{place}", **{"match-max": "1"})
    return _MAP


def _whys(item: Item) -> list[str]:
    if isinstance(item, MatchItem):
        return [f"{pair.left}: {pair.why}" for pair in item.pairs]
    if isinstance(item, ScenarioItem):
        return [f"{line.code}: {line.why}" for line in item.answer.lines]
    if isinstance(item, QueryItem) and not item.options:
        return [f"{one.at}: {one.why}" for one in item.faults]
    return [f"{one.shown}: {one.why}" for one in getattr(item, "options", ())]


def _declared(root: ET.Element, cardinality: str, base: str) -> ET.Element:
    return _sub(
        root, "qti-response-declaration", identifier="RESPONSE", cardinality=cardinality, **{"base-type": base}
    )  # fmt: skip


def _text(body: ET.Element, text: str) -> None:
    """Paragraphs of a text: the marks of our own stay as they are written."""
    for part in text.strip().split("\n"):
        if part.strip():
            _sub(body, "p", part.strip())


def _sub(parent: ET.Element, name: str, text: str = "", **told: str) -> ET.Element:
    made = ET.SubElement(parent, name, told)
    if text:
        made.text = text
    return made

"""Pictures: SVG drawn by us, read by an allow-list, so that no page can inherit a script or an address from one."""

from __future__ import annotations

import re
from typing import NoReturn
from xml.parsers import expat

from codeward.curriculum.errors import LessonError

__all__ = ["check_picture"]

SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    {
        *(
            "svg",
            "g",
            "defs",
            "title",
            "desc",
            "style",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
        ),
        *("polygon", "text", "tspan", "textPath", "use", "symbol", "marker", "pattern", "clipPath", "mask"),
        *("linearGradient", "radialGradient", "stop"),
    }
)
# Everything that draws; nothing that acts (on…), and addresses only within the picture.
_ATTRIBUTES = re.compile(
    r"(id|class|style|xmlns|version|lang|xml:lang|xml:space|viewBox|preserveAspectRatio|role|aria-[a-z]+|tabindex|focusable"
    r"|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|fx|fy|dx|dy|d|points|width|height|rotate|transform|pathLength|textLength|lengthAdjust"
    r"|offset|gradientUnits|gradientTransform|spreadMethod|patternUnits|patternContentUnits|patternTransform"
    r"|markerWidth|markerHeight|markerUnits|refX|refY|orient|clipPathUnits|maskUnits|maskContentUnits|startOffset|method|spacing"
    r"|fill|fill-[a-z]+|stroke|stroke-[a-z]+|opacity|color|font-[a-z]+|text-[a-z]+|letter-spacing|word-spacing|writing-mode"
    r"|dominant-baseline|alignment-baseline|baseline-shift|clip-path|clip-rule|mask|marker-(start|mid|end)|paint-order"
    r"|stop-color|stop-opacity|vector-effect|shape-rendering|display|visibility|overflow|direction|unicode-bidi|href|xlink:href"
    r"|xmlns:xlink|data-[a-z-]+)"
)
_INSIDE = re.compile(r"#[A-Za-z][\w-]*")
_ADDRESS = re.compile(
    r"url\(\s*['\"]?\s*(?!#)|@import|javascript:|expression\(|https?:|//|data:", re.IGNORECASE
)


def check_picture(text: str, path: str) -> None:
    """Say nothing of a sound picture. Raises LessonError naming file, line and what must go."""
    _Reader(path).read(text)


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.open: list[str] = []
        self.seen = {"title": False, "text": False}
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.declaration
        self.parser.EntityDeclHandler = self.declaration
        self.parser.ProcessingInstructionHandler = self.instruction

    def read(self, text: str) -> None:
        try:
            self.parser.Parse(text.encode("utf-8"), True)  # noqa: FBT003 - expat's own signature
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code) or "malformed"
            raise LessonError(
                f"not XML: {reason}", "Mend the line", path=self.path, line=error.lineno
            ) from None
        if not self.seen["title"]:
            raise LessonError("a picture without a title", "Begin with <title>", path=self.path, line=1)

    def refuse(self, message: str, way_out: str) -> NoReturn:
        raise LessonError(message, way_out, path=self.path, line=self.parser.CurrentLineNumber)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self.open and (tag != "svg" or attributes.get("xmlns") != SVG or "viewBox" not in attributes):
            self.refuse("not a picture", f'Begin with <svg xmlns="{SVG}" viewBox="…">')
        if tag not in _ELEMENTS:
            self.refuse(
                f"the element {tag}", "Draw with shapes and text alone: no script, image or foreign object"
            )
        if len(self.open) > 40:
            self.refuse("elements 40 deep", "Draw it flatter")
        for name, value in attributes.items():
            self.attribute(name, value)
        if tag == "title" and self.open == ["svg"]:
            self.seen["title"] = True
        self.open.append(tag)

    def attribute(self, name: str, value: str) -> None:
        if not _ATTRIBUTES.fullmatch(name):
            self.refuse(f"the attribute {name}", "Remove it: a picture draws and does nothing else")
        if name in ("href", "xlink:href"):
            if not _INSIDE.fullmatch(value):
                self.refuse(f"the address {value[:40]}", "Refer to an id of the same picture: #name")
        elif not name.startswith("xmlns") and _ADDRESS.search(value):
            self.refuse(f"an address in {name}", "Refer to an id of the same picture: url(#name)")

    def end(self, _: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        if self.open and self.open[-1] == "style" and (_ADDRESS.search(text) or "\\" in text):
            self.refuse("an address in a style", "Use colors of the theme and ids of the same picture")

    def declaration(self, *_: object) -> None:
        self.refuse("a declaration of a document type or an entity", "Remove it")

    def instruction(self, target: str, _: str) -> None:
        self.refuse(f"the instruction {target}", "Remove it")

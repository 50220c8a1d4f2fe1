"""Scratchpads: their learner's alone."""

from __future__ import annotations

from codeward.web.scratchpad import pads
from codeward.web.scratchpad.models import PadLine, Scratchpad
from tests.web.matrix.kinds import Row, World, everyone, own

OPEN: dict[str, str] = {}
NAME = "Olive's Monday"


def build(world: World) -> None:
    """A scratchpad of the owner's with two codes on it."""
    line = pads.add(world.owner, "icd10cm", "E11.22").line
    pads.add(world.owner, "icd10cm", "N18.32")
    Scratchpad.objects.filter(pk=line.pad_id).update(name=NAME)
    world.things["pad"], world.things["pad line"] = line.pad, line


def _pad(world: World) -> dict[str, str]:
    return {"public_id": world.things["pad"].public_id}


def _line(world: World) -> dict[str, str]:
    return {"public_id": world.things["pad line"].public_id}


def _settings(_world: World) -> dict[str, str]:
    return {"name": "Somebody else's", "kind": "inpatient", "sex": "unknown"}


def _code(_world: World) -> dict[str, str]:
    return {"system": "icd10cm", "code": "J45.909"}


ROWS = [
    Row(
        "scratchpad.Scratchpad",
        (
            everyone("scratchpad:scratchpad", shows="E11.22"),
            everyone("scratchpad:new", "POST"),
            own("scratchpad:pad", args=_pad, shows="E11.22"),
            own("scratchpad:here", "POST", args=_pad),
            own("scratchpad:settings", "POST", args=_pad, data=_settings),
            own("scratchpad:file", args=lambda w: {**_pad(w), "kind": "csv"}, shows="E11.22"),
            own("scratchpad:delete", "POST", args=_pad),
        ),
        lambda world: Scratchpad.objects.filter(learner=world.owner),
    ),
    Row(
        "scratchpad.PadLine",
        (
            everyone("scratchpad:add", "POST", data=_code),
            everyone("scratchpad:collect", "POST", data=_code),
            own("scratchpad:change", "POST", args=_line, data=lambda _w: {"day": "2026-05-12"}),
            own("scratchpad:up", "POST", args=_line),
            own("scratchpad:down", "POST", args=_line),
            own("scratchpad:remove", "POST", args=_line),
        ),
        lambda world: PadLine.objects.filter(pad__learner=world.owner),
    ),
]

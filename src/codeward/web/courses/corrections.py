"""Whom a corrected check concerns: whoever answered it first under another key. Their answers stay as they were."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from codeward.charts import version_of
from codeward.curriculum import Item, Lesson, Pretest, program
from codeward.practice.mastery import Source
from codeward.web.courses.answering import ITEM_FILE
from codeward.web.learning.api import ContentVersion, Response
from codeward.web.notices.api import Concern, Correction, Group, Timing, kind, on_correction

__all__ = ["CHECK_CORRECTED", "concerned", "correction_of", "corrections_of", "key_changed", "register"]

_CASE = {"lesson": "With and due to", "right": True, "why": "I15.1 needs the kidney disease as its cause."}
CHECK_CORRECTED = kind(
    "courses.check_corrected",
    _("The key of a check you answered in a lesson was corrected"),
    group=Group.STUDY,
    template="courses/notices/check_corrected.txt",
    action=_("See the check"),
    preview=lambda: [_CASE, {**_CASE, "right": False}, {**_CASE, "why": ""}],
    default=Timing.DAILY,
)


def _told(item: Item) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(item.model_dump_json(by_alias=True))
    return told


def _options(told: Mapping[str, Any]) -> dict[str, bool]:
    """Each option, by its text or its lines, and whether it is right; of a match each row with what belongs to it."""
    found = {
        json.dumps(one.get("text") or one.get("lines"), sort_keys=True): bool(one.get("right"))
        for one in told.get("options", ())
        if isinstance(one, Mapping)
    }
    return found | {json.dumps([one["left"], one["right"]]): True for one in told.get("pairs", ())}


def key_changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether two versions of a question, as they are kept, have another key: not where words alone were mended.

    Coded options are the key: another set of right ones is another key. Options in words may be reworded, so there the
    key changed where one that stands in both is right in one of them alone.
    """
    old, new = _options(before), _options(now)
    coded = any(one.get("lines") for one in now.get("options", ()) if isinstance(one, Mapping))
    if coded or now.get("pairs"):
        return {one for one, right in old.items() if right} != {one for one, right in new.items() if right}
    return any(old[one] != new[one] for one in old.keys() & new.keys())


def correction_of(item: Item, why: str = "") -> Correction:
    """Return the correction that the question's key of today is. A comma mended later is the same one."""
    right = sorted(one for one, is_right in _options(_told(item)).items() if is_right)
    return Correction("item", item.id, version_of({item.id: "\n".join(right)}), why)


def corrections_of(lesson: Lesson, why: str = "") -> list[Correction]:
    """Return the corrections of a lesson's checks that were answered under another key. Two queries."""
    before = {item.id for block in lesson.of(Pretest) for item in block.items}
    checks = {name: item for name, item in lesson.items.items() if name not in before}
    return [correction_of(checks[name], why) for name in _older(checks)]


def _older(checks: Mapping[str, Item]) -> dict[str, list[str]]:
    """The versions of checks under whose other key somebody answered first, by the check's id."""
    rows = Response.objects.filter(
        item__in=list(checks), first=True, source=str(Source.CHECK), version__isnull=False
    )
    pairs = rows.order_by("item", "version").values_list("item", "version").distinct()
    answered = [(name, digest) for name, digest in pairs if digest != checks[name].version]
    files = dict(
        ContentVersion.objects.filter(pk__in=[digest for _name, digest in answered]).values_list(
            "pk", "files"
        )
    )
    found: dict[str, list[str]] = {}
    for name, digest in answered:
        if key_changed(json.loads(files[digest][ITEM_FILE]), _told(checks[name])):
            found.setdefault(name, []).append(digest)
    return found


def concerned(correction: Correction) -> Iterator[Concern]:
    """Whoever answered the check first under another key than that of today."""
    lessons: Iterable[Lesson] = program().lessons.values() if correction.kind == "item" else ()
    lesson = next((one for one in lessons if correction.id in one.items), None)
    if lesson is None:
        return
    older = _older({correction.id: lesson.items[correction.id]}).get(correction.id, [])
    first = Response.objects.filter(
        item=correction.id, first=True, source=str(Source.CHECK), version__in=older
    ).select_related("learner")
    url = f"{reverse('courses:lesson', args=(lesson.id,))}#ask-{correction.id}"
    for row in first.order_by("pk").iterator(chunk_size=200):
        yield Concern(
            row.learner, {"lesson": lesson.title, "right": row.right, "why": correction.summary}, url
        )


def register() -> None:
    """Answer when a check was corrected."""
    on_correction("courses", CHECK_CORRECTED, concerned)

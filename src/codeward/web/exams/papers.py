"""Papers and the questions that they pin: read back as they were when the form was made, whatever came since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from codeward.curriculum import Blueprint, Edition, Item, blueprints, program
from codeward.practice import Paper
from codeward.web.exams.models import Form, Suspension
from codeward.web.learning.api import ContentVersion, keep_versions

__all__ = [
    "FILE", "edition_of", "exams", "in_order", "item_of", "items_at", "items_of", "keep_items", "paper_of",
    "suspended", "versions_of",
]  # fmt: skip

FILE: Final = "item.json"
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


def keep_items(items: Iterable[Item]) -> int:
    """Keep the versions of questions as they are now; return how many were new."""
    told = [(one.id, one.version, {FILE: one.model_dump_json(by_alias=True)}) for one in items]
    return keep_versions(ContentVersion.Kind.ITEM, told)


def paper_of(form: Form) -> Paper:
    """The paper of a form."""
    return Paper.model_validate(form.paper)


def versions_of(form: Form) -> dict[str, ContentVersion]:
    """The kept versions of a form's questions, by their digests. One query."""
    return ContentVersion.objects.in_bulk([one.version for one in paper_of(form).items])


def item_of(version: ContentVersion) -> Item:
    """The question that was kept."""
    return _item(version.digest, version.files[FILE])


@lru_cache(maxsize=1024)
def _item(_digest: str, text: str) -> Item:
    return _ITEM.validate_json(text)


def items_of(form: Form) -> tuple[Item, ...]:
    """The questions of a form in their order, each in the version that the form pins."""
    kept = versions_of(form)
    return tuple(item_of(kept[one.version]) for one in paper_of(form).items)


def items_at(form: Form, places: Iterable[int]) -> dict[int, Item]:
    """The questions at some places of a form, from 1: only those are read."""
    paper = paper_of(form)
    wanted = {place: paper.items[place - 1].version for place in places}
    kept = ContentVersion.objects.in_bulk(list(wanted.values()))
    return {place: item_of(kept[version]) for place, version in wanted.items()}


def suspended(items: Iterable[str]) -> Mapping[str, str]:
    """Those of the questions that are suspended now, with the reason. Retired ones count where they were asked."""
    rows = Suspension.objects.filter(ended_at=None, kind=Suspension.Kind.SUSPENDED, item__in=list(items))
    return dict(rows.values_list("item", "reason"))


def edition_of(paper: Paper) -> Edition:
    """The edition of the blueprint that a paper was drawn by; where it is there no more, the one of its books' day."""
    blueprint = exams()[paper.exam]
    named = [one for one in blueprint.editions if one.version == paper.version]
    return named[0] if named else blueprint.on(paper.books_on).edition


def exams() -> dict[str, Blueprint]:
    """Every examination, by its name."""
    return _blueprints(program().folders[1:])


def in_order() -> list[Blueprint]:
    """The examinations that have a bank of their own first, then the others."""
    own = [one.bank.upper() for one in exams().values()]
    return sorted(exams().values(), key=lambda one: (one.exam not in own, one.exam != "CPC", one.exam))


@lru_cache(maxsize=4)
def _blueprints(folders: tuple[Path, ...]) -> dict[str, Blueprint]:
    return blueprints(folders)

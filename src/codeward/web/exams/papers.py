"""Papers and the questions that they pin: read back as they were when the form was made, whatever was installed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from pydantic import TypeAdapter

from codeward.curriculum import Item
from codeward.practice import Paper
from codeward.web.exams.models import Form, Suspension
from codeward.web.learning.api import ContentVersion, keep_versions

__all__ = ["FILE", "item_of", "items_of", "keep_items", "paper_of", "suspended", "versions_of"]

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


def suspended(items: Iterable[str]) -> Mapping[str, str]:
    """Those of the questions that are taken out now, with the reason."""
    rows = Suspension.objects.filter(ended_at=None, item__in=list(items))
    return dict(rows.values_list("item", "reason"))

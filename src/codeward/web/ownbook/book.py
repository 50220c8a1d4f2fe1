"""A learner's own book: read its marks, change them. Every change happens under the lock of the book's row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Length
from django.utils import timezone

from codeward.bounds import BoundsError
from codeward.errors import CodewardError, quoted
from codeward.web.accounts.api import User
from codeward.web.ownbook.anchors import MarkError, read_anchor
from codeward.web.ownbook.changes import Batch, Put, Remove
from codeward.web.ownbook.marks import Content, Held, derived_id
from codeward.web.ownbook.models import Mark, OwnBook, TakenChange
from codeward.web.ownbook.texts import MAX_QUOTE, OpenBooks
from codeward.web.quotas import MARKS, ask_person

__all__ = [
    "MAX_MARKS", "Applied", "NoSuchMark", "Stored", "apply", "live", "locked", "marks_of", "revision_of",
    "store",
]  # fmt: skip

MAX_MARKS = 5_000
# Far above what a page still holds unsent; the oldest go first.
MAX_TAKEN = 20_000
MAX_REMOVED = 2_000
TRIM_EVERY = 50
ROW = 300  # bytes of a mark beside its words: its row and the entries of its indexes


class NoSuchMark(MarkError):  # noqa: N818 - named as people say it
    """The learner has no mark of that id."""


class Applied(NamedTuple):
    """What became of a batch: ids of changes that are taken, and of marks that were kept beside another wording."""

    accepted: list[str]
    copied: list[str]
    revision: int


class Stored(NamedTuple):
    """What became of marks that were brought in together."""

    added: tuple[Held, ...]
    already: tuple[Held, ...]
    full: tuple[Held, ...]


def live(learner: User) -> QuerySet[Mark]:
    """The marks that stand in the learner's book."""
    return Mark.objects.filter(learner=learner, removed_at__isnull=True)


def marks_of(learner: User | None, *, release: str | None = None) -> list[Held]:
    """Every mark that stands, of one release or of all."""
    if learner is None:
        return []
    rows = live(learner)
    return [row.held() for row in (rows.filter(release=release) if release else rows)]


def revision_of(learner: User | None) -> int:
    """How many times the book was changed."""
    found = (
        OwnBook.objects.filter(learner=learner).values_list("revision", flat=True).first()
        if learner
        else None
    )
    return found or 0


def locked(learner: User) -> int:
    """Take the lock of the learner's book until the end of the transaction; returns the revision."""
    OwnBook.objects.get_or_create(learner=learner)
    OwnBook.objects.filter(learner=learner).update(revision=F("revision") + 1)
    return OwnBook.objects.values_list("revision", flat=True).get(learner=learner)


def apply(learner: User, batch: Batch, count: Callable[[int], None] | None = None) -> Applied:
    """Take changes, in their order, all of them or none; those taken before change nothing.

    `count` is told how many bytes are stored, in their transaction, and may raise BoundsError. Raises MarkError where
    a place is in no book or the book is full, NoSuchMark for a mark that is not the learner's, and BoundsError where
    the learner has no room left (`quotas`).
    """
    quotes = _quotes(batch)
    with transaction.atomic():
        revision = locked(learner)
        before = stored(learner)
        ids = [change.id for change in batch.changes]
        known = set(
            TakenChange.objects.filter(learner=learner, client_id__in=ids).values_list("client_id", flat=True)
        )
        fresh = {change.id: change for change in batch.changes if change.id not in known}
        writer = _Writer(learner, quotes)
        for change in fresh.values():
            if isinstance(change, Put):
                writer.put(change)
            else:
                writer.turn(change.mark, change.id, removed=isinstance(change, Remove))
        TakenChange.objects.bulk_create(TakenChange(learner=learner, client_id=one) for one in fresh)
        if fresh:
            _check_room(learner, before, count)
        if revision % TRIM_EVERY == 0:
            _trim(learner)
    return Applied([str(one) for one in ids], writer.copied, revision)


def _quotes(batch: Batch) -> dict[tuple[str, str], str]:
    """The words of the book at every place of the batch, read before the lock is taken."""
    opened = OpenBooks()
    found: dict[tuple[str, str], str] = {}
    for change in batch.changes:
        if isinstance(change, Put):
            release, anchor = change.content.release, change.content.anchor
            if (release, anchor) not in found:
                found[release, anchor] = _words(opened, release, anchor)
    return found


def _words(opened: OpenBooks, release: str, anchor: str) -> str:
    try:
        place = opened.place(release, read_anchor(anchor))
    except MarkError:
        raise
    except CodewardError as error:
        raise MarkError(error.message, error.way_out) from None
    if place is None:
        raise MarkError(f"{quoted(anchor)} is not in {release}", "Reload the page and mark it again")
    return place.text[:MAX_QUOTE]


class _Writer:
    """Writes one batch. Used under the book's lock."""

    def __init__(self, learner: User, quotes: dict[tuple[str, str], str]) -> None:
        self.learner, self.quotes = learner, quotes
        self.copied: list[str] = []

    def put(self, change: Put) -> None:
        mark = self.find(change.mark)
        if mark is None:
            self.make(change.mark, change)
            return
        same_place = (mark.release, mark.anchor, mark.kind)
        if same_place != (change.content.release, change.content.anchor, change.content.kind):
            raise MarkError("a mark keeps its place and its kind", "Remove it and make another")
        if mark.version == change.base or mark.removed_at is not None or mark.kind == Mark.Kind.HIGHLIGHT:
            self.write(mark, change)
        elif mark.digest != change.content.digest:
            self.keep_both(change)

    def keep_both(self, change: Put) -> None:
        """Somebody changed the words meanwhile, such as in another tab: both wordings are kept, as two marks."""
        earlier = self.find(derived_id(change.base, "copy")) if change.base else None
        if earlier is not None and earlier.version == change.base:
            self.write(earlier, change)
            return
        copy = derived_id(change.id, "copy")
        self.make(copy, change)
        self.copied.append(str(copy))

    def make(self, client_id: UUID, change: Put) -> None:
        content = change.content
        self.clear_twin(content, client_id)
        Mark.objects.create(
            learner=self.learner, client_id=client_id, version=change.id, **self.fields(content)
        )

    def write(self, mark: Mark, change: Put) -> None:
        self.clear_twin(change.content, mark.client_id)
        Mark.objects.filter(pk=mark.pk).update(
            version=change.id, changed_at=timezone.now(), removed_at=None, **self.fields(change.content)
        )

    def fields(self, content: Content) -> dict[str, str]:
        return _fields(content, self.quotes[content.release, content.anchor])

    def turn(self, client_id: UUID, change: UUID, *, removed: bool) -> None:
        """Take a mark out, or bring it back."""
        mark = self.find(client_id)
        if mark is None:
            raise NoSuchMark("there is no such mark in your book", "Reload the page")
        if removed == (mark.removed_at is not None):
            return
        if not removed:
            twin = live(self.learner).filter(
                release=mark.release, anchor=mark.anchor, kind=mark.kind, digest=mark.digest
            )
            twin.update(removed_at=timezone.now())
        Mark.objects.filter(pk=mark.pk).update(removed_at=timezone.now() if removed else None, version=change)

    def find(self, client_id: UUID) -> Mark | None:
        return Mark.objects.filter(learner=self.learner, client_id=client_id).first()

    def clear_twin(self, content: Content, client_id: UUID) -> None:
        """Another mark that says the same here gives way: two tabs that mark the same make one mark."""
        live(self.learner).filter(
            release=content.release, anchor=content.anchor, kind=content.kind, digest=content.digest
        ).exclude(client_id=client_id).update(removed_at=timezone.now())


def _fields(mark: Content | Held, quote: str) -> dict[str, str]:
    return {
        "release": mark.release,
        "system": mark.anchor.partition("/")[0],
        "anchor": mark.anchor,
        "kind": mark.kind,
        "colour": mark.colour,
        "text": mark.text,
        "label": mark.label,
        "quote": quote,
        "digest": mark.digest,
    }


def stored(learner: User) -> int:
    """How many bytes the learner's marks take, those taken out included."""
    held = Mark.objects.filter(learner=learner).aggregate(
        marks=Count("pk"), letters=Sum(Length("text") + Length("quote") + Length("label"))
    )
    return int(ROW * held["marks"] + (held["letters"] or 0))


def _check_room(learner: User, before: int, count: Callable[[int], None] | None) -> None:
    now = stored(learner)
    if now > before:
        try:
            ask_person(MARKS, before, now - before, guest=learner.is_guest)
        except BoundsError:
            # What was taken out is only kept to be brought back: it goes first.
            Mark.objects.filter(learner=learner, removed_at__isnull=False).delete()
            ask_person(MARKS, 0, stored(learner), guest=learner.is_guest)
        if count is not None:
            count(now - before)
    if live(learner).count() > MAX_MARKS:
        raise MarkError(
            f"your book holds {MAX_MARKS:,} marks, the most that it can",
            "Take some out on the page My book, or export them",
        )


def _trim(learner: User) -> None:
    """Forget the oldest of what is only kept to be repeated or undone."""
    taken = TakenChange.objects.filter(learner=learner)
    TakenChange.objects.filter(
        pk__in=list(taken.order_by("-id").values_list("pk", flat=True)[MAX_TAKEN:])
    ).delete()
    removed = Mark.objects.filter(learner=learner, removed_at__isnull=False)
    oldest = list(removed.order_by("-removed_at", "-id").values_list("pk", flat=True)[MAX_REMOVED:])
    Mark.objects.filter(pk__in=oldest).delete()


def store(
    learner: User,
    marks: Iterable[Held],
    most: int = MAX_MARKS,
    count: Callable[[int], None] | None = None,
    *,
    ask: bool = True,
) -> Stored:
    """Bring in marks made elsewhere: an import, a carry-over, a guest's. What is there already is left as it is.

    A mark whose id is taken by one that says something else is stored beside it. Marks that the book has no room for
    are named. Call it again with the same marks and it adds none. `count` as in `apply`. Raises BoundsError where the
    learner has no room for their words, unless told not to `ask`: what a guest has comes along in any case.
    """
    with transaction.atomic():
        locked(learner)
        before = stored(learner)
        done = _Storing(learner, most).run(marks)
        if done.added and ask:
            _check_room(learner, before, count)
        return done


class _Storing:
    """Stores many marks in few queries. Used under the book's lock."""

    def __init__(self, learner: User, most: int) -> None:
        self.learner, self.most = learner, most
        rows = list(Mark.objects.filter(learner=learner))
        self.rows = {row.client_id: row for row in rows}
        self.twins = {_twin_key(row) for row in rows if row.removed_at is None}

    def run(self, marks: Iterable[Held]) -> Stored:
        added: list[Held] = []
        already: list[Held] = []
        full: list[Held] = []
        fresh: list[Mark] = []
        for mark in marks:
            key = _twin_key(mark)
            if key in self.twins:
                already.append(mark)
                continue
            if len(self.twins) >= self.most:
                full.append(mark)
                continue
            self.twins.add(key)
            free = self._free(mark)
            added.append(free)
            row = self.rows.get(free.id)
            if row is not None:
                self._revive(row, free)
            else:
                row = Mark(
                    learner=self.learner, client_id=free.id, version=free.version, made_at=free.made_at,
                    changed_at=free.changed_at, **_fields(free, free.quote),
                )  # fmt: skip
                self.rows[free.id] = row
                fresh.append(row)
        Mark.objects.bulk_create(fresh, batch_size=500)
        return Stored(tuple(added), tuple(already), tuple(full))

    def _free(self, mark: Held) -> Held:
        """The mark under its id, or under one made of it where a standing mark that says something else has that."""
        while (row := self.rows.get(mark.id)) is not None and row.removed_at is None:
            mark = mark._replace(id=derived_id(mark.id, f"{mark.release}/{mark.anchor}/{mark.digest}"))
        return mark

    def _revive(self, row: Mark, mark: Held) -> None:
        """A mark that was taken out comes back, as it is brought in."""
        row.removed_at = None
        Mark.objects.filter(pk=row.pk).update(
            removed_at=None, version=mark.version, changed_at=mark.changed_at, **_fields(mark, mark.quote)
        )


def _twin_key(mark: Mark | Held) -> tuple[str, str, str, str]:
    return mark.release, mark.anchor, mark.kind, mark.digest

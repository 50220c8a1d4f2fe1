"""My progress."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from codeward.charts import authorities
from codeward.codesets import Book, books
from codeward.curriculum import skill_list
from codeward.grading import wilson
from codeward.web.accounts.api import User, current_learner
from codeward.web.charts.api import Grade, charts, current_grades, next_of, path_rows, version_of
from codeward.web.progress.tallies import Tally, by_chapter, by_objective
from codeward.web.results.api import ToPractice, count_skills, percent, range_words
from codeward.web.ui.api import BarRow, Bars, BarValue, Line, LinePoint, bars, line

__all__ = ["progress"]

MOST_BARS = 12
MOST_SKILLS = 6
# Of fewer answers the interval is nearly the whole line: it says nothing, and looks like a measurement.
LEAST_SURE = 5


@dataclass(frozen=True, slots=True)
class Share:
    """One row of a drawing of accuracy, and of the table behind it."""

    id: str
    title: str
    right: int
    total: int

    @property
    def percent(self) -> str:
        """The share right, in words."""
        return percent(self.right / self.total)

    @property
    def sure(self) -> bool:
        """Whether there are answers enough for an interval."""
        return self.total >= LEAST_SURE

    @property
    def interval(self) -> str:
        """Its Wilson 95% interval, in words; of few answers when there will be one."""
        if not self.sure:
            return _("after %(n)d answers") % {"n": LEAST_SURE}
        return range_words(self.right, self.total)


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Scores over time, accuracy by objective and by chapter, from first submissions."""
    grades = _grades(current_learner(request))
    counting = [grade for grade in grades if grade.attempt.counts]
    objectives, chapters = _shares(counting)
    exact = sum(int(grade.figures["record_exact"]) for grade in counting)
    every = charts()
    context = {
        "grades": grades,
        "titles": {one.id: one.title for one in every.values()},
        "rows": [(grade, _title(grade)) for grade in grades],
        "scores": _scores(grades),
        "practice": len(grades) > len(counting),
        "coded": len(counting),
        "all_charts": max(len(every), len(counting)),
        "mean": sum(grade.score for grade in counting) / len(counting) if counting else None,
        "exact": exact,
        "exact_interval": range_words(exact, len(counting)) if len(counting) >= LEAST_SURE else "",
        "least_sure": LEAST_SURE,
        "objectives": objectives[:MOST_BARS],
        "more_objectives": objectives[MOST_BARS:],
        "objective_bars": _bars(objectives[:MOST_BARS]),
        "chapters": chapters,
        "chapter_bars": _bars(chapters, chapter=True),
        "skills": _skills(counting),
        "begin": next_of(path_rows(None)),
    }
    return render(request, "progress/progress.html", context)


def _grades(learner: User | None) -> list[Grade]:
    """The current grade of each of the learner's submissions, oldest first."""
    if learner is None:
        return []
    found = current_grades(learner).select_related("attempt").prefetch_related("rows", "editions")
    return list(found.order_by("attempt__submitted_at", "pk"))


def _title(grade: Grade) -> str:
    return version_of(grade.snapshot_id).title


def _shares(counting: list[Grade]) -> tuple[list[Share], list[Share]]:
    """Accuracy by objective, weakest first, and by chapter, in the book's order."""
    objectives: dict[str, Tally] = {}
    chapters: dict[str, Tally] = {}
    names: dict[str, str] = {}
    for grade in counting:
        book, result = books.open_release(grade.edition_of("icd10cm")), grade.to_json()
        by_objective(version_of(grade.snapshot_id), result, objectives)
        by_chapter(result, book, chapters)
        names.update(_chapter_names(book, chapters))
    known = authorities()
    weakest = sorted(
        objectives.items(), key=lambda item: (item[1].right / item[1].total, -item[1].total, item[0])
    )
    return (
        [_share(id_, known[id_].title if id_ in known else "", tally) for id_, tally in weakest],
        [_share(id_, names[id_], chapters[id_]) for id_ in sorted(chapters, key=int)],
    )


def _skills(counting: list[Grade]) -> list[tuple[ToPractice, int]]:
    """The skills over which points were lost most often, with how many lines; of equal ones in teaching order."""
    counts: Counter[str] = Counter()
    for grade in counting:
        count_skills(grade.to_json(), version_of(grade.snapshot_id), counts)
    place = {skill: n for n, skill in enumerate(skill_list())}
    most = sorted(counts, key=lambda skill: (-counts[skill], place[skill]))[:MOST_SKILLS]
    return [(ToPractice.of(skill), counts[skill]) for skill in most]


def _chapter_names(book: Book, chapters: dict[str, Tally]) -> dict[str, str]:
    return {code: book[code].description for code in chapters if code in book}


def _share(id_: str, title: str, tally: Tally) -> Share:
    return Share(id_, title, tally.right, tally.total)


def _scores(grades: list[Grade]) -> Line:
    """Scores in their order; practice is a ring beside the line."""
    points = [
        LinePoint(
            date_format(localtime(grade.attempt.submitted_at)), grade.score, counts=grade.attempt.counts
        )
        for grade in grades
    ]
    return line(points, columns=(_("Submitted"), _("Score")), low=0, high=100)


def _bars(shares: list[Share], *, chapter: bool = False) -> Bars:
    """Shares from 0 to 1 with their Wilson 95% intervals."""
    rows = []
    for one in shares:
        low, high = wilson(one.right, one.total) if one.sure else (None, None)
        note = _("%(k)d of %(n)d") % {"k": one.right, "n": one.total}
        value = BarValue(one.right / one.total, low, high, one.percent, note, one.interval)
        # A section is known by its title: its number stands behind it, for whoever looks it up.
        name, id_ = (one.title, _("Chapter %(n)s") % {"n": one.id}) if chapter else (one.title or one.id, "")
        rows.append(BarRow(f"{name} · {one.id}" if one.title and not chapter else name, (value,), id_))
    return bars(rows, low=0, high=1)

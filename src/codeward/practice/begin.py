"""The files of a new lesson: every block in its place, so that a writer fills in and forgets none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from codeward.curriculum import LessonError, Program, program
from codeward.errors import quoted

__all__ = ["begin_lesson"]

_ID = re.compile(r"[a-z]{1,3}[0-9]{1,2}[a-z]?")
_HEAD = """---
schema: 1
id: {id}
title: "{title}"
minutes: {{read: {read}, practice: 20, chart: {chart}}}
needs: [{needs}]
coding_date: {day}
objectives:
{objectives}
sources: []
---

```pretest
ask:
{pretest}
answered: ["First heading", "Second heading"]
```

## First heading

A person first. Then what happened to the code, and why. Explain each word of the trade where it first appears, or mark
it as a term. Write codes as marks, and say where a rule stands.

```example
quote: "Words of a note, untidy as they are."
path: []
code: A00.0
why: Why these words lead there.
cite: [I.B.1]
```

## Second heading

```check
{check}
```

## Third heading

```recall
ask:
  - {{prompt: "From memory", model: "What the text said", cite: []}}
  - {{prompt: "From memory", model: "What the text said", cite: []}}
  - {{prompt: "From memory", model: "What the text said", cite: []}}
```

```claims
- authority: [I.B.1]
```
"""
_ITEM = """{dash}id: {id}
{pad}kind: sba
{pad}skill: {skill}
{pad}level: 1
{pad}stem: "What is asked?"
{pad}options:
{pad}  - {{text: "An answer", right: true, why: "Why it is right", cite: [I.B.1]}}
{pad}  - {{text: "Another", why: "Why it is not", cite: [I.B.1], wrong: {{axis: documentation}}}}
{pad}  - {{text: "One more", why: "Why it is not", cite: [I.B.1], wrong: {{axis: documentation}}}}"""


def begin_lesson(lesson: str, folder: Path, known: Program | None = None) -> list[Path]:
    """Write the files of the lesson called *lesson* below *folder* and return their paths.

    What the program (ours without *known*) says of it, title, minutes, needs and skills, stands in them already.
    Nothing is written over: raises LessonError where the folder exists, or the id is none.
    """
    if not _ID.fullmatch(lesson):
        raise LessonError(f"{quoted(lesson)} is no id of a lesson", "Give letters and a number, such as d3")
    target = folder / lesson
    if target.exists():
        raise LessonError("the folder is there already", "Choose another place", path=str(target))
    known = known or program()
    outline = known.outlines.get(lesson)
    skills = [skill.id for skill in known.skills_of(lesson)] or ["area.name", "area.other"]
    objectives = "\n".join(
        f'  - {{id: {lesson}.{n}, can: "Say what the learner can do", skill: {skill}}}'
        for n, skill in enumerate(skills[:5], 1)
    )
    pretest = "\n".join(
        _ITEM.format(dash="  - ", pad="    ", id=f"{lesson}-p{n}", skill=skills[0]) for n in (1, 2)
    )
    text = _HEAD.format(
        id=lesson,
        title=(outline.title if outline else "Title").replace('"', '\\"'),
        read=outline.read if outline else 20,
        chart=20 if outline and outline.charts else 0,
        needs=", ".join(outline.needs) if outline else "",
        day=date.today().isoformat(),  # noqa: DTZ011 - a writer's own day
        objectives=objectives,
        pretest=pretest,
        check=_ITEM.format(dash="", pad="", id=f"{lesson}-k1", skill=skills[0]),
    )
    files = {
        "lesson.md": text,
        "cards.yaml": f"schema: 1\nlesson: {lesson}\ncards: []\n",
        "settlement.md": f"# Settlement: {lesson}\n\n## Blind reader\n",
    }
    try:
        target.mkdir(parents=True)
        for name, content in files.items():
            (target / name).write_text(content, encoding="utf-8")
    except FileExistsError:
        raise LessonError("the folder is there already", "Choose another place", path=str(target)) from None
    except OSError as error:
        raise LessonError(
            f"cannot be written: {error.strerror}", "Choose another place", path=str(target)
        ) from None
    return [target / name for name in files]

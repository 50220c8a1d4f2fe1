"""What is done with the curriculum: drills made from the books, mastery from dated evidence, the proof of all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeward.later import later

if TYPE_CHECKING:
    from codeward.practice import (
        assessing,
        bank,
        drills,
        mastery,
        mastery_lessons,
        mastery_testout,
        minutes,
        placement,
        session,
    )
    from codeward.practice.begin import begin_lesson
    from codeward.practice.begin_items import begin_item
    from codeward.practice.building import Built, NoWord, build_word
    from codeward.practice.check import check_lesson, check_program
    from codeward.practice.forms import assemble
    from codeward.practice.impacting import Changed, impact, key_codes, suspended, usable
    from codeward.practice.leading import (
        Clue,
        skill_of,
        skill_of_finding,
        skill_of_row,
        skill_of_step,
        skills_of_row,
    )
    from codeward.practice.leading_rules import SkillRules, skill_rules
    from codeward.practice.matrix import bank_matrix, planned_lessons, practice_counts
    from codeward.practice.paper import Lack, Paper, PaperItem, Piece, Size, pieces
    from codeward.practice.problems import Found
    from codeward.practice.proof import Judged, Unproven, judge, prove
    from codeward.practice.showing import item_lines
    from codeward.practice.stats import count

__all__ = [
    "Built",
    "Changed",
    "Clue",
    "Found",
    "Judged",
    "Lack",
    "NoWord",
    "Paper",
    "PaperItem",
    "Piece",
    "Size",
    "SkillRules",
    "Unproven",
    "assemble",
    "assessing",
    "bank",
    "bank_matrix",
    "begin_item",
    "begin_lesson",
    "build_word",
    "check_lesson",
    "check_program",
    "count",
    "drills",
    "impact",
    "item_lines",
    "judge",
    "key_codes",
    "mastery",
    "mastery_lessons",
    "mastery_testout",
    "minutes",
    "pieces",
    "placement",
    "planned_lessons",
    "practice_counts",
    "prove",
    "session",
    "skill_of",
    "skill_of_finding",
    "skill_of_row",
    "skill_of_step",
    "skill_rules",
    "skills_of_row",
    "suspended",
    "usable",
]

__getattr__ = later(
    __name__,
    {
        "": [
            "assessing",
            "bank",
            "drills",
            "mastery",
            "mastery_lessons",
            "mastery_testout",
            "minutes",
            "placement",
            "session",
        ],
        "begin": ["begin_lesson"],
        "begin_items": ["begin_item"],
        "building": ["Built", "NoWord", "build_word"],
        "check": ["check_lesson", "check_program"],
        "forms": ["assemble"],
        "impacting": ["Changed", "impact", "key_codes", "suspended", "usable"],
        "matrix": ["bank_matrix", "planned_lessons", "practice_counts"],
        "paper": ["Lack", "Paper", "PaperItem", "Piece", "Size", "pieces"],
        "leading": [
            "Clue",
            "skill_of",
            "skill_of_finding",
            "skill_of_row",
            "skill_of_step",
            "skills_of_row",
        ],
        "leading_rules": ["SkillRules", "skill_rules"],
        "problems": ["Found"],
        "proof": ["Judged", "Unproven", "judge", "prove"],
        "showing": ["item_lines"],
        "stats": ["count"],
    },
)

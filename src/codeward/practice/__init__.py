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
        statistics,
    )
    from codeward.practice.axes import axis_in_words
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
    from codeward.practice.rekeying import Rekeyed, alike, carried, rekeyed
    from codeward.practice.scoring import (
        SCORING,
        Cut,
        DomainScore,
        ItemScore,
        PaperScore,
        cut_of,
        rescored,
        scaled,
        score_item,
        score_paper,
    )
    from codeward.practice.showing import item_lines
    from codeward.practice.sitting_answers import (
        ChoiceAnswer,
        LinesAnswer,
        Marked,
        MarksAnswer,
        PairsAnswer,
        PicksAnswer,
        SittingAnswer,
        shape_of,
    )
    from codeward.practice.stats import count

__all__ = [
    "SCORING",
    "Built",
    "Changed",
    "ChoiceAnswer",
    "Clue",
    "Cut",
    "DomainScore",
    "Found",
    "ItemScore",
    "Judged",
    "Lack",
    "LinesAnswer",
    "Marked",
    "MarksAnswer",
    "NoWord",
    "PairsAnswer",
    "Paper",
    "PaperItem",
    "PaperScore",
    "PicksAnswer",
    "Piece",
    "Rekeyed",
    "SittingAnswer",
    "Size",
    "SkillRules",
    "Unproven",
    "alike",
    "assemble",
    "assessing",
    "axis_in_words",
    "bank",
    "bank_matrix",
    "begin_item",
    "begin_lesson",
    "build_word",
    "carried",
    "check_lesson",
    "check_program",
    "count",
    "cut_of",
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
    "rekeyed",
    "rescored",
    "scaled",
    "score_item",
    "score_paper",
    "session",
    "shape_of",
    "skill_of",
    "skill_of_finding",
    "skill_of_row",
    "skill_of_step",
    "skill_rules",
    "skills_of_row",
    "statistics",
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
            "statistics",
        ],
        "axes": ["axis_in_words"],
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
        "rekeying": ["Rekeyed", "alike", "carried", "rekeyed"],
        "scoring": [
            "SCORING",
            "Cut",
            "DomainScore",
            "ItemScore",
            "PaperScore",
            "cut_of",
            "rescored",
            "scaled",
            "score_item",
            "score_paper",
        ],
        "sitting_answers": [
            "ChoiceAnswer",
            "LinesAnswer",
            "Marked",
            "MarksAnswer",
            "PairsAnswer",
            "PicksAnswer",
            "SittingAnswer",
            "shape_of",
        ],
        "showing": ["item_lines"],
        "stats": ["count"],
    },
)

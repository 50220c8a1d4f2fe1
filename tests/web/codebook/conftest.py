"""An edition of the guidelines of the tests' own, installed in a home of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets import install

# A small edition of our own making, in the publisher's layout: two sections and what is needed to be one.
SMALL = (
    "ICD-10-CM Official Guidelines for Coding and Reporting\nFY 2026\n(October 1, 2025 - September 30, 2026)\n"
    "Section I. Conventions ..... 1\nC. Chapters ..... 1\n9. Chapter 9 ..... 1\na. Hypertension ..... 1\n"
    + "".join(f"{n}. Chapter {n} ..... 2\n" for n in range(10, 100))
    + "Section II. Selection ..... 9\n"
    + "".join(f"{letter}. Rule {letter} ..... 9\n" for letter in "ABCDEFG")
    + "H. Uncertain diagnosis ..... 9\nAppendix I 10\n"
    "Section I. Conventions\nC. Chapters\n9. Chapter 9\na. Hypertension\n"
    "A printed rule, see Section II.H. and I.D.99.\n"
    "• a first thing\n• a second thing\n"
    + "".join(f"{n}. Chapter {n}\n<b>Words</b> of {n}.\n" for n in range(10, 100))
    + "Section II. Selection\n"
    + "".join(f"{letter}. Rule {letter}\n" for letter in "ABCDEFG")
    + "H. Uncertain diagnosis\nAs if it existed.\nAppendix I\nPresent on admission\n"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def edition(home: Path) -> None:
    source = home / "guidelines-FY2026.txt"
    source.write_text(SMALL, encoding="utf-8")
    install.install("guidelines", source=source)

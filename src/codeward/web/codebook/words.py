"""What the Tabular's instructions are called on our pages, and which guideline section explains each kind."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

__all__ = ["AUTHORITY_OF", "INSTRUCTION_KINDS"]

# By `Instruction.kind`.
INSTRUCTION_KINDS: dict[str, Promise] = {
    "includes": gettext_lazy("Includes"),
    "inclusion_term": gettext_lazy("Inclusion terms"),
    "excludes1": gettext_lazy("Excludes1: not coded here"),
    "excludes2": gettext_lazy("Excludes2: not included here"),
    "code_first": gettext_lazy("Code first"),
    "use_additional": gettext_lazy("Use additional code"),
    "code_also": gettext_lazy("Code also"),
    "note": gettext_lazy("Note"),
    "seventh_character": gettext_lazy("7th character"),
}
# Section I.A of the guidelines.
AUTHORITY_OF = {
    "includes": "I.A.10",
    "inclusion_term": "I.A.11",
    "excludes1": "I.A.12.a",
    "excludes2": "I.A.12.b",
    "code_first": "I.A.13",
    "use_additional": "I.A.13",
    "code_also": "I.A.17",
    "seventh_character": "I.A.5",
}

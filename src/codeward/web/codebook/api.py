"""What other apps may use of the codebook. They import from here and nowhere deeper."""

from codeward.web.codebook.banner import told_of
from codeward.web.codebook.citations import address, in_words
from codeward.web.codebook.citing import Citing, on_citing
from codeward.web.codebook.findings import SEVERITY, Found, findings, unchecked, worst
from codeward.web.codebook.lookup import chapters, release_title
from codeward.web.codebook.present_diff import change_counts
from codeward.web.codebook.words import INSTRUCTION_KINDS

__all__ = [
    "INSTRUCTION_KINDS",
    "SEVERITY",
    "Citing",
    "Found",
    "address",
    "change_counts",
    "chapters",
    "findings",
    "in_words",
    "on_citing",
    "release_title",
    "told_of",
    "unchecked",
    "worst",
]

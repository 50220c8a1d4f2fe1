"""The compilers by name: which function makes the bytes of a book from a release's files.

Named in `data/releases.json` and by the installer; imported when used, because a look-up in a compiled book
needs none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from codeward.codesets.container.model import Release
from codeward.codesets.container.system import resolved
from codeward.errors import BookError, quoted

__all__ = ["COMPILERS", "Compiler", "compiler"]

Compiler = Callable[[Release, Sequence[Path], Sequence[str | None]], bytes]

COMPILERS: dict[str, str] = {
    "icd10cm": "codeward.codesets.icd10cm.compiler:compile_files",
    "icd10cm_titles": "codeward.codesets.icd10cm.order:compile_cm_titles",
    "icd10pcs_codes": "codeward.codesets.icd10pcs.from_codes:compile_codes",
    "icd10pcs_tables": "codeward.codesets.icd10pcs.official:compile_tables",
    "icd10pcs_index": "codeward.codesets.icd10pcs.reference:compile_index",
    "icd10pcs_definitions": "codeward.codesets.icd10pcs.reference:compile_definitions",
    "hcpcs": "codeward.codesets.hcpcs.official:compile_official",
    "hcpcs_teaching": "codeward.codesets.hcpcs.teaching:compile_teaching",
    "cpt": "codeward.codesets.cpt.official:compile_official",
    "cpt_glosses": "codeward.codesets.cpt.glosses:compile_glosses",
    "icd10cm_index": "codeward.codesets.indexes.official:compile_index",
    "icd10cm_external_cause": "codeward.codesets.indexes.official:compile_external_cause",
    "icd10cm_neoplasm": "codeward.codesets.indexes.official:compile_neoplasm",
    "icd10cm_drugs": "codeward.codesets.indexes.official:compile_drugs",
    "icd10cm_conversion": "codeward.codesets.lists.conversion:compile_conversion",
    "poa_exempt": "codeward.codesets.lists.simple:compile_poa_exempt",
    "mce": "codeward.codesets.lists.editor:compile_mce",
    "ncci_ptp": "codeward.codesets.lists.pairs:compile_ptp",
    "ncci_mue": "codeward.codesets.lists.simple:compile_mue",
    "add_on": "codeward.codesets.lists.addons:compile_add_on",
    "mpfs": "codeward.codesets.lists.mpfs:compile_mpfs",
    "localities": "codeward.codesets.lists.regions:compile_localities",
    "opps_apc": "codeward.codesets.lists.simple:compile_apc",
    "opps": "codeward.codesets.lists.simple:compile_opps",
    "guidelines": "codeward.codesets.lists.sections:compile_guidelines",
    "place_of_service": "codeward.codesets.lists.simple:compile_places",
}


def compiler(name: str) -> Compiler:
    """Return the compiler called *name*. Raises BookError where there is none."""
    target = COMPILERS.get(name)
    if target is None:
        raise BookError(f"There is no compiler {quoted(name)}", f"Known: {', '.join(COMPILERS)}")
    found: Compiler = resolved(target)
    return found

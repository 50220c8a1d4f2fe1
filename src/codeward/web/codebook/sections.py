"""The navigation of the codebook: what lies on the desk."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["SECTIONS", "Section"]


class Section(NamedTuple):
    """One entry of the navigation: its id, the name and arguments of its address, its word."""

    id: str
    name: str
    args: tuple[str, ...]
    word: str | Promise


SECTIONS: tuple[Section, ...] = (
    Section("desk", "desk", (), _("Search")),
    Section("icd10cm", "system", ("icd10cm",), "ICD-10-CM"),
    Section("index", "index", ("index",), _("Index and tables")),
    Section("icd10pcs", "system", ("icd10pcs",), "ICD-10-PCS"),
    Section("hcpcs", "system", ("hcpcs",), "HCPCS"),
    Section("cpt", "system", ("cpt",), "CPT"),
    Section("guidelines", "guidelines", (), _("Guidelines")),
    Section("modifiers", "modifiers", (), _("Modifiers")),
    Section("tools", "tools", (), _("Calculators")),
    Section("releases", "releases", (), _("Editions")),
)

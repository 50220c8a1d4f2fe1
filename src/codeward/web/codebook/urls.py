"""Addresses of the codebook, those that the workspace's scripts ask included."""

from __future__ import annotations

from django.urls import include, path, register_converter

from codeward.codesets import CODING
from codeward.web.codebook import (
    endpoints,
    views_book,
    views_citations,
    views_desk,
    views_diff,
    views_guide,
    views_index,
    views_lists,
    views_pcs,
    views_tools,
)

app_name = "codebook"


class SystemConverter:
    """``<coding:system>`` in an address: a code system whose codes stand on a claim."""

    regex = "|".join(CODING)

    def to_python(self, value: str) -> str:
        """The id of the system."""
        return value

    def to_url(self, value: str) -> str:
        """The id of the system."""
        return value


register_converter(SystemConverter, "coding")


class IndexBookConverter:
    """``<indexbook:book>`` in an address: an index book or table."""

    regex = "index|external-cause|neoplasm|drugs"

    def to_python(self, value: str) -> str:
        """The book as the address writes it."""
        return value

    def to_url(self, value: str) -> str:
        """The book as the address writes it."""
        return value


register_converter(IndexBookConverter, "indexbook")

BOOK = [
    path("", views_desk.desk, name="desk"),
    path("search", endpoints.search, name="search"),
    path("concept/<str:code>", endpoints.concept, name="concept"),
    path("modifiers-for", endpoints.modifiers_for, name="modifiers-for"),
    path("citation", endpoints.paragraph, name="paragraph"),
    path("citations", views_citations.citation, name="citation"),
    path("guidelines/", views_guide.contents, name="guidelines"),
    path("guidelines/<str:section>/", views_guide.section, name="guideline"),
    path("<indexbook:book>/", views_index.front, name="index"),
    path("<indexbook:book>/find", views_index.find, name="index-find"),
    path("<indexbook:book>/term/<path:term_id>", views_index.term, name="index-term"),
    path("<indexbook:book>/<str:letter>", views_index.letter, name="index-letter"),
    path("pcs/", views_pcs.builder, name="pcs"),
    path("pcs/index/", views_pcs.index, name="pcs-index"),
    path("pcs/index/<str:letter>", views_pcs.index, name="pcs-letter"),
    path("pcs/keys/", views_pcs.key, name="pcs-keys"),
    path("pcs/operations/", views_pcs.operations, name="pcs-operations"),
    path("tools/", views_tools.tools, name="tools"),
    path("tools/units", views_tools.units, name="units"),
    path("tools/em", views_tools.em, name="em"),
    path("tools/anesthesia", views_tools.anesthesia, name="anesthesia"),
    path("tools/raf", views_tools.raf, name="raf"),
    path("map", views_tools.mapping, name="map"),
    path("modifiers/", views_lists.modifier_list, name="modifiers"),
    path("modifiers/<str:code>", views_lists.modifier, name="modifier"),
    path("place-of-service/", views_lists.places, name="places"),
    path("coding-date", endpoints.coding_date, name="coding-date"),
    path("releases/", views_lists.releases, name="releases"),
    path("releases/diff", views_diff.diff, name="diff"),
    path("<coding:system>/", views_book.system, name="system"),
    path("<coding:system>/<str:code>", views_book.entry, name="entry"),
]

urlpatterns = [
    path("codebook/", include(BOOK)),
    path("guidelines/", views_guide.short, name="guidelines-short"),
    path("guidelines/<str:section>/", views_guide.short, name="guideline-short"),
]

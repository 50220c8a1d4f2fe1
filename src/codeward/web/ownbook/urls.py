"""Addresses of the own book. They stand before the codebook's, whose books are named in the same place."""

from __future__ import annotations

from django.urls import path

from codeward.web.ownbook import endpoints, views

app_name = "ownbook"

urlpatterns = [
    path("codebook/own/", views.own, name="own"),
    path("codebook/own/export.json", views.export, name="export"),
    path("codebook/own/import", views.bring_in, name="import"),
    path("codebook/own/carry", views.carry_over, name="carry"),
    path("codebook/own/turn/<uuid:mark_id>", views.turn, name="turn"),
    path("codebook/own/marks", endpoints.marks, name="marks"),
    path("codebook/own/marks/<uuid:mark_id>", endpoints.mark, name="mark"),
    path("codebook/own/changes", endpoints.changes, name="changes"),
]

"""Addresses of the scratchpad app."""

from __future__ import annotations

from django.urls import path

from codeward.web.scratchpad import views

app_name = "scratchpad"

urlpatterns = [
    path("scratchpad/", views.scratchpad, name="scratchpad"),
    path("scratchpad/add", views.add, name="add"),
    path("scratchpad/collect", views.collect, name="collect"),
    path("scratchpad/new", views.make, name="new"),
    path("scratchpad/<pid:public_id>/", views.pad, name="pad"),
    path("scratchpad/<pid:public_id>/here", views.collect_here, name="here"),
    path("scratchpad/<pid:public_id>/settings", views.settings, name="settings"),
    path("scratchpad/<pid:public_id>/delete", views.delete, name="delete"),
    path("scratchpad/<pid:public_id>/codes.<str:kind>", views.file, name="file"),
    path("scratchpad/line/<pid:public_id>/change", views.change, name="change"),
    path("scratchpad/line/<pid:public_id>/remove", views.remove, name="remove"),
    path("scratchpad/line/<pid:public_id>/up", views.move, {"by": -1}, name="up"),
    path("scratchpad/line/<pid:public_id>/down", views.move, {"by": 1}, name="down"),
]

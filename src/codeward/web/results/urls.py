"""Addresses of the results app."""

from __future__ import annotations

from django.urls import path

from codeward.web.results import disputes, views

app_name = "results"

urlpatterns = [
    path("attempts/<pid:public_id>/result", views.result, name="result"),
    path("attempts/<pid:public_id>/result/<int:number>", views.past, name="past"),
    path("attempts/<pid:public_id>/again", views.again, name="again"),
    path("attempts/<pid:public_id>/correct", views.correct, name="correct"),
    path("attempts/<pid:public_id>/contest/<slug:row>", views.contest, name="contest"),
    path("contests/<pid:public_id>/settle", disputes.decide, name="settle"),
    path("contests/<pid:public_id>/corrected", disputes.corrected, name="corrected"),
]

"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from codeward.web.notices import views, views_mail

app_name = "notices"

urlpatterns = [
    path("notices/", views.notices, name="list"),
    path("notices/read", views.read_all, name="read_all"),
    path("notices/settings", views_mail.settings, name="settings"),
    path("notices/off/<str:text>", views_mail.off, name="off"),
    path("notices/<pid:public_id>", views.open_notice, name="open"),
    path("notices/<pid:public_id>/read", views.read, name="read"),
]

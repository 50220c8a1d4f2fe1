"""The account page and its parts; signing in and up are allauth's, under ``/accounts/``."""

from __future__ import annotations

from django.urls import path

from codeward.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/profile", views.profile, name="profile"),
    path("account/shortcuts", views.shortcuts, name="shortcuts"),
    path("account/export", views.export, name="export"),
    path("account/delete", views.delete, name="delete"),
    path("theme", views.theme, name="theme"),
    path("start/<str:token>", views.start, name="start"),
]

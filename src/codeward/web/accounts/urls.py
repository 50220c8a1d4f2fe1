"""The account page and its parts; signing in and up are allauth's, under ``/accounts/``."""

from __future__ import annotations

from django.urls import path

from codeward.web.accounts import views, views_devices

app_name = "accounts"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/profile", views.profile, name="profile"),
    path("account/shortcuts", views.shortcuts, name="shortcuts"),
    path("account/export", views.export, name="export"),
    path("account/delete", views.delete, name="delete"),
    # Where allauth's own list would be.
    path("accounts/sessions/", views_devices.devices, name="devices"),
    path("accounts/sessions/end", views_devices.end_all_others, name="devices_end"),
    path("accounts/sessions/<pid:public_id>/end", views_devices.end, name="device_end"),
    path("theme", views.theme, name="theme"),
    path("start/<str:token>", views.start, name="start"),
]

"""The page of what happened."""

from __future__ import annotations

from django.urls import path

from codeward.web.audit import views

app_name = "audit"
urlpatterns = [path("account/activity/", views.activity, name="activity")]

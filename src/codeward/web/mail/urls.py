"""The outbox page."""

from __future__ import annotations

from django.urls import path

from codeward.web.mail import views

app_name = "mail"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<pid:public_id>", views.mail, name="mail"),
]

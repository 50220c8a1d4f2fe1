"""Home, health and, in development, the design gallery."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from codeward.web.pages import gallery, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("find", views.find, name="find"),
    path("healthz", views.healthz, name="healthz"),
]
if settings.CODEWARD.design_gallery or settings.DEBUG:
    urlpatterns.append(path("design", gallery.design, name="design"))

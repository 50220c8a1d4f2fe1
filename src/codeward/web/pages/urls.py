"""Home, glossary, health and, in development, the design gallery."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from codeward.web.pages import gallery, gallery_forms, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("find", views.find, name="find"),
    path("glossary/", views.glossary, name="glossary"),
    path("healthz", views.healthz, name="healthz"),
]
if settings.CODEWARD.design_gallery or settings.DEBUG:
    urlpatterns += [
        path("design", gallery.design, name="design"),
        path("design/wizard/<slug:step>", gallery_forms.wizard, name="design-wizard"),
    ]

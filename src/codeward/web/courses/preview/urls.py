"""The addresses of a preview: the school's, and its own three."""

from __future__ import annotations

from django.urls import include, path

from codeward.web.conf.urls import handler400, handler403, handler404, handler500
from codeward.web.courses.preview import views

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

own = (
    [
        path("", views.begin, name="begin"),
        path("edition", views.edition, name="edition"),
        path("questions/<str:item_id>/", views.question, name="question"),
    ],
    "preview",
)
urlpatterns = [path("preview/", include(own)), path("", include("codeward.web.conf.urls"))]

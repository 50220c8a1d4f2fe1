"""The addresses of the school. Each app has its own ``urls.py``; this page only says where it hangs."""

from __future__ import annotations

from django.urls import include, path, register_converter

from codeward.web.ids import PublicIdConverter

register_converter(PublicIdConverter, "pid")

urlpatterns = [
    path("", include("codeward.web.pages.urls")),
    path("", include("codeward.web.audit.urls")),
    path("", include("codeward.web.accounts.urls")),
    path("", include("codeward.web.mail.urls")),
    path("", include("codeward.web.notices.urls")),
    path("", include("codeward.web.office.urls")),
    path("", include("codeward.web.learning.urls")),
    path("", include("codeward.web.charts.urls")),
    path("", include("codeward.web.guided.urls")),
    path("", include("codeward.web.courses.urls")),
    path("", include("codeward.web.exams.urls")),
    # Before the codebook, whose addresses begin alike.
    path("", include("codeward.web.ownbook.urls")),
    path("", include("codeward.web.scratchpad.urls")),
    path("", include("codeward.web.scrub.urls")),
    path("", include("codeward.web.codebook.urls")),
    path("", include("codeward.web.results.urls")),
    path("", include("codeward.web.progress.urls")),
    path("", include("codeward.web.fhir.urls")),
    path("", include("codeward.web.api.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "codeward.web.pages.views.bad_request"
handler403 = "codeward.web.pages.views.permission_denied"
handler404 = "codeward.web.pages.views.not_found"
handler500 = "codeward.web.pages.views.server_error"

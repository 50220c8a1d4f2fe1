"""Addresses of the Books page, below the office's."""

from __future__ import annotations

from django.urls import path

from codeward.web.office.books import endpoints, views, views_work

urlpatterns = [
    path("", views.index, name="books"),
    # What may be long has addresses of its own (web.bodies).
    path("files/<slug:system>", views_work.files, name="book_files"),
    path("pieces/begin/<slug:system>", endpoints.begin, name="book_begin"),
    path("pieces/add", endpoints.piece, name="book_piece"),
    path("pieces/end", endpoints.finish, name="book_end"),
    path("work/<pid:public_id>/", views_work.job, name="book_job"),
    path("work/<pid:public_id>/progress", views_work.progress, name="book_progress"),
    path("work/<pid:public_id>/stop", views_work.cancel, name="book_stop"),
    path("work/<pid:public_id>/again", views_work.again, name="book_again"),
    path("release/<slug:release>/verify", views.verify, name="book_verify"),
    path("release/<slug:release>/remove", views.remove, name="book_remove"),
    path("<slug:system>/", views.system, name="books_of"),
    path("<slug:system>/install", views.fetch, name="book_install"),
    path("<slug:system>/compare", views.compare, name="book_compare"),
]

"""Addresses of the exams app."""

from __future__ import annotations

from django.urls import path

from codeward.web.exams import (
    endpoints,
    views,
    views_office,
    views_paper,
    views_questions,
    views_result,
    views_room,
)

app_name = "exams"

urlpatterns = [
    path("teaching/questions/", views_questions.questions, name="questions"),
    path("teaching/questions/<slug:exam>/<slug:name>/", views_questions.section, name="questions-section"),
    path("teaching/questions/<slug:exam>/<slug:name>/file", views_questions.take_away, name="questions-file"),
    path("teaching/question/<slug:item>/", views_questions.question_of_exams, name="question-of-exams"),
    path("teaching/question/<slug:item>/take-out", views_questions.take_out, name="take-out"),
    path("exams/", views.exam_list, name="list"),
    path("exams/sittings/<pid:public_id>/", views_room.sitting, name="sitting"),
    path("exams/sittings/<pid:public_id>/questions/<int:place>/", views_room.question, name="question"),
    path("exams/sittings/<pid:public_id>/all/", views_room.everything, name="all"),
    path("exams/sittings/<pid:public_id>/review/", views_room.review, name="review"),
    path("exams/sittings/<pid:public_id>/break", views_room.take_break, name="break"),
    path("exams/sittings/<pid:public_id>/changes", endpoints.changes, name="changes"),
    path("exams/sittings/<pid:public_id>/result/", views_result.result, name="result"),
    path("office/exams/", views_office.times, name="times"),
    path("office/exams/sittings/<pid:public_id>", views_office.under_way, name="add-time"),
    path("office/exams/people/<pid:public_id>", views_office.give, name="give-time"),
    path("office/exams/given/<pid:public_id>", views_office.end, name="end-time"),
    path("exams/sittings/<pid:public_id>/result.pdf", views_paper.result_pdf, name="result-pdf"),
    path("exams/<slug:exam>/", views.exam, name="exam"),
    path("exams/<slug:exam>/plan", views.plan, name="plan"),
    path("exams/<slug:exam>/start", views.start, name="start"),
]

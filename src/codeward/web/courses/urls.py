"""Addresses of the courses app."""

from __future__ import annotations

from django.urls import path

from codeward.web.courses import (
    views,
    views_drill,
    views_lesson,
    views_placement,
    views_taught,
    views_testout,
    views_words,
)

app_name = "courses"

urlpatterns = [
    path("program/", views.program_page, name="program"),
    path("program/syllabus/", views.syllabus, name="syllabus"),
    path("program/modules/<slug:module_id>/", views.module, name="module"),
    path("lessons/<slug:lesson_id>/", views_lesson.lesson, name="lesson"),
    path("lessons/<slug:lesson_id>/answer", views_lesson.answer, name="answer"),
    path("lessons/<slug:lesson_id>/place", views_lesson.place, name="place"),
    path("lessons/<slug:lesson_id>/ask/<str:form_id>", views_lesson.ask, name="ask"),
    path("lessons/<slug:lesson_id>/test-out/", views_testout.test_out, name="test-out"),
    path("placement/", views_placement.placement, name="placement"),
    path("placement/<pid:sitting>/", views_placement.placed, name="placed"),
    path("skills/<str:skill_id>/", views.skill, name="skill"),
    path("word-parts/", views_words.word_parts, name="word-parts"),
    path("teaching/lessons/", views_taught.lessons, name="taught"),
    path("teaching/lessons/<slug:lesson_id>/", views_taught.lesson, name="taught-lesson"),
    path("drill/", views_drill.drill, name="drill"),
    path("drill/answer", views_drill.answer, name="drill-answer"),
]

"""The school itself: what it is called, who answers its mail, who may join, which time zone it keeps."""

from __future__ import annotations

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """What whoever runs the school decides in the office."""

    name = "codeward.web.school"
    label = "school"

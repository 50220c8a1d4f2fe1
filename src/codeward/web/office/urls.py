"""Addresses of the office."""

from __future__ import annotations

from django.urls import include, path

from codeward.web.office import (
    queue_approvals,
    queue_jobs,
    queue_mails,
    views_audit,
    views_health,
    views_people,
    views_queue,
    views_settings,
)

app_name = "office"

urlpatterns = [
    path("office/", views_queue.home, name="home"),
    path("office/queues/<slug:name>/", views_queue.rows, name="queue"),
    path("office/queues/<slug:name>/table.csv", views_queue.table, name="table"),
    path("office/queues/<slug:name>/<slug:thing>/", views_queue.row, name="row"),
    path("office/queues/<slug:name>/<slug:thing>/take", views_queue.take, name="take"),
    path("office/queues/<slug:name>/<slug:thing>/release", views_queue.release, name="release"),
    path("office/queues/<slug:name>/<slug:thing>/hand-over", views_queue.hand_over, name="hand_over"),
    path("office/people/", views_people.people, name="people"),
    path("office/people/invite", views_people.invite, name="invite"),
    path("office/people/<pid:public_id>/", views_people.person, name="person"),
    path("office/people/<pid:public_id>/lock", views_people.lock_person, name="lock"),
    path("office/people/<pid:public_id>/unlock", views_people.unlock_person, name="unlock"),
    path("office/people/<pid:public_id>/sign-out", views_people.sign_out, name="sign_out"),
    path(
        "office/people/<pid:public_id>/second-step-off", views_people.second_step_off, name="second_step_off"
    ),
    path("office/people/<pid:public_id>/give", views_people.give, name="give"),
    path("office/roles/<pid:grant>/end", views_people.end, name="end"),
    path("office/invitations/<pid:public_id>/withdraw", views_people.withdraw, name="withdraw"),
    path("invited/<str:token>", views_people.invited, name="invited"),
    path("office/audit/", views_audit.audit, name="audit"),
    path("office/audit/table.csv", views_audit.table, name="audit_table"),
    path("office/jobs/", views_health.jobs, name="jobs"),
    path("office/health/", views_health.health, name="health"),
    path("office/settings/", views_settings.settings, name="settings"),
    path("office/settings/change", views_settings.change_settings, name="change_settings"),
    path("office/start/", views_settings.first_run, name="first_run"),
    path("office/approvals/<pid:public_id>/decide", queue_approvals.decide, name="decide"),
    path("office/approvals/<pid:public_id>/take-back", queue_approvals.take_back, name="take_back"),
    path("office/mails/<pid:public_id>/again", queue_mails.send_again, name="send_again"),
    path("office/jobs/<uuid:job>/again", queue_jobs.job_again, name="job_again"),
    path("office/chores/<slug:name>/now", queue_jobs.chore_now, name="chore_now"),
    path("office/books/", include("codeward.web.office.books.urls")),
]

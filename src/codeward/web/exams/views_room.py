"""The room of a sitting as pages: each works by itself, without script, as a form that is saved and gone on from."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from codeward.bounds import BoundsError
from codeward.web.exams.breaks import pause, resume
from codeward.web.exams.doors import own_sitting
from codeward.web.exams.given import field, read_given, read_struck
from codeward.web.exams.models import NOTE, Sitting
from codeward.web.exams.papers import items_at
from codeward.web.exams.room import Room
from codeward.web.exams.sittings import (
    Change,
    SittingClosed,
    SittingRefused,
    save,
    settled,
    submit,
)
from codeward.web.exams.words import room_words

__all__ = ["everything", "question", "review", "sitting", "take_break"]


def _to_result(one: Sitting) -> HttpResponse:
    return redirect("exams:result", one.public_id)


@require_safe
def sitting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go on where one was, on whatever device; what is over leads to its result."""
    one = settled(own_sitting(request, public_id))
    if not one.is_open:
        return _to_result(one)
    room = Room(one)
    return redirect(room.href(room.first_open()))


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, public_id: str, place: int) -> HttpResponse:
    """One question; POST saves it and goes on."""
    one = settled(own_sitting(request, public_id))
    if not 1 <= place <= one.form.items:
        raise Http404
    if request.method == "POST":
        return _save(request, one, place)
    if not one.is_open:
        return _to_result(one)
    return _page(request, one, place)


def _page(request: HttpRequest, one: Sitting, place: int) -> HttpResponse:
    room = Room(one)
    context = {
        "room": room,
        "sitting": one,
        "place": place,
        "questions": room.questions([place]),
        "grid": room.grid(place),
        "timer": room.timer(),
        "before": room.href(place - 1) if place > 1 else "",
        "after": room.href(place + 1) if place < room.count else "",
        "books": room.books(),
        "words": room_words(),
        "paused": room.paused,
    }
    response = render(request, "exams/room.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _save(request: HttpRequest, one: Sitting, place: int) -> HttpResponse:
    fields = request.POST
    name = field(place)
    item = items_at(one.form, [place])[place]
    try:
        key = UUID(fields.get("key", ""))
    except ValueError:
        key = uuid4()
    sequence = fields.get("sequence", "")
    known = int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else 0
    change = Change(
        key=key,
        place=place,
        sequence=known + 1,
        given=read_given(item, fields, place),
        flagged=f"{name}-flag" in fields,
        struck=read_struck(fields, place),
        note=fields.get(f"{name}-note", "").replace("\0", "")[:NOTE],
    )
    room = Room(one)
    try:
        told = save(one, [change])
    except SittingClosed as error:
        messages.warning(request, f"{error.message}. {error.way_out}.")
        return _to_result(one)
    except (SittingRefused, BoundsError) as error:
        messages.warning(request, f"{error.message}. {error.way_out}.")
        return redirect(room.href(place))
    if told.older:
        messages.warning(request, _("This question was changed on another device. You see that answer now."))
        return redirect(room.href(place))
    go = fields.get("go", "next")
    if go == "review" or (go == "next" and place == one.form.items):
        return redirect("exams:review", one.public_id)
    to = {"next": place + 1, "back": max(1, place - 1)}.get(go, place)
    return redirect(room.href(to))


@require_safe
def everything(request: HttpRequest, public_id: str) -> HttpResponse:
    """All questions on one page; the room's script takes them from here too, so that it needs no network later."""
    one = settled(own_sitting(request, public_id))
    if not one.is_open:
        return _to_result(one)
    room = Room(one)
    context = {
        "room": room,
        "sitting": one,
        "place": 0,
        "questions": room.questions(range(1, room.count + 1)),
        "grid": room.grid(),
        "timer": room.timer(),
        "books": room.books(),
        "words": room_words(),
        "paused": room.paused,
        "all": True,
    }
    response = render(request, "exams/room.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is open and flagged; POST hands it in."""
    one = settled(own_sitting(request, public_id))
    if request.method == "POST" and one.is_open:
        submit(one)
        return _to_result(one)
    if not one.is_open:
        return _to_result(one)
    room = Room(one)
    context = {
        "room": room,
        "sitting": one,
        "review": room.review(),
        "timer": room.timer(),
        "words": room_words(),
    }
    response = render(request, "exams/review.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def take_break(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a break that stops the clock, or end it."""
    one = settled(own_sitting(request, public_id))
    try:
        if request.POST.get("act") == "end":
            resume(one)
        else:
            pause(one)
    except SittingRefused as error:
        messages.warning(request, f"{error.message}. {error.way_out}.")
    return redirect("exams:sitting", one.public_id)

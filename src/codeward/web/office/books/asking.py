"""Asking for work on books: row, audit row and place in the queue, in one transaction. Asked twice is once."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from codeward.codesets import SYSTEMS
from codeward.codesets.install import asked_for, license_of, removable
from codeward.errors import CodewardError
from codeward.settings import home
from codeward.web.accounts.api import User
from codeward.web.jobs.api import home_id, queue_of
from codeward.web.office.books import told, uploads
from codeward.web.office.books.models import LIVE, BookJob
from codeward.web.office.books.moves import book_of
from codeward.web.office.books.needs import BooksRefused, readable, refuse_needed
from codeward.web.office.books.work import work

__all__ = ["BooksBusy", "BooksRefused", "again", "fetch", "put", "remove", "verify"]

Kind = BookJob.Kind


class BooksBusy(CodewardError):  # noqa: N818
    """Other work on this very release is going on; `.job` is it."""

    def __init__(self, job: BookJob) -> None:
        self.job = job
        super().__init__(
            _("Other work on %(book)s is going on") % {"book": book_of(job)},
            _("Wait for its end, or stop it"),
        )


def fetch(by: User, system: str, release: str) -> BookJob:
    """Have a release installed from where its publisher keeps it, as the catalogue says.

    Raises BooksRefused where the publisher hands it to licensees only, BooksBusy, CodewardError for no release.
    """
    if license_of(system) == "licensed":
        raise BooksRefused(
            _("%(system)s is not fetched: its publisher gives it to licensees only")
            % {"system": SYSTEMS[system].display},
            _("Send the files that you were given"),
        )
    asked_for(system, release)
    return _ask(BookJob(kind=Kind.INSTALL, system=system, release=release, source="publisher", actor=by))


def put(by: User, system: str, release: str, upload: uploads.Upload, *, licensed: bool) -> BookJob:
    """Have a release made of files that were sent. *licensed*: the licensee's statement was made.

    Raises BooksRefused where that is asked for and missing, or nothing was sent; BooksBusy; CodewardError. The files go
    with any of them.
    """
    try:
        if not upload.names:
            raise BooksRefused(_("No file was sent"), _("Choose the publisher's file as you got it"))
        for name in upload.names:
            uploads.refuse_other_content(upload.folder / name)
        if license_of(system) == "licensed" and not licensed:
            raise BooksRefused(
                _("%(system)s belongs to its publisher") % {"system": SYSTEMS[system].display},
                _("State that this school holds its license and that the files are its own"),
            )
        asked_for(system, release or None)
        job = _ask(
            BookJob(
                kind=Kind.INSTALL,
                system=system,
                release=release,
                source="files",
                upload=upload.name,
                files=", ".join(upload.names)[:500],
                licensed=license_of(system) == "licensed",
                actor=by,
            )
        )
    except CodewardError:
        uploads.forget(upload.name)
        raise
    if job.upload != upload.name:  # asked for a moment ago: those files are read
        uploads.forget(upload.name)
    return job


def verify(by: User, system: str, release: str) -> BookJob:
    """Have the book of a release compared with the digest inside it. Raises BooksBusy."""
    return _ask(BookJob(kind=Kind.VERIFY, system=system, release=release, actor=by))


def remove(by: User, system: str, release: str) -> BookJob:
    """Have an installed release removed from this host.

    Raises BooksRefused while anything needs it, BookError where it is not installed here, BooksBusy.
    """
    removable(release, home())
    refuse_needed(readable(release))
    return _ask(BookJob(kind=Kind.REMOVE, system=system, release=release, actor=by))


def again(by: User, job: BookJob) -> BookJob:
    """Have the same work done again: a new row. Raises BooksRefused where its files are gone, and as the others do."""
    if job.kind == Kind.VERIFY:
        return verify(by, job.system, job.release)
    if job.kind == Kind.REMOVE:
        return remove(by, job.system, job.release)
    if job.source == BookJob.Source.PUBLISHER:
        return fetch(by, job.system, job.release)
    if job.home != home_id() or not uploads.folder_of(job.upload).is_dir():
        raise BooksRefused(_("The files are not kept any more"), _("Send them again"))
    return _ask(
        BookJob(
            kind=Kind.INSTALL,
            system=job.system,
            release=job.release,
            source="files",
            upload=job.upload,
            files=job.files,
            licensed=job.licensed,
            actor=by,
        )
    )


def _ask(job: BookJob) -> BookJob:
    """Store the row and put it into the queue of this home. The database decides who was first.

    The same asked twice is one piece of work; other work on the release raises BooksBusy.
    """
    job.home = home_id()
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            told.begun(job)
            work.using(queue_name=queue_of(job.home)).enqueue(job.pk)
    except IntegrityError:
        standing = BookJob.objects.filter(
            home=job.home, system=job.system, release=job.release, state__in=LIVE
        ).first()
        if standing is None:  # it ended in this very moment
            job.pk = None
            return _ask(job)
        if standing.kind != job.kind or standing.source != job.source:
            raise BooksBusy(standing) from None
        return standing
    return job

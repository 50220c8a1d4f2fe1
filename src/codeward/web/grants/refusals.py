"""What a move of this app is refused with. Each says what is wrong and the way out, in words for people."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext as _

from codeward.errors import CodewardError

__all__ = ["LastDirector", "NotAllowed", "NotNow", "Unfit"]


class NotAllowed(CodewardError):  # noqa: N818 - named as people say it
    """Whoever asks may not do this, or not about this person. A page answers 403."""


class Unfit(CodewardError):  # noqa: N818
    """What was given does not fit: a person, a scope, a date, a reason. A page answers 422."""


class LastDirector(CodewardError):  # noqa: N818
    """The school would be left without a director. A page answers 409."""

    def __init__(self) -> None:
        super().__init__(
            _("The school has no other director"),
            _("Make someone else a director first. Then you can do this."),
        )


class NotNow(CodewardError):  # noqa: N818
    """The thing is in another state by now; `thing` is the row as it stands. A page answers 409."""

    def __init__(self, thing: Model, state: str) -> None:
        self.thing = thing
        super().__init__(
            _("Someone already decided this: %(state)s") % {"state": state},
            _("Reload the page to see it as it is now."),
        )

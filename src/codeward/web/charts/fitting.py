"""Whether an answer in the making can be handed in: asked of every change, so that nobody learns it at the end."""

from __future__ import annotations

from django.utils.translation import gettext as _

from codeward.charts import AnswerError, limits, load_answer
from codeward.web.charts.fold import Folded, answer_json

__all__ = ["check_fits"]


def check_fits(state: Folded) -> None:
    """Raise AnswerError, a sentence with a way out, where the answer is more than can be handed in."""
    lines, queries = state.sequence(), state.standing_queries()
    if len(lines) > limits.LINES:
        raise AnswerError(
            _("An answer can have at most %(n)d codes") % {"n": limits.LINES},
            _("Remove one before you add another."),
        )
    if len(queries) > limits.QUERIES:
        raise AnswerError(
            _("An answer can have at most %(n)d queries") % {"n": limits.QUERIES},
            _("Remove one before you add another."),
        )
    held = [len(one.evidence) for one in (*lines, *queries)] + [len(one.indicators) for one in queries]
    if max(held, default=0) > limits.SPANS:
        raise AnswerError(
            _("A code or a query can have at most %(n)d pieces of evidence") % {"n": limits.SPANS},
            _("Remove one before you attach another."),
        )
    load_answer(answer_json(state))

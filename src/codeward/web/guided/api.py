"""What other apps may use of the guide. They import from here and nowhere deeper."""

from codeward.web.guided.lesson import MINUTES as GUIDED_MINUTES
from codeward.web.guided.lesson import chart as guided_chart

__all__ = ["GUIDED_MINUTES", "guided_chart"]

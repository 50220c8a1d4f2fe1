"""What other apps may use of results. They import from here and nowhere deeper."""

from codeward.web.results.citations import address
from codeward.web.results.figures import percent, range_words

__all__ = ["address", "percent", "range_words"]

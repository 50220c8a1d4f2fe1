"""What other apps may use of paper. They import from here and nowhere deeper."""

from codeward.web.paper.making import MOST, PaperError, pdf, pdf_response

__all__ = ["MOST", "PaperError", "pdf", "pdf_response"]

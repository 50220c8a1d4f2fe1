"""What other apps may use of the scrub page. They import from here and nowhere deeper."""

from __future__ import annotations

from codeward.web.scrub.form_fields import FormField, form_fields

__all__ = ["FormField", "form_fields"]

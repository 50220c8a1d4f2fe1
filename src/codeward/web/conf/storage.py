"""Static files with their content's hash in the name, those imported by ES modules too."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

__all__ = ["ManifestStorage"]


class ManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # untyped library
    """WhiteNoise's manifest storage that also rewrites ``import "./x.js"`` to the hashed name."""

    support_js_module_import_aggregation = True
    # A page that names a missing file is a mistake of ours: say so loudly.
    manifest_strict = True

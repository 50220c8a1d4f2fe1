"""The index books of ICD-10-CM: official loaders, and the compiled form that `codeward.index` reads."""

"""ICD-10-CM: the Tabular List, order files, lists of valid codes."""

"""ICD-10-PCS: tables, builder, why a code is unlawful, root operations, keys."""

"""HCPCS Level II: CMS's own release files, and the teaching set that Codeward carries."""

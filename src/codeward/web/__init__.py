"""The school's web rooms (floor 5). Start it with ``codeward serve`` or ``python -m codeward.web serve``."""

"""``python -m codeward.web serve|preview|backup|restore|manage``."""

from __future__ import annotations

import sys

from codeward.web.command import main

if __name__ == "__main__":
    sys.exit(main())

"""Questions as a QTI 3.0 content package, which other systems for tests read, and as a table."""

from codeward.interop.qti.package import MOST_ITEMS, qti_package
from codeward.interop.qti.table import HEAD, table_rows

__all__ = ["HEAD", "MOST_ITEMS", "qti_package", "table_rows"]

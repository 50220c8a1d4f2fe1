"""Where the content lies, and reading its files: bounded, UTF-8, each error with its file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from codeward.charts import charts_folder
from codeward.curriculum.errors import LessonError

__all__ = ["LARGEST", "charts_folder", "content_folder", "read_text"]

# Bytes that a file may have, by the end of its name. The bound on pictures is the contract's.
LARGEST = {".svg": 60 * 1024, ".md": 200_000, ".yaml": 1_000_000, ".txt": 200_000}


def content_folder() -> Path:
    """Return the folder of the school's own content."""
    return Path(str(files("codeward"))) / "curriculum"


def read_text(path: Path, shown: str) -> str:
    """Return the text of a file. Raises LessonError where it is missing, too large or not UTF-8."""
    most = LARGEST[path.suffix]
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        raise LessonError("the file is missing", "Write it", path=shown) from None
    except OSError as error:
        raise LessonError(f"cannot be read: {error.strerror}", "Check its permissions", path=shown) from None
    if len(data) > most:
        raise LessonError(f"larger than {most // 1024} KB", "Shorten it", path=shown)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LessonError(
            f"not UTF-8 at byte {error.start}", "Save it as UTF-8", path=shown, line=line
        ) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

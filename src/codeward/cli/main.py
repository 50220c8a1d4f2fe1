"""The entry of `codeward`: errors to one line, exit codes, and commands loaded when they are called.

Exit codes: 0 found or clean; 1 not found, or findings; 2 wrong use, or something is broken and no answer
could be given; 130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module

from codeward.cli.output import FINDINGS, USAGE, complain, prepare_streams
from codeward.errors import CodewardError, NotInForce, UnknownChart, UnknownCode

__all__ = ["main"]

QUICK = frozenset({"lookup", "search"})  # commands with a way past Click
INTERRUPTED, BROKEN_PIPE = 130, 141


def main(argv: list[str] | None = None) -> int:
    """Run the command line with *argv* (without the program's name) and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    prepare_streams()
    code = _guarded(lambda: _run(arguments))
    if argv is None:
        sys.exit(code)
    return code


def _run(arguments: list[str]) -> int:
    if arguments and arguments[0] in QUICK and "_CODEWARD_COMPLETE" not in os.environ:
        code: int | None = import_module(f"codeward.cli.{arguments[0]}").quick(arguments[1:])
        if code is not None:
            return code
    from codeward.cli.group import invoke

    return invoke(arguments)


def _guarded(run: Callable[[], int]) -> int:
    """Call *run* and turn what goes wrong into one line and an exit code."""
    try:
        code = run()
        sys.stdout.flush()
    except CodewardError as e:
        complain(str(e))
        return FINDINGS if isinstance(e, UnknownCode | UnknownChart | NotInForce) else USAGE
    except BrokenPipeError:
        _drop_output()
        return BROKEN_PIPE
    except OSError as e:
        # The rooms turn what the disk says into CodewardErrors: left is our own output, such as to a full disk.
        _drop_output()
        complain(
            f"{e.filename or 'standard output'} cannot be written ({e.strerror or e}). "
            "Free space, or send the output elsewhere."
        )
        return USAGE
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    return code


def _drop_output() -> None:
    """Send what is still buffered nowhere, or Python writes it at exit and complains a second time."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

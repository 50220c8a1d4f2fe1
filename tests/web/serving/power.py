"""What a power cut leaves: the files as the disk has them, told from every call that a process made.

strace writes down each write, flush, rename and removal. Replaying them, a file has two contents, what the system holds
in memory and what was flushed (fsync, fdatasync), and a folder two sets of names. A cut at some instant leaves the
flushed ones; or, as a disk writes what it likes earlier, any mixture of sectors and names between the two.

It cannot show a disk that says "flushed" and is not: that is the hardware's word, which no program can check.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink,unlinkat,link"
STRACE = ("strace", "-y", "-xx", "-s", "4000000", "-e", f"trace={CALLS}")
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<.*>)?(?: .*)?$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2}|[^>])*)>")


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _path(text: str) -> str:
    found = _FILE.match(text)
    if found is None:
        return ""
    return _plain(found[1]).decode() if found[1].startswith("\\x") else found[1]


@dataclass(eq=False)
class Content:
    """One file's bytes: as the system shows them, and as the disk has them."""

    shown: bytearray = field(default_factory=bytearray)
    flushed: bytes = b""

    def write(self, at: int, data: bytes) -> None:
        """Write at an offset; a gap is zeros."""
        self.shown.extend(bytes(max(0, at - len(self.shown))))
        self.shown[at : at + len(data)] = data

    def torn(self, dice: random.Random) -> bytes:
        """What the disk may have: any of the sectors that were not flushed yet, and either length."""
        length = dice.choice((len(self.shown), len(self.flushed)))
        new, old = (bytes(side).ljust(length, b"\0") for side in (self.shown, self.flushed))
        return b"".join(dice.choice((new, old))[at : at + SECTOR] for at in range(0, length, SECTOR))[:length]


class Disk:
    """The files of one folder, replayed."""

    def __init__(self, folder: Path, before: Path) -> None:
        """Start with the files as they lie in `before`, all flushed; the log names them in `folder`."""
        self.folder = str(folder)
        self.shown = {
            path.name: Content(bytearray(path.read_bytes()), path.read_bytes())
            for path in before.iterdir()
            if path.is_file()
        }
        self.named = dict(self.shown)

    def replay(self, log: Path) -> Iterator[str]:
        """Carry out every call of the log; gives each text that the process wrote to its standard output."""
        for line in log.read_text(encoding="ascii").splitlines():
            found = _LINE.match(line)
            if found is None or int(found[3]) < 0:
                continue
            said = self._call(found[1], found[2])
            if said:
                yield said

    def _call(self, call: str, given: str) -> str:
        texts = [_plain(text) for text in _TEXT.findall(given)]
        if call in {"write", "pwrite64"} and given.startswith("1<"):
            return texts[0].decode()
        if call in {"fsync", "fdatasync"}:
            self._flush(_path(given))
        elif call in {"pwrite64", "ftruncate"}:
            name = self._name(_path(given))
            if name in self.shown and call == "pwrite64":
                self.shown[name].write(int(given.rsplit(",", 1)[1]), texts[0])
            elif name in self.shown:
                del self.shown[name].shown[int(given.rsplit(",", 1)[1]) :]
        elif call == "write" and self._name(_path(given)) in self.shown:
            raise AssertionError(f"a write without its place is not replayed: {given[:80]}")
        else:
            self._names(call, [self._name(text.decode()) for text in texts], given)
        return ""

    def _names(self, call: str, names: list[str], given: str) -> None:
        if not names or not names[0]:
            return
        if call == "openat" and "O_CREAT" in given:
            self.shown.setdefault(names[0], Content())
            if "O_TRUNC" in given:
                self.shown[names[0]].shown.clear()
        elif call in {"unlink", "unlinkat"}:
            self.shown.pop(names[0], None)
        elif call == "rename":
            self.shown[names[1]] = self.shown.pop(names[0])
        elif call == "link":
            self.shown[names[1]] = self.shown[names[0]]

    def _flush(self, path: str) -> None:
        if path == self.folder:
            self.named = dict(self.shown)
        elif self._name(path) in self.shown:
            content = self.shown[self._name(path)]
            content.flushed = bytes(content.shown)

    def _name(self, path: str) -> str:
        """The file's name in the folder, or nothing for one that lies elsewhere. The shared memory is no file."""
        head, _, name = path.rpartition("/")
        return name if head == self.folder and not name.endswith("-shm") else ""

    def after_cut(self, into: Path, dice: random.Random | None = None) -> Path:
        """Write into the new folder `into` what a cut now leaves: the flushed alone, or with `dice` any mixture."""
        into.mkdir()
        names = set(self.named) | (set(self.shown) if dice else set())
        for name in sorted(names):
            content = self.named.get(name)
            if dice and dice.random() < 0.5:
                content = self.shown.get(name)
            if content is not None:
                (into / name).write_bytes(content.torn(dice) if dice else content.flushed)
        return into

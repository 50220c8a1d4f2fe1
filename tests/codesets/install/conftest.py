"""Small releases in the publishers' layouts, with invented or plain texts."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler


def order_line(number: int, code: str, valid: int, title: str) -> str:
    return f"{number:05} {code:7} {valid} {title[:60]:60} {title}\n"


ORDER = "".join(
    order_line(number, *row)
    for number, row in enumerate(
        [("A00", 0, "Cholera"), ("A000", 1, "Cholera due to one"), ("A001", 1, "Cholera due to two"),
         ("A01", 0, "Fevers"), ("A010", 1, "Fever")], 1,
    )
).encode()  # fmt: skip

PCS_ORDER = "".join(
    order_line(number, *row)
    for number, row in enumerate(
        [("001", 0, "Central Nervous System, Bypass"), ("0016070", 1, "Bypass A to B, Open Approach"),
         ("0016071", 1, "Bypass A to C, Open Approach")], 1,
    )
).encode()  # fmt: skip

TABULAR = b"""<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version>
<chapter><name>1</name><desc>Certain infectious diseases (A00-B99)</desc>
<sectionIndex><sectionRef first="A00" last="A09" id="A00-A09">Intestinal</sectionRef></sectionIndex>
<section id="A00-A09"><desc>Intestinal infectious diseases (A00-A09)</desc>
<diag><name>A00</name><desc>Cholera</desc>
<diag><name>A00.0</name><desc>Cholera due to one</desc></diag>
<diag><name>A00.1</name><desc>Cholera due to two</desc></diag></diag>
<diag><name>A01</name><desc>Fevers</desc><diag><name>A01.0</name><desc>Fever</desc></diag></diag>
</section></chapter></ICD10CM.tabular>
"""


def fixed_hcpcs() -> bytes:
    rows = []
    for number, letter in enumerate("ABCEGHJKLMPQRSTUV", 1):
        row = f"{letter}0001{number:05}3{'Long text of ' + letter:80}{'Short':28}".ljust(268)
        rows.append((row + "2019010120190101".ljust(24) + "A").ljust(320))
    return ("\r\n".join(rows) + "\r\n").encode()


def _axis(position: int, *values: tuple[str, str]) -> str:
    labels = "".join(f'<label code="{code}">{text}</label>' for code, text in values)
    return f'<axis pos="{position}" values="{len(values)}"><title>x</title>{labels}</axis>'


PCS_TABLES = (
    "<ICD10PCS.tabular><version>2024</version><pcsTable>"
    + _axis(1, ("0", "Medical and Surgical")) + _axis(2, ("0", "Central Nervous System")) + _axis(3, ("1", "Bypass"))
    + '<pcsRow codes="2">' + _axis(4, ("6", "Cerebral Ventricle")) + _axis(5, ("0", "Open"))
    + _axis(6, ("7", "Autologous Tissue Substitute")) + _axis(7, ("0", "Nasopharynx"), ("1", "Mastoid Sinus"))
    + "</pcsRow></pcsTable></ICD10PCS.tabular>"
).encode()  # fmt: skip


class Trickle(BaseHTTPRequestHandler):
    """A publisher whose file comes drop by drop and never ends; `given` counts the drops of the last that was asked."""

    drops = 3000
    given = 0

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000000")
        self.end_headers()
        try:
            for Trickle.given in range(1, self.drops + 1):
                self.wfile.write(b"x" * 1000)
                time.sleep(0.01)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass

"""Whose bodies lie here while they arrive, and how much more may come: in sum, of one address, and of long ones.

What a request says it will send counts from its first byte: else a hundred long bodies that have only begun would all
be let in, and fill the disk together. Long bodies leave room for everybody else's, so that whoever holds as many
imports as there is room for delays imports, and no learner's work (ASVS 5.2.1, 15.2.2).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Final, NamedTuple

from codeward.web.addresses import plain

__all__ = ["ADDRESS_HELD_MOST", "HELD_MOST", "LONG", "LONG_HELD_MOST", "Lying", "room", "sender"]

HELD_MOST: Final = 314_572_800
"""Bytes of bodies that lie in memory and temporary files, over all connections of a process."""
ADDRESS_HELD_MOST: Final = HELD_MOST // 4
"""And of one address: two imports of the longest at once, beside ordinary work."""
LONG: Final = 4_194_304
"""Bytes from which on a body is long: above every batch, below a file."""
LONG_HELD_MOST: Final = HELD_MOST * 3 // 4
"""Bytes of all long bodies together."""


class Lying(NamedTuple):
    """A body that lies here or has announced itself: the address that sends it, and its bytes."""

    address: str
    size: int


def room(more: Lying, lying: Iterable[Lying]) -> bool:
    """Say whether a body may come beside those that lie here. An empty address has no share of its own."""
    total = of_address = of_long = more.size
    for one in lying:
        total += one.size
        of_address += one.size if one.address == more.address else 0
        of_long += one.size if one.size >= LONG else 0
    return (
        total <= HELD_MOST
        and (not more.address or of_address <= ADDRESS_HELD_MOST)
        and (more.size < LONG or of_long <= LONG_HELD_MOST)
    )


def sender(peer: str, forwarded: str, proxies: int) -> str:
    """Return the address that a body is counted for: of IPv6 the /64; behind *proxies* the one that they saw.

    Empty for this machine itself: behind a proxy that is not named to us everybody seems to come from it.
    """
    named = [one.strip() for one in forwarded.split(",")] if proxies else []
    said = (named[-proxies] if len(named) >= proxies > 0 else "") or peer
    try:
        address = plain(said)
    except ValueError:
        return peer
    if address.is_loopback:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)

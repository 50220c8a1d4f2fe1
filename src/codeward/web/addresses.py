"""A network address as it is: what a dual-stack socket writes of IPv4 is IPv4."""

from __future__ import annotations

import ipaddress

__all__ = ["plain"]


def plain(said: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the address, of ``::ffff:203.0.113.9`` the IPv4 address (RFC 4291, 2.5.5.2). Raises ValueError.

    Cut to its /64 as IPv6, every IPv4 address would be the same one: all visitors would have one share, one rate.
    """
    address = ipaddress.ip_address(said)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address

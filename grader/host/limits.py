"""Limits what this process may use, as far as whoever started it has not limited it further."""

from __future__ import annotations

import resource

NO_CORE_BYTES = 1
"""With this limit of RLIMIT_CORE nothing is dumped. A limit of 0 holds for files alone: where
`core_pattern` names a program, Linux starts it for each crash, as root and outside all limits, but
with 1 (`fs/coredump.c`, against programs that crash themselves).
"""


def limit(kind: int, most: int, *, for_good: bool = False) -> None:
    """Allow `most` of a resource (`resource.RLIMIT_…`). What an administrator or `ulimit` allows is
    not raised, which only root may do; `for_good` nobody can raise it later.
    """
    _, hard = resource.getrlimit(kind)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (allowed, allowed if for_good else hard))

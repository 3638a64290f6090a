"""Reads a policy: which hand-ins it has audited, and what of it decides a result."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from grader.model.policy import Limits, Policy


def is_audited(policy: Policy, digest: str) -> bool:
    """Whether the hand-in whose content has this digest puts the policy to the test: the same in
    every run with the same key.
    """
    drawn = hashlib.sha256(f"{policy.audit_key}\0{digest}".encode()).hexdigest()
    # 13 hexadecimal digits are 52 bits, which a float holds exactly.
    return int(drawn[:13], 16) < policy.audit_percent / 100 * 16**13


def what_decides(policy: Policy) -> str:
    """All of the policy that decides what running a notebook shows.

    On how many cores it runs doesn't, nor whether a training was looked up, nor do limits that it
    does not meet.
    """
    nothing = replace(policy, threads=0, reuse=True, audit_percent=0.0, audit_key="")
    return repr(replace(nothing, limits=Limits()))

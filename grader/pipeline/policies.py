"""Makes a policy of what an operator asks for, and reads it: which hand-ins it has audited, and
what of it decides a result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from grader.model.assignment import Assignment
from grader.model.policy import GIB, MIB, Limits, Policy, TrainingPolicy

LIMIT_FIELDS: Mapping[str, tuple[str, int]] = {
    "timeout": ("notebook_timeout_s", 1),
    "cell_timeout": ("cell_timeout_s", 1),
    "memory": ("memory_bytes", GIB),
    "disk": ("disk_bytes", GIB),
    "processes": ("processes", 1),
    "output": ("output_bytes", MIB),
    "recording": ("recording_bytes", MIB),
}
"""By name as the command line has it, the field of the limits and how many of its units one is."""


def policy_of(
    training: TrainingPolicy,
    *,
    threads: int,
    stock: bool,
    unsafe: bool,
    no_reuse: bool = False,
    audit_percent: float = 0.0,
    assignment: Assignment | None = None,
    **limits: float | None,
) -> Policy:
    """Make a policy; `limits`, by the names of `LIMIT_FIELDS`, come before what the assignment
    says.
    """
    stated = {
        name: getattr(assignment, name, None) for name in ("memory", "timeout", "cell_timeout")
    }
    asked = {name: amount for name, amount in limits.items() if amount is not None}
    return Policy(
        training=training,
        limits=_limits({**stated, **asked}),
        threads=threads,
        stock=stock,
        unsafe=unsafe,
        reuse=not no_reuse,
        audit_percent=audit_percent,
    )


def _limits(given: Mapping[str, float | None]) -> Limits:
    chosen = Limits()
    for name, (field, unit) in LIMIT_FIELDS.items():
        amount = given.get(name)
        if amount is not None:
            whole = type(getattr(chosen, field))
            chosen = replace(chosen, **{field: whole(amount * unit)})
    return chosen


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

"""Hand-ins are drawn to be audited, and a result depends on what of a policy decides it."""

from __future__ import annotations

import hashlib

from grader.model.policy import Policy
from grader.pipeline.policies import is_audited, what_decides

DIGESTS = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(4_000)]


def drawn(key, percent=5.0):
    policy = Policy("verify", audit_percent=percent, audit_key=key)
    return {digest for digest in DIGESTS if is_audited(policy, digest)}


def test_the_draw_depends_on_a_key_that_no_student_has():
    """The same share with every key, other hand-ins with each, and the same ones again."""
    first, second = drawn("a"), drawn("b")

    assert 140 < len(first) < 260
    assert 140 < len(second) < 260
    assert len(first & second) < 40
    assert first == drawn("a")
    assert is_audited(Policy("full", audit_percent=100, audit_key="a"), DIGESTS[0])


def test_what_is_audited_is_reported_by_the_content():
    """The same hand-ins in every run, about as many as asked for, and none where nothing can be
    tested.
    """
    digests = [
        hashlib.sha256(bytes([number % 256, number // 256])).hexdigest() for number in range(1000)
    ]

    def audited(percent, training="decisive"):
        return {
            digest
            for digest in digests
            if is_audited(Policy(training, audit_percent=percent), digest)
        }

    assert audited(0) == set()
    assert audited(50, training="full") == audited(50)
    assert 150 < len(audited(20)) < 250
    assert audited(20) < audited(60) < audited(100) == set(digests)


def test_the_key_decides_nothing_else():
    """Neither key nor share belong to what running a notebook shows: nothing is run again for
    them.
    """
    assert what_decides(Policy("verify", audit_percent=5.0, audit_key="a")) == what_decides(
        Policy("verify")
    )

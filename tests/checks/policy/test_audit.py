"""Audits say how often a policy is wrong where it is put to the test."""

import stat
from dataclasses import replace
from decimal import Decimal

import pytest

from grader.checks import audit_rate
from grader.checks.chance import share_interval
from grader.model.graded.grade import Grade
from grader.model.graded.result import Audit, AuditRate, Result
from grader.report import audit_words, audited
from grader.store import BatchFolder

RIGHT, WRONG = (
    Audit("verify"),
    Audit("verify", differences=("net.accuracy: failed in full, passed by the policy.",)),
)


@pytest.mark.parametrize(
    ("found", "drawn", "low", "high"),
    [
        (0, 20, 0.0, 0.1684),
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (10, 10, 0.6915, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_clopper_and_pearsons(found, drawn, low, high):
    """As in the tables."""
    assert share_interval(found, drawn, outside=0.025) == pytest.approx((low, high), abs=1e-4)


def test_a_large_class_has_a_narrow_interval():
    """No number is too large for it."""
    low, high = share_interval(30, 2_000, outside=0.025)

    assert 0.010 < low < 0.015 < high < 0.022


def judged(audit, status="graded"):
    grade = Grade(status, Decimal(1), Decimal(1), (), ())
    return Result("tiny", None, "a.ipynb", "verify", grade, audit=audit)


def test_errors_are_counted_among_the_audited():
    """What could not be graded says nothing of the policy."""
    results = [judged(RIGHT), judged(WRONG), judged(None), judged(WRONG, "grader_fault")]

    rate = audit_rate(results)

    assert (rate.policy, rate.audited, rate.unlike, rate.hand_ins) == ("verify", 2, 1, 3)
    assert audit_words(rate).replace("\N{NO-BREAK SPACE}", " ") == (
        "1 of 2 hand-ins trained in full would have been decided otherwise: 50.0 % (95 % interval "
        "1.3 % to 98.7 %)"
    )


def test_an_audit_of_full_is_one_of_our_own_trainings():
    """Nothing was trained in part: what is tested is who trained it."""
    audit = replace(WRONG, policy="full")

    rate = audit_rate([replace(judged(audit), policy="full")])

    assert audited(rate.policy) == "our own trainings"
    assert "1 of 1 hand-in trained a second time by stock Keras" in audit_words(rate).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "in full" not in audit_words(rate)


def test_a_policy_that_believes_says_when_nothing_was_drawn():
    """Whoever reads that there were no errors must know that nobody looked."""
    assert "by chance none" in audit_words(audit_rate([judged(None)]))
    assert audit_rate([replace(judged(None), policy="decisive")]) is None
    assert audit_rate([]) is None


def test_a_batch_keeps_its_key(tmp_path):
    """A resumed batch draws the same; another batch doesn't; nobody else on the host can read
    it.
    """
    folder = BatchFolder(tmp_path / "a")
    folder.path.mkdir()
    (tmp_path / "b").mkdir()

    key = folder.audit_key()

    assert key == BatchFolder(tmp_path / "a").audit_key() != BatchFolder(tmp_path / "b").audit_key()
    assert len(key) == 64
    assert stat.S_IMODE((tmp_path / "a" / "audit.key").stat().st_mode) == 0o600


def test_the_rate_is_kept_for_programs(tmp_path):
    """Beside the class page lies a record of it."""
    BatchFolder(tmp_path).write_audit(AuditRate("verify", 2, 1, 3, 0.0126, 0.9874, 0.95))

    assert '"unlike":1' in (tmp_path / "audit.json").read_text("utf-8").replace(" ", "").replace(
        "\n", ""
    )

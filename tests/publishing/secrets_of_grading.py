"""A result that holds something of every kind that students are not told."""

from dataclasses import replace
from decimal import Decimal

from grader.model.graded.decision import AppliedDecision, Decision, ObservationJudged, PointsGiven
from grader.model.graded.finding import Automatic, IntegrityFinding, Judgement, Override
from grader.model.graded.result import Audit
from grader.model.hand_in import Origin
from grader.model.recording import HostTraining
from grader.model.submission import Student
from tests.report import cases
from tests.report.assignments import mnist

THEIR_OWN = "We measured 86.00 % on the held-out data; correct solutions reach 90 to 91 %."
SECRETS = {
    "threshold": "Full points begin at 89.97 %, missed once in 10,000 times; none at 80.00 %.",
    "other": "Grace Hopper",
    "doubt": "The notebook states 97.2 % and we measured 86.1 %.",
    "rests_on": "cell 12 prints val_accuracy 0.9720",
    "private_check": "A check that nobody is told of",
    "private_part": "A part that nobody is told of",
    "reason": "he copied it, I am sure",
    "grader": "Professor Moriarty",
    "judged": "I know her brother",
    "policy": "the log of epoch 3 did not follow",
    "audit": "baseline.accuracy would have been failed",
    "folder": "/srv/secret-course",
}
HAND_IN = "s1024.ipynb"


def an_assignment():
    """The assignment of the reports with a private check, a private part and a private model."""
    whole = mnist()
    parts = tuple(
        replace(part, private=True, title=SECRETS["private_part"]) if part.id == "cnn" else part
        for part in whole.parts
    )
    first = next(part for part in parts if part.id == "baseline")
    checks = tuple(
        replace(check, private=True, title=SECRETS["private_check"])
        if check.id == "baseline.summary"
        else check
        for check in first.checks
    )
    parts = tuple(replace(part, checks=checks) if part is first else part for part in parts)
    return replace(whole, parts=parts, show_graders_to_students=False)


def a_result(assignment):
    """A result with something of every kind that students are not told."""
    result = cases.broken_half_way(assignment)
    findings = tuple(_with_secrets(one) for one in result.grade.findings)
    observations = (
        IntegrityFinding("claim_mismatch", "warning", SECRETS["doubt"], (SECRETS["rests_on"],)),
        IntegrityFinding(
            "identical",
            "warning",
            f"The same as {SECRETS['other']}'s.",
            others=(SECRETS["other"],),
            judged=Judgement("confirmed", SECRETS["grader"], SECRETS["judged"], "2026-01-02"),
        ),
    )
    decisions = (
        _decision(1, PointsGiven("q3.answered", Decimal(3), "Say which epoch.")),
        _decision(2, ObservationJudged("identical-1", "confirmed")),
    )
    (run,) = result.evidence.runs
    training = HostTraining(1, "ab" * 32, 1, "store", "w.npz", 120, {})
    return replace(
        result,
        path=f"{SECRETS['folder']}/{HAND_IN}",
        grade=replace(result.grade, findings=findings, integrity=observations, decisions=decisions),
        evidence=replace(result.evidence, runs=(replace(run, training=training),)),
        origin=Origin(
            (Student("s1024", "Ada Byron"),),
            notes=(f"also by {SECRETS['other']}",),
            observations=observations,
        ),
        audit=Audit("verify", differences=(SECRETS["audit"],)),
        full_because=SECRETS["policy"],
    )


def _with_secrets(finding):
    match finding.id:
        case "baseline.accuracy":
            return replace(finding, message=SECRETS["threshold"], message_for_students=THEIR_OWN)
        case "baseline.summary":
            return replace(finding, title=SECRETS["private_check"])
        case "q3.answered":
            given = Override(
                finding.id,
                Decimal(3),
                SECRETS["grader"],
                SECRETS["reason"],
                "2026-01-02T10:00:00Z",
                comment="Say which epoch.",
            )
            return replace(
                finding,
                overridden_by=f"{SECRETS['grader']}, 2026-01-02: {SECRETS['reason']}",
                override=given,
                automatic=Automatic("needs_review", Decimal(0), "Awaits a person."),
            )
        case _:
            return finding


def _decision(number, what):
    made = Decision(
        number, "2026-01-02T10:00:00Z", SECRETS["grader"], HAND_IN, what, SECRETS["reason"]
    )
    return AppliedDecision(made, what, counts=True)


def secrets_in(text):
    """Which of the secrets a text tells."""
    return {name for name, secret in SECRETS.items() if secret in " ".join(text.split())}

"""Shows how the notebook was run, and what failed on the way."""

from __future__ import annotations

from dataclasses import dataclass

from grader import __version__
from grader.model.graded.finding import IntegrityFinding, Severity
from grader.model.graded.result import Result
from grader.model.policy import TrainingPolicy
from grader.model.recording import CellRun, ExecutionOutcome, Recording
from grader.model.reference import Reference
from grader.report import numbers
from grader.report.text import last_lines, one_line, shortened
from grader.report.views.fact import Fact, cell_name
from grader.report.views.observations import SEVERITY_WORDS, worst_first

_MOST_FAILURES = 20
_MOST_NOTES = 40
_POLICY: dict[TrainingPolicy, str] = {
    "full": "full: every epoch that the notebook asks for was trained",
    "decisive": "decisive: a training was stopped once its findings could no longer change",
    "verify": "verify: the first epochs were trained and compared with the saved log",
    "saved": "saved: nothing was run; the values are those of the saved outputs, unverified",
}
_TESTED: dict[TrainingPolicy, str] = {
    "full": "the notebook ran a second time, with stock Keras in its own process, to test our own "
    "trainings",
    "decisive": "every epoch was trained, to test the policy “decisive”",
    "verify": "every epoch was trained, to test the policy “verify”",
    "saved": "every epoch was trained, to test the policy “saved”",
}
"""What was done for an audit."""
_OUTCOME: dict[ExecutionOutcome, str] = {
    "completed": "all cells ran",
    "cell_error": "some cells failed; the others ran all the same",
    "timeout": "a time limit was reached; what was recorded until then counts",
    "out_of_memory": "the memory limit was reached; what was recorded until then counts",
    "kernel_died": "the kernel died; what was recorded until then counts",
    "not_run": "not run",
}


@dataclass(frozen=True, slots=True)
class FailureView:
    """A cell that did not run through."""

    where: str
    error: str
    message: str
    traceback: str
    """Its last lines; empty where there is none."""


@dataclass(frozen=True, slots=True)
class IntegrityView:
    """Something that a person should look at."""

    kind: str
    severity: Severity
    word: str
    message: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExecutionView:
    """How it was run."""

    facts: tuple[Fact, ...]
    limits: tuple[str, ...]
    notices: tuple[str, ...]
    repairs: tuple[str, ...]


def failure_views(recording: Recording) -> tuple[FailureView, ...]:
    """Return the cells that raised or ran out of time, in their order."""
    failed = [run for run in recording.cell_runs if run.outcome in ("error", "timeout")]
    return tuple(_failure_view(run) for run in failed[:_MOST_FAILURES])


def integrity_views(findings: tuple[IntegrityFinding, ...]) -> tuple[IntegrityView, ...]:
    """Return what a person should look at, the most serious first, without what one dismissed."""
    findings = tuple(one for one in findings if not one.judged or one.judged.verdict != "dismissed")
    return tuple(
        IntegrityView(
            kind=one_line(finding.kind.replace("_", " "), 60),
            severity=finding.severity,
            word=SEVERITY_WORDS[finding.severity],
            message=shortened(finding.message, 800),
            evidence=tuple(one_line(line, 300) for line in finding.evidence[:10]),
        )
        for finding in worst_first(findings)[:_MOST_NOTES]
    )


def execution_view(
    result: Result, reference: Reference | None, *, suspicions: bool
) -> ExecutionView:
    """Say under which policy and protections the notebook ran and what we did to it.

    Malformed messages on the recorder's channel are reported where `suspicions` may be.
    """
    recording = result.recording
    judged = result.grade.status in ("graded", "needs_review")
    facts = _policy_facts(result) if judged else []
    facts.append(Fact("Outcome", _OUTCOME[recording.outcome]))
    if recording.outcome != "not_run":
        protections = ", ".join(one_line(name, 60) for name in recording.protections)
        facts += [
            Fact("Order of cells", _order(recording)),
            Fact("Time", numbers.duration(recording.wall_s)),
            Fact("Sandbox", protections or "none: the notebook was run without protection"),
        ]
    if recording.cold_because:
        facts.append(
            Fact(
                "Kernel",
                f"started for this notebook alone, because {one_line(recording.cold_because, 200)}",
            )
        )
    if recording.rejected_events and suspicions:
        facts.append(Fact("Malformed messages", numbers.count(recording.rejected_events)))
    if result.evidence.faults:
        facts.append(
            Fact(
                "Not seen",
                " ".join(one_line(fault, 300) for fault in result.evidence.faults[:_MOST_NOTES]),
            )
        )
    if judged and reference and reference.roles:
        facts.append(Fact("Compared with", _reference(reference)))
    facts.append(Fact("Graded by", f"grader {__version__}"))
    repairs = result.submission.repairs if result.submission else ()
    return ExecutionView(
        facts=tuple(facts),
        limits=tuple(_limit(hit.message, hit.cell) for hit in recording.limits_hit[:_MOST_NOTES]),
        notices=tuple(one_line(notice, 300) for notice in dict.fromkeys(result.evidence.notices))[
            :_MOST_NOTES
        ],
        repairs=tuple(one_line(repair, 300) for repair in repairs[:_MOST_NOTES]),
    )


def _policy_facts(result: Result) -> list[Fact]:
    """How much was trained, and why more than the policy asks for."""
    facts = [Fact("Policy", _POLICY[result.policy])]
    if result.full_because:
        facts.append(
            Fact("Run in full", f"every epoch was trained after all, because {result.full_because}")
        )
    if result.audit:
        same = "the same" if result.audit.agrees else "otherwise"
        unlike = "".join(
            f" {one_line(difference, 200)}" for difference in result.audit.differences[:_MOST_NOTES]
        )
        facts = [
            Fact(
                "Audit",
                f"{_TESTED[result.audit.policy]}: it would have decided {same}.{unlike}",
            )
        ]
    return facts


def _failure_view(run: CellRun) -> FailureView:
    timed_out = run.outcome == "timeout"
    return FailureView(
        where=cell_name(run.cell).capitalize(),
        error=one_line(run.error_name, 80) or ("ran out of time" if timed_out else "error"),
        message=shortened(run.error_message, 600),
        traceback=last_lines(run.traceback, lines=30, characters=3_000)
        if run.traceback.strip()
        else "",
    )


def _order(recording: Recording) -> str:
    return one_line(recording.order.reason, 900) if recording.order else "no cell was run"


def _limit(message: str, cell: int | None) -> str:
    known = cell is None or cell_name(cell) in message.lower()
    return one_line(message, 300) + ("" if known else f" ({cell_name(cell)})")


def _reference(reference: Reference) -> str:
    seeds = sorted({len(role.seeds) for role in reference.roles.values()})
    return (
        f"reference models trained with {numbers.listed([str(number) for number in seeds])} seeds "
        f"each"
    )

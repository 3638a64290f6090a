"""Gathers what was observed about single trainings, so that each thing is said once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.checks.check import in_cell
from grader.model.evidence import TrainingRun
from grader.model.graded.finding import IntegrityFinding, Severity

MOST_CELLS = 8
MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class TrainingObservation:
    """Something about one training."""

    kind: str
    severity: Severity
    run: TrainingRun
    message: str
    """A sentence or two that name the training."""
    evidence: tuple[str, ...] = ()


def said_once(observations: Iterable[TrainingObservation]) -> list[IntegrityFinding]:
    """A finding for each kind and severity; of several trainings the first is reported, and in
    which cells the others are.
    """
    alike: dict[tuple[str, Severity], list[TrainingObservation]] = {}
    for one in observations:
        alike.setdefault((one.kind, one.severity), []).append(one)
    return [_finding(group) for group in alike.values()]


def _finding(group: list[TrainingObservation]) -> IntegrityFinding:
    first, others = group[0], group[1:]
    evidence = tuple(dict.fromkeys(line for one in group for line in one.evidence))[:MOST_EVIDENCE]
    return IntegrityFinding(
        first.kind, first.severity, first.message + _and_others(others), evidence
    )


def _and_others(others: list[TrainingObservation]) -> str:
    if not others:
        return ""
    cells = list(dict.fromkeys(in_cell(one.run.cell) for one in others))
    named = ", ".join(cells[:MOST_CELLS]) + (", …" if len(cells) > MOST_CELLS else "")
    trainings = "another training" if len(others) == 1 else f"{len(others)} more trainings"
    return f" The same holds for {trainings} ({named})."

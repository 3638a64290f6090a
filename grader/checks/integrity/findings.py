"""Names what a person should look at before believing the results. Nothing here changes points.

Evidence against, never the want of evidence for: what could not run here, ran only in part, or
can't be compared, accuses nobody. A `serious` finding has two independent signs, or one that no
honest notebook can produce (docs/decisions/0064).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.checks.check import in_cell
from grader.checks.integrity.head_start import head_start, trained_as_asked
from grader.checks.integrity.observations import TrainingObservation, said_once
from grader.checks.integrity.rows import about_rows, is_once_more
from grader.checks.integrity.stated import about_stated, about_unsupported
from grader.model.events import Notice
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.finding import IntegrityFinding
from grader.model.graded.score import Score
from grader.model.recording import Recording
from grader.model.reference import Reference

METRIC = "val_accuracy"
NOT_HERE = ("other_framework", "other_dataset", "package_missing")
"""Notices that explain why something was not seen."""
PERFECT = 0.9995
"""No model that is asked for gets every held-out example right."""


def integrity_findings(
    evidence: Evidence, scores: tuple[Score, ...], reference: Reference, *, recording: Recording
) -> tuple[IntegrityFinding, ...]:
    """Cross-check what is claimed, what was recorded and what was measured."""
    measured = {score.run: score for score in scores}
    observed = [
        one for run in evidence.runs for one in _about_run(run, measured, evidence, reference)
    ]
    return (
        *said_once(observed),
        *about_unsupported(evidence, recording),
        *_about_what_is_not_here(recording),
        *(
            IntegrityFinding(found.kind, "info", found.message, (in_cell(found.cell),))
            for found in evidence.foreign
        ),
        *_about_the_channel(recording),
    )


def _about_run(
    run: TrainingRun, measured: Mapping[int, Score], evidence: Evidence, reference: Reference
) -> Iterator[TrainingObservation]:
    score = measured.get(run.number)
    if score is not None:
        once_more = is_once_more(run, evidence.runs, measured)
        yield from about_rows(run, score, evidence.changes, once_more=once_more)
        yield from about_stated(run, score, reference)
        yield from _about_perfection(run, score, reference)
    early = head_start(run, score, evidence=evidence, reference=reference, measured=measured)
    if early is not None:
        yield early
    if run.role is not None and run.epochs_run and not run.weights_changed and run.error is None:
        message = f"fit in {in_cell(run.cell)} left the weights unchanged."
        yield TrainingObservation("unchanged_weights", "warning", run, message)


def _about_perfection(
    run: TrainingRun, score: Score, reference: Reference
) -> Iterator[TrainingObservation]:
    role = reference.roles.get(run.role or "")
    band = role.final.get(METRIC) if role else None
    if not score.verified or score.accuracy is None or band is None or score.trained_on_held_out:
        return
    if score.accuracy >= PERFECT and trained_as_asked(run):
        yield TrainingObservation(
            "implausibly_good",
            "warning",
            run,
            f"The model of {in_cell(run.cell)} gets {100 * score.accuracy:.2f} % of the held-out "
            "data right, more than any correct solution does.",
        )
    elif band.high < score.accuracy and not run.stopped_by_grader:
        yield TrainingObservation(
            "above_band",
            "info",
            run,
            f"The model of {in_cell(run.cell)} reaches {100 * score.accuracy:.2f} %, more than the"
            f" {100 * band.high:.2f} % at which correct solutions end: something was done "
            f"differently.",
        )


def _about_what_is_not_here(recording: Recording) -> Iterator[IntegrityFinding]:
    """What the notebook needs and did not get, by name: nothing that depends on it ran."""
    by_count = {
        run.execution_count: run.cell
        for run in recording.cell_runs
        if run.execution_count is not None
    }
    for kind in NOT_HERE:
        notices = [
            event for event in recording.events if isinstance(event, Notice) and event.kind == kind
        ]
        for message in dict.fromkeys(event.message for event in notices):
            counts = [event.execution_count for event in notices if event.message == message]
            cells = dict.fromkeys(in_cell(by_count[count]) for count in counts if count in by_count)
            yield IntegrityFinding(kind, "info", message, tuple(cells))


def _about_the_channel(recording: Recording) -> Iterator[IntegrityFinding]:
    if recording.rejected_events:
        yield IntegrityFinding(
            "tampering",
            "serious",
            f"{recording.rejected_events:,} messages on the recorder's channel were not the "
            f"recorder's own.",
        )

"""What should a person look at before believing the figures? Nothing here changes points."""

from __future__ import annotations

from collections.abc import Iterator

from grader.checks.agreement import width_at
from grader.checks.check import in_cell
from grader.checks.head_start import head_start
from grader.model.evidence import Claim, Evidence, TrainingRun
from grader.model.finding import IntegrityFinding
from grader.model.recording import Notice, Recording
from grader.model.reference import Reference, RoleReference
from grader.model.score import Score

CLAIM_SLACK = 0.005
"""By how much a claimed accuracy may differ from the measured one even where seeds scatter less: rounding, and a
re-run on other hardware."""
FIGURES = ("evaluation", "progress_log", "classification_report")
"""Kinds of claims that a training computes."""
MOST_QUOTES = 8
SEEN_WHOLE = ("array", "pieces")
"""Data of which all rows were looked at, or as many as tell what they are."""
NOT_HERE = ("other_framework", "other_dataset", "package_missing")
"""Notices that explain why something was not seen."""
UNKNOWN_DATA = "this is another data set, or the examples were changed"
KNOWN_ROWS = 0.5
"""Of the rows passed to `fit`, how many should be the assignment's."""
PERFECT = 0.9995
"""No model of this kind gets every held-out example right."""


def integrity_findings(
    evidence: Evidence, scores: tuple[Score, ...], reference: Reference, *, recording: Recording
) -> tuple[IntegrityFinding, ...]:
    """Cross-check what is claimed, what was recorded and what was measured."""
    findings: list[IntegrityFinding] = []
    for run in evidence.runs:
        score = next((score for score in scores if score.run == run.number), None)
        if score is not None:
            findings += _about_training_data(run, score)
            findings += _about_other_data(run, score)
            findings += _about_claims(run, score, reference)
            findings += _about_perfection(run, score, reference)
        early = head_start(run, score, evidence=evidence, reference=reference)
        findings += [early] if early else []
        if run.epochs_run and not run.weights_changed:
            message = f"fit in {in_cell(run.cell)} left the weights unchanged."
            findings.append(IntegrityFinding("unchanged_weights", "warning", message))
    findings += _about_unsupported_claims(evidence)
    findings += _about_what_is_not_here(recording)
    findings += [
        IntegrityFinding(found.kind, "info", found.message, (in_cell(found.cell),)) for found in evidence.foreign
    ]
    findings += _about_the_channel(recording)
    return tuple(findings)


def _about_training_data(run: TrainingRun, score: Score) -> Iterator[IntegrityFinding]:
    if score.trained_on_held_out:
        least = "" if run.x is None or run.x.kind == "array" else "At least "
        rows = f"{least}{score.trained_on_held_out:,} of the rows trained on in {in_cell(run.cell)}"
        yield IntegrityFinding(
            "trained_on_test",
            "serious",
            f"{rows} are held-out rows: the model was trained on what it is measured with.",
        )


def trained_on_other_data(run: TrainingRun, score: Score) -> bool:
    """Whether less than half of the rows that were trained on are the assignment's, as far as they were seen."""
    if run.x is None or run.x.kind not in SEEN_WHOLE or run.started_arrays is None or not run.x.shape:
        return False
    return score.training_rows_recognised + score.trained_on_held_out < KNOWN_ROWS * run.x.shape[0]


def _about_other_data(run: TrainingRun, score: Score) -> Iterator[IntegrityFinding]:
    if run.x is None or not trained_on_other_data(run, score):
        return
    known = score.training_rows_recognised + score.trained_on_held_out
    verdict = f"they look like {score.other_data}" if score.other_data else UNKNOWN_DATA
    yield IntegrityFinding(
        "other_data",
        "warning",
        f"Of the {run.x.shape[0]:,} rows trained on in {in_cell(run.cell)}, {known:,} are rows of the assignment's"
        f" data: {verdict}.",
    )


def _about_claims(run: TrainingRun, score: Score, reference: Reference) -> Iterator[IntegrityFinding]:
    """Compare the hand-in's accuracy with ours, where our training went as far as the student's."""
    claimed = run.claimed("val_accuracy")
    if claimed is None:
        claimed = run.claimed("accuracy")
    if run.stopped_by_grader or not score.verified or score.accuracy is None or claimed is None:
        return
    role = reference.roles.get(run.role or "")
    noise = max(CLAIM_SLACK, _scatter(role, run.epochs_run) if role else 0.0)
    difference = claimed - score.accuracy
    if abs(difference) > noise:
        yield IntegrityFinding(
            "claim_mismatch",
            "serious" if difference > 0 else "warning",
            f"The notebook states an accuracy of {claimed:.4f} for the model of {in_cell(run.cell)}; we measured"
            f" {score.accuracy:.4f}. Seeds explain a difference of about {noise:.4f}.",
            tuple(claim.quote for claim in run.claims if claim.quote)[:3],
        )


def _scatter(role: RoleReference, epochs: int) -> float:
    """By how much the accuracies of two correct runs may differ after `epochs` epochs, and after all of them."""
    final, curve = role.final.get("val_accuracy"), role.curves.get("val_accuracy")
    return max(final.high - final.low if final else 0.0, width_at(curve, epochs) if curve and epochs else 0.0)


def _about_perfection(run: TrainingRun, score: Score, reference: Reference) -> Iterator[IntegrityFinding]:
    if not score.verified or score.accuracy is None:
        return
    role = reference.roles.get(run.role or "")
    band = role.final.get("val_accuracy") if role else None
    if band is not None and not run.stopped_by_grader and band.high < score.accuracy < PERFECT:
        yield IntegrityFinding(
            "above_band",
            "info",
            f"The model of {in_cell(run.cell)} reaches {100 * score.accuracy:.2f} %, more than the"
            f" {100 * band.high:.2f} % at which correct solutions end: something was done differently.",
        )
    if score.accuracy >= PERFECT:
        yield IntegrityFinding(
            "implausibly_good",
            "warning",
            f"The model of {in_cell(run.cell)} gets {100 * score.accuracy:.2f} % of the held-out data right, more than"
            " any correct solution does.",
        )


def _about_unsupported_claims(evidence: Evidence) -> Iterator[IntegrityFinding]:
    attached = {_key(claim) for run in evidence.runs for claim in run.claims if claim.supported}
    stated = [claim for claim in evidence.claims if claim.metrics and claim.kind in (*FIGURES, "prose")]
    typed = [claim for claim in stated if not claim.supported and claim.kind != "prose"]
    prose = [claim for claim in stated if not claim.supported and claim.kind == "prose"]
    orphans = [claim for claim in stated if claim.supported and claim.kind in FIGURES and _key(claim) not in attached]
    for kind, claims, what in (
        ("forged_metric", typed, "are typed out in the code that prints them, not computed"),
        ("unsupported_claim", prose, "are stated in the text, and no output bears them out"),
        ("unsupported_claim", orphans, "are shown, and no training stands behind them"),
    ):
        if claims:
            places = list(dict.fromkeys(in_cell(claim.cell) for claim in claims))
            quotes = tuple(f"{in_cell(claim.cell)}: {claim.quote}" for claim in claims if claim.quote)
            yield IntegrityFinding(kind, "warning", f"Figures in {', '.join(places)} {what}.", quotes[:MOST_QUOTES])


def _key(claim: Claim) -> tuple[str, int, str]:
    return claim.kind, claim.cell, claim.quote


def _about_what_is_not_here(recording: Recording) -> Iterator[IntegrityFinding]:
    """What the notebook needs and did not get, by name: without it nothing that hangs on it ran."""
    by_count = {run.execution_count: run.cell for run in recording.cell_runs if run.execution_count is not None}
    for kind in NOT_HERE:
        told = [event for event in recording.events if isinstance(event, Notice) and event.kind == kind]
        for message in dict.fromkeys(event.message for event in told):
            counts = [event.execution_count for event in told if event.message == message]
            cells = dict.fromkeys(in_cell(by_count[count]) for count in counts if count in by_count)
            yield IntegrityFinding(kind, "info", message, tuple(cells))


def _about_the_channel(recording: Recording) -> Iterator[IntegrityFinding]:
    if recording.rejected_events:
        yield IntegrityFinding(
            "tampering",
            "serious",
            f"{recording.rejected_events:,} messages on the recorder's channel were not the recorder's own.",
        )

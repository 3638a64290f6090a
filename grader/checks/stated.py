"""Holds the accuracies that a notebook states against those that were measured.

Only evidence against a figure counts, never the want of evidence for it (docs/decisions/0064). What is compared is the same
metric on the same data of the same model, trained to its end here (`evidence/comparable.py`), and two correct trainings differ:
so the tolerance is the model's own scatter, from the reference where the model is trained as asked, else from further seeds of the same
training. Where neither is known nothing is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from grader.checks.agreement import width_at
from grader.checks.check import in_cell
from grader.checks.head_start import trained_as_asked
from grader.checks.observations import Observation
from grader.model.evidence import Claim, Evidence, TrainingRun
from grader.model.finding import IntegrityFinding
from grader.model.recording import Recording
from grader.model.reference import Reference, RoleReference
from grader.model.score import Score

SLACK = 0.005
"""By how much two figures of one training may differ in any case: rounding, and a re-run on other hardware."""
METRIC = "val_accuracy"
KNOWN_ROWS = 0.95
COMPUTED = ("evaluation", "progress_log", "classification_report")
"""Kinds of claims that a training computes."""
T_QUANTILES = {2: 318.3, 3: 22.33, 4: 10.21, 5: 7.173, 6: 5.893, 7: 5.208, 8: 4.785}
"""Student's t at 0.999 by the number of trainings, for the prediction limit of one more (as the reference's bands)."""
MOST_QUOTES = 8
_REPORTED = re.compile(
    r"human|paper|state.of.the.art|sota|chance|random|guess|target|goal|baseline|previous|earlier|best so far",
    re.IGNORECASE,
)
"""A printed line that speaks of somebody else's figure, or of another training's."""


def about_stated(run: TrainingRun, score: Score, reference: Reference) -> Iterator[Observation]:
    """Where a stated accuracy of the run and the measured one differ by more than the model's own scatter."""
    stated = [claim for claim in run.claims if _is_comparable(claim, run, score)]
    if not score.verified or score.accuracy is None or not stated:
        return
    role = reference.roles.get(run.role or "")
    tolerance = tolerance_of(run, score, role)
    if tolerance is None:
        return
    highest = max(stated, key=lambda claim: claim.metrics[METRIC])
    claimed, quotes = highest.metrics[METRIC], tuple(claim.quote for claim in stated if claim.quote)
    opening = (
        f"The notebook states an accuracy of {claimed:.4f} for the model of {in_cell(run.cell)}; we measured"
        f" {score.accuracy:.4f}. "
    )
    if claimed > score.accuracy + tolerance:
        limit = _never_exceeded(run, role)
        second = limit is not None and claimed > limit + SLACK
        more = f", and none of the reference's trainings came above {limit:.4f}" if second else ""
        message = f"{opening}Seeds explain a difference of about {tolerance:.4f}{more}."
        yield Observation("claim_mismatch", "serious" if second else "warning", run, message, quotes)
    elif claimed < score.accuracy - tolerance:
        message = f"{opening}It may have been saved before the last change."
        yield Observation("claim_below", "info", run, message, quotes)


def tolerance_of(run: TrainingRun, score: Score, role: RoleReference | None) -> float | None:
    """By how much another training of the same model may differ; None where nobody knows."""
    if role is not None and trained_as_asked(run):
        final, curve = role.final.get(METRIC), role.curves.get(METRIC)
        width = final.high - final.low if final else 0.0
        return max(SLACK, width, width_at(curve, run.epochs_run) if curve else 0.0)
    trainings = [*score.further_seeds, score.accuracy] if score.further_seeds and score.accuracy is not None else []
    quantile = T_QUANTILES.get(len(trainings))
    if quantile is None:
        return None
    mean = math.fsum(trainings) / len(trainings)
    spread = math.sqrt(math.fsum((one - mean) ** 2 for one in trainings) / (len(trainings) - 1))
    return max(SLACK, max(trainings) - min(trainings), quantile * spread * math.sqrt(1 + 1 / len(trainings)))


def about_unsupported(evidence: Evidence, recording: Recording) -> Iterator[IntegrityFinding]:
    """Accuracies higher than anything that the notebook computes, stated where the whole notebook ran.

    Where a part of it could not run here, nobody knows what that part would have shown.
    """
    if recording.outcome not in ("completed", "not_run") or recording.cells_failed():
        return
    executed = recording.outcome == "completed"
    attached = {_key(claim) for run in evidence.runs for claim in run.claims}
    cut = any(run.stopped_by_grader or run.error for run in evidence.runs)
    high = [claim for claim in evidence.claims if claim.beyond and not cut]
    typed = [
        claim for claim in high if not claim.supported and claim.kind != "prose" and not _REPORTED.search(claim.quote)
    ]
    orphans = [claim for claim in high if claim.supported and claim.kind in COMPUTED and _key(claim) not in attached]
    prose = [claim for claim in high if claim.kind == "prose"]
    for kind, claims, what in (
        ("forged_metric", typed, "are typed out in the code that prints them, and higher than any that it computes"),
        (
            "unsupported_claim",
            orphans if executed else (),
            "are shown; their cells ran here and nothing came near them",
        ),
        (
            "unsupported_claim",
            prose if executed else (),
            "are stated in the text, and nothing that ran here came near them",
        ),
    ):
        if claims:
            places = list(dict.fromkeys(in_cell(claim.cell) for claim in claims))
            quotes = tuple(f"{in_cell(claim.cell)}: {claim.quote}" for claim in claims if claim.quote)
            yield IntegrityFinding(kind, "warning", f"Figures in {', '.join(places)} {what}.", quotes[:MOST_QUOTES])


def _is_comparable(claim: Claim, run: TrainingRun, score: Score) -> bool:
    """Whether it is about the held-out data: by their rows, or because all other rows were trained on."""
    if METRIC not in claim.metrics or not claim.data:
        return False
    rows = run.x.shape[0] if run.x is not None and run.x.shape else 0
    rest = rows > 0 and score.trained_on_held_out == 0 and score.training_rows_recognised >= KNOWN_ROWS * rows
    return claim.data == "held_out" or rest


def _never_exceeded(run: TrainingRun, role: RoleReference | None) -> float | None:
    """The upper end of the reference's band, where the run is trained as the reference is."""
    band = role.final.get(METRIC) if role else None
    return band.high if band is not None and trained_as_asked(run) else None


def _key(claim: Claim) -> tuple[str, int, str]:
    return claim.kind, claim.cell, claim.quote

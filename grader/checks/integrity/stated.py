"""Holds the accuracies that a notebook states against those that were measured.

Only evidence against a number counts, never the want of evidence for it (docs/decisions/0064). What
is compared is the same metric on the same data of the same model, trained to its end here
(`evidence/claims/comparable.py`), and two correct trainings differ: so the tolerance is the model's
own scatter, from the reference where the model is trained as asked, else from further seeds of the
same training. Where neither is known nothing is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.checks.check import in_cell
from grader.checks.integrity.head_start import trained_as_asked
from grader.checks.integrity.observations import TrainingObservation
from grader.checks.policy.agreement import width_at
from grader.checks.policy.decisive import value_at
from grader.model.evidence import Claim, Evidence, TrainingRun
from grader.model.graded.finding import IntegrityFinding, Severity
from grader.model.graded.score import Score
from grader.model.recording import Recording
from grader.model.reference import Reference, RoleReference

SLACK = 0.005
"""By how much two values of one training may differ in any case: rounding, and a re-run on other
hardware.
"""
METRIC = "val_accuracy"
EARNS_NOTHING = 0.5
"""Of the least that correct solutions reach: points begin above it in every sensible rubric."""
KNOWN_ROWS = 0.95
Z_QUANTILE = 3.29
"""Of the normal distribution at 0.999 on both sides."""
MIN_EXAMPLES = 100
"""Of validation data whose number is not known."""
COMPUTED = ("evaluation", "progress_log", "classification_report")
"""Kinds of claims that a training computes."""
T_QUANTILES = {2: 63.66, 3: 9.925, 4: 5.841, 5: 4.604, 6: 4.032, 7: 3.707, 8: 3.499}
"""Student's t at 0.995 by the number of trainings, for the prediction limit of one more: they are
few, and one sign is a warning at most.
"""
MOST_QUOTES = 8
_REPORTED = re.compile(
    (
        r"human|paper|state.of.the.art|sota|chance|random|guess|target|goal|baseline|previous|"
        r"earlier|best so far|"
        r"mensch|stand der technik|literatur|zufall|zufällig|raten|ziel|soll|früher|vorher|bisher|"
        r"referen[czt]|objeti[vf]|objectif|\bmeta\b|azar|aleatori|adivin|anterior|hasard|"
        r"aléatoire|devin|précédent|auparavant|avant"
    ),
    re.IGNORECASE,
)
"""A printed line that speaks of somebody else's result, or of another training's."""


@dataclass(frozen=True, slots=True)
class _AccuracyPair:
    """A stated accuracy, and ours of the same data."""

    claim: Claim
    metric: str
    claimed: float
    ours: float
    more: float = 0.0
    """What the tolerance is widened by, since the examples are few and not the held-out ones."""

    @property
    def excess(self) -> float:
        return self.claimed - self.ours - self.more


def about_stated(
    run: TrainingRun, score: Score, reference: Reference
) -> Iterator[TrainingObservation]:
    """Where a stated accuracy of the run and ours differ by more than the model's own scatter."""
    pairs, role = list(_pairs(run, score)), reference.roles.get(run.role or "")
    tolerance = tolerance_of(run, score, role)
    if not pairs or tolerance is None:
        return
    if role is not None and _earns_nothing(max(pair.claimed for pair in pairs), role):
        return
    highest, quotes = (
        max(pairs, key=lambda pair: pair.excess),
        tuple(p.claim.quote for p in pairs if p.claim.quote),
    )
    what = "an accuracy" if highest.metric == METRIC else "a training accuracy"
    opening = (
        f"The notebook states {what} of {highest.claimed:.4f} for the model of "
        f"{in_cell(run.cell)}; we measured {highest.ours:.4f}. "
    )
    limit = _highest_known(run, role, highest.metric)
    scattered = highest.excess > tolerance
    unknown = (
        limit is not None and highest.claimed > max(limit, highest.ours) + SLACK + highest.more
    )
    if scattered or unknown:
        signs = [
            f"Seeds explain a difference of about {tolerance + highest.more:.4f}."
            if scattered
            else "",
            f"None of the reference's trainings came above {limit:.4f} after so many epochs."
            if unknown
            else "",
        ]
        severity: Severity = "serious" if scattered and unknown else "warning"
        yield TrainingObservation(
            "claim_mismatch", severity, run, opening + " ".join(filter(None, signs)), quotes
        )
    elif highest.claimed < highest.ours - tolerance - highest.more:
        message = f"{opening}It may have been saved before the last change."
        yield TrainingObservation("claim_below", "info", run, message, quotes)


def _earns_nothing(claimed: float, role: RoleReference) -> bool:
    """Whether the value is so far below what correct solutions reach that nobody would make it up.

    A model that has hardly begun to learn is right by luck, and its values scatter more than a few
    seeds show.
    """
    band = role.final.get(METRIC)
    return band is not None and claimed < EARNS_NOTHING * band.low


def needs_further_seeds(run: TrainingRun, score: Score, reference: Reference) -> bool:
    """Whether a stated accuracy is higher than ours, and nobody knows yet by how much the model
    scatters.
    """
    pairs, role = list(_pairs(run, score)), reference.roles.get(run.role or "")
    if role is not None and pairs and _earns_nothing(max(pair.claimed for pair in pairs), role):
        return False
    return any(pair.excess > SLACK for pair in pairs) and tolerance_of(run, score, role) is None


def _pairs(run: TrainingRun, score: Score) -> Iterator[_AccuracyPair]:
    """The stated accuracies that are about the same data as one of ours."""
    if not score.verified or score.accuracy is None:
        return
    for claim in run.claims:
        known = claim.data == "held_out" or (
            claim.data == "as_many" and _rest_is_trained_on(run, score)
        )
        if known and METRIC in claim.metrics and not _is_of_something_else(claim, score.accuracy):
            yield _AccuracyPair(claim, METRIC, claim.metrics[METRIC], score.accuracy)
        if claim.data and claim.kind == "progress_log":
            yield from _pairs_of_log(claim, run, but=METRIC if known else "")


def _is_of_something_else(claim: Claim, measured: float) -> bool:
    """Whether its line shows something else here, by the weights that were measured, than they were
    measured to have.
    """
    return claim.here is not None and abs(claim.here - measured) > SLACK


def _pairs_of_log(claim: Claim, run: TrainingRun, *, but: str) -> Iterator[_AccuracyPair]:
    """What the log says of its last epoch, and what ours says of it: the same data by the same
    code.
    """
    for metric, data in (("accuracy", run.x), (METRIC, run.val_x)):
        values, claimed = run.history.get(metric, ()), claim.metrics.get(metric)
        if (
            metric != but
            and claimed is not None
            and len(values) == run.epochs_run
            and math.isfinite(values[-1])
        ):
            examples = data.shape[0] if data is not None and data.shape else MIN_EXAMPLES
            yield _AccuracyPair(
                claim, metric, claimed, values[-1], Z_QUANTILE * math.sqrt(0.25 / max(1, examples))
            )


def _rest_is_trained_on(run: TrainingRun, score: Score) -> bool:
    """Whether all rows that are not held out were trained on: then as many others are the held-out
    ones.
    """
    rows = run.x.shape[0] if run.x is not None and run.x.shape else 0
    return (
        rows > 0
        and score.trained_on_held_out == 0
        and score.training_rows_recognised >= KNOWN_ROWS * rows
    )


def tolerance_of(run: TrainingRun, score: Score, role: RoleReference | None) -> float | None:
    """By how much another training of the same model may differ; None where nobody knows."""
    if role is not None and trained_as_asked(run):
        final, curve = role.final.get(METRIC), role.curves.get(METRIC)
        width = final.high - final.low if final else 0.0
        return max(SLACK, width, width_at(curve, run.epochs_run) if curve else 0.0)
    trainings = (
        [*score.further_seeds, score.accuracy]
        if score.further_seeds and score.accuracy is not None
        else []
    )
    quantile = T_QUANTILES.get(len(trainings))
    if quantile is None:
        return None
    mean = math.fsum(trainings) / len(trainings)
    spread = math.sqrt(math.fsum((one - mean) ** 2 for one in trainings) / (len(trainings) - 1))
    return max(
        SLACK,
        max(trainings) - min(trainings),
        quantile * spread * math.sqrt(1 + 1 / len(trainings)),
    )


def about_unsupported(evidence: Evidence, recording: Recording) -> Iterator[IntegrityFinding]:
    """Accuracies higher than anything that the notebook computes, stated where the whole notebook
    ran.

    Where a part of it could not run here, nobody knows what that part would have shown.
    """
    if recording.outcome not in ("completed", "not_run") or recording.cells_failed():
        return
    executed = recording.outcome == "completed"
    attached = {_key(claim) for run in evidence.runs for claim in run.claims}
    cut = any(run.stopped_by_grader or run.error for run in evidence.runs)
    high = [claim for claim in evidence.claims if claim.beyond and not cut]
    typed = [
        claim
        for claim in high
        if not claim.supported and claim.kind != "prose" and not _REPORTED.search(claim.quote)
    ]
    orphans = [
        claim
        for claim in high
        if claim.supported and claim.kind in COMPUTED and _key(claim) not in attached
    ]
    prose = [claim for claim in high if claim.kind == "prose"]
    for kind, claims, what in (
        (
            "forged_metric",
            typed,
            "are typed out in the code that prints them, and higher than any that it computes",
        ),
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
            quotes = tuple(
                f"{in_cell(claim.cell)}: {claim.quote}" for claim in claims if claim.quote
            )
            yield IntegrityFinding(
                kind, "warning", f"Numbers in {', '.join(places)} {what}.", quotes[:MOST_QUOTES]
            )


def _highest_known(run: TrainingRun, role: RoleReference | None, metric: str) -> float | None:
    """The most that trainings of the reference reach after as many epochs, where the run is trained
    as they are.
    """
    if role is None or not trained_as_asked(run):
        return None
    band, curve = role.final.get(metric), role.curves.get(metric)
    if run.epochs_run >= role.epochs or curve is None or not curve.epochs:
        return band.high if band else None
    return value_at(curve, curve.high, run.epochs_run)


def _key(claim: Claim) -> tuple[str, int, str]:
    return claim.kind, claim.cell, claim.quote

"""Says what one change would bring, where a mistake that was tried with the assignment is the only
one that a run shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.model.assignment import RoleSpec
from grader.model.evidence import TrainingRun
from grader.model.graded.score import Score
from grader.model.mutants import Measured, RubricTest
from grader.report import numbers

LEAST_GAIN = 0.01
"""Of the accuracy; less is no reason to train again."""
ALIKE = 0.05
"""By so much accuracy a run may differ from the tried mistake that explains it."""
UNSCALED_FROM = 2.0
"""Inputs that reach higher were not scaled: neither to 0–1 nor to −1–1."""
SGD_RATE, OTHER_RATE = 0.01, 0.001
"""The learning rates that Keras takes where none is given."""
_FEWER, _ANOTHER = "fewer_epochs", ""
"""What no tried mistake stands for: a run that shows it, too, is not explained by one of them."""


def one_change(
    run: TrainingRun, spec: RoleSpec, score: Score | None, tested: RubricTest | None
) -> str:
    """Return the sentence; empty where no single mistake explains the run, or little is to gain."""
    shown = list(_mistakes(run, spec))
    if tested is None or score is None or score.accuracy is None or len(shown) != 1:
        return ""
    role = run.role or ""
    right, tried = tested.solution.get(role), _tried(tested, role, shown[0])
    if right is None or tried is None or right.accuracy - score.accuracy < LEAST_GAIN:
        return ""
    mended, measured = tried
    if not _explains(measured, run, score.accuracy, fewer=shown[0] == _FEWER):
        return ""
    return (
        f"What one change would bring: {mended}, the same network reaches "
        f"{numbers.percent(right.accuracy, digits=1)} on the test images; yours reaches "
        f"{numbers.percent(score.accuracy, digits=1)}. We trained both."
    )


def _tried(tested: RubricTest, role: str, operator: str) -> tuple[str, Measured] | None:
    """How the mistake is mended, and what a model with it reached."""
    for mutant in tested.mutants:
        if (mutant.role, mutant.operator) == (role, operator) and role in mutant.measured:
            return (mutant.mended, mutant.measured[role]) if mutant.mended else None
    return None


def _explains(tried: Measured, run: TrainingRun, accuracy: float, *, fewer: bool) -> bool:
    """Whether the run fares as the tried mistake does: with more epochs than it no worse, with
    fewer no better.
    """
    if not fewer:
        return abs(accuracy - tried.accuracy) <= ALIKE
    if run.epochs_requested >= tried.epochs:
        return accuracy >= tried.accuracy - ALIKE
    return accuracy <= tried.accuracy + ALIKE


def _mistakes(run: TrainingRun, spec: RoleSpec) -> Iterator[str]:
    """What departs from what was asked, by the names of mistakes that are tried."""
    if run.epochs_requested < spec.epochs:
        yield _FEWER
    if run.x is not None and run.x.maximum > UNSCALED_FROM:
        yield "unscaled_inputs"
    if run.batch_size and spec.batch_size and run.batch_size != spec.batch_size:
        yield "larger_batches" if run.batch_size > spec.batch_size else _ANOTHER
    if run.match is None or run.match.layer_differences or run.match.data_differences:
        yield _ANOTHER
    elif run.match.compile_differences:
        yield from _compiled(run, spec, len(run.match.compile_differences))
    yield from _learning_rate(run)


def _compiled(run: TrainingRun, spec: RoleSpec, differences: int) -> Iterator[str]:
    other = (run.compiled.optimizer or "").lower() != spec.optimizer.lower()
    yield "other_optimizer" if other else "wrong_loss"
    if differences > 1:
        yield _ANOTHER


def _learning_rate(run: TrainingRun) -> Iterator[str]:
    rate = run.compiled.optimizer_config.get("learning_rate")
    if not isinstance(rate, int | float):
        return
    usual = SGD_RATE if (run.compiled.optimizer or "").upper() == "SGD" else OTHER_RATE
    if not usual / 1.1 < rate < usual * 1.1:
        yield "tiny_learning_rate" if rate < usual else "huge_learning_rate"

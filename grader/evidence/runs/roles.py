"""Says which part of the assignment a training run answers.

A run can't answer a role, whatever else agrees, where

- the network learns with other kinds of layers: convolutions where only dense layers are asked for,
  or the other way round; recurrent, attention or embedding layers that nobody asked for;
- its output has another width, so that it can't tell the assignment's classes apart (an
  autoencoder, a regression);
- less than `MIN_LIKENESS` of the layers asked for is there.

Everything else, such as another width or optimizer, is a difference that the rubric prices.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.evidence.names import modern_optimizer, related_optimizers, same_loss
from grader.evidence.runs.layers import ADDED_SMALL, compare_layers
from grader.evidence.runs.network import LEARNED, Unit, counted_parameters, units_asked, units_of
from grader.evidence.runs.wiring import wired_otherwise
from grader.model.assignment import Assignment, RoleSpec
from grader.model.dataset import Dataset
from grader.model.descriptions import CompileInfo, ModelInfo
from grader.model.evidence import RoleMatch, TrainingRun

MIN_LIKENESS = 0.4
LAYERS_WEIGHT, OPTIMIZER_WEIGHT, LOSS_WEIGHT = 0.6, 0.25, 0.15
TAKES_MOMENTUM = ("SGD", "RMSprop")
"""scikit-learn's networks have a `momentum` under every optimizer, and these heed it."""
SCARCE_DATA = 0.5
"""Trained on less than this share of the assignment's training data counts as a difference."""


@dataclass(frozen=True, slots=True)
class _Likeness:
    match: RoleMatch
    same_optimizer: bool
    """The one asked for, or a variant of it."""


def match_role(model: ModelInfo, compiled: CompileInfo, assignment: Assignment) -> RoleMatch | None:
    """Return the role that the model, compiled like this, answers best; None where it answers
    none.
    """
    best = max(_likenesses(model, compiled, assignment), key=_by_optimizer_then_score, default=None)
    return best.match if best else None


def assign_roles(
    runs: Sequence[TrainingRun],
    assignment: Assignment,
    *,
    dataset: Dataset | None = None,
    shown: Mapping[int, int] | None = None,
) -> tuple[TrainingRun, ...]:
    """Give each role to at most one run and each run at most one role, the best match first.

    Of runs that match alike, the one that the notebook shows most of is taken (`shown`, by number
    of the run), then the better, then the later one: an experiment with shuffled labels or a last
    model on all data takes no role from the run that was meant. A run with another optimizer stands
    in for a required role that nothing better answers, and never for a bonus; a piece of a training
    that answers one part never for another.
    """
    bids = [
        (run, likeness)
        for run in runs
        for likeness in _likenesses(run.model, run.compiled, assignment)
    ]
    totals = _epochs_in_all(runs)
    counted = shown or {}
    bids.sort(
        key=lambda bid: (
            *_rank(bid[0], bid[1], totals=totals, assignment=assignment),
            counted.get(bid[0].number, 0),
            _held_out_accuracy(bid[0]),
            _epochs(bid[0]),
            bid[0].number,
        ),
        reverse=True,
    )
    required = _required_roles(assignment)
    by_number = {run.number: run for run in runs}
    taken: dict[int, RoleMatch] = {}
    for run, likeness in bids:
        answered = {match.role for match in taken.values()}
        if run.number in taken or likeness.match.role in answered:
            continue
        winners = [by_number[number] for number in taken]
        answers = likeness.same_optimizer or likeness.match.role in required
        if answers and not _part_of_one(run, winners):
            taken[run.number] = _with_data(run, likeness.match, dataset)
    return tuple(replace(run, match=taken.get(run.number)) for run in runs)


def _required_roles(assignment: Assignment) -> set[str]:
    """Roles that cost points where they are missing; the others are a bonus, given for the
    optimizer asked for only.
    """
    return {
        check.role
        for part in assignment.parts
        if not part.optional
        for check in part.checks
        if check.role
    }


def _part_of_one(run: TrainingRun, winners: Sequence[TrainingRun]) -> bool:
    """Whether the run is a piece of a training that has its role: same model, same way."""
    return any(
        (
            one.model.model_id == run.model.model_id
            or one.number == run.continues
            or run.number == one.continues
        )
        and _same_way(one.compiled, run.compiled)
        for one in winners
    )


def _same_way(one: CompileInfo, other: CompileInfo) -> bool:
    """Same optimizer, same loss; a lower learning rate for the last epochs is good practice."""
    return (
        modern_optimizer(one.optimizer) == modern_optimizer(other.optimizer)
        and _variant(one) == _variant(other)
        and same_loss(one.loss, other.loss)
        and one.loss_config == other.loss_config
    )


def _rank(
    run: TrainingRun, likeness: _Likeness, *, totals: dict[int, int], assignment: Assignment
) -> tuple[bool, float]:
    wanted = assignment.roles[likeness.match.role].epochs
    trained = min(1.0, totals[run.number] / wanted)
    return likeness.same_optimizer, round(likeness.match.score * (0.4 + 0.6 * trained), 6)


def _held_out_accuracy(run: TrainingRun) -> float:
    """What it reached on its validation data; less than any where it has none."""
    values = run.history.get("val_accuracy", ())
    return values[-1] if values and math.isfinite(values[-1]) else -1.0


def _epochs(run: TrainingRun) -> int:
    """Epochs of the run; one that the grader cut short counts as if it had gone on."""
    return run.epochs_requested if run.stopped_by_grader else run.epochs_run


def _epochs_in_all(runs: Sequence[TrainingRun]) -> dict[int, int]:
    """By run, its epochs and those of the runs that it continues, not within them, in one way."""
    totals, compiled = dict[int, int](), {run.number: run.compiled for run in runs}
    for run in runs:
        before = -1 if run.continues is None else run.continues
        is_part = before in compiled and not run.is_within
        goes_on = is_part and _same_way(compiled[before], run.compiled)
        totals[run.number] = _epochs(run) + (totals.get(before, 0) if goes_on else 0)
    return totals


def _by_optimizer_then_score(likeness: _Likeness) -> tuple[bool, float]:
    return likeness.same_optimizer, likeness.match.score


def _likenesses(
    model: ModelInfo, compiled: CompileInfo, assignment: Assignment
) -> Iterator[_Likeness]:
    found = _with_softmax_of_the_loss(units_of(model.layers), compiled)
    for role, spec in assignment.roles.items():
        likeness = _likeness(role, spec, found, model, compiled)
        if likeness is not None:
            yield likeness


def _with_softmax_of_the_loss(found: tuple[Unit, ...], compiled: CompileInfo) -> tuple[Unit, ...]:
    """A loss that is said to get logits applies the softmax itself."""
    if (
        found
        and compiled.loss_config.get("from_logits") is True
        and found[-1].activation == "linear"
    ):
        return (*found[:-1], replace(found[-1], activation="softmax"))
    return found


def _likeness(
    role: str, spec: RoleSpec, found: Sequence[Unit], model: ModelInfo, compiled: CompileInfo
) -> _Likeness | None:
    asked, parameters = units_asked(spec.layers), counted_parameters(model)
    if found:
        if _forbidden(asked, found):
            return None
        if (len(found) - len(asked)) * ADDED_SMALL > (1 - MIN_LIKENESS) * len(asked):
            return None  # however they were aligned
        layers = compare_layers(asked, found)
        if layers.likeness < MIN_LIKENESS:
            return None
        layers_score, layer_differences = layers.likeness, layers.differences
        if not layer_differences and parameters not in (0, spec.parameters):
            layer_differences = (f"{parameters:,} parameters instead of {spec.parameters:,}",)
            layers_score -= 0.1
        wiring = wired_otherwise(model.architecture)
        if wiring:
            layer_differences, layers_score = (*layer_differences, wiring), layers_score - 0.1
    elif parameters == spec.parameters:
        layers_score, layer_differences = (
            0.8,
            ("layers that can't be read; it was matched by its parameters",),
        )
    else:
        return None
    optimizer_score, optimizer_differences = _compare_optimizer(spec.optimizer, compiled)
    loss_differences = _loss_differences(spec.loss, compiled.loss)
    score = (
        LAYERS_WEIGHT * layers_score
        + OPTIMIZER_WEIGHT * optimizer_score
        + LOSS_WEIGHT * (0.4 if loss_differences else 1.0)
    )
    match = RoleMatch(
        role=role,
        reason=_reason(
            spec, found, compiled, (*layer_differences, *optimizer_differences, *loss_differences)
        ),
        layer_differences=layer_differences,
        compile_differences=(*optimizer_differences, *loss_differences),
        score=round(score, 6),
    )
    return _Likeness(
        match, related_optimizers(modern_optimizer(compiled.optimizer), spec.optimizer)
    )


def _forbidden(asked: Sequence[Unit], found: Sequence[Unit]) -> bool:
    """Whether the departure is of the kind that the module's docstring lists."""
    wanted = {unit.family for unit in asked if unit.family in LEARNED}
    learned = {unit.family for unit in found if unit.family in LEARNED}
    if ("convolution" in wanted) != ("convolution" in learned) or learned - wanted:
        return True
    outputs = [unit for unit in found if unit.family in LEARNED]
    return not outputs or (
        asked[-1].width is not None and outputs[-1].width not in (None, asked[-1].width)
    )


def _compare_optimizer(asked: str, compiled: CompileInfo) -> tuple[float, tuple[str, ...]]:
    given = modern_optimizer(compiled.optimizer)
    if not given:
        return 0.6, ("an optimizer that can't be read",)
    if given != asked:
        return (0.8 if related_optimizers(given, asked) else 0.3), (f"{given} instead of {asked}",)
    variant = _variant(compiled)
    return (0.8, (f"{given} with {variant} instead of plain {asked}",)) if variant else (1.0, ())


def _variant(compiled: CompileInfo) -> str:
    """Options that make another optimizer of the one asked for; the learning rate is the student's
    choice.
    """
    momentum = compiled.optimizer_config.get("momentum")
    if (
        isinstance(momentum, int | float)
        and momentum
        and modern_optimizer(compiled.optimizer) in TAKES_MOMENTUM
    ):
        return f"momentum {momentum:g}"
    return "AMSGrad" if compiled.optimizer_config.get("amsgrad") is True else ""


def _loss_differences(asked: str, given: str) -> tuple[str, ...]:
    if not given:
        return ("a loss that can't be read",)
    return () if same_loss(asked, given) else (f"{given} instead of {asked}",)


def _reason(
    spec: RoleSpec, found: Sequence[Unit], compiled: CompileInfo, differences: Sequence[str]
) -> str:
    network = " → ".join(map(str, found[:12])) or "a network"
    opening = (
        f"{network}, trained with "
        f"{modern_optimizer(compiled.optimizer) or 'an optimizer that can’t be read'}"
    )
    if differences:
        return f"{opening}, comes nearest to “{spec.title}”, with {'; '.join(differences)}."
    return f"{opening} on {compiled.loss}, is “{spec.title}” as asked."


def _with_data(run: TrainingRun, match: RoleMatch, dataset: Dataset | None) -> RoleMatch:
    """Add what the run's training data tell."""
    if dataset is None or run.x is None or run.x.kind != "array" or not run.x.shape:
        return match
    rows, available = run.x.shape[0], len(dataset.train_x)
    if rows >= SCARCE_DATA * available:
        return match
    return replace(
        match, data_differences=(f"trained on {rows:,} of the {available:,} training examples",)
    )

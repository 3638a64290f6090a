"""Small, honest records for the tests of the deciding core."""

import base64
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from grader.model.assignment import (
    Assignment,
    CheckSpec,
    DatasetSpec,
    LayerSpec,
    PartSpec,
    RoleSpec,
)
from grader.model.descriptions import ArraySummary, CompileInfo, LayerInfo, ModelInfo
from grader.model.events import FitStarted
from grader.model.evidence import Claim, Evidence, RoleMatch, TrainingRun, WeightsRef
from grader.model.graded.score import Mistake, Mistakes, Score
from grader.model.recording import Recording
from grader.model.reference import Band, Curve, Reference, RoleReference

MATRIX = ((48, 2), (5, 45))
FINAL = Band(low=0.90, high=0.96, median=0.93, risk=0.001)

RECORDING = Recording(
    outcome="completed", wall_s=1.0, events=(), cell_runs=(), executed=None, folder=Path()
)


def an_assignment(*checks: CheckSpec, optional: bool = False, question: str = "") -> Assignment:
    """An assignment of one part with one role, `net`."""
    layers = (LayerSpec("Dense", 8, "relu"), LayerSpec("Dense", 2, "softmax"))
    role = RoleSpec(
        "the network", layers, 50, "SGD", "mean_squared_error", epochs=100, verify_epochs=3
    )
    part = PartSpec("part", "The part", optional=optional, question=question, checks=checks)
    return Assignment("tiny", "Tiny", (part,), Path(), DatasetSpec("data.npz"), {"net": role})


def a_check(check: str, *, points: int = 10, **fields: object) -> CheckSpec:
    """A check of the role `net`."""
    return CheckSpec(
        **{
            "id": f"part.{check}",
            "check": check,
            "points": Decimal(points),
            "role": "net",
            **fields,
        }
    )


def a_reference(**final: Band) -> Reference:
    """Bands that are 0.06 wide at every epoch."""
    epochs = tuple(range(1, 101))
    middle = tuple(0.93 - 0.5 / epoch for epoch in epochs)
    curve = Curve(epochs, tuple(v - 0.03 for v in middle), middle, tuple(v + 0.03 for v in middle))
    role = RoleReference(
        "net",
        tuple(range(20)),
        100,
        50,
        {"val_accuracy": FINAL, **final},
        {"val_accuracy": curve},
        ((48.0, 2.0), (5.0, 45.0)),
        ((1.0, 1.0), (1.0, 1.0)),
    )
    return Reference(1, "tiny", "", "prediction limits", {"net": role})


def a_run(**fields: object) -> TrainingRun:
    """A run that answers `net` exactly."""
    layers = (
        LayerInfo("Dense", "d1", {"units": 8, "activation": "relu"}, (None, 8), 32),
        LayerInfo("Dense", "d2", {"units": 2, "activation": "softmax"}, (None, 2), 18),
    )
    run = TrainingRun(
        number=1,
        source="reproduced",
        cell=3,
        model=ModelInfo(1, "Sequential", layers, 50, 50),
        compiled=CompileInfo(
            "SGD", {"learning_rate": 0.01}, loss="mean_squared_error", metrics=("accuracy",)
        ),
        epochs_requested=100,
        epochs_run=100,
        history={"loss": (0.5, 0.2), "val_loss": (0.5, 0.3), "val_accuracy": (0.8, 0.93)},
        weights=WeightsRef("arrays/1.npz"),
        match=RoleMatch("net", "Two dense layers, SGD, mean squared error: as asked."),
    )
    return replace(run, **fields)


def row_set(rows: Iterable[int]) -> str:
    """Held-out rows as a score has them (`Score.held_out_rows`)."""
    bits = sum(1 << row for row in rows)
    return base64.b64encode(bits.to_bytes((bits.bit_length() + 7) // 8, "little")).decode()


def a_start(run: TrainingRun, **fields: object) -> FitStarted:
    """How `run` began: a plain `fit` over arrays."""
    rows = ArraySummary("x", (4800, 8), "float32", 0.0, 1.0)
    start = FitStarted(
        run=run.number,
        model=run.model,
        compiled=run.compiled,
        epochs=run.epochs_requested,
        batch_size=32,
        x=rows,
        y=rows,
        val_x=replace(rows, shape=(100, 8)),
        switches=(),
    )
    return replace(start, **fields)


def a_score(accuracy: float = 0.93, **fields: object) -> Score:
    """A verified score with two kinds of mistakes."""
    mistakes = (
        *(Mistake(index, 1, 0, 0.9) for index in range(5)),
        Mistake(5, 0, 1, 0.8),
        Mistake(6, 0, 1, 0.7),
    )
    score = Score(
        1,
        verified=True,
        accuracy=accuracy,
        loss=0.1,
        confusion_matrix=MATRIX,
        mistakes=Mistakes.of(mistakes),
    )
    return replace(score, **fields)


def evidence_of(run: TrainingRun | None = None, **fields: object) -> Evidence:
    """Evidence of one run."""
    return Evidence(runs=() if run is None else (run,), **fields)


def a_log(
    values: tuple[float, ...], *, metric: str = "val_accuracy", final: float | None = None
) -> Claim:
    """A saved progress log of `metric` from epoch 1."""
    last = values[-1] if final is None else final
    return Claim(
        "progress_log",
        3,
        {metric: last},
        {metric: values},
        epochs=tuple(range(1, len(values) + 1)),
        quote="Epoch 1",
    )

"""Models that were trained in full: one seed plays the student, the others are the reference."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from grader.model.descriptions import ArraySummary, CompileInfo, LayerInfo, ModelInfo
from grader.model.evidence import Claim, RoleMatch, Source, TrainingRun
from grader.model.graded.score import Mistake, Mistakes, Score
from grader.model.reference import Band, Curve, Reference, RoleReference

DATA = Path(__file__).parent / "runs.npz"
BUNDLED = Path(__file__).parents[3] / "reference" / "mnist"
ROLES = ("baseline", "adam", "cnn")
METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")
CELLS = {"baseline": 9, "adam": 24, "cnn": 31}
RUNS = {role: number for number, role in enumerate(ROLES, start=1)}

DENSE = (
    LayerInfo("Dense", "dense", {"units": 64, "activation": "sigmoid"}, (None, 64), 50240),
    LayerInfo("Dense", "dense_1", {"units": 10, "activation": "softmax"}, (None, 10), 650),
)
CONVOLUTIONAL = (
    LayerInfo(
        "Conv2D",
        "conv2d",
        {"filters": 32, "kernel_size": [3, 3], "activation": "relu"},
        (None, 26, 26, 32),
        320,
    ),
    LayerInfo("MaxPooling2D", "max_pooling2d", {"pool_size": [2, 2]}, (None, 13, 13, 32), 0),
    LayerInfo(
        "Conv2D",
        "conv2d_1",
        {"filters": 64, "kernel_size": [3, 3], "activation": "relu"},
        (None, 11, 11, 64),
        18496,
    ),
    LayerInfo("MaxPooling2D", "max_pooling2d_1", {"pool_size": [2, 2]}, (None, 5, 5, 64), 0),
    LayerInfo("Flatten", "flatten", {}, (None, 1600), 0),
    LayerInfo("Dropout", "dropout", {"rate": 0.5}, (None, 1600), 0),
    LayerInfo("Dense", "dense_2", {"units": 10, "activation": "softmax"}, (None, 10), 16010),
)


@cache
def runs() -> dict[str, np.ndarray]:
    """The arrays of the data file."""
    with np.load(DATA) as archive:
        return {name: archive[name] for name in archive.files}


def history(role: str, *, epochs: int | None = None) -> dict[str, tuple[float, ...]]:
    """The student's history of one role, cut after `epochs`."""
    return {metric: tuple(runs()[f"{role}.{metric}"][:epochs].tolist()) for metric in METRICS}


def reference() -> Reference:
    """Bands of the seeds that do not play the student."""
    return Reference(
        schema_version=1,
        assignment="mnist",
        dataset_sha256="0" * 64,
        method="mean and spread of the seeds, for the tests",
        roles={role: role_reference(role) for role in ROLES},
    )


def role_reference(role: str) -> RoleReference:
    """The reference of one role."""
    data, epochs = runs(), tuple(runs()[f"{role}.epochs"].tolist())
    curves, final = {}, {}
    for metric in METRICS:
        low, median, high = data[f"{role}.band.{metric}"].tolist()
        curves[metric] = Curve(epochs, tuple(low), tuple(median), tuple(high))
        final[metric] = Band(low[-1], high[-1], median[-1], 0.001)
    mean = data[f"{role}.mean"].astype(float)
    f1 = 2 * np.diag(mean) / (mean.sum(0) + mean.sum(1))
    return RoleReference(
        role=role,
        seeds=tuple(range(int(data[f"{role}.seeds"]))),
        epochs=epochs[-1],
        parameters=34826 if role == "cnn" else 50890,
        final=final,
        curves=curves,
        confusion_mean=tuple(map(tuple, mean.tolist())),
        confusion_spread=tuple(map(tuple, data[f"{role}.spread"].astype(float).tolist())),
        class_f1={
            label: Band(value - 0.01, value + 0.01, value, 0.001)
            for label, value in enumerate(f1.tolist())
        },
        hardest=tuple(data[f"{role}.hardest"].tolist()),
        times_wrong=times_wrong(role, int(data[f"{role}.seeds"])),
    )


@cache
def times_wrong(role: str, seeds: int) -> tuple[int, ...]:
    """How many of the first bundled trainings get each test image wrong."""
    labels = np.load(BUNDLED / "data" / "mnist.npz")["y_test"]
    predicted = [
        np.load(BUNDLED / "runs" / f"{role}-{seed:04d}.npz")["predictions"] for seed in range(seeds)
    ]
    return tuple((np.stack(predicted) != labels).sum(0).tolist())


def run(role: str, *, source: Source = "reproduced", epochs: int | None = None) -> TrainingRun:
    """A training of one role."""
    reported = history(role, epochs=epochs)
    asked = len(history(role)["loss"])
    model = CONVOLUTIONAL if role == "cnn" else DENSE
    parameters = sum(layer.parameters for layer in model)
    claims = (
        Claim(
            "progress_log",
            CELLS[role],
            metrics={name: round(values[-1], 4) for name, values in reported.items()},
        ),
        Claim(
            "evaluation",
            CELLS[role] + 2,
            metrics={name: round(reported[name][-1], 4) for name in ("val_loss", "val_accuracy")},
        ),
        Claim("summary", CELLS[role] - 1, metrics={"parameters": float(parameters)}),
    )
    shape = (60000, 28, 28, 1) if role == "cnn" else (60000, 784)
    return TrainingRun(
        number=RUNS[role],
        source=source,
        cell=CELLS[role],
        model=ModelInfo(1, "Sequential", model, parameters, parameters),
        compiled=CompileInfo(
            "SGD" if role == "baseline" else "Adam",
            {"learning_rate": 0.01 if role == "baseline" else 0.001},
            "categorical_crossentropy" if role == "cnn" else "mean_squared_error",
        ),
        epochs_requested=asked,
        epochs_run=len(reported["loss"]),
        batch_size=128,
        history=reported,
        x=ArraySummary("x", shape, "float32", 0.0, 1.0),
        wall_s=231.0,
        stopped_by_grader=epochs is not None,
        match=RoleMatch(
            role,
            "Layers, optimizer, loss and data are those that the assignment asks for.",
            score=1.0,
        ),
        claims=claims,
    )


def score(role: str) -> Score:
    """What we measured about one role."""
    data = runs()
    reported = history(role)
    mistakes = zip(
        data[f"{role}.mistakes"].tolist(), data[f"{role}.confidence"].tolist(), strict=True
    )
    return Score(
        run=RUNS[role],
        verified=True,
        reason="images scaled to [0, 1] and flattened",
        accuracy=reported["val_accuracy"][-1],
        loss=reported["val_loss"][-1],
        confusion_matrix=tuple(map(tuple, data[f"{role}.matrix"].tolist())),
        mistakes=Mistakes.of(
            Mistake(index, true, wrong, sure) for (index, true, wrong), sure in mistakes
        ),
        training_rows_recognised=60000,
    )

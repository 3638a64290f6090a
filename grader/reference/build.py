"""Turns the runs of many seeds into one reference."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grader.errors import ConfigError, Problem
from grader.model.assignment import Assignment
from grader.model.reference import Band, Reference, RoleReference
from grader.reference.bands import METHOD, MIN_SEEDS, RISK, band, curve, highest_possible, rounded
from grader.reference.normality import normality_sentence
from grader.reference.runs import SeedRun, read_runs, sources_of
from grader.reference.saved import SCHEMA_VERSION, train_command

HARDEST = 50
MOST_ROWS = 200_000
"""Of which it is kept how many seeds get them wrong: three bytes a row and role, in a file of which
at most 5 MiB are read.
"""


def build_reference(assignment: Assignment, runs_folder: Path, *, risk: float = RISK) -> Reference:
    """Turn the runs in `runs_folder` into bands; raises ConfigError where they are too few or about
    something else.
    """
    sources = sources_of(assignment)
    runs = {
        role: read_runs(runs_folder, role, assignment=assignment, sources=sources)
        for role in assignment.roles
    }
    _refuse_few(runs, runs_folder, assignment)
    labels = _held_out_labels(assignment)
    return Reference(
        schema_version=SCHEMA_VERSION,
        assignment=assignment.name,
        dataset_sha256=sources.dataset_sha256,
        method=METHOD,
        roles={
            role: _role_reference(role, seeds, labels, risk=risk) for role, seeds in runs.items()
        },
        origin=_origin([run for seeds in runs.values() for run in seeds], normality_sentence(runs)),
    )


def _refuse_few(runs: dict[str, tuple[SeedRun, ...]], folder: Path, assignment: Assignment) -> None:
    problems = [
        Problem(
            str(folder),
            None,
            role,
            f"{len(seeds)} finished seeds; a band needs at least {MIN_SEEDS}",
        )
        for role, seeds in runs.items()
        if len(seeds) < MIN_SEEDS
    ]
    if problems:
        raise ConfigError(
            problems,
            hint=f"{train_command(assignment.folder, seeds=20)} trains more; what is there is kept",
        )


def _role_reference(
    role: str, runs: tuple[SeedRun, ...], labels: np.ndarray, *, risk: float
) -> RoleReference:
    histories = {
        metric: np.stack([run.histories[metric] for run in runs]) for metric in runs[0].histories
    }
    confusion = np.stack([run.confusion for run in runs]).astype(np.float64)
    predictions = np.stack([run.predictions for run in runs])
    origin = runs[0].origin
    return RoleReference(
        role=role,
        seeds=tuple(run.origin.seed for run in runs),
        epochs=origin.epochs,
        parameters=origin.parameters,
        final={
            metric: band(values[:, -1], highest=highest_possible(metric), risk=risk)
            for metric, values in histories.items()
        },
        curves={
            metric: curve(values, highest=highest_possible(metric), risk=risk)
            for metric, values in histories.items()
        },
        confusion_mean=_rows(confusion.mean(0)),
        confusion_spread=_rows(confusion.std(0, ddof=1)),
        **_class_bands(predictions, labels, classes=confusion.shape[1], risk=risk),
        hardest=_hardest(predictions, labels),
        times_wrong=_times_wrong(predictions, labels),
    )


def _class_bands(
    predictions: np.ndarray, labels: np.ndarray, *, classes: int, risk: float
) -> dict[str, dict[int, Band]]:
    """The bands of each class's precision, recall and F1 from predictions (seeds, rows)."""
    from sklearn.metrics import precision_recall_fscore_support  # noqa: PLC0415 - only where bands are made

    of_seeds = [
        precision_recall_fscore_support(labels, predicted, labels=range(classes), zero_division=0)[
            :3
        ]
        for predicted in predictions
    ]
    values = np.asarray(of_seeds)  # (seeds, 3, classes)
    return {
        name: {
            label: band(values[:, place, label], highest=1.0, risk=risk) for label in range(classes)
        }
        for place, name in enumerate(("class_precision", "class_recall", "class_f1"))
    }


def _hardest(predictions: np.ndarray, labels: np.ndarray) -> tuple[int, ...]:
    """Rows that most seeds get wrong, those that more of them get wrong first; `predictions`
    (seeds, rows).
    """
    wrong = (predictions != labels).sum(0)
    order = np.argsort(-wrong, kind="stable")
    return tuple(int(row) for row in order[:HARDEST] if wrong[row] > len(predictions) / 2)


def _times_wrong(predictions: np.ndarray, labels: np.ndarray) -> tuple[int, ...]:
    """How many seeds get each row wrong; nothing of more rows than the file should hold."""
    return tuple((predictions != labels).sum(0).tolist()) if len(labels) <= MOST_ROWS else ()


def _held_out_labels(assignment: Assignment) -> np.ndarray:
    with np.load(assignment.dataset_path, allow_pickle=False) as arrays:
        labels: np.ndarray = arrays[assignment.dataset.held_out[1]]
        return labels


def _rows(matrix: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(rounded(round(value, 3)) for value in row) for row in matrix.tolist())


def _origin(runs: list[SeedRun], normality: str) -> dict[str, str]:
    """Versions, hardware and dates of all runs."""
    versions = sorted(
        {f"{name} {version}" for run in runs for name, version in run.origin.versions.items()}
    )
    dates = sorted({run.origin.date for run in runs})
    return {
        "versions": ", ".join(versions),
        "hardware": "; ".join(sorted({run.origin.hardware for run in runs})),
        "date": dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}",
        "training_hours": f"{sum(run.origin.wall_s for run in runs) / 3600:.1f}",
        "normality": normality,
    }

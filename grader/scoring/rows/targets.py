"""Asks whether a training was taught the classes of its rows, or more than those.

Targets that another network gave carry what that one knows: of rows, too, which the data set has
and this training never saw. Where there are no more targets than classes they say nothing but which
class a row is of.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grader.model.evidence import TrainingRun
from grader.recorder.shared.targets import target_hashes
from grader.untrusted.npz import NpzRefused, inside, read_arrays, read_headers

MAX_BYTES = 64 * 1024**2
OF_ALL, NAMED = "y.target_hashes", "y.labels"
OF_A_STEP = ("taught", "y")


def beyond_classes(run: TrainingRun, *, folder: Path, classes: int) -> float | None:
    """Which share of the run's targets is none of the most frequent ones, of which there are as
    many as `classes`: of all, or of the batch of a step that was kept, whichever is most. None
    where no targets were seen.
    """
    of_all = _of_all(run, folder)
    seen = [*([] if of_all is None else [of_all]), *_of_the_step(run, folder)]
    return max((_share(hashes, classes) for hashes in seen), default=None)


def _share(hashes: np.ndarray, classes: int) -> float:
    _, counts = np.unique(hashes, return_counts=True)
    return float(1 - np.sort(counts)[-classes:].sum() / len(hashes))


def _of_all(run: TrainingRun, folder: Path) -> np.ndarray | None:
    """Hashes of all targets that `fit` was given, as far as they were seen."""
    if run.y is None or run.started_arrays is None:
        return None
    found = _read(folder, run.started_arrays, (OF_ALL, NAMED))
    hashes = found.get(OF_ALL, found.get(NAMED) if run.y.kind == "other" else None)
    usable = hashes is not None and hashes.ndim == 1 and hashes.dtype.kind in "iu" and len(hashes)
    return hashes if usable else None


def _of_the_step(run: TrainingRun, folder: Path) -> list[np.ndarray]:
    """Hashes of the targets of each batch that was kept."""
    steps = (run.kept_step, *run.further_steps)
    files = [step.arrays for step in steps if step is not None and step.arrays is not None]
    found = [one for file in files for one in _read(folder, file, OF_A_STEP).values()]
    return [
        target_hashes(one) for one in found if one.size and one.ndim and one.dtype.kind in "buif"
    ]


def _read(folder: Path, file: str, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Those of the arrays that the file has; none where it can't be read."""
    try:
        path = inside(folder, file)
        present = read_headers(path)
        return read_arrays(path, [name for name in names if name in present], max_bytes=MAX_BYTES)
    except NpzRefused:
        return {}

"""A kernel that lies gets the honest training of what it described, or a refusal: never an
exception, and nothing is computed for it.
"""

from __future__ import annotations

import contextlib
import json
import math
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary
from grader.model.events import FitStarted
from grader.model.training import FitSettings, Fresh, TrainingJob
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical
from grader.training.description.job import MAX_EPOCHS, describe_job
from grader.training.description.rows import _targets
from tests.training.asking import SHA256, Asks, Call, network
from tests.training.cases.lies import EVENTS, SETTINGS, Started, compiled, event, model, summary


@pytest.fixture(scope="module")
def recorded(
    digits: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> tuple[FitStarted, FitSettings, Path, Canonical]:
    """An honest call of `fit`, its recording, and what is known of the data."""
    folder = tmp_path_factory.mktemp("recording")
    call = Call(
        network(),
        digits.train_x.astype("float32") / 16,
        digits.train_y,
        validation_data=(digits.held_out_x / 16, digits.held_out_y),
        epochs=3,
    )
    return call.started(folder), call.settings(), folder, Canonical(digits)


@pytest.fixture
def describe(
    recorded: tuple[FitStarted, FitSettings, Path, Canonical],
) -> Callable[..., TrainingJob]:
    """Describe the call with something changed."""
    started, asked, folder, canonical = recorded

    def described(
        change: Started = lambda event: event, *, where: Path | None = None, **others: Any
    ) -> TrainingJob:
        return describe_job(
            change(started),
            replace(asked, **others),
            start=Fresh(),
            folder=where or folder,
            canonical=canonical,
            dataset_sha256=SHA256,
        )

    return described


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_that_lies_is_refused_at_once(name: str, describe: Callable[..., TrainingJob]):
    """With a reason of one line, and within seconds however large what it names is."""
    began = time.process_time()

    with pytest.raises(ModelRefused) as refusal:
        describe(EVENTS[name])

    assert 0 < len(str(refusal.value)) < 300
    assert time.process_time() - began < 20


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_lie_are_refused(name: str, describe: Callable[..., TrainingJob]):
    """As those of the event."""
    with pytest.raises(ModelRefused):
        describe(**SETTINGS[name])


def test_what_is_honest_is_described(describe: Callable[..., TrainingJob]):
    """The call that all these lies are made from; the most epochs are still taken."""
    assert describe().epochs == 3
    assert describe(event(epochs=MAX_EPOCHS)).epochs == MAX_EPOCHS
    assert describe(event(epochs=5, initial_epoch=2)) == describe()


@pytest.mark.parametrize("bounds", [(-math.inf, math.inf), (math.nan, math.nan), (0.2, 0.3)])
def test_bounds_that_lie_change_nothing(
    bounds: tuple[float, float], describe: Callable[..., TrainingJob]
):
    """Where rows are recognised without them, the job is the honest one."""
    lie = summary("x", minimum=bounds[0], maximum=bounds[1])

    assert describe(lie) == describe()


@pytest.mark.parametrize(
    "weights",
    [
        np.ones(1436),
        np.ones((1437, 1)),
        np.full(1437, np.nan),
        np.full(1437, 1e300),
        np.array(["much"] * 1437),
    ],
)
def test_weights_of_examples_that_lie_are_refused(
    weights: np.ndarray,
    recorded: tuple[FitStarted, FitSettings, Path, Canonical],
    describe: Callable[..., TrainingJob],
):
    """Too few, of another form, no numbers; honest ones are part of the job."""
    honest = np.linspace(0, 1, 1437)
    np.savez(recorded[2] / "weights.npz", sample_weight=weights)

    with pytest.raises(ModelRefused):
        describe(weighs_examples=True, weights_file="weights.npz")
    np.savez(recorded[2] / "weights.npz", sample_weight=honest)
    job = describe(weighs_examples=True, weights_file="weights.npz")

    assert sum(count for _, count in job.example_weight) == 1437
    assert job.digest != describe().digest
    with pytest.raises(ModelRefused):
        describe(
            event(val_x=None, validation_split=0.2),
            weighs_examples=True,
            weights_file="weights.npz",
        )


def damaged(arrays: dict[str, np.ndarray]) -> Iterator[dict[str, np.ndarray]]:
    """The recorded arrays with something wrong in each."""
    hashes, labels = arrays["x.row_hashes"], arrays["y.labels"]
    index, sample = arrays["x.sample_index"], arrays["x.sample"]
    other = hashes.copy()
    other[700] ^= np.uint64(1)
    wrong = labels.copy()
    wrong[3] = (wrong[3] + 1) % 10
    noise = sample + np.float32(0.01)
    noise[0] = sample[0]
    changes: tuple[tuple[str, Any], ...] = (
        *(("x.row_hashes", value) for value in (other, hashes[:-1], hashes[::-1], hashes * 1.0)),
        *(("y.labels", value) for value in (wrong, -labels - 1, labels[:-1], labels + 10**6)),
        *(("x.sample", value) for value in (noise, sample * np.nan, sample[:, :7], sample[0])),
        *(("x.sample_index", value) for value in (index + 10**9, -index - 1, index[:-1])),
        ("x.sample_index", index * 1.0),
        ("y.row_hashes", np.zeros((2, 2), np.uint64)),
    )
    for name, value in changes:
        yield {**arrays, name: np.asarray(value)}
    for name in ("x.sample", "x.row_hashes", "y.labels", "x.sample_index"):
        yield {key: array for key, array in arrays.items() if key != name}


@pytest.mark.parametrize("scale", [1e-290, 1e-305, 1e-318, 1e300, 1e306])
def test_rows_scaled_beyond_measure_are_described_or_refused(
    digits: Dataset, tmp_path: Path, scale: float
):
    """Rounded, 1e-305 was no number: its digest raised in the process that all notebooks share."""
    rows = digits.train_x.reshape(len(digits.train_x), -1).astype(np.float64) / 16 * scale
    call = Call(network(), rows, digits.train_y)

    with contextlib.suppress(ModelRefused), np.errstate(all="ignore"):
        assert len(Asks(digits, tmp_path).job(call).digest) == 64


def test_arrays_that_lie_are_refused(
    recorded: tuple[FitStarted, FitSettings, Path, Canonical],
    describe: Callable[..., TrainingJob],
    tmp_path: Path,
):
    """One row that is none of the assignment's, one label that is another, a damaged index."""
    with np.load(recorded[2] / "start.npz") as file:
        arrays = dict(file)
    believed = []
    for place, changed in enumerate(damaged(arrays)):
        np.savez(tmp_path / "start.npz", **changed)  # type: ignore[arg-type]
        with contextlib.suppress(ModelRefused):
            describe(where=tmp_path)
            believed.append(place)
    assert believed == []

    np.savez(tmp_path / "start.npz", **arrays)  # type: ignore[arg-type]
    assert describe(where=tmp_path).training.count == 1437


def test_rows_of_very_many_classes_take_no_room():
    """Whose number is only said; what ordinary ones are is found as before."""
    labels = np.arange(1437) % 10

    def found(width: int) -> tuple[str, int]:
        hashes = row_hashes(np.eye(width, dtype=np.float32)[:10])[labels]
        claimed = ArraySummary("y", (1437, width), "float32", 0.0, 1.0)
        tracemalloc.start()
        try:
            targets = _targets(claimed, labels, hashes)
            assert tracemalloc.get_traced_memory()[1] < 8 * 1024**2
        finally:
            tracemalloc.stop()
        return targets

    assert found(10) == ("one_hot", 10)
    assert found(3_000) == ("one_hot", 3_000)


def mutated(tree: Any, rng: random.Random) -> Any:
    """A JSON tree with something in it exchanged."""
    if rng.random() < 0.06:
        return rng.choice(
            [None, True, -1, 10**30, 1e308, "", "Dense", "Functional", [], {}, [tree], {"a": tree}]
        )
    if isinstance(tree, dict):
        return {
            (key if rng.random() > 0.02 else "name"): mutated(value, rng)
            for key, value in tree.items()
        }
    return [mutated(entry, rng) for entry in tree] if isinstance(tree, list) else tree


@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_a_description_is_it_is_a_job_or_a_refusal(
    seed: int, describe: Callable[..., TrainingJob]
):
    """Trees with anything exchanged in them: no other exception, and what is a job is canonical."""
    rng = random.Random(seed)

    def change(started: FitStarted) -> FitStarted:
        tree = mutated(json.loads(started.model.architecture or ""), rng)
        config = mutated(started.compiled.optimizer_config, rng)
        config = config if isinstance(config, dict) else {}
        changed = model(architecture=json.dumps(tree))(started)
        return compiled(optimizer_config=config)(changed)

    try:
        job = describe(change)
    except ModelRefused:
        return
    assert TrainingJob.from_json(json.loads(json.dumps(job.to_json()))).digest == job.digest

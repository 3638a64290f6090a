"""A kernel that lies gets the honest training of what it described, or a refusal: never an
exception, and nothing is computed for it.
"""

from __future__ import annotations

import contextlib
import json
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.model.dataset import Dataset
from grader.model.events import FitStarted
from grader.model.training import CallbackAsked, FitSettings, Fresh, MetricAsked, TrainingJob
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical
from grader.training.description.job import MAX_EPOCHS, describe_job
from tests.training.asking import SHA256, Call, network

Started = Callable[[FitStarted], FitStarted]


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


def event(**fields: Any) -> Started:
    """Other fields of the event."""
    return lambda started: replace(started, **fields)


def summary(key: str, /, **fields: Any) -> Started:
    """Another summary of one of the arrays."""
    return lambda started: replace(started, **{key: replace(getattr(started, key), **fields)})


def compiled(**fields: Any) -> Started:
    """Other words about how the model was compiled."""
    return lambda started: replace(started, compiled=replace(started.compiled, **fields))


def optimizer(**config: Any) -> Started:
    """Other settings of the optimizer."""
    return lambda started: compiled(
        optimizer_config={**started.compiled.optimizer_config, **config}
    )(started)


def model(**fields: Any) -> Started:
    """Other words about the model."""
    return lambda started: replace(started, model=replace(started.model, **fields))


def dense(**config: Any) -> Started:
    """Another first layer."""

    def change(started: FitStarted) -> FitStarted:
        tree = json.loads(started.model.architecture or "")
        tree["config"]["layers"][1]["config"].update(config)
        return model(architecture=json.dumps(tree))(started)

    return change


LAMBDA = {"class_name": "__lambda__", "config": {"code": "x"}}
EVENTS: dict[str, Started] = {
    "10⁹ epochs": event(epochs=10**9),
    "no epochs": event(epochs=0),
    "epochs below zero": event(epochs=-5),
    "10²⁰ epochs": event(epochs=10**20),
    "no batch": event(batch_size=0),
    "a batch below zero": event(batch_size=-32),
    "batches of an unknown size": event(batch_size=None),
    "steps": event(steps_per_epoch=3),
    "a start before the first": event(initial_epoch=-1),
    "a start behind its end": event(initial_epoch=3),
    "a start far behind its end": event(initial_epoch=10**30),
    "another way": event(way="custom_loop"),
    "weights that a training left, called fresh": event(starts_from=1),
    "all rows kept back": event(val_x=None, validation_split=1.0),
    "more than all rows kept back": event(val_x=None, validation_split=7.0),
    "fewer than none kept back": event(val_x=None, validation_split=-0.5),
    "no number kept back": event(val_x=None, validation_split=math.nan),
    "no data": event(x=None),
    "no labels": event(y=None),
    "validation without labels": event(val_y=None),
    "no npz": event(arrays=None),
    "an npz elsewhere": event(arrays="../../../etc/passwd"),
    "an npz that isn't there": event(arrays="arrays/none.npz"),
    "an npz of no name": event(arrays="\x00"),
    "a pipeline": summary("x", kind="dataset"),
    "texts": summary("x", dtype="<U7"),
    "half numbers": summary("x", dtype="float16"),
    "more rows than hashes": summary("x", shape=(10**12, 64)),
    "no shape": summary("x", shape=()),
    "another key": summary("x", key="nowhere"),
    "targets of 10⁹ classes": summary("y", shape=(1437, 10**9)),
    "no model": model(architecture=None),
    "a model that is no JSON": model(architecture="{"),
    "a model that is a list": model(architecture="[]"),
    "an empty model": model(architecture="{}"),
    "no parameters": model(parameters=0),
    "10¹² parameters": model(parameters=10**12),
    "a deep model": model(architecture="[" * 100_000),
    "10⁶ units": dense(units=10**6),
    "units below zero": dense(units=-1),
    "half a unit": dense(units=0.5e9),
    "units of texts": dense(kernel_initializer={"class_name": "Mine", "config": {}}),
    "code": dense(activation=LAMBDA),
    "a custom object": dense(kernel_regularizer={"class_name": "Evil", "module": "os"}),
    "another precision": dense(dtype={"class_name": "DTypePolicy", "config": {"name": "float64"}}),
    "an own optimizer": compiled(optimizer="Mine"),
    "no optimizer": compiled(optimizer=""),
    "no learning rate": compiled(optimizer_config={}),
    "a rate that is no number": optimizer(learning_rate=math.nan),
    "an endless rate": optimizer(learning_rate=math.inf),
    "a rate as text": optimizer(learning_rate="0.1"),
    "a schedule of one's own": optimizer(learning_rate={"class_name": "Mine", "config": {}}),
    "an endless schedule": optimizer(
        learning_rate={
            "class_name": "PiecewiseConstantDecay",
            "config": {"boundaries": list(range(1000)), "values": [0.1] * 1001},
        }
    ),
    "settings in lists": optimizer(beta_1=[0.9]),
    "a setting of 10⁴⁰⁰": optimizer(beta_1=10**400),
    "an own loss": compiled(loss="mine"),
    "a loss with code": compiled(loss_config={"fn": LAMBDA}),
    "a loss summed up": compiled(loss_config={"reduction": "sum"}),
}
SETTINGS: dict[str, dict[str, Any]] = {
    "an own callback": {"callbacks": (CallbackAsked("Mine"),)},
    "code as a callback": {"callbacks": (CallbackAsked("LambdaCallback", {"on_epoch_end": "x"}),)},
    "a callback with a file": {
        "callbacks": (CallbackAsked("ModelCheckpoint", {"filepath": "/etc/passwd"}),)
    },
    "patience of lists": {"callbacks": (CallbackAsked("EarlyStopping", {"patience": [1]}),)},
    "patience that is no number": {
        "callbacks": (CallbackAsked("EarlyStopping", {"patience": math.nan}),)
    },
    "a thousand callbacks": {"callbacks": (CallbackAsked("TerminateOnNaN"),) * 1000},
    "an own metric": {"metrics": (MetricAsked("mine", "mine"),)},
    "a metric with a long setting": {
        "metrics": (MetricAsked("p", "precision", {"thresholds": [0.5] * 1000}),)
    },
    "weights of texts": {"class_weight": {"first": 1.0}},
    "weights that are no numbers": {"class_weight": {"1": math.nan}},
    "too many weights": {"class_weight": {str(label): 2.0 for label in range(20_000)}},
    "weights of examples that were not sent": {"weighs_examples": True},
    "weights of examples from elsewhere": {"weighs_examples": True, "weights_file": "../w.npz"},
    "other arrays as weights of examples": {"weighs_examples": True, "weights_file": "start.npz"},
    "rates that are no numbers": {"rates": (math.nan,) * 3},
    "too few rates": {"rates": (0.1,)},
    "validated never": {"validation_freq": 0},
    "validated in 10²⁰ epochs": {"validation_freq": 10**20},
}


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

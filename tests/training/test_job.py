"""A job is a value: what it says decides its digest, and nothing else does."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import training
from grader.model.training import After, CallbackAsked, Fresh, PreparedRows, TrainingJob, spans_of

ROWS = PreparedRows(((0, 1437),), {"scale": 0.0625}, "labels", 0)
JOB = TrainingJob(
    versions=("keras 3.15.1", "tensorflow 2.21.0"),
    dataset="d" * 64,
    model={"input": [64], "layers": []},
    optimizer={"name": "Adam", "options": {"learning_rate": 0.001}},
    loss={"name": "mean_squared_error", "options": {}},
    metrics=("accuracy",),
    training=ROWS,
    validation=None,
    batch_size=32,
    epochs=5,
)

CHANGES: tuple[dict[str, Any], ...] = (
    {"versions": ("keras 3.15.2", "tensorflow 2.21.0")},
    {"dataset": "e" * 64},
    {"metrics": ("accuracy", "precision")},
    {"training": replace(ROWS, spans=((0, 1436),))},
    {"training": replace(ROWS, targets="column")},
    {"validation": ROWS},
    {"validation_freq": 2},
    {"batch_size": 33},
    {"epochs": 6},
    {"shuffle": False},
    {"class_weight": ((0, 2.0),)},
    {"example_weight": ((0.5, 1000), (2.0, 437))},
    {"callbacks": (CallbackAsked("EarlyStopping", {"patience": 3}),)},
    {"rates": (0.1, 0.01)},
    {"start": Fresh(2)},
    {"start": After("a" * 64)},
    {"start": After("a" * 64, "continues")},
)


def test_equal_jobs_have_one_digest():
    """However it came about, the same description is the same job."""
    assert replace(JOB, epochs=6).digest != JOB.digest
    assert replace(replace(JOB, epochs=6), epochs=5).digest == JOB.digest


@pytest.mark.parametrize("change", [{}, *CHANGES, {"validation": None}])
def test_the_digest_is_that_of_the_plain_description(change: dict[str, Any]):
    """However it is put together: results that were kept before go by it."""
    job = replace(JOB, **change)
    plain = json.dumps(job.to_json(), sort_keys=True, separators=(",", ":"), allow_nan=False)

    assert job.digest == hashlib.sha256(plain.encode()).hexdigest()


def test_rows_in_any_order_are_written_out_once(monkeypatch: pytest.MonkeyPatch):
    """For all digests of the jobs that take them: those of the draw, the family, fewer epochs."""
    written: list[object] = []
    plainly = training._written
    monkeypatch.setattr(training, "_written", lambda value: written.append(value) or plainly(value))

    job = replace(JOB, training=replace(ROWS, spans=((1, 1436),)))
    _ = job.digest, job.drawn(3).digest, job.family, replace(job, epochs=2).digest

    assert sum(isinstance(one, dict) and "spans" in one for one in written) == 1


def test_each_change_gives_another_digest():
    """Nothing that a job says is left out of its digest."""
    digests = {replace(JOB, **change).digest for change in CHANGES}

    assert len(digests | {JOB.digest}) == len(CHANGES) + 1


@pytest.mark.parametrize("change", CHANGES)
def test_a_job_survives_being_written_down(change: dict[str, Any]):
    """Another machine can do it: what JSON holds of it is all of it."""
    job = replace(JOB, **change)

    again = TrainingJob.from_json(json.loads(json.dumps(job.to_json())))

    assert again == job
    assert again.digest == job.digest


def test_draws_are_numbered_and_a_job_that_goes_on_has_none():
    """Its start is where another job ended."""
    after = replace(JOB, start=After("a" * 64))

    assert JOB.drawn(3).start == Fresh(3)
    assert after.drawn(3) == after


@given(st.lists(st.integers(0, 50), max_size=60))
def test_spans_say_which_rows_in_which_order(places: list[int]):
    """Also where rows are repeated, left out or shuffled."""
    array = np.array(places, np.int64)

    rows = replace(ROWS, spans=spans_of(array))

    np.testing.assert_array_equal(rows.places(), array)
    assert rows.count == len(places)

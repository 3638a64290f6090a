"""Kernels in the environments of other times: each is built, runs a notebook, and is recorded
(slow: packages are fetched).
"""

import dataclasses

import pytest

from grader.environment import Requirements, build_environment, environment_of
from grader.environment.build import find_python
from grader.errors import PrerequisiteError
from grader.model.policy import Policy
from grader.sandbox import WarmKernels, record
from grader.scoring.rebuilding.architecture import check_architecture
from tests.sandbox.notebooks import a_submission, an_assignment
from tests.sandbox.supervision import LetRun

KERAS = """
import numpy as np, tensorflow as tf
from tensorflow import keras
x = np.random.rand(120, 64).astype("float32"); y = np.random.randint(0, 10, 120)
model = keras.Sequential([keras.layers.Dense(8, activation="relu", input_shape=(64,)), keras.layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=2, validation_split=0.25, verbose=0); model.evaluate(x, y, verbose=0)
"""
LOOP = """
other = keras.Sequential([keras.Input((64,)), keras.layers.Dense(10)])
optimizer = keras.optimizers.SGD(0.1); loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
for _ in range(3):
    with tf.GradientTape() as tape: value = loss(y, other(x))
    optimizer.apply_gradients(zip(tape.gradient(value, other.trainable_variables), other.trainable_variables))
"""
TORCH = """
import torch
net = torch.nn.Linear(64, 10); x, y = torch.rand(100, 64), torch.randint(0, 10, (100,))
for _ in range(3): torch.nn.functional.cross_entropy(net(x), y).backward()
"""
TREES = """
from sklearn.linear_model import LogisticRegression
import numpy as np
x, y = np.random.rand(60, 8), np.arange(60) % 2
print(LogisticRegression().fit(x, y).score(x, y))
"""
STACKS = {
    "keras-2.12": (
        "3.9",
        "tensorflow-cpu==2.12.*\npandas<2\nscikit-learn==1.1.*\n",
        (KERAS, LOOP, TREES),
        3,
    ),
    "keras-2.15": (
        "3.10",
        "tensorflow-cpu==2.15.*\nscikit-learn==1.3.*\n",
        (KERAS, LOOP, TREES),
        3,
    ),
    "keras-3.3": (
        "3.12",
        "tensorflow-cpu==2.16.*\nkeras==3.3.*\nscikit-learn\n",
        (KERAS, LOOP, TREES),
        3,
    ),
    "keras-3.10": (
        "3.13",
        "tensorflow-cpu==2.20.*\nkeras==3.10.*\nscikit-learn\n",
        (KERAS, LOOP, TREES),
        3,
    ),
    "torch": ("3.11", "torch==2.13.0\nnumpy<2\nscikit-learn==1.2.*\n", (TORCH, TREES), 1),
}
NOT_FORKED = ("keras-2.12", "keras-2.15")
"""Their TensorFlow loses its threads in a fork; their kernels are started cold, and the recording
says why.
"""
"""Python, requirements, cells, and how many trainings they record."""


@pytest.fixture(scope="module", params=STACKS)
def stack(request, tmp_path_factory):
    """An assignment whose environment was built, with its cells, their number of trainings, and
    whether it can be forked.
    """
    python, requirements, cells, trainings = STACKS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    file = folder / "requirements.txt"
    file.write_text(requirements)
    try:
        find_python(python, None)
        build_environment(Requirements(file, python), say=print)
    except PrerequisiteError as error:
        pytest.skip(f"{request.param} can't be built here: {error}")
    assignment = dataclasses.replace(an_assignment(folder), environment=file.name, python=python)
    return assignment, cells, trainings, request.param not in NOT_FORKED


@pytest.mark.slow
@pytest.mark.parametrize("forked", [False, True])
def test_a_notebook_runs_and_its_trainings_are_seen(stack, tmp_path, forked):
    """Cold and forked: every cell runs, `fit`, loops and scikit-learn are recorded, no hook is left
    out.
    """
    assignment, cells, trainings, forks = stack
    interpreter = environment_of(assignment)
    given = {
        "assignment": assignment,
        "folder": tmp_path,
        "supervisor": LetRun(),
        "interpreter": interpreter,
    }

    with WarmKernels(assignment, Policy(), interpreter) as warm:
        recording = record(a_submission(*cells), Policy(), warm=warm if forked else None, **given)

    started = [event for event in recording.events if event.event == "fit_started"]
    assert [run.error_message for run in recording.cell_runs] == [""] * len(cells)
    assert recording.warm == (forked and forks), recording.cold_because
    assert forks or not forked or "forked" in recording.cold_because
    assert len(started) == trainings
    assert [
        event.message for event in recording.events if getattr(event, "kind", "") == "hook_left_out"
    ] == []
    assert [event for event in recording.events if event.event == "recorder_fault"] == []
    for event in started:
        if event.way != "scikit_learn":
            assert check_architecture(event.model.architecture)["class_name"] == "Sequential"

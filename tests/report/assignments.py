"""The assignment that the reports of the tests are about: the bundled one's parts, fixed here so
that texts stay put.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np

from grader.model.assignment import (
    Assignment,
    CheckSpec,
    DatasetSpec,
    LayerSpec,
    PartSpec,
    RoleSpec,
)
from grader.model.dataset import Dataset

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
DIGITS = tuple("0123456789")

_DENSE = (LayerSpec("Dense", 64, "sigmoid"), LayerSpec("Dense", 10, "softmax"))
_CONVOLUTIONAL = (
    LayerSpec("Conv2D", 32, "relu"),
    LayerSpec("MaxPooling2D"),
    LayerSpec("Conv2D", 64, "relu"),
    LayerSpec("MaxPooling2D"),
    LayerSpec("Flatten"),
    LayerSpec("Dropout"),
    LayerSpec("Dense", 10, "softmax"),
)


def _part(
    part_id: str,
    title: str,
    *checks: tuple[str, str, int],
    question: str = "",
    optional: bool = False,
):
    role = part_id if part_id in ("baseline", "adam", "cnn") else "baseline"
    return PartSpec(
        id=part_id,
        title=title,
        optional=optional,
        question=question,
        checks=tuple(
            CheckSpec(
                id=f"{part_id}.{name}",
                check=kind,
                points=Decimal(points),
                role=None if name == "answered" else role,
                depends_on=() if name in ("answered", "trained", "tried") else (f"{role}.trained",),
            )
            for name, kind, points in checks
        ),
    )


def _question(part_id: str, title: str, question: str, points: int = 5, *, optional: bool = False):
    return _part(
        part_id,
        title,
        ("answered", "question_answered", points),
        question=question,
        optional=optional,
    )


@cache
def mnist() -> Assignment:
    """The assignment of the founding notebook."""
    return Assignment(
        name="mnist",
        title="Handwritten digits: from a dense network to a CNN",
        description="Train a dense network on MNIST with SGD, then do better.",
        dataset=DatasetSpec(file="data/mnist.npz", classes=DIGITS),
        roles={
            "baseline": RoleSpec(
                "Dense network with SGD", _DENSE, 50890, "SGD", "mean_squared_error", 500, 128
            ),
            "adam": RoleSpec(
                "Dense network with Adam", _DENSE, 50890, "Adam", "mean_squared_error", 1000, 128
            ),
            "cnn": RoleSpec(
                "Convolutional network",
                _CONVOLUTIONAL,
                34826,
                "Adam",
                "categorical_crossentropy",
                15,
                128,
            ),
        },
        parts=(
            _question(
                "todo1",
                "TODO 1: your own references",
                "Add references of your own.",
                1,
                optional=True,
            ),
            _question(
                "q1", "Question 1: the data", "What are the training and the validation arrays for?"
            ),
            _part(
                "baseline",
                "PART 1: dense network with SGD",
                ("trained", "run_found", 6),
                ("architecture", "architecture", 6),
                ("compiled", "compiled_as_asked", 4),
                ("accuracy", "accuracy", 12),
                ("summary", "summary_shown", 2),
                ("curves", "learning_curves_shown", 5),
            ),
            _question("q2", "Question 2: reading the summary", "What does the summary show?"),
            _part(
                "todo2",
                "TODO 2: another loss and optimizer",
                ("tried", "other_training_tried", 1),
                optional=True,
            ),
            _question(
                "q3",
                "Question 3: overfitting",
                "Does the model show any indication of overfitting? Why, or why not?",
            ),
            _part("evaluate", "Evaluate the model", ("baseline", "evaluated", 4)),
            _part(
                "todo3",
                "TODO 3: confusion matrix",
                ("matrix", "confusion_matrix_shown", 6),
                ("answered", "question_answered", 4),
                question="Comment on what the confusion matrix shows.",
            ),
            _part(
                "todo4", "TODO 4: ten mistakes", ("mistakes", "mistakes_shown", 2), optional=True
            ),
            _part(
                "adam",
                "A different optimizer: Adam",
                ("trained", "run_found", 1),
                ("accuracy", "accuracy", 2),
                optional=True,
            ),
            _part(
                "cnn",
                "PART 2: convolutional network",
                ("trained", "run_found", 6),
                ("architecture", "architecture", 6),
                ("accuracy", "accuracy", 12),
                ("curves", "learning_curves_shown", 4),
                ("evaluated", "evaluated", 2),
                ("matrix", "confusion_matrix_shown", 1),
            ),
            _question(
                "q4",
                "Question 4: comparing the models",
                "How do accuracy and loss compare with the previous model?",
            ),
        ),
        folder=ROOT / "reference" / "mnist",
    )


@cache
def mnist_data() -> Dataset:
    """The real images."""
    with np.load(mnist().dataset_path) as data:
        inputs, labels = data["x_test"], data["y_test"]
    return Dataset(inputs[:10], labels[:10], inputs, labels, DIGITS)

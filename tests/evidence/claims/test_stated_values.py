"""Metrics in lines of output are read with what they are about."""

import pytest

from grader.evidence.claims.stated import values_in


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("Accuracy on the validation set: 0.98", [("accuracy", 0.98, "val")]),
        ("Accuracy on the training set is 99.1%", [("accuracy", 0.991, "train")]),
        ("accuracy (test): 0.97", [("accuracy", 0.97, "val")]),
        (
            "Loss on test data: 0.12, accuracy for test data = 95 %",
            [("loss", 0.12, "val"), ("accuracy", 0.95, "val")],
        ),
        (
            "Test accuracy: 0.98 Train accuracy: 0.99",
            [("accuracy", 0.98, "val"), ("accuracy", 0.99, "train")],
        ),
        ("Testgenauigkeit: 97,12 %", [("accuracy", 0.9712, "val")]),
        (
            "Trainingsgenauigkeit = 0,99, Validierungsgenauigkeit = 0,97",
            [("accuracy", 0.99, "train"), ("accuracy", 0.97, "val")],
        ),
        ("Verlust: 0,0913 - Exactitud : 0.97", [("loss", 0.0913, ""), ("accuracy", 0.97, "")]),
        ("acc: 97,22% (perte: 1,0)", [("accuracy", 0.9722, ""), ("loss", 1.0, "")]),
        ("loss=0.5,acc=0.7", [("loss", 0.5, ""), ("accuracy", 0.7, "")]),
        ("Gewinn: 0,5, Exaktheit: 0,7", []),
        ("Standard Deviation of Test Accuracy: 0.0000", []),
        ("Improvement in accuracy = 0.02, gap: 0.1", []),
        ("std accuracy: 0.004", []),
    ],
)
def test_values_in_words(line, stated):
    """The data may stand behind the metric; how far several values lie apart is no value."""
    assert [
        (found.name, pytest.approx(found.value), found.on) for found in values_in(line)
    ] == stated

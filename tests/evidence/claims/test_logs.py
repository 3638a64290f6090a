"""Saved progress logs tell whether a training came to its end."""

import pytest

from grader.evidence.claims.logs import read_logs


def logged(epochs, *, every):
    """A log that validates every so many epochs."""
    lines = []
    for epoch in range(1, epochs + 1):
        validated = (
            f" - val_accuracy: 0.6{epoch}00 - val_loss: 0.4{epoch}00" if epoch % every == 0 else ""
        )
        lines.append(
            f"Epoch {epoch}/{epochs}\n45/45 - 0s - 2ms/step - accuracy: 0.5{epoch}00 - loss: "
            f"0.5000{validated}"
        )
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("every", "accuracy", "loss"), [(1, 0.67, 0.47), (2, 0.66, 0.46), (3, 0.66, 0.46)]
)
def test_the_last_validation_counts_where_not_every_epoch_is_validated(every, accuracy, loss):
    """`validation_freq` leaves epochs out; the last value that stands there is the log's, not the
    training's own.
    """
    (log,) = read_logs(logged(7, every=every)).logs

    assert log.last() == pytest.approx(
        {"accuracy": 0.57, "loss": 0.5, "val_accuracy": accuracy, "val_loss": loss}
    )


def test_one_stray_figure_is_no_validation():
    """A metric that stands in a single epoch of many says nothing of the end."""
    (log,) = read_logs(logged(7, every=5)).logs

    assert set(log.last()) == {"accuracy", "loss"}

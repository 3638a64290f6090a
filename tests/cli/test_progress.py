"""Progress is shown as a person can follow it."""

from __future__ import annotations

import io

from rich.console import Console

from grader.cli.progress import progress, training_progress
from grader.reference import TrainingProgress


def test_without_a_terminal_every_finished_training_is_a_line():
    """Nothing moves in a log file."""
    written = io.StringIO()

    with training_progress(Console(file=written, width=100)) as on_progress:
        for epoch in (1, 2):
            on_progress(
                TrainingProgress(
                    "cnn", seed=3, epoch=epoch, epochs=2, val_accuracy=0.5 + epoch / 10
                )
            )

    assert written.getvalue() == "seed 3 cnn: epoch 2/2, val_accuracy 0.7000\n"


def test_on_a_terminal_every_training_has_a_bar():
    """Two seeds at a time are two bars, which say their epochs and accuracy; finished ones leave a
    line.
    """
    written = io.StringIO()

    with training_progress(Console(file=written, width=100, force_terminal=True)) as on_progress:
        on_progress(TrainingProgress("cnn", seed=0, epoch=1, epochs=9, val_accuracy=0.25))
        on_progress(TrainingProgress("cnn", seed=1, epoch=9, epochs=9, val_accuracy=0.75))

    assert "seed 1 cnn: epoch 9/9, val_accuracy 0.7500" in written.getvalue()
    assert "epoch 1/9, val_accuracy 0.2500" in written.getvalue()


def test_words_of_the_whole_batch_stand_among_the_lines_and_above_the_bars():
    """Whole: a terminal that is narrow breaks them, and no control character passes."""
    words = "grader: no worker has joined the cluster\x1b; " + "it waits " * 10
    log, screen = io.StringIO(), io.StringIO()

    with progress(Console(file=log, width=60), 2) as lines:
        lines.say(words)
    with progress(Console(file=screen, width=60, force_terminal=True), 2) as bars:
        bars.say("grader: it waits")

    assert log.getvalue().count("\n") == 1
    assert "\x1b" not in log.getvalue()
    assert "grader: it waits" in screen.getvalue()

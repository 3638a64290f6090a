"""`grader batch --again timeout` goes on with a training that took too long."""

import json

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.model.training import Fresh
from grader.training.process.trainer import Trainer
from tests.hostile.packing import notebook

EPOCHS = 7
TRAINS = notebook(
    "import keras",
    "from sklearn.datasets import load_digits",
    "x, y = load_digits(return_X_y=True)",
    "network = keras.Sequential([keras.Input((64,)), keras.layers.Dense(32, activation='relu'), "
    "keras.layers.Dense(10, activation='softmax')])\n"
    "network.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])",
    f"network.fit(x[:1437] / 16, y[:1437], epochs={EPOCHS}, batch_size=32, verbose=0)",
)


@pytest.mark.slow
def test_more_time_goes_on_with_what_was_trained(tmp_path, monkeypatch):
    """What a limit ended counts as far as it came; the command that the operator gives then trains
    the epochs that are missing, and none again.
    """
    train, begun = Trainer.train, []

    def short_of_time_at_first(self, job, *, first_epochs=None, allowed_s, **given):
        if (job.epochs, job.start) == (EPOCHS, Fresh(1)):
            begun.append(first_epochs.epochs_run if first_epochs is not None else 0)
            allowed_s = 0.0 if len(begun) == 1 else allowed_s
        return train(self, job, first_epochs=first_epochs, allowed_s=allowed_s, **given)

    monkeypatch.setattr(Trainer, "train", short_of_time_at_first)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ann.ipynb").write_bytes(TRAINS)

    first, cut = batch(tmp_path, "--timeout", "900")
    ended, whole = batch(tmp_path, "--timeout", "1800", "--again", "timeout")

    assert first.exit_code == ended.exit_code == 0, first.output + ended.output
    assert begun == [0, 1]
    assert (cut["epochs_run"], whole["epochs_run"]) == (1, EPOCHS)
    assert whole["history"]["loss"][:1] == cut["history"]["loss"]
    assert whole["training"]["digest"] != cut["training"]["digest"]


def batch(folder, *options):
    """How the command ended, and what it recorded of the only run."""
    command = ["batch", folder / "in", "--out", folder / "out", "-a", "digits", "--no-pdf"]
    ended = CliRunner().invoke(main, [str(part) for part in (*command, "--jobs", "1", *options)])
    record = json.loads(next(folder.glob("out/submissions/*/grade.json")).read_text("utf-8"))
    (run,) = (run for run in record["runs"] if run["source"] == "reproduced")
    return ended, run

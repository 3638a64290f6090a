"""What the host noted of a training stands in the place of what the kernel says."""

from dataclasses import replace

import pytest

from grader.evidence.runs.by_host import with_host_trainings
from grader.evidence.runs.recorded import recorded_runs
from grader.model.recording import HostTraining


@pytest.mark.parametrize(
    ("noted", "named"),
    [
        (["loss", "val_loss", "acc", "val_acc"], ["loss", "val_loss", "accuracy", "val_accuracy"]),
        (['binary_accuracy {"threshold": 0.5}'], ["binary_accuracy"]),
        (['val_top_k_categorical_accuracy {"k": 3}'], ["val_top_k_categorical_accuracy"]),
        (['auc {"k": 3}', 'auc {"k": 5}'], ['auc {"k": 3}', 'auc {"k": 5}']),
    ],
)
def test_metrics_are_called_as_in_any_history(make, noted, named):
    """The settings that a job writes behind them are left out where no two are alike then."""
    recording = make.recording(*make.fit(1, make.dense_net(), make.compiled()))
    history = dict.fromkeys(noted, (0.5,))
    training = HostTraining(1, "0" * 64, 1, "", "arrays/1.npz", 1, history)

    (run,) = with_host_trainings(
        tuple(recorded_runs(recording)), replace(recording, trainings=(training,))
    )

    assert list(run.history) == named


@pytest.mark.parametrize("changed", [True, False])
def test_the_host_says_whether_weights_changed(make, changed):
    """The kernel's own beginning is another than the host's, so it says that they did."""
    recording = make.recording(*make.fit(1, make.dense_net(), make.compiled()))
    training = HostTraining(1, "0" * 64, 1, "", "a.npz", 1, {}, weights_changed=changed)

    (run,) = with_host_trainings(
        tuple(recorded_runs(recording)), replace(recording, trainings=(training,))
    )

    assert run.weights_changed is changed

"""The policies come to the verdict of training in full, on notebooks that really run."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model.policy import Policy
from grader.publishing import report_html
from tests.honest.grading import Running

pytestmark = pytest.mark.usefixtures("shared_processes")

SOLUTION = Path(__file__).parents[1] / "reference" / "digits" / "solution.ipynb"
IN_THE_KERNEL = (
    "verbose=2)",
    (
        "verbose=2, callbacks=[keras.callbacks.LambdaCallback("
        "on_train_batch_end=lambda batch, logs: None)])"
    ),
)
"""A policy cuts short what trains in the kernel; what acts on batches keeps a training there."""
LONGER = ("epochs=40", "epochs=200")
VARIANTS = {
    "as asked": [],
    "counts on its epochs": [
        ("axis.plot(history.history[metric]", "axis.plot(range(40), history.history[metric]")
    ],
    "learning rate 0": [('optimizer="adam"', "optimizer=keras.optimizers.Adam(0.0)"), LONGER],
    "lost loss": [('optimizer="adam"', "optimizer=keras.optimizers.SGD(1e38)"), LONGER],
    "validated on training examples": [
        ("validation_data=(x_valid, y_valid)", "validation_split=0.1")
    ],
}


@pytest.fixture(scope="module")
def running():
    """What grades under any policy: the processes are the same."""
    with Running("digits") as running:
        yield running


def handed_in(folder, changes, *, trained=IN_THE_KERNEL):
    """The solution with changes in its code, saved without outputs; by default it trains in its
    kernel.
    """
    notebook = json.loads(SOLUTION.read_text("utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        for old, new in (trained, *changes):
            source = source.replace(old, new)
        cell["source"] = source
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    path = folder / "notebook.ipynb"
    path.write_text(json.dumps(notebook), "utf-8")
    return path


def graded(running, path, policy):
    """The result, and by check its status and points."""
    notebooks = running.under(replace(policy, threads=1))
    result = running.grade(notebooks, path, path.parent / policy.training)
    return result, {
        finding.id: (finding.status, finding.points) for finding in result.grade.findings
    }


def test_a_notebook_that_counts_on_its_epochs_is_run_in_full(running, tmp_path):
    """What is drawn over range(40) can't be drawn after fewer; the student loses nothing, and the
    report says why.
    """
    path = handed_in(tmp_path, VARIANTS["counts on its epochs"])

    result, found = graded(running, path, Policy("decisive"))

    assert "as many epochs" in result.full_because
    assert found["network.curves"][0] == "passed"
    assert result.evidence.run_for("network").epochs_run == 40
    assert "Run in full" in report_html(running.loaded, result)


def test_an_audited_hand_in_is_trained_in_full_and_compared(running, tmp_path):
    """Every epoch is trained, and the record says where the policy would have stopped and that it
    decides alike.
    """
    result, found = graded(running, handed_in(tmp_path, []), Policy("decisive", audit_percent=100))

    assert result.evidence.run_for("network").epochs_run == 40
    assert [stop.reason for stop in result.audit.stops] == ["met"]
    assert result.audit.agrees
    assert found["network.accuracy"][0] == "passed"
    assert "it would have decided the same" in report_html(running.loaded, result)


def test_who_trains_decides_nothing(running, tmp_path):
    """The host trains the model, and where the kernel does the verdict is the same."""
    path = handed_in(tmp_path, [], trained=("", ""))

    result, found = graded(running, path, Policy("full", audit_percent=100))

    run = result.evidence.run_for("network")
    assert run.training.draw == 1
    assert run.epochs_run == 40
    assert found["network.accuracy"][0] == "passed"
    assert result.audit.differences == ()
    assert result.grade.integrity == ()
    assert "ourselves, once for all who train" in report_html(running.loaded, result)


@pytest.mark.slow
@pytest.mark.parametrize("name", VARIANTS)
def test_cutting_short_changes_no_verdict(running, tmp_path, name):
    """Status and points of every finding are those of training in full, whatever was stopped."""
    path = handed_in(tmp_path, VARIANTS[name])

    verdicts = [
        graded(running, path, Policy(policy))[1] for policy in ("full", "decisive", "verify")
    ]

    assert verdicts[0] == verdicts[1] == verdicts[2]

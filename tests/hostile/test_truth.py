"""Runs the attacks on the truth of a grade: the model answer with one cell replaced by a lie,
graded from end to end.
"""

import functools
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path

import nbformat
import pytest

from grader.assignment import bundled
from grader.model.policy import Policy
from grader.pipeline import NotebookGrader, load_everything
from grader.publishing import report_html
from tests.hostile.corpus import read_corpus

TRUTH = [attack for attack in read_corpus() if attack.kind == "truth"]
METRICS = ("accuracy", "loss", "val_accuracy", "val_loss")
TRAINING = "history = network.fit("
"""What the cell holds whose place an attack takes."""


@pytest.fixture(scope="module")
def loaded():
    return load_everything("digits")


@pytest.fixture(scope="module")
def markers(loaded):
    """By policy, one scorer for all, as in a batch: what an attack did to it would show in the
    next.
    """
    with ExitStack() as held:
        yield functools.cache(
            lambda policy: held.enter_context(NotebookGrader(loaded, Policy(policy)))
        )


@pytest.fixture
def notebooks(markers):
    return markers("full")


def with_the_cell(source, folder, *, log="", place=TRAINING):
    """The model answer without outputs, the cell that holds `place`, its training, replaced by
    `source`, which shows `log` as its output.
    """
    notebook = nbformat.read(bundled("reference") / "digits" / "solution.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if place in cell.source:
                cell.source = source
                if log:
                    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=log)]
    path = folder / "notebook.ipynb"
    nbformat.write(notebook, path)
    return path


def curves_of_the_bands():
    """By metric, what the median of the reference's networks shows after each epoch."""
    found = json.loads(Path(bundled("reference") / "digits" / "thresholds.json").read_text("utf-8"))
    return {
        metric: curve["median"] for metric, curve in found["roles"]["network"]["curves"].items()
    }


def as_keras_prints(curves):
    """The progress log of a training with these curves."""
    lines = []
    for epoch, values in enumerate(
        zip(*(curves[metric] for metric in METRICS), strict=True), start=1
    ):
        said = " - ".join(
            f"{metric}: {value:.4f}" for metric, value in zip(METRICS, values, strict=True)
        )
        lines.append(f"Epoch {epoch}/{len(curves['loss'])}\n45/45 - 0s - 2ms/step - {said}\n")
    return "".join(lines)


def mark(notebooks, path):
    return notebooks.grade(path, folder=Path(tempfile.mkdtemp(prefix="truth-")))


@pytest.mark.slow
@pytest.mark.parametrize("attack", TRUTH, ids=lambda attack: attack.name)
def test_a_lie_earns_nothing(attack, loaded, markers, tmp_path):
    """The grade says what was measured, and integrity what a person should look at."""
    curves = curves_of_the_bands()
    log = as_keras_prints(curves) if attack.keys.get("log") == "bands" else ""
    source = attack.filled(curves=json.dumps(curves))
    place = attack.keys.get("place", TRAINING)
    result = mark(
        markers(attack.keys.get("policy", "full")),
        with_the_cell(source, tmp_path, log=log, place=place),
    )

    statuses = {finding.id: finding.status for finding in result.grade.findings}
    kinds = {finding.kind for finding in result.grade.integrity}
    page = report_html(loaded, result)
    assert result.grade.status in ("graded", "needs_review"), result.grade.reason
    for check, expected in attack.keys.items():
        if "." in check:
            assert check in statuses, f"{check} is no check of the assignment"
            wanted = (
                statuses[check] != expected[1:]
                if expected.startswith("!")
                else statuses[check] == expected
            )
            assert wanted, (check, statuses[check])
    assert attack.keys.get("integrity") in ({None} | kinds)
    assert "absent" not in attack.keys or not Path(attack.keys["absent"]).exists()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    untouched = f"{'classifier' if place == TRAINING else 'network'}.accuracy"
    assert untouched in attack.keys or statuses[untouched] == "passed"


@pytest.mark.slow
def test_the_model_answer_itself_passes(notebooks, tmp_path):
    """After all of them, graded by the same scorer, it gets its full grade and no remark."""
    path = with_the_cell(
        "network = keras.Sequential([layers.Input(shape=(64,)), layers.Dense(32, "
        "activation='relu'),"
        " layers.Dense(10, activation='softmax')])\n"
        "network.compile(optimizer='adam', loss='sparse_categorical_crossentropy', "
        "metrics=['accuracy'])\n"
        "history = network.fit(x_train, y_train, batch_size=32, epochs=40, "
        "validation_data=(x_valid, y_valid))",
        tmp_path,
    )

    result = mark(notebooks, path)

    assert {finding.status for finding in result.grade.findings} <= {"passed", "needs_review"}
    assert result.grade.integrity == ()

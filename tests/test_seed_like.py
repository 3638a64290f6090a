"""The founding submission's structure, order and quirks, really run, with its trainings made
short: an epoch each, on a sixth of the rows.
"""

import nbformat
import pytest

from grader.model.policy import Policy
from grader.pipeline import NotebookGrader, load_everything
from tests.assignment.shorten import shorten_code
from tests.pipeline.test_notebook_grader import SEED_LIKE

pytestmark = pytest.mark.usefixtures("shared_processes")

FEWER_ROWS = {
    "X_train_raw.reshape(60000, 784)": "X_train_raw.reshape(60000, 784)[:10000]",
    "to_categorical(y_train_raw,": "to_categorical(y_train_raw[:10000],",
    "X_train.astype(": "X_train[:10000].astype(",
    "to_categorical(y_train,": "to_categorical(y_train[:10000],",
}


def fewer_rows(code):
    """The same code, training on a sixth of the rows."""
    for all_of_them, some in FEWER_ROWS.items():
        code = code.replace(all_of_them, some)
    return code


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Run it in the order in which its author did; counts and outputs stay as they are."""
    folder = tmp_path_factory.mktemp("seed")
    notebook = nbformat.read(SEED_LIKE, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = fewer_rows(shorten_code(cell.source, epochs=1))
    nbformat.write(notebook, folder / "short.ipynb")
    (folder / "recording").mkdir()
    with NotebookGrader(load_everything("mnist"), Policy(training="full", threads=2)) as notebooks:
        return notebooks.grade(folder / "short.ipynb", folder=folder / "recording")


def test_its_three_trainings_answer_the_right_parts(executed):
    """The baseline trains with SGD although a cell above its fit compiles with Adam."""
    ran = [run for run in executed.evidence.runs if run.source == "reproduced"]

    roles = {run.role: run.compiled.optimizer for run in ran if run.role}

    assert roles == {"baseline": "SGD", "adam": "Adam", "cnn": "Adam"}
    assert executed.recording.order.by == "execution_counts"


def test_its_models_are_measured(executed):
    """Each is rebuilt, and its inputs are prepared as the student prepared them."""
    scores = {
        run.role: executed.score_for(run.number) for run in executed.evidence.runs if run.role
    }

    assert all(score.verified for score in scores.values())
    assert scores["cnn"].accuracy > 0.6


def test_its_claims_stand_beside_what_was_measured(executed):
    """The saved values are attached to the runs that we saw."""
    claimed = {run.role: run.claimed("val_accuracy") for run in executed.evidence.runs if run.role}

    assert {role: round(value, 4) for role, value in claimed.items()} == {
        "baseline": 0.9034, "adam": 0.9717, "cnn": 0.9914,
    }  # fmt: skip


def test_what_ran_early_disturbs_nothing(executed):
    """Recompiled three times under counts 47 to 49, long before the imports, model, compile and fit
    were run again.
    """
    cells = executed.recording.order.cells
    trained = next(run for run in executed.evidence.runs if run.role == "baseline")

    assert [cells.index(cell) < cells.index(trained.cell) for cell in (34, 36, 38)] == [True] * 3
    assert executed.recording.order.reason.endswith(
        "Top to bottom, cell 41 would train with Adam and categorical_crossentropy instead of SGD "
        "and mean_squared_error."
    )
    assert {run.outcome for run in executed.recording.cell_runs} == {"ok"}
    assert {curve.metric for curve in executed.evidence.curves if curve.run == trained.number} >= {
        "loss",
        "val_accuracy",
    }


@pytest.mark.slow
def test_trained_in_full_it_has_full_points_and_no_warning(tmp_path):
    """Every epoch that its author asked for: all that is checked automatically is passed, but for
    what they left out.

    Two optional parts were not done: the first question is not answered, and no mistakes are shown.
    """
    with NotebookGrader(load_everything("mnist"), Policy(training="full")) as notebooks:
        result = notebooks.grade(SEED_LIKE, folder=tmp_path)

    assert {run.role: run.compiled.optimizer for run in result.evidence.runs if run.role} == {
        "baseline": "SGD", "adam": "Adam", "cnn": "Adam",
    }  # fmt: skip
    assert [found.message for found in result.grade.integrity if found.severity != "info"] == []
    judged = [found for found in result.grade.findings if found.status != "needs_review"]
    short = {found.id for found in judged if found.points != found.points_possible}
    assert short == {"todo1.answered", "todo4.mistakes"}

"""What nobody saw is not held against anybody: it depends on a package that is not installed here, or
is done by a script in a process of its own.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.evidence.out_of_sight import left_undrawn, out_of_sight
from grader.model.events import Notice
from grader.model.recording import CellRun, Recording
from grader.model.submission import Cell, Notebook, Output

IMPORTS = "import optuna\nmodel.fit(x, y)"
PLOTS = "plt.plot(history.history['loss'])"


def a_recording(name="optuna", *, kind="package_missing"):
    message = f"No module named '{name}'"
    return Recording(
        outcome="cell_error",
        wall_s=1.0,
        executed=None,
        folder=None,
        cell_runs=(
            CellRun(0, 1, "ok"),
            CellRun(1, 2, "error", error_name="ModuleNotFoundError", error_message=message),
            CellRun(2, 3, "error", error_name="NameError"),
        ),
        events=(Notice(kind=kind, message=f"The package {name} is missing.", execution_count=2),),
    )


def a_notebook(*outputs, source=IMPORTS):
    return Notebook(
        (
            Cell(0, "code", "model.summary()"),
            Cell(1, "code", source, outputs=outputs),
            Cell(2, "code", PLOTS),
        )
    )


def test_what_the_ended_cells_would_have_shown():
    """Of the cell that imports it and of those that failed after it; no other."""
    undone = out_of_sight(a_recording(), a_notebook())

    assert undone.keys() == {"training", "curves"}
    assert "optuna is not installed here, and cell 2" in undone["training"]


@pytest.mark.parametrize("name", ["kears", "Numpy", "matplotlb", "sklern", "panda"])
def test_a_slip_of_the_pen_is_no_package(name):
    """No such package is anywhere: the cell has failed."""
    assert out_of_sight(a_recording(name), a_notebook()) == {}


@pytest.mark.parametrize("name", ["tensorflow_hub", "keras_tuner", "torch", "xgboost", "skorch"])
def test_packages_with_names_of_their_own(name):
    """However they begin."""
    assert out_of_sight(a_recording(name), a_notebook())


def test_what_failed_for_the_student_too():
    """The saved output of the cell shows the same error."""
    saved = Output("error", "", error_name="ModuleNotFoundError")

    assert out_of_sight(a_recording(), a_notebook(saved)) == {}


def test_another_framework_is_not_what_was_asked_for():
    """A network that is trained in PyTorch did not fail for want of a package."""
    source = "import torch\nloss.backward()"

    assert out_of_sight(a_recording("torch"), a_notebook(source=source)) == {}


def test_an_error_without_a_missing_package():
    """A file of the student's own that isn't there, as far as anybody knows."""
    assert out_of_sight(a_recording(kind="compatibility"), a_notebook()) == {}


def test_packages_that_draw():
    """They were gone without, and are named once."""
    recording = a_recording("altair", kind="figures_missing")

    assert left_undrawn(recording) == ("The package altair is missing.",)
    assert left_undrawn(a_recording()) == ()


@pytest.mark.parametrize(
    "run",
    [
        "!python train.py --epochs 40",
        "! cd here && python3 -u train.py",
        "%%bash\npython train.py",
        "import subprocess\nsubprocess.run([sys.executable and 'python', 'train.py'])",
        "os.system('python train.py')",
    ],
)
def test_a_script_in_a_process_of_its_own(run):
    """What it does stands in the cell that writes it."""
    script = Cell(0, "code", "%%writefile train.py\nmodel.fit(x, y)\nprint(model.summary())")
    notebook = Notebook((script, Cell(1, "code", run)))

    unseen = out_of_sight(replace(a_recording(), events=()), notebook)

    assert unseen.keys() == {"training", "summary"}
    assert unseen["training"].startswith("Cell 2 runs train.py")


@pytest.mark.parametrize(
    "source", ["%run train.py", "# !python train.py is how I did it", "print('python train.py')"]
)
def test_what_runs_no_script_elsewhere(source):
    """`%run` runs it here, where it is seen."""
    notebook = Notebook((Cell(0, "code", source),))

    assert out_of_sight(replace(a_recording(), events=()), notebook) == {}

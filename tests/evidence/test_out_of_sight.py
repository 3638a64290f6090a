"""What nobody saw is not held against anybody: it depends on a package that is not installed here, or
is done in a process of its own.
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
    assert undone["training"] == (
        "optuna is neither installed here nor a file that was handed in, and cell 2, which imports "
        "it, ended there: what depends on it was not seen."
    )


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


WORKS = (
    "def learn(seed):\n    return MLPClassifier().fit(x, y)\ndef job(seed):\n    print(learn(seed))"
)


@pytest.mark.parametrize(
    "handed",
    [
        "p = mp.get_context('fork').Process(target=job, args=(1,))\np.start()",
        "with Pool(4) as pool:\n    found = pool.map(job, range(4))",
        "with Pool() as pool:\n    pool.starmap_async(partial(job, 1), [(1,)])",
        "with futures.ProcessPoolExecutor(2) as ex:\n    list(ex.map(job, range(2)))",
        "ex = ProcessPoolExecutor()\nex.submit(job, 1).result()",
        "%%time\nfound = Parallel(n_jobs=2)(delayed(job)(s) for s in range(3))",
    ],
)
def test_a_function_that_workers_call(handed):
    """It trains by another function, in another cell."""
    notebook = Notebook((Cell(0, "code", WORKS), Cell(1, "code", handed)))

    unseen = out_of_sight(replace(a_recording(), events=()), notebook)

    assert unseen == {
        "training": "Cell 2 runs job() in a process of its own: what is done there was not seen. In the notebook's own (a plain call, %run) it would be."
    }


@pytest.mark.parametrize(
    "source",
    [
        "with ThreadPool(2) as pool:\n    pool.map(job, range(2))",
        "with Pool(2) as pool:\n    pool.map(prepare, images)\njob(1)",
        "with Pool(2) as pool:\n    pool.map(unknown, images)",
        "list(map(job, range(3)))",
    ],
)
def test_what_hands_no_training_over(source):
    """Threads are seen; who prepares images in workers trains nothing there."""
    prepares = "def prepare(image):\n    return image / 16"
    notebook = Notebook(
        (Cell(0, "code", WORKS), Cell(1, "code", prepares), Cell(2, "code", source))
    )

    assert out_of_sight(replace(a_recording(), events=()), notebook) == {}


def test_functions_that_call_each_other():
    """Each is read once."""
    source = "def a():\n    b()\ndef b():\n    a()\n    model.fit(x, y)\nPool(2).map(a, [])"

    assert out_of_sight(a_recording(kind=""), Notebook((Cell(0, "code", source),))).keys() == {
        "training"
    }


def test_many_functions_that_call_all_others():
    """Each of two hundred is handed over, and calls every other: they are followed so far."""
    calls = "; ".join(f"f{number}" for number in range(200))
    cells = [
        Cell(number, "code", f"def f{number}():\n    {calls}\nPool(2).map(f{number}, [])")
        for number in range(200)
    ]

    assert out_of_sight(a_recording(kind=""), Notebook(tuple(cells))) == {}


PICTURE = Output("display", "<Figure size 640x480 with 1 Axes>", mime_types=("image/png",))


def shown_below(source, *outputs, error="NameError", lacks="plot_history", further=""):
    """What a cell that ends with such an error may have shown."""
    ended = CellRun(0, 1, "error", error_name=error, error_message=f"name '{lacks}' is not defined")
    cells = (Cell(0, "code", source, outputs=outputs), Cell(1, "code", further))
    recording = replace(a_recording(), cell_runs=(ended,), events=())
    return set(out_of_sight(recording, Notebook(cells)))


def test_a_deleted_function_has_shown_something():
    """Its picture is there, and points were lost for what nobody could see."""
    assert shown_below("plot_history(history)", PICTURE) == {"curves"}
    assert shown_below("zeige(h)", PICTURE, lacks="zeige") == {"curves", "matrix", "pictures"}
    assert shown_below("x = plot_cm(y, p)", Output("result", "[[1]]"), lacks="plot_cm") == {
        "matrix"
    }


def test_a_function_that_showed_nothing_or_is_there_is_not_excused():
    """It failed for the student, too, or is defined below, or is no function."""
    error = Output("error", "NameError", error_name="NameError")
    define = "def plot_history(history):\n    pass"

    assert shown_below("plot_history(history)") == set()
    assert shown_below("plot_history(history)", PICTURE, error) == set()
    assert shown_below("plot_history(history)", PICTURE, further=define) == set()
    assert shown_below("plot_history(history)", PICTURE, further="import plot_history") == set()
    assert shown_below("plt.plot(history)", PICTURE, lacks="history") == set()
    assert shown_below("plot_history(history)", PICTURE, error="KeyError") == set()

"""Old and foreign APIs as notebooks use them, in one kernel."""

import pytest

from grader.model.events import FigureShown, FitFinished, FitStarted, RecorderFault
from tests.compat.old_cells import CELLS, FAILING
from tests.recorder.kernels import run


@pytest.fixture(scope="module")
def ran(tmp_path_factory, processes):
    return run(tmp_path_factory.mktemp("compat"), CELLS, processes=processes)


def test_only_what_nothing_can_stand_in_for_fails(ran):
    """Cells fail where something that matters is missing, and where the student is wrong."""
    assert {
        name: ran.run_of(name).error_message for name in CELLS if ran.run_of(name).outcome != "ok"
    }.keys() == set(FAILING)
    assert [
        event.traceback for event in ran.recording.events if isinstance(event, RecorderFault)
    ] == []


def test_nothing_is_installed_or_downloaded(ran):
    """Commands that would are left out and reported; others run."""
    left_out = " ".join(ran.notices("not_run"))

    assert ran.text("shell").split() == ["[]", "echoed"]
    for command in (
        "pip install keras==2.2.4",
        "%pip install -q visualkeras",
        "wget",
        "nvidia-smi",
        "%tensorflow_version",
    ):
        assert command in left_out


def test_pip_without_a_mark_is_no_syntax_error(ran):
    """A bare `pip install` line is left out of a cell of Python, and is not looked for in texts."""
    assert ran.text("bare pip").split() == ["before", "after"]
    assert ran.text("pip in a text").strip() == "13"
    assert ran.text("bash").strip() == "in bash"


def test_colab_is_stood_in_for(ran):
    """Mounting a drive does nothing, an upload says that nobody is there, and a notebook that asks
    is told the truth.
    """
    assert "runs notebooks alone" in ran.run_of("colab").error_message
    assert ran.text("not colab").strip() == "elsewhere"


def test_decoration_is_done_without(ran):
    """Packages that only draw are stubs where they are missing, each reported by name; a bar hands on
    its items.
    """
    reported = " ".join((*ran.notices("compatibility"), *ran.notices("figures_missing")))

    assert ran.text("decoration").strip() == "[0, 1, 2]"
    for name, missing in (
        ("tqdm", False),
        ("plotly", False),
        ("livelossplot", True),
        ("visualkeras", True),
    ):
        assert (f"The package {name} is not installed" in reported) == missing


def test_what_matters_and_is_missing_is_named(ran):
    """PyTorch is missed by name, once; an import that the notebook guards is its own affair."""
    assert ran.run_of("torch").error_name == "ModuleNotFoundError"
    assert len([message for message in ran.notices("package_missing") if "torch" in message]) == 1
    assert "PyTorch" in ran.notices("other_framework")[0]
    assert ran.text("guarded").strip() == "without"


def test_moved_modules_are_found(ran):
    """Old module paths give today's very classes."""
    assert ran.text("moved").strip() == "True True True"
    assert "load_data" in ran.run_of("gone").error_message
    assert "TensorFlow 1" in ran.run_of("graph").error_message


def test_a_notebook_of_keras_1_trains(ran):
    """Old arguments mean what they meant; the history answers to both names and lists today's."""
    (start,), (end,) = ran.events("keras 1", FitStarted), ran.events("keras 1", FitFinished)

    first, second = ran.text("keras 1").strip().splitlines()
    assert first == "2 2 ['accuracy', 'loss', 'val_accuracy', 'val_loss']"
    assert second == "(20,) (20, 10)"
    assert (start.epochs, start.model.layers[0].config["units"], len(end.history["accuracy"])) == (
        2,
        16,
        2,
    )


def test_positional_kernels_by_the_old_name(ran):
    """`Convolution2D(4, 3, 3)` has a 3×3 kernel, `Conv2D(4, 3, 3)` what it has today."""
    assert ran.text("convolution").strip() == "[(4, 28, 28), (4, 12, 12), (4, 6, 6)] True"
    assert ran.text("today's convolution").strip() == "(2, 2) (3, 3)"


def test_decay_divides_the_learning_rate(ran):
    """Weights after four steps are those of lr / (1 + decay · step); without decay nothing
    changes.
    """
    decayed, by_hand, plain, expected = map(float, ran.text("decay").split())

    assert decayed == pytest.approx(by_hand, abs=1e-4)
    assert plain == pytest.approx(expected, abs=1e-4)


def test_any_file_name_works(ran):
    """Weights and models are written and read under the student's names."""
    names, *same = ran.text("files").strip().splitlines()

    assert names == "2 ['checkpoint', 'weights.hdf5', 'whole', 'whole.h5']"
    assert same == ["True"] * 4


def test_the_latest_checkpoint_is_found(ran):
    """TensorFlow looked for its own format, found none, and the model stayed as it was drawn."""
    first, found, same = ran.text("checkpoints").strip().splitlines()

    assert (first, found, same) == ("None", "training/cp-0002.ckpt None whole", "True")


def test_generators_and_wrappers(ran):
    """`fit_generator` and `KerasClassifier` train what they trained."""
    (start,) = ran.events("generators", FitStarted)

    assert ran.text("generators").strip().splitlines()[-1] == "2 2"
    assert start.x.kind == "dataset"
    assert ran.text("wrapper").strip().splitlines()[-1] == "(20,) 6 2"


def test_other_data_is_refused_by_name(ran):
    """Fashion-MNIST is said not to be this assignment's data."""
    assert ran.notices("other_dataset") == [
        "The notebook loads Fashion-MNIST, which is not the data of this assignment."
    ]
    assert (
        "Fashion-MNIST is not the data of this assignment" in ran.run_of("other data").error_message
    )


def test_each_thing_is_reported_once(ran):
    """No message comes twice, and each says what to write today."""
    reported = ran.notices("compatibility")

    assert len(reported) == len(set(reported))
    assert any(
        "Dense(output_dim=…)" in message and "Dense(units=…)" in message for message in reported
    )


def test_old_names_of_other_libraries(ran):
    """NumPy's, scikit-learn's, matplotlib's and TensorFlow's old names mean what they meant."""
    assert ran.text("old science").splitlines() == ["float64 nan 6 False", "Adam 0.5"]


def test_matrices_of_other_packages_are_seen(ran):
    """What scikit-plot and mlxtend draw of a confusion matrix is on the figure, value by value."""
    figures = ran.events("matrices", FigureShown)

    values = [value for figure in figures for value in ran.arrays(figure).values()]
    assert [value.tolist() for value in values] == [[[1, 0], [1, 1]], [[5, 1], [0, 4]]]

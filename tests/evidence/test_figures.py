"""Figures are read by the data that they show."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from grader.evidence.runs.recorded import recorded_runs
from grader.evidence.shown.digits import digits_shown
from grader.evidence.shown.figures import curves_shown, matrices_drawn
from grader.model.descriptions import AxesShown, GridShown, LineShown
from grader.model.events import FigureShown
from grader.untrusted.npz import read_array


def lines(*values):
    """Axes that draw these lines."""
    return AxesShown(lines=tuple(LineShown("", tuple(line)) for line in values))


def figure(*axes, count=3, arrays=None):
    """A figure that was rendered in cell 2."""
    return FigureShown(axes=tuple(axes), execution_count=count, arrays=arrays)


@pytest.fixture
def stored(tmp_path):
    """Store arrays beside a recording."""

    def store(**arrays):
        (tmp_path / "arrays").mkdir(exist_ok=True)
        np.savez(tmp_path / "arrays" / "f.npz", **arrays)
        return tmp_path

    return store


@pytest.fixture
def trained(make):
    """Two runs, of 3 and 4 epochs; the second continues the first."""
    events = make.fit(1, make.dense_net(), make.compiled(), epochs=3) + make.fit(
        2, make.dense_net(), make.compiled(), epochs=4
    )
    return events, recorded_runs(make.recording(*events))


def curves(make, trained, *axes):
    events, runs = trained
    found = curves_shown(make.recording(*events, figure(*axes)), runs)
    return {(curve.run, curve.metric, curve.cell) for curve in found}


def test_line_that_is_a_history_is_a_learning_curve(make, trained):
    """Its run and metric are known by the values alone, small errors of float32 included."""
    history = trained[1][0].history

    found = curves(make, trained, lines(np.float32(history["loss"]), history["val_loss"]))

    assert found == {(1, "loss", 2), (1, "val_loss", 2)}


def test_accuracy_in_percent_is_the_same_curve(make, trained):
    """Drawing 40 instead of 0.4 is a matter of taste."""
    history = trained[1][1].history

    assert (2, "val_accuracy", 2) in curves(
        make, trained, lines([100 * value for value in history["val_accuracy"]])
    )


def test_joined_histories_are_the_curve_of_the_last_run(make, trained):
    """Two fits of one model, plotted as one line."""
    first, second = (run.history["loss"] for run in trained[1])

    assert curves(make, trained, lines([*first, *second])) == {(2, "loss", 2)}


@pytest.mark.parametrize("change", ["subset", "shifted", "invented", "empty"])
def test_other_lines_are_no_learning_curves(make, trained, change):
    """A part of a history, and one that was made up, are not what was recorded."""
    loss = list(trained[1][1].history["loss"])
    line = {
        "subset": loss[:-1],
        "shifted": [value + 1e-4 for value in loss],
        "invented": [0.9, 0.5, 0.2, 0.1],
        "empty": [],
    }[change]

    assert curves(make, trained, lines(line)) == set()


def test_diverged_history_is_still_recognised(make, trained):
    """NaN in the history and on the figure are the same."""
    events, _runs = trained
    events = [event for event in events if event.event != "epoch_finished"]
    finished = [event for event in events if event.event == "fit_finished"]
    object.__setattr__(finished[0], "history", {"loss": (1.0, float("inf"), float("nan"))})
    runs = recorded_runs(make.recording(*events))

    found = curves_shown(
        make.recording(*events, figure(lines([1.0, float("nan"), float("nan")]))), runs
    )

    assert {(curve.run, curve.metric) for curve in found} == {(1, "loss")}


def test_grid_of_classes_is_a_matrix(make, stored):
    """A heat map's mesh or an image of ten by ten, and not its colour bar."""
    matrix = np.arange(100).reshape(10, 10)
    folder = stored(m=matrix, bar=np.zeros((256, 1)))
    axes = (
        AxesShown(grids=(GridShown("m", (10, 10), "mesh"),)),
        AxesShown(grids=(GridShown("bar", (256, 1), "mesh"),)),
    )

    (shown,) = matrices_drawn(
        make.recording(figure(*axes, arrays="arrays/f.npz"), folder=folder), 10
    )

    assert shown.values == tuple(map(tuple, matrix.astype(float)))
    assert (shown.cell, shown.form, shown.source) == (2, "figure", "reproduced")


def test_numbers_written_in_a_grid_are_a_matrix(make):
    """A table of texts serves where no grid was recorded."""
    axes = AxesShown(texts=("title", *(str(value) for value in range(9))))

    (shown,) = matrices_drawn(make.recording(figure(axes)), 3)

    assert shown.values == ((0, 1, 2), (3, 4, 5), (6, 7, 8))


def test_what_is_drawn_may_be_the_logarithm_of_what_is_written(make, stored):
    """Few mistakes are hard to see beside many right answers."""
    counts = np.array([[30, 1], [2, 40]])
    grids = (GridShown("m", (2, 2), "image"),)
    axes = AxesShown(grids=grids, texts=tuple(map(str, counts.reshape(-1))))
    folder = stored(m=np.log1p(counts))

    drawn = matrices_drawn(make.recording(figure(axes, arrays="arrays/f.npz"), folder=folder), 2)

    assert ((30.0, 1.0), (2.0, 40.0)) in [matrix.values for matrix in drawn]


def test_grid_that_lies_about_its_shape_is_ignored(make, stored):
    """What the event says and what the npz holds must agree."""
    folder = stored(m=np.zeros((3, 3)))
    axes = AxesShown(grids=(GridShown("m", (10, 10), "image"),))

    assert (
        matrices_drawn(make.recording(figure(axes, arrays="arrays/f.npz"), folder=folder), 10) == ()
    )


@pytest.mark.parametrize(
    "prepare",
    [
        lambda image: image,
        lambda image: image.astype("float32") / 255,
        lambda image: (image - 33.3) / 78.6,
        lambda image: 255 - image,
        lambda image: image[..., None],
        lambda image: np.stack([image] * 3, -1),
    ],
)
def test_held_out_images_are_recognised_however_scaled(make, stored, dataset, prepare):
    """Divided, standardised, inverted or in colour, it is the same digit."""
    picture = prepare(dataset.held_out_x[17])
    folder = stored(g=picture)
    axes = AxesShown(
        title="true 3, predicted 5",
        x_label="",
        grids=(GridShown("g", picture.shape, "image"),),
        texts=("x",),
    )

    (shown,) = digits_shown(
        make.recording(figure(axes, arrays="arrays/f.npz"), folder=folder), dataset
    )

    assert (shown.index, shown.cell, shown.texts) == (17, 2, ("true 3, predicted 5", "x"))


def test_training_images_are_not_held_out(make, stored, dataset):
    """A first look at the data is no panel of mistakes."""
    folder = stored(g=dataset.train_x[0], flat=np.zeros((28, 28)))
    axes = AxesShown(
        grids=(GridShown("g", (28, 28), "image"), GridShown("flat", (28, 28), "image"))
    )

    assert (
        digits_shown(make.recording(figure(axes, arrays="arrays/f.npz"), folder=folder), dataset)
        == ()
    )


def npy(header: bytes, data: bytes = b"") -> bytes:
    """A member of an npz with this header."""
    padded = header + b" " * (-(len(header) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded + data


@pytest.mark.parametrize(
    "member",
    [
        b"",
        b"not an array",
        npy(b"{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", b"\x80\x04N."),
        npy(b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"),
        npy(b"{'descr': '<f8', 'fortran_order': False, 'shape': (-5,), }"),
        npy(b"{'descr': '<f8', 'fortran_order': False, 'shape': (4,), }", b"short"),
        npy(b"__import__('os').system('false')"),
        npy(b"{" * 5000),
    ],
)
def test_hostile_arrays_are_none(tmp_path, member):
    """Objects, absurd shapes and broken headers are not read, and nothing is run."""
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("x.npy", member)

    assert read_array(tmp_path, "a.npz", "x") is None


def test_arrays_stay_in_the_recording(tmp_path):
    """A path that leaves the folder, a missing file and a missing key are None."""
    inside = tmp_path / "recording"
    inside.mkdir()
    stream = io.BytesIO()
    np.savez(stream, x=np.arange(3))
    (tmp_path / "outside.npz").write_bytes(stream.getvalue())
    (inside / "in.npz").write_bytes(stream.getvalue())
    (inside / "link.npz").symlink_to(tmp_path / "outside.npz")

    assert read_array(inside, "../outside.npz", "x") is None
    assert read_array(inside, "link.npz", "x") is None
    assert read_array(inside, "none.npz", "x") is None
    assert read_array(inside, "in.npz", "y") is None
    assert read_array(None, "in.npz", "x") is None
    assert list(read_array(inside, "in.npz", "x")) == [0, 1, 2]


def test_totals_beside_a_matrix_are_left_out(make, stored):
    """`pd.crosstab(..., margins=True)` in a heat map, with the totals of rows, of columns or of
    both.
    """
    counts = np.arange(100.0).reshape(10, 10)
    both = np.zeros((11, 11))
    both[:10, :10] = counts
    for drawn in (both, both[:, :10], both[:10]):
        folder = stored(m=drawn)
        axes = AxesShown(grids=(GridShown("m", drawn.shape, "mesh"),))

        (shown,) = matrices_drawn(
            make.recording(figure(axes, arrays="arrays/f.npz"), folder=folder), 10
        )

        assert shown.values == tuple(map(tuple, counts))


@pytest.mark.parametrize(
    ("epochs", "rate", "found"), [(3, 0.01, {1, 2}), (3, 0.5, set()), (4, 0.01, set())]
)
def test_the_mean_of_repeated_trainings_is_the_curve_of_each(make, epochs, rate, found):
    """Repeated means: of the same network, for as many epochs, at the same rate."""
    first = make.compiled()
    other = replace(first, optimizer_config={**first.optimizer_config, "learning_rate": rate})
    first = replace(first, optimizer_config={**first.optimizer_config, "learning_rate": 0.01})
    events = make.fit(1, make.dense_net(), first, epochs=3)
    events += make.fit(2, make.dense_net(), other, epochs=epochs)
    one, two = runs = [
        replace(run, continues=None) for run in recorded_runs(make.recording(*events))
    ]
    two = runs[1] = replace(
        two, history={name: tuple(0.9 * v for v in values) for name, values in two.history.items()}
    )
    mean = np.mean([one.history["loss"][:3], two.history["loss"][:3]], axis=0)

    shown = curves_shown(make.recording(*events, figure(lines(mean))), runs)

    assert {curve.run for curve in shown if curve.metric == "loss"} == found

"""Only stated accuracies that mean the same are held against ours."""

from dataclasses import replace

import numpy as np
import pytest

from grader.evidence.claims.comparable import Comparison
from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary, CompileInfo, ModelInfo
from grader.model.events import Evaluated, Predicted
from grader.model.evidence import Claim, TrainingRun, WeightsRef
from grader.model.recording import CellRun, Recording
from grader.model.submission import Cell, Notebook, Output
from grader.recorder.shared.fingerprint import row_hashes

RNG = np.random.default_rng(0)
DATA = Dataset(
    RNG.integers(0, 17, (50, 8)),
    np.zeros(50, int),
    RNG.integers(0, 17, (20, 8)),
    np.zeros(20, int),
    ("0", "1"),
)
FIT, EVALUATE = 1, 3
CELLS = (
    Cell(1, "code", "model.fit(x, y)"),
    Cell(3, "code", "print(model.evaluate(x_test, y_test))"),
)
STATED = Claim("evaluation", EVALUATE, {"val_accuracy": 0.9}, quote="0.9")
LOG = Claim(
    "progress_log", FIT, {"val_accuracy": 0.9}, {"val_accuracy": (0.8, 0.9)}, (1, 2), 2, quote="log"
)
HELD_OUT = ArraySummary("x", (20, 8), "float64", 0.0, 1.0)
EVALUATED = Evaluated(model_id=1, run=1, x=HELD_OUT, arrays="2.npz", execution_count=2)


@pytest.fixture
def folder(tmp_path):
    """The rows trained on, those held out, and others, as a recorder hashes them."""
    for name, key, rows in (
        ("1", "x", DATA.train_x),
        ("2", "x", DATA.held_out_x),
        ("3", "x", DATA.train_x[:20]),
    ):
        np.savez(tmp_path / f"{name}.npz", **{f"{key}.row_hashes": row_hashes(rows / 16)})
    return tmp_path


def a_run(**fields):
    run = TrainingRun(
        1, "reproduced", FIT, ModelInfo(1, "Sequential", (), 9, 9), CompileInfo("SGD"), 2, 2,
        x=ArraySummary("x", (50, 8), "float64", 0.0, 1.0), started_arrays="1.npz", weights=WeightsRef("w.npz"),
        claims=(STATED,),
    )  # fmt: skip
    return replace(run, **fields)


def compared(run, folder, *, cells=CELLS, events=(EVALUATED,), outcomes=("ok", "ok"), beside=()):
    """What the run's claims may be held against."""
    runs = tuple(
        CellRun(cell.index, place + 1, outcomes[place]) for place, cell in enumerate(cells)
    )
    recording = Recording("completed", 1.0, tuple(events), runs, None, folder)
    (marked,) = Comparison(Notebook(cells), recording, DATA).marked((run,), (*run.claims, *beside))
    return [claim.data for claim in marked.claims]


def test_an_evaluation_of_the_held_out_rows(folder):
    """By their hashes; where those are not known, as many rows as are held out."""
    unknown = replace(EVALUATED, arrays=None)

    assert compared(a_run(), folder) == ["held_out"]
    assert compared(a_run(), folder, events=(unknown,)) == ["as_many"]
    assert compared(
        a_run(), folder, events=(Predicted(model_id=1, run=1, x=HELD_OUT, execution_count=2),)
    ) == ["as_many"]


@pytest.mark.parametrize(
    ("fields", "given"),
    [
        ({"stopped_by_grader": True}, {}),
        ({"error": "MemoryError"}, {}),
        ({"epochs_run": 1}, {}),
        ({"source": "claimed"}, {}),
        ({"weights": None}, {}),
        ({"claims": (replace(STATED, metrics={"accuracy": 0.9}),)}, {}),
        ({"claims": (replace(STATED, supported=False),)}, {}),
        ({}, {"outcomes": ("error", "ok")}),
        ({}, {"outcomes": ("ok", "timeout")}),
        ({}, {"events": ()}),
        ({}, {"events": (replace(EVALUATED, run=2),)}),
        ({}, {"events": (EVALUATED, replace(EVALUATED, run=2))}),
        ({}, {"events": (replace(EVALUATED, arrays="3.npz"),)}),
        ({}, {"events": (replace(EVALUATED, x=replace(HELD_OUT, shape=(50, 8))),)}),
        (
            {},
            {
                "cells": (
                    CELLS[0],
                    replace(CELLS[1], source="model.load_weights('best')\nmodel.evaluate(x, y)"),
                )
            },
        ),
        (
            {},
            {"cells": (replace(CELLS[0], execution_count=9), replace(CELLS[1], execution_count=4))},
        ),
    ],
)
def test_what_can_not_be_compared(fields, given, folder):
    """Cut short, failed, not run here, typed, of training data, of several models, of other
    weights, or older than the fit.
    """
    assert compared(a_run(**fields), folder, **given) == [""]


@pytest.mark.parametrize(
    ("rows", "tested"),
    [
        (DATA.held_out_x, True),
        (DATA.held_out_x[1:], True),
        (DATA.held_out_x[:10], False),
        (DATA.train_x[:19], False),
    ],
    ids=["all", "all but one", "half of them", "others"],
)
def test_rows_that_the_notebook_tests_on(rows, tested, folder):
    """Who leaves out one held-out row tests on them all the same."""
    np.savez(folder / "4.npz", **{"x.row_hashes": row_hashes(rows / 16)})
    x = replace(HELD_OUT, shape=rows.shape)
    one = replace(EVALUATED, x=x, arrays="4.npz")
    cells = tuple(CellRun(cell.index, place + 1, "ok") for place, cell in enumerate(CELLS))

    for run, events in (
        (a_run(), (one,)),
        (a_run(val_x=x, started_arrays="4.npz"), ()),
    ):
        recording = Recording("completed", 1.0, events, cells, None, folder)
        (marked,) = Comparison(Notebook(CELLS), recording, DATA).marked((run,), run.claims)
        assert marked.tested_on_held_out is tested


@pytest.mark.parametrize(("taught", "tested"), [(slice(0, 1), False), (slice(1, 2), True)])
def test_a_row_that_is_left_out_since_it_was_trained_on(taught, tested, folder):
    """Who moves some of the held-out rows to the training rows tests on the others."""
    trained = np.concatenate([DATA.train_x, DATA.held_out_x[taught]])
    for name, rows in (("1", trained), ("4", DATA.held_out_x[1:])):
        np.savez(folder / f"{name}.npz", **{"x.row_hashes": row_hashes(rows / 16)})
    one = replace(EVALUATED, x=replace(HELD_OUT, shape=(19, 8)), arrays="4.npz")
    cells = tuple(CellRun(cell.index, place + 1, "ok") for place, cell in enumerate(CELLS))
    recording = Recording("completed", 1.0, (one,), cells, None, folder)
    run = a_run()

    (marked,) = Comparison(Notebook(CELLS), recording, DATA).marked((run,), run.claims)

    assert marked.tested_on_held_out is tested


def test_a_saved_log_of_another_length_speaks_for_older_code(folder):
    """Neither it nor the evaluation below it is of this training."""
    longer = replace(LOG, epochs=(1, 2, 3), epochs_requested=3)

    assert compared(a_run(claims=(STATED, longer)), folder) == ["", ""]


def test_a_log_is_about_the_validation_data(folder):
    """The held-out rows, or others of the notebook's own."""
    np.savez(folder / "1.npz", **{"val_x.row_hashes": row_hashes(DATA.held_out_x / 16)})
    held_out = ArraySummary("val_x", (20, 8), "float64", 0.0, 1.0)

    assert compared(a_run(claims=(LOG,), val_x=held_out), folder) == ["held_out"]
    assert compared(a_run(claims=(LOG,)), folder) == ["own"]


@pytest.mark.parametrize(
    ("validated", "on_training"),
    [(DATA.train_x, True), (DATA.train_x[:5], True), (DATA.held_out_x, False)],
)
def test_a_validation_on_rows_of_the_training_is_seen(validated, folder, *, on_training):
    """All of them, or a part."""
    hashes = {"x": row_hashes(DATA.train_x / 16), "val_x": row_hashes(validated / 16)}
    np.savez(folder / "1.npz", **{f"{key}.row_hashes": rows for key, rows in hashes.items()})
    shapes = {key: ArraySummary(key, (len(r), 8), "float64", 0.0, 1.0) for key, r in hashes.items()}

    recording = Recording("completed", 1.0, (), (), None, folder)
    (run,) = Comparison(Notebook(CELLS), recording, DATA).marked((a_run(**shapes),), ())

    assert run.validated_on_training is on_training


@pytest.mark.parametrize(
    ("validated", "on_training"), [(DATA.train_x, True), (DATA.held_out_x, False)]
)
def test_of_a_pipeline_the_first_batch_tells(validated, folder, *, on_training):
    """Where other rows of the training were looked at later, too."""
    taught, first = row_hashes(DATA.train_x / 16), row_hashes(validated[:5] / 16)
    np.savez(folder / "1.npz", **{"x.row_hashes": taught[:5], "val_x.row_hashes": first})
    np.savez(folder / "5.npz", **{"x.row_hashes": taught})
    piped = ArraySummary("val_x", (5, 8), "float64", 0.0, 1.0, kind="dataset")
    run = a_run(
        x=ArraySummary("x", (len(taught), 8), "float64", 0.0, 1.0, kind="pieces"),
        val_x=piped,
        started_arrays="5.npz",
        first_x=replace(piped, key="x"),
        first_arrays="1.npz",
    )

    recording = Recording("completed", 1.0, (), (), None, folder)
    (run,) = Comparison(Notebook(CELLS), recording, DATA).marked((run,), ())

    assert run.validated_on_training is on_training


def test_figures_of_one_cell_are_reported_apart(folder):
    """The first evaluation is of the training data, the second of the held-out rows."""
    training = replace(STATED, quote="0.99 on training data")
    events = (replace(EVALUATED, arrays="3.npz", x=replace(HELD_OUT, shape=(50, 8))), EVALUATED)

    assert compared(a_run(claims=(training, STATED)), folder, events=events) == ["", "held_out"]
    assert compared(a_run(), folder, events=events) == [""]


@pytest.mark.parametrize(
    ("events", "here"),
    [
        ((Predicted(model_id=1, run=1, x=HELD_OUT, arrays="2.npz", execution_count=2),), 0.99),
        ((replace(EVALUATED, results={"loss": 0.1, "accuracy": 0.8}),), None),
        ((replace(EVALUATED, results={"loss": 0.1, "top3": 0.99, "accuracy": 0.8}),), 0.99),
        ((replace(EVALUATED, execution_count=1),), 0.99),
    ],
)
def test_what_the_line_shows_here_tells_what_it_is_about(events, here, folder):
    """Not where the cell only evaluates, and shows something else than Keras returned."""
    shown = Output("stream", "accuracy: 0.99\n", stream="stdout")
    executed = Notebook((CELLS[0], replace(CELLS[1], outputs=(shown,))))
    runs = (CellRun(1, 1, "ok"), CellRun(3, 2, "ok"))
    recording = Recording("completed", 1.0, events, runs, executed, folder)
    stated = replace(STATED, quote="accuracy: 0.98")

    (run,) = Comparison(Notebook(CELLS), recording, DATA).marked(
        (a_run(claims=(stated,)),), (stated,)
    )

    assert [(claim.data, claim.here) for claim in run.claims] == [("held_out", here)]


def test_lines_that_differ_in_nothing_but_numbers_are_about_parts(folder):
    """Several, of one evaluation: of every digit, say."""
    several = tuple(replace(STATED, metrics={"val_accuracy": v}, quote=f"{v}") for v in (0.9, 1.0))

    assert compared(a_run(claims=several), folder) == ["", ""]
    assert compared(a_run(claims=several), folder, events=(EVALUATED, EVALUATED)) == [
        "held_out",
        "held_out",
    ]

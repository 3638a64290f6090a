"""Runs from the event stream."""

from __future__ import annotations

from dataclasses import fields, replace

from grader.evidence.runs.recorded import recorded_runs
from grader.model.events import FitStarted
from grader.model.events.base import EventBase
from grader.model.evidence import as_begun
from grader.model.recording import CellRun


def test_events_of_a_fit_become_one_run(make):
    """Start, epochs and end are joined by the run's number, and the cell found by its count."""
    recording = make.recording(*make.fit(1, make.dense_net(), make.compiled(), epochs=4, count=8))

    (run,) = recorded_runs(recording)

    assert (run.number, run.cell, run.epochs_requested, run.epochs_run, run.batch_size) == (
        1,
        7,
        4,
        4,
        128,
    )
    assert len(run.history["val_accuracy"]) == 4
    assert run.weights is not None
    assert run.weights.arrays == "arrays/1.npz"
    assert run.error is None
    assert run.source == "reproduced"


def test_interleaved_runs_stay_apart(make):
    """Two models that train in turns keep their own epochs."""
    first = make.fit(1, make.dense_net(), make.compiled(), epochs=2)
    second = make.fit(2, make.cnn(model_id=2), make.compiled("Adam"), epochs=3)
    mixed = [
        first[0],
        second[0],
        first[1],
        second[1],
        second[2],
        first[2],
        second[3],
        first[3],
        second[4],
    ]

    runs = recorded_runs(make.recording(*mixed))

    assert [(run.number, run.epochs_run, run.continues) for run in runs] == [
        (1, 2, None),
        (2, 3, None),
    ]


def test_run_cut_off_keeps_the_epochs_seen(make):
    """A fit that never ended counts with what it had, and says what ended it."""
    events = make.fit(1, make.dense_net(), make.compiled(), epochs=500, seen=3, finished=False)
    cell_runs = (CellRun(0, 1, "error", error_name="KeyboardInterrupt", error_message="stop"),)

    (run,) = recorded_runs(make.recording(*events, cell_runs=cell_runs, outcome="cell_error"))
    (killed,) = recorded_runs(make.recording(*events, cell_runs=(), outcome="out_of_memory"))

    assert (run.epochs_requested, run.epochs_run, len(run.history["loss"])) == (500, 3, 3)
    assert run.wall_s == 2.0
    assert run.weights is None
    assert run.error == "KeyboardInterrupt: stop"
    assert killed.error == "the memory was used up"


def test_old_metric_names_become_modern(make):
    """`acc` is `accuracy` wherever it is read."""
    start, *epochs = make.fit(1, make.dense_net(), make.compiled(), epochs=1, finished=False)
    epochs = [replace(epoch, logs={"acc": 0.5, "val_acc": 0.4}) for epoch in epochs]

    (run,) = recorded_runs(make.recording(start, *epochs))

    assert run.history == {"accuracy": (0.5,), "val_accuracy": (0.4,)}


def test_later_fit_of_a_model_continues_the_earlier(make):
    """Runs of one model are chained; `initial_epoch` counts for what was asked."""
    first = make.fit(1, make.dense_net(), make.compiled(), epochs=2)
    start, *rest = make.fit(2, make.dense_net(), make.compiled(), epochs=5, seen=3)
    other = make.fit(3, make.dense_net(model_id=2), make.compiled())

    runs = recorded_runs(make.recording(*first, replace(start, initial_epoch=2), *rest, *other))

    assert [run.continues for run in runs] == [None, 1, None]
    assert runs[1].epochs_requested == 3


def test_events_without_a_start_are_no_run(make):
    """What a forged stream tells about runs that never began is left out."""
    _, *rest = make.fit(9, make.dense_net(), make.compiled())

    assert recorded_runs(make.recording(*rest)) == ()


def test_second_start_of_the_same_number_is_ignored(make):
    """The first event that claims a number has it."""
    events = make.fit(1, make.dense_net(), make.compiled())
    forged = FitStarted(run=1, model=make.cnn(), compiled=make.compiled("Adam"), epochs=1)

    (run,) = recorded_runs(make.recording(*events, forged))

    assert run.compiled.optimizer == "SGD"


def test_nothing_is_kept_back_where_other_rows_validate(make):
    """Keras does not heed `validation_split` beside `validation_data`, so its rows were all trained
    on, those at the end too.
    """
    start, *rest = make.fit(1, make.dense_net(), make.compiled(), x=make.array(1797, 64))
    split = replace(start, validation_split=0.21)
    beside_others = replace(split, val_x=make.array(360, 64, key="val_x"))

    (kept_back,) = recorded_runs(make.recording(split, *rest))
    (trained_on,) = recorded_runs(make.recording(beside_others, *rest))

    assert kept_back.validation_split == 0.21
    assert trained_on.validation_split == 0.0


NOT_OF_A_RUN = {"steps_per_epoch", "val_y", "starts_elsewhere", "way"}
"""What of a beginning no run holds."""


def test_a_run_tells_how_it_began(make):
    """Whoever looks at its beginning once more sees what was said then."""
    start = make.fit(2, make.dense_net(), make.compiled(), epochs=4)[0]
    changed = replace(
        start,
        x=make.array(360, 64, key="a"),
        y=make.array(360, key="b"),
        val_x=make.array(90, 64, key="c"),
        validation_split=0.2,
        starts_from=1,
        taken_from=(1,),
        still_unknown=0.25,
        switches=("callback Own",),
        arrays="arrays/2s.npz",
    )

    (run,) = recorded_runs(make.recording(replace(changed, val_x=None)))
    (validated,) = recorded_runs(make.recording(replace(changed, validation_split=0.0)))

    of_events = {each.name for each in fields(EventBase)} - {"arrays"}
    for found, began in ((run, replace(changed, val_x=None)), (validated, changed)):
        again = as_begun(found)
        told = {each.name for each in fields(FitStarted)} - of_events - NOT_OF_A_RUN
        expected = replace(began, validation_split=0.0) if began.val_x else began
        assert {name: getattr(again, name) for name in told} == {
            name: getattr(expected, name) for name in told
        }

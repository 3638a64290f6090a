"""Reading a notebook is bounded, however much it shows. Steps are counted here, never seconds."""

from collections import Counter
from dataclasses import replace

import pytest

from grader.evidence import connect
from grader.evidence.claims import comparable, matrices
from grader.evidence.claims.comparable import Comparison
from grader.evidence.claims.logs import MAX_LOGS, read_logs
from grader.evidence.claims.matrices import read_matrices
from grader.evidence.claims.prose import Statement
from grader.evidence.claims.read import _OutputValues
from grader.evidence.claims.summaries import MAX_LAYERS, MAX_SUMMARIES, read_summaries
from grader.evidence.connect import attach_claims, match_code
from grader.evidence.order import CellOrder
from grader.evidence.runs import roles, unseen
from grader.evidence.runs.network import MAX_OPENED, units_of
from grader.evidence.runs.recorded import cells_by_count, recorded_runs
from grader.evidence.runs.roles import match_role
from grader.evidence.runs.unseen import with_unseen
from grader.evidence.shown import figures
from grader.evidence.shown.evaluations import MAX_IN_CELL, MAX_LOOKED_AT, looked_at
from grader.model.descriptions import LayerInfo
from grader.model.events import Predicted, RecorderFault
from grader.model.evidence import Claim
from grader.model.recording import CellRun, Recording
from grader.model.submission import Cell, Notebook


class Searched(str):
    """A text that counts the signs that were looked through in it."""

    __slots__ = ()
    signs = 0

    def find(self, wanted, start=0, end=None):
        found = super().find(wanted, start, len(self) if end is None else end)
        Searched.signs += (found if found >= 0 else len(self)) - start
        return found


@pytest.fixture
def counted(monkeypatch):
    """Replaces a function of a module by itself, counting its calls."""
    calls = Counter()

    def count(module, name):
        whole = getattr(module, name)

        def counting(*given, **named):
            calls[name] += 1
            return whole(*given, **named)

        monkeypatch.setattr(module, name, counting)

    count.calls = calls
    return count


@pytest.mark.parametrize("piece", ["[", "[[1 2", "[[", "[[1 2]\n [3 4]]\n", "]]"])
def test_brackets_are_gone_through_once(piece):
    """Opened by the thousand, closed never or late: each sign is looked at a few times in all."""
    text, Searched.signs = Searched(piece * 20_000), 0

    list(matrices._bracketed(text))

    assert Searched.signs <= 3 * len(text)


def test_a_bracket_list_is_still_found_among_others():
    """What stands between lists that never end counts."""
    assert read_matrices("[[ [[\n[[1 2]\n [3 4]] [[") == [((1.0, 2.0), (3.0, 4.0))]


@pytest.mark.parametrize("between", ["a\n", "1 2\na\n", "Actual\n"])
def test_a_table_is_framed_when_it_grows_only(counted, between):
    """Single words below a table don't make it be read again, and a block that is too long is not
    read.
    """
    counted(matrices, "_is_enumerated")
    counted(matrices, "_frame")

    list(matrices._from_lines("a 1 2\nb 3 4\n" + between * 5_000))

    assert counted.calls["_is_enumerated"] <= 60
    assert counted.calls["_frame"] <= 2 + between.count("1") * 5_000


def test_of_a_hundred_thousand_logs_the_first_and_the_last_are_kept():
    """A cell that prints `Epoch` in a loop has as many logs as a cell may have."""
    text = "".join(f"Epoch 1/{number + 2}\nloss: 1.0\n" for number in range(20_000))

    logs = read_logs(text).logs

    assert len(logs) == MAX_LOGS
    assert [log.requested for log in (logs[0], logs[-1])] == [2, 20_001]


def test_tables_of_models_are_bounded():
    """Thousands of tables, and one of thousands of layers."""
    head, layer = "Layer (type)   Output Shape\n", "dense (Dense) (None, 5) 10\n"

    assert (
        len(read_summaries((head + layer + "Total params: 10\n") * (2 * MAX_SUMMARIES)))
        == MAX_SUMMARIES
    )
    assert len(read_summaries(head + layer * (2 * MAX_LAYERS))[0].layers) == MAX_LAYERS


class Counting(dict):
    """A history that counts how often it is asked."""

    asked = 0

    def get(self, *given):
        Counting.asked += 1
        return super().get(*given)


def test_what_is_stated_is_looked_up_in_sorted_values():
    """However many numbers a text states, the outputs' are gone through once."""
    Counting.asked = 0
    shown = _OutputValues([Claim("progress_log", 0, {}, Counting(accuracy=(0.5, 0.97)))] * 10)
    statements = [
        Statement("accuracy", number / 1000, 0.0005, "about", "", in_percent=True)
        for number in range(1000)
    ]

    found = [statement.value for statement in statements if shown.bears_out(statement)]

    assert found == [0.5, 0.97]
    assert Counting.asked <= 10 * 5


@pytest.mark.parametrize(("sense", "value", "holds"), [("at least", 0.96, True), ("at least", 0.98, False),
    ("at most", 0.51, True), ("at most", 0.4, False), ("about", 0.6, False)])  # fmt: skip
def test_senses_hold_as_before(sense, value, holds):
    """`over 96 %` is borne out by anything above it, `below 51 %` by anything below."""
    assert (
        Statement("accuracy", value, 0.005, sense, "", in_percent=True).borne_out_by([0.5, 0.97])
        is holds
    )


def predictions(count, cells=1, **about):
    return [
        Predicted(model_id=1, run=1, execution_count=1 + number % cells, **about)
        for number in range(count)
    ]


def test_of_very_many_predictions_the_first_and_the_last_are_looked_at(make):
    """A loop may predict one image at a time; each would cost a look at its rows."""
    first, *_, last = events = predictions(3_000)

    seen = [event for event, _, _ in looked_at(make.recording(*events), {})]

    assert len(seen) == MAX_IN_CELL
    assert (seen[0], seen[-1]) == (first, last)
    many = make.recording(*predictions(12_000, cells=300), cells=300)
    assert len(list(looked_at(many, {}))) <= MAX_LOOKED_AT + 300


def test_the_same_rows_are_read_once(make, dataset, counted, tmp_path):
    """A hundred evaluations on the same array, for two thousand claims: one look at the array."""
    counted(comparable, "read_row_hashes")
    x = make.array(len(dataset.held_out_x), 28, 28)
    (run,) = make_runs(make, make.fit(1, make.dense_net(), make.compiled()))
    events = predictions(3_000, x=x, arrays="arrays/1.npz")
    recording = make.recording(*events, folder=tmp_path)
    cells = tuple(Cell(number, "code", "") for number in range(10))
    stated = tuple(
        Claim("evaluation", 0, {"val_accuracy": number / 2000}) for number in range(2_000)
    )

    Comparison(Notebook(cells), recording, dataset).marked((run,), stated)

    assert counted.calls["read_row_hashes"] <= 4


def make_runs(make, events):
    return recorded_runs(make.recording(*events))


def test_a_thousand_faults_beside_a_thousand_trainings_are_gone_through_once(make, counted):
    """One sentence is made for each cell, not one for each pair."""
    counted(unseen, "_sentence")
    runs = make_runs(make, [event for number in range(1, 300) for event in make.fit(number, make.dense_net(), make.compiled(), count=1)])  # fmt: skip
    faults = [RecorderFault(traceback=f"E{number}", execution_count=1) for number in range(1_000)]

    seen = with_unseen(runs, make.recording(*faults))

    assert counted.calls["_sentence"] == 1
    assert all("E0" in run.unseen[0] for run in seen)


def test_claims_are_attached_by_looking_each_up_once(make, counted):
    """Thousands of numbers in a cell, thousands of trainings: where the cell stands is worked out
    once for the cell.
    """
    runs = make_runs(make, [event for number in range(1, 200) for event in make.fit(number, make.dense_net(), make.compiled(), count=1)])  # fmt: skip
    claims = [
        Claim("evaluation", 2, {"val_accuracy": number / 3000}) for number in range(3_000)
    ] * 2
    order = CellOrder(tuple(Cell(number, "code", "") for number in range(10)))
    counted(connect, "_run_before")

    attached = attach_claims(runs, claims, match_code(runs, (), order))

    assert counted.calls["_run_before"] == 1
    assert sum(len(run.claims) for run in attached) == 3_000


def test_a_network_of_very_many_layers_is_not_aligned(make, assignment, counted):
    """What has five times the layers answers nothing, however it were aligned; flat layers count as
    looked at.
    """
    counted(roles, "compare_layers")
    deep = make.model(*(make.dense(64, "sigmoid") for _ in range(300)), make.dense(10, "softmax"))

    assert match_role(deep, make.compiled(), assignment) is None
    assert counted.calls["compare_layers"] == 0
    assert match_role(make.dense_net(), make.compiled(), assignment).role == "baseline"


def test_layers_that_change_nothing_are_counted():
    """A million of them in front of a network hide it."""

    def endless():
        while True:
            yield LayerInfo("Flatten", "f")

    assert MAX_OPENED < 10_000
    assert units_of(endless()) == ()


@pytest.mark.parametrize("trainings", [10, 60, 500])
def test_histories_of_a_loop_of_fits_are_joined(make, trainings):
    """All so far, as a student draws them after a loop that fits one epoch at a time."""
    fits = [
        event
        for number in range(1, trainings + 1)
        for event in make.fit(number, make.dense_net(), make.compiled())
    ]
    runs = make_runs(make, fits)
    runs = [replace(run, continues=run.number - 1 or None) for run in runs]
    whole = [value for run in runs for value in run.history["loss"]]

    found = [values for run, _, values in figures._histories(runs) if run == trainings]

    assert whole in [list(values) for values in found]


def test_joined_histories_have_a_bound(make, monkeypatch):
    """However many trainings there are, so many numbers are joined and no more."""
    monkeypatch.setattr(figures, "MOST_JOINED", 1_000)
    fits = [
        event
        for number in range(1, 300)
        for event in make.fit(number, make.dense_net(), make.compiled())
    ]
    runs = [replace(run, continues=run.number - 1 or None) for run in make_runs(make, fits)]

    joined = sum(len(values) for _, _, values in figures._histories(runs))

    assert joined <= 1_000 + sum(len(values) for run in runs for values in run.history.values())


def test_cells_are_looked_up_by_their_counts():
    """The first cell that ran under a count is the one."""
    runs = (CellRun(4, 1, "ok"), CellRun(5, 1, "ok"), CellRun(6, None, "not_run"))

    assert cells_by_count(Recording("completed", 1.0, (), runs, None, None)) == {1: 4}

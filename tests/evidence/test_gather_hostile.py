"""Whatever stands in a notebook and comes from its kernel, evidence is gathered."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence import gather
from grader.model.descriptions import AxesShown, LineShown
from grader.model.events import Evaluated, FigureShown
from grader.model.evidence import Claim
from grader.model.recording import NOT_RUN
from grader.model.submission import Cell, Notebook, Student, Submission
from tests.evidence.hand_ins import LOG, NET, submission, text_out

PIECES = st.sampled_from(
    ["Epoch 1/2\n", "469/469 [====] - 0s", " - loss: ", "0.5", "1e999", "nan", "9" * 30, "\n", "[[", "]]", "1 2", ",", "%", "|",
     "acc: ", "precision recall f1-score support\n", "  0 1.0 1.0 1.0 5\n", "Total params: ", "1,000", "Layer (type) Output Shape\n",
     "dense (Dense) (None, 10) 5\n", "accuracy", "Question 3", "?", "# ", "TODO 1", "model", ".fit(x, epochs=", ")", "(", "=", "Dense(",
     "model = Sequential([", "    ", "def f(x):\n", "return f(x)\n", "f(1)\n", "for i in range(10**9):\n", "**", "{", "}", "'", '"', "é", "\x00"]
)  # fmt: skip
TEXT = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=50, deadline=None)
@given(sources=st.lists(st.tuples(st.booleans(), TEXT, TEXT), max_size=6))
def test_no_notebook_breaks_the_reading(sources, assignment, dataset):
    """Whatever stands in cells and outputs, evidence comes out of it."""
    cells = tuple(
        Cell(
            index,
            "code" if code else "markdown",
            source,
            execution_count=index,
            outputs=(text_out(shown),) if code else (),
        )
        for index, (code, source, shown) in enumerate(sources)
    )
    handed_in = Submission(Student(), "x.ipynb", "0" * 64, Notebook(cells))

    evidence = gather(handed_in, NOT_RUN, assignment=assignment, dataset=dataset)

    assert len(evidence.answers) == len(assignment.questions())


def test_hostile_events_break_nothing(make, collect):
    """Figures of NaN, empty arrays and models without layers are evidence of nothing."""
    events = make.fit(1, make.model(), make.compiled("", ""), epochs=1, x=make.array())
    shown = FigureShown(
        axes=(AxesShown(lines=(LineShown("", (float("nan"),)),), texts=("1e5",)),),
        arrays="../../etc/passwd",
    )
    evaluated = Evaluated(model_id=10**9, run=10**9, results={"loss": float("inf")})

    evidence = collect(
        submission(("x", "y")), make.recording(*events, shown, evaluated, cell_runs=())
    )

    assert [run.role for run in evidence.runs] == [None]
    assert evidence.curves == ()


def test_forged_figures_are_not_taken_for_a_run(collect):
    """A log that the code prints word for word trains nothing."""
    handed_in = submission((f"print({LOG!r})".replace("\\n", "\n"), LOG))

    evidence = collect(handed_in, NOT_RUN)

    assert evidence.runs == ()
    assert [claim.supported for claim in evidence.claims if isinstance(claim, Claim)] == [False]


def test_unused_numpy_types_stay_out(make, collect, dataset):
    """What evidence holds is plain Python, so that it can be saved."""
    del make
    evidence = collect(submission((NET.format("sgd"), LOG)), NOT_RUN)

    assert [len(run.history) > 0 for run in evidence.runs] == [True]
    assert not any(
        isinstance(value, np.generic)
        for run in evidence.runs
        for values in run.history.values()
        for value in values
    )

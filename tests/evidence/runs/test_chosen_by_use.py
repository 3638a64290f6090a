"""Of several loops of one's own that train alike, the notebook means the one that it goes on with."""

import pytest

from grader.model.events import Evaluated, Predicted
from tests.evidence.hand_ins import submission

LOOPS = "first, lists = trained(0.003)\nsecond, others = trained(1e-5)"


@pytest.mark.parametrize("used", [1, 2])
@pytest.mark.parametrize("kind", [Evaluated, Predicted])
def test_the_one_that_is_used_later_is_meant(make, collect, used, kind):
    """No `fit` in the code says which of them is evaluated; that it was, says so."""
    events = [
        *make.fit(1, make.dense_net(), make.compiled(), epochs=30, count=1),
        *make.fit(2, make.dense_net(model_id=2), make.compiled(), epochs=30, count=1),
        kind(model_id=used, run=used, x=make.array(10_000, 784), execution_count=2),
    ]

    found = collect(submission((LOOPS, ""), ("look_at_it()", "")), make.recording(*events))

    assert [run.number for run in found.runs if run.role == "baseline"] == [used]


def test_what_a_loop_predicts_as_it_trains_says_nothing(make, collect):
    """Both do; the later one of equals is meant, as everywhere."""
    events = [
        *make.fit(1, make.dense_net(), make.compiled(), epochs=30, count=1),
        Predicted(model_id=1, run=1, x=make.array(10_000, 784), execution_count=1),
        *make.fit(2, make.dense_net(model_id=2), make.compiled(), epochs=30, count=1),
    ]

    found = collect(submission((LOOPS, "")), make.recording(*events))

    assert [run.number for run in found.runs if run.role == "baseline"] == [2]

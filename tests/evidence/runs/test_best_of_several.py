"""Of several trainings in one cell, the one that is shown answers the part."""

import pytest

from grader.model.descriptions import AxesShown, LineShown
from grader.model.events import FigureShown
from tests.evidence.hand_ins import submission

BEST_OF_TWO = """
best = None
for seed in (1, 2):
    m = Sequential([Input((784,)), Dense(64, 'sigmoid'), Dense(10, 'softmax')])
    m.compile('sgd', 'mse', ['accuracy'])
    h = m.fit(x, y, epochs=3, validation_data=(x_test, y_test))
    if best is None or h.history['loss'][-1] < best[0]:
        best = h.history['loss'][-1], h
"""


ONE_OF_THREE = """
m = Sequential([Input((784,)), Dense(64, 'sigmoid'), Dense(10, 'softmax')])
m.compile('sgd', 'mse', ['accuracy'])
hists.append(m.fit(x, y, epochs=3, validation_data=(x_test, y_test)))
"""


def test_what_ran_tells_which_one_is_shown(make, collect):
    """The code seemed to go on with the last one, whatever `if better` decided when it ran."""
    handed_in = submission((BEST_OF_TWO, ""), ("plt.plot(best[1].history['loss'])", ""))
    first = make.fit(1, make.dense_net(), make.compiled(), count=1)
    second = make.fit(2, make.dense_net(model_id=2), make.compiled(), count=1)
    line = LineShown("", first[-1].history["loss"])
    figure = FigureShown(axes=(AxesShown(lines=(line,)),), execution_count=2)

    evidence = collect(
        handed_in, make.recording(*first, *second, figure, executed=handed_in.notebook)
    )

    assert evidence.run_for("baseline").number == 1


@pytest.mark.parametrize("shown", [1, 2, 3])
def test_trainings_in_cells_of_their_own(make, collect, shown):
    """Which one `hists[np.argmin(…)]` is, no code tells."""
    plots = ("best = hists[np.argmin(ends)]\nplt.plot(best.history['loss'])", "")
    handed_in = submission(*([(ONE_OF_THREE, "")] * 3), plots)
    fits = [
        make.fit(run, make.dense_net(model_id=run), make.compiled(), count=run) for run in (1, 2, 3)
    ]
    line = LineShown("", fits[shown - 1][-1].history["loss"])
    figure = FigureShown(axes=(AxesShown(lines=(line,)),), execution_count=4)
    events = [event for fit in fits for event in fit]

    evidence = collect(handed_in, make.recording(*events, figure, executed=handed_in.notebook))

    assert evidence.run_for("baseline").number == shown

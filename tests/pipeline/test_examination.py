"""The models of a notebook that are worth measuring are chosen."""

from dataclasses import replace

from grader.model.descriptions import CompileInfo, LayerInfo, ModelInfo
from grader.model.evidence import RoleMatch, TrainingRun, WeightsRef
from grader.model.graded.score import Score
from grader.pipeline.examination import MOST_MEASURED, measured_in_turn, worth_measuring

CHEAP = LayerInfo("Dense", "d", output_shape=(None, 10), parameters=650)
DEAR = LayerInfo("Conv2D", "c", output_shape=(None, 64, 64, 64), parameters=331_840)
ENDLESS = LayerInfo("Conv2D", "c", output_shape=(None, *(2**53,) * 30), parameters=9)


def trained(number, layer, role=None):
    return TrainingRun(
        number=number,
        cell=number,
        source="executed",
        model=ModelInfo(number, "Sequential", (layer,), layer.parameters, layer.parameters),
        compiled=CompileInfo("SGD"),
        epochs_requested=1,
        epochs_run=1,
        match=role and RoleMatch(role, "its layers"),
        weights=WeightsRef(f"arrays/{number}.npz"),
    )


def measured(runs):
    return [run.number for run in worth_measuring(runs)]


def test_many_dear_models_that_answer_nothing_are_not_measured():
    """Forty convolutions of 331,840 weights over 64 × 64 places took a slot for two minutes."""
    assert measured([trained(number, DEAR) for number in range(40)]) == []


def test_what_answers_a_part_is_measured_whatever_it_costs():
    """The budget in seconds bounds it."""
    assert measured([trained(1, DEAR), trained(2, DEAR, role="cnn"), trained(3, ENDLESS)]) == [2]


def test_a_dear_one_takes_nothing_from_the_cheap_ones_behind_it():
    """Their order decides nothing."""
    assert measured([trained(1, DEAR), trained(2, CHEAP), trained(3, CHEAP)]) == [2, 3]


def test_what_it_goes_on_from_is_measured_and_explained():
    """Before others, wherever it stands; what answers a part itself is explained all the same."""
    runs = [
        *(trained(number, CHEAP) for number in range(1, 61)),
        replace(trained(61, CHEAP, role="cnn"), continues=60),
        replace(trained(62, CHEAP, role="adam"), continues=61),
    ]

    chosen = {run.number: run.is_gone_on_from for run in worth_measuring(runs)}

    assert chosen == {
        **dict.fromkeys(range(1, MOST_MEASURED - 2), False),
        60: True,
        61: False,
        62: False,
    }


def test_so_many_and_no_more():
    """Those that answer a part come first, wherever they stand."""
    runs = [*(trained(number, CHEAP) for number in range(100)), trained(100, CHEAP, role="cnn")]
    assert measured(runs) == [*range(MOST_MEASURED - 1), 100]


def test_what_answers_a_part_is_measured_first():
    """Sixty rounds of another part took the time in which it would have been measured."""
    runs = [*(trained(number, CHEAP) for number in range(5)), trained(5, CHEAP, role="cnn")]
    in_turn = []

    def measure(run):
        in_turn.append(run.number)
        return Score(run.number, verified=True)

    scores = measured_in_turn(runs, measure)

    assert in_turn == [5, 0, 1, 2, 3, 4]
    assert [score.run for score in scores] == list(range(6))

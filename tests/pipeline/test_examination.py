"""The models of a notebook that are worth measuring are chosen."""

from grader.model.descriptions import CompileInfo, LayerInfo, ModelInfo
from grader.model.evidence import RoleMatch, TrainingRun, WeightsRef
from grader.pipeline.examination import MOST_MEASURED, worth_measuring

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


def test_so_many_and_no_more():
    """Those that answer a part come first, wherever they stand."""
    runs = [*(trained(number, CHEAP) for number in range(100)), trained(100, CHEAP, role="cnn")]
    assert measured(runs) == [*range(MOST_MEASURED - 1), 100]

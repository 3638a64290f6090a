"""What a notebook shows becomes findings: curves, tables, matrices, mistakes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.model.evidence import (
    CurveShown,
    DigitShown,
    Evidence,
    MatrixShown,
)
from tests.checks.cases import (
    MATRIX,
    a_run,
    a_score,
    evidence_of,
)
from tests.checks.finding import find


@pytest.mark.parametrize(
    ("metrics", "status"),
    [
        (("loss", "val_loss"), "passed"),
        (("accuracy", "val_accuracy"), "passed"),
        (("loss", "val_accuracy"), "partial"),
        ((), "failed"),
    ],
)
def test_learning_curves_need_training_beside_validation(metrics, status):
    """One pair of curves is enough; unpaired ones are half of it."""
    curves = tuple(CurveShown(1, metric, 5) for metric in metrics)

    finding = find("learning_curves_shown", evidence_of(a_run(), curves=curves))

    assert finding.status == status


@pytest.mark.parametrize(
    ("parameters", "status"),
    [((50,), "passed"), ((50, 99), "passed"), ((0,), "passed"), ((), "passed"), ((99,), "partial")],
)
def test_the_summary_of_another_model_is_half_of_it(parameters, status):
    """One whose table says nothing of its size is believed to be this model's."""
    finding = find(
        "summary_shown",
        evidence_of(a_run(), summaries_shown=(3,), summarised_parameters=parameters),
    )

    assert finding.status == status


@pytest.mark.parametrize("name", ["architecture", "summary_shown"])
def test_parameters_that_nobody_counted_are_not_told_as_none(name):
    """Saved outputs don't say how many a model has: then they are not held against a summary."""
    run = a_run(model=replace(a_run().model, parameters=0))
    shown = {"summaries_shown": (3,), "summarised_parameters": (99,)}

    finding = find(name, evidence_of(run, **shown))

    assert finding.status == "passed"
    assert "0 parameters" not in finding.message + str(finding.evidence)


def test_a_validation_on_the_training_data_is_half_of_the_curves():
    """Both lines are there, and the second one says nothing."""
    curves = (CurveShown(1, "loss", 5), CurveShown(1, "val_loss", 5))

    finding = find(
        "learning_curves_shown", evidence_of(a_run(validated_on_training=True), curves=curves)
    )

    assert (finding.status, finding.points) == ("partial", Decimal(5))
    assert "rows that it trains on" in finding.message


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        (MATRIX, "passed", "the one that we measured"),
        (tuple(zip(*MATRIX, strict=True)), "passed", "columns the true ones"),
        (((0.96, 0.04), (0.1, 0.9)), "passed", "shares instead of counts"),
        (((50, 0), (0, 50)), "failed", "not this model's"),
        (((1, 2, 3), (4, 5, 6), (7, 8, 9)), "failed", "not this model's"),
    ],
)
def test_a_confusion_matrix_is_compared_with_the_measured_one(values, status, words):
    """Equal, transposed and normalised matrices are recognised; others are not the model's."""
    shown = (MatrixShown(6, "figure", values),)

    finding = find("confusion_matrix_shown", evidence_of(a_run(), matrices=shown), a_score())

    assert finding.status == status
    assert words in finding.message


@pytest.mark.parametrize(
    ("other", "score", "status"),
    [
        ({}, {}, "passed"),
        ({"optimizer": "Adam"}, {}, "failed"),
        ({}, {"trained_on_held_out": 9}, "failed"),
        ({}, {"verified": False}, "failed"),
    ],
)
def test_the_matrix_of_another_training_of_the_same_network(other, score, status):
    """Who finds out for how long to train, and trains once more, shows the last network's."""
    meant, last = a_run(), a_run(number=2, cell=7, match=None)
    last = replace(last, compiled=replace(last.compiled, **other))
    scores = a_score(), a_score(run=2, confusion_matrix=((47, 3), (1, 49)), **score)
    shown = (MatrixShown(8, "figure", ((47, 3), (1, 49))),)

    finding = find("confusion_matrix_shown", Evidence(runs=(meant, last), matrices=shown), *scores)

    assert finding.status == status
    assert ("of another training of the same network, in cell 8" in finding.message) == (
        status == "passed"
    )


def test_a_matrix_without_a_mistake_to_be_seen_awaits_a_person():
    """Rounded shares that any good model has may be typed; another form beside them tells."""
    measured = a_score(confusion_matrix=((490, 2), (3, 505)))
    rounded = MatrixShown(6, "printed", ((0.49, 0.0), (0.0, 0.51)))

    def status(*shown):
        return find("confusion_matrix_shown", evidence_of(a_run(), matrices=shown), measured).status

    assert status(rounded) == "needs_review"
    assert status(rounded, MatrixShown(7, "figure", ((490, 2), (3, 505)))) == "passed"


def test_mistakes_must_be_mistakes_and_name_both_values():
    """Pictures of digits that the model got right don't count."""
    wrong = tuple(DigitShown(7, index, ("true 1, predicted 0",)) for index in range(5))
    right = tuple(DigitShown(7, index, ("true 1, predicted 1",)) for index in range(50, 60))

    enough = find(
        "mistakes_shown",
        evidence_of(a_run(), digits=wrong + right),
        a_score(),
        options={"count": 5},
    )
    none = find(
        "mistakes_shown", evidence_of(a_run(), digits=right), a_score(), options={"count": 5}
    )

    assert (enough.status, none.status) == ("passed", "failed")


def test_mistakes_without_labels_earn_a_part():
    """Pictures alone are some of what was asked."""
    wrong = tuple(DigitShown(7, index, ()) for index in range(5))

    finding = find(
        "mistakes_shown", evidence_of(a_run(), digits=wrong), a_score(), options={"count": 5}
    )

    assert finding.status == "partial"


ALL = "true or predicted: 0 1 2 3 4 5 6 7 8 9"


@pytest.mark.parametrize(
    ("words", "share"),
    [((ALL,), "0.2"), ((), "0.2"), (("true 1, predicted 0 (98 %), number 1234",), "1")],
)
def test_who_shows_every_digit_has_looked_for_no_mistake(words, share):
    """All values in every title say nothing, and nor do all pictures; right ones beside mistakes
    that are named cost nothing.
    """
    digits = tuple(DigitShown(7, index, words) for index in range(100))

    finding = find(
        "mistakes_shown", evidence_of(a_run(), digits=digits), a_score(), options={"count": 5}
    )

    assert finding.points == finding.points_possible * Decimal(share)


@pytest.mark.parametrize(
    ("words", "passed"),
    [
        (("true 1, predicted 0",), True),
        (("1 → 0, sure of 0.97",), True),
        (("1 → 0", "the others: 3, 8"), True),
        (("One, read as zero",), True),
        (("eins statt null",), True),
        (("someone saw zeros",), False),
        (("true 7, sure of 0.10",), False),
        (("wrong, 10 %",), False),
    ],
)
def test_values_are_numbers_of_their_own(words, passed):
    """The digits of a share name no class."""
    wrong = tuple(DigitShown(7, index, words) for index in range(5))

    finding = find(
        "mistakes_shown", evidence_of(a_run(), digits=wrong), a_score(), options={"count": 5}
    )

    assert (finding.status == "passed") is passed


@pytest.mark.parametrize(
    ("titles", "status"),
    [
        (["true 1, predicted 0", "true 1, predicted 7"], "partial"),
        (["true 1, predicted 0, 2, 3 or 4"], "partial"),
        (["true 1, predicted 1"], "passed"),
    ],
    ids=["one beside the other", "several at once", "as the model has them"],
)
@pytest.mark.parametrize("ticks", [(), ("0", "2", "4")])
def test_guesses_beside_every_digit_name_no_mistake(titles, status, ticks):
    """Whoever asks no model calls far more digits mistakes than there are; ticks call none so."""
    named = [DigitShown(7, index, ("true 1, predicted 0", *ticks)) for index in range(5)]
    others = [DigitShown(7, index, (title, *ticks)) for index in range(5, 100) for title in titles]
    last = DigitShown(7, 100, ("true 5, predicted 5", *ticks))

    finding = find(
        "mistakes_shown",
        evidence_of(a_run(), digits=(*named, *others, last)),
        a_score(),
        options={"count": 5},
    )

    assert finding.status == status


def test_numbers_that_are_right_for_some_by_chance():
    """The same beside all pictures of a cell; what another cell names counts, and what it only
    shows takes nothing from that.
    """
    chance = tuple(
        DigitShown(7, index, ("0 or 1",) if index % 4 else ("2 or 1",)) for index in range(40)
    )
    always = tuple(
        DigitShown(7, index, ("2 or 3",) if index % 4 else ("0 or 1",)) for index in range(40)
    )
    named = tuple(DigitShown(8, index, ("true 1, predicted 0",)) for index in range(5))
    counts = {}
    for name, digits in {"most": chance, "few": always, "beside": (*always, *named)}.items():
        finding = find(
            "mistakes_shown", evidence_of(a_run(), digits=digits), a_score(), options={"count": 5}
        )
        counts[name] = finding.status

    assert counts == {"most": "passed", "few": "partial", "beside": "passed"}


def test_a_guess_in_each_of_many_cells_names_no_mistake():
    """Cells that show few digits are looked at together, be their mistakes named or only shown."""
    likely = "true 1, predicted 0, 2, 3 or 4", "true 5, predicted 6, 8 or 9"
    guessed = tuple(DigitShown(index, index, (likely[index > 6],)) for index in range(100))
    one_a_cell = tuple(DigitShown(index, index, ("true 1, predicted 0",)) for index in range(5))
    bare = tuple(DigitShown(index, index, ()) for index in range(100))

    def share(digits):
        finding = find(
            "mistakes_shown", evidence_of(a_run(), digits=digits), a_score(), options={"count": 5}
        )
        return finding.points / finding.points_possible

    assert share(guessed) == share(bare) == Decimal("0.2")
    assert share(one_a_cell) == 1
    assert share((*one_a_cell, *(replace(digit, cell=200) for digit in bare[5:]))) == 1

"""Values that prose states are told from those that it only speaks of."""

import pytest

from grader.evidence.claims.prose import read_statements


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The network reaches an accuracy of 97.2 %.", 0.972),
        ("We got 98.5% accuracy on the test set.", 0.985),
        ("The final test accuracy was **98.31%**.", 0.9831),
        ("The accuracy is 0.9722.", 0.9722),
        ("My model has an accuracy of more than 99 %.", 0.99),
        ("Das Netz erreicht eine Genauigkeit von rund 97,2 %.", 0.972),
        ("Die Genauigkeit beträgt 0,9722.", 0.9722),
        ("Die Genauigkeit liegt bei 98,6 Prozent.", 0.986),
        ("La red alcanza una exactitud de 97,2 %.", 0.972),
        ("Le réseau atteint une exactitude d'environ 97 %.", 0.97),
        ("| model | accuracy |\n|---|---|\n| MLP | 0.97 |", 0.97),
    ],
)
def test_results_of_ones_own(text, value):
    """In four languages, with points or commas, in percent or not."""
    (statement,) = read_statements(text)

    assert (statement.metric, statement.value) == ("accuracy", pytest.approx(value))


@pytest.mark.parametrize(
    "text",
    [
        "State-of-the-art networks reach accuracies surpassing 99.7% on MNIST.",
        "Random guessing gives 10 % accuracy.",
        "The goal is an accuracy of at least 95 %.",
        "According to the paper, the accuracy is 99.2 %.",
        "In an earlier version I got 99.17 % accuracy.",
        "With a convolution I would expect an accuracy of over 99 %.",
        "If it always said 1, it could have an accuracy of 99 %.",
        "Is an accuracy of 99.9 % possible?",
        "Ziel war eine Genauigkeit von mindestens 95 %.",
        "Bei zufälligem Raten läge die Genauigkeit bei 10 %.",
        "Laut Literatur erreichen Menschen eine Genauigkeit von 99,8 %.",
        "El objetivo es una exactitud superior al 99 %.",
        "Al azar se obtendría una exactitud del 10 %.",
        "L'objectif est une exactitude de 99 %.",
        "Selon la littérature, on atteint une précision de 99,8 %.",
        "We trained on 1,437 digits with a dropout of 0.25.",
    ],
)
def test_what_is_no_result_of_ones_own(text):
    """Goals, chance, other people, other trainings, suppositions, questions."""
    assert [one for one in read_statements(text) if one.metric == "accuracy"] == []

"""Answers are proposed together where they say the same, and never otherwise."""

from grader.web.reviewing.alike import alike
from tests.web.classes import HOLDS, OVERFITS


def test_the_same_said_in_other_words_stands_together():
    """Marks, capitals and a word more or less make no other answer."""
    texts = (
        "No, there is no overfitting because the curves stay close together.",
        "no there is no overfitting, the curves stay close",
        "There is **no** overfitting because both curves stay close together!",
        "The model has 50,890 parameters.",
    )

    labels = alike(texts, (HOLDS,) * 4)

    assert len(set(labels[:3])) == 1
    assert labels[3] not in labels[:3]


def test_what_is_said_of_another_model_stands_apart():
    """The words are the same, true of one model and false of the other."""
    text = "There is no overfitting because the curves stay close together."

    labels = alike((text, text, text), (HOLDS, OVERFITS, HOLDS.replace("0.0153", "0.0217")))

    assert labels[0] == labels[2] != labels[1]


def test_a_denial_stands_apart_from_what_it_denies():
    """One word more turns the answer around."""
    texts = (
        "The model is overfitting since the validation loss goes up again at the end.",
        "The model is not overfitting since the validation loss goes up again at the end.",
    )

    labels = alike(texts, (OVERFITS,) * 2)

    assert labels[0] != labels[1]


def test_signs_and_single_letters_are_no_trouble():
    """Answers without a word, and a class of one or none."""
    assert len(alike(("😀", "!!!", "α β", "a", "答案是十"), ("",) * 5)) == 5
    assert alike(("alone",), ("",)) == (0,)
    assert alike((), ()) == ()

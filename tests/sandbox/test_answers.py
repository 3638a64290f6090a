"""Prompts are answered as the user did whom the notebook asked."""

import pytest

from grader.model.submission import Cell, Notebook, Output
from grader.sandbox.answers import END_OF_INPUT, Answers

MANY = 1_000
"""More answers than any cell gets, and few enough to be had in a moment where they never end."""


def asked(source, saved=""):
    """The answers of a notebook whose only cell is about to run."""
    outputs = (Output("stream", saved, stream="stdout"),) if saved else ()
    answers = Answers(Notebook((Cell(0, "code", source, outputs=outputs),)))
    answers.begin(0)
    return answers


def test_saved_answers_are_given_again():
    """Jupyter keeps what was typed behind the prompt; each is used once, in order."""
    answers = asked("x = input('Name: ')", "Name:  Anna\nHello Anna\nName: Ben\n")

    assert [answers.answer("Name: ") for _ in range(3)] == ["Anna", "Ben", ""]


@pytest.mark.parametrize(
    ("source", "prompt", "answer"),
    [
        ("name = input('Name: ')", "Name: ", ""),
        ("n = int(input('How many? '))", "How many? ", "1"),
        ("n = float( input() )", "", "1"),
        ("a, b = map(int, input().split())", "", "1"),
        ("input('Go on? [y/n]')", "Go on? [y/n]", "y"),
        ("input('Delete (yes/no)')", "Delete (yes/no)", "y"),
        ("print(int(3)); input()", "", ""),
    ],
)
def test_what_was_not_saved_is_answered_harmlessly(source, prompt, answer):
    """Nothing, a number where text would break the cell, yes."""
    assert asked(source).answer(prompt) == answer


def test_a_secret_is_never_looked_for():
    """What stands behind the prompt of a password is dots."""
    assert asked("getpass()", "Password: ········\n").answer("Password: ", secret=True) == ""


def test_a_cell_that_asks_for_ever_comes_to_an_end():
    """After many answers, but no more than a program that asks in a loop needs, there are none."""
    answers = asked("while True: input()")

    given = [answers.answer("") for _ in range(MANY)]

    assert END_OF_INPUT in given
    assert given.index(END_OF_INPUT) >= 100
    assert set(given[given.index(END_OF_INPUT) :]) == {END_OF_INPUT}


def test_cells_know_nothing_of_each_other():
    """Another cell's output is not searched."""
    answers = asked("input('Name: ')", "Name: Anna\n")
    answers.begin(1)

    assert answers.answer("Name: ") == ""

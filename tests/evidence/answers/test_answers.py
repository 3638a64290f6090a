"""Answers in notebooks that come from the starter, and in those that don't."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.evidence.answers import find_answers, read_starter
from grader.evidence.answers.placeholders import is_placeholder
from grader.evidence.answers.topics import topic_of
from grader.intake import read_submission


@pytest.fixture
def answers(assignment):
    """Find the answers of a notebook of the assignment's folder."""

    def find(name):
        notebook = read_submission(assignment.folder / name).notebook
        return {
            answer.question: answer
            for answer in find_answers(notebook, assignment, read_starter(assignment))
        }

    return find


def test_untouched_starter_answers_nothing(answers):
    """Its own words and placeholders are no answers."""
    assert [answer.text for answer in answers("starter.ipynb").values() if answer.text] == []


def test_solution_answers_everything_in_the_cells_kept_for_it(answers, assignment):
    """Cell ids lead from the starter's placeholder to the answer."""
    found = answers("solution.ipynb")

    assert set(found) == {part.id for part in assignment.questions()} != set()
    assert all(
        answer.text and "cell that the starter" in answer.how_found for answer in found.values()
    )


def test_cells_without_ids_are_aligned_by_their_words(answers, assignment):
    """An editor that drops the ids changes nothing about the answers."""
    found = answers("samples/breaks_halfway.ipynb")

    assert set(found) == {part.id for part in assignment.questions()} != set()
    assert all(answer.text for answer in found.values())
    assert all("Does the model show" not in answer.text for answer in found.values())


def test_own_notebook_with_answers_at_the_end(answers):
    """Without any of the starter's words the topics tell which answer is which."""
    found = answers("samples/renamed_functional.ipynb")

    signs = {
        "q1": "arrays",
        "q2": "summary",
        "q3": "overfitting",
        "todo3": "matrix",
        "q4": "Accuracy 9",
    }
    for question, words in signs.items():
        assert words in found[question].text[:60]


def test_placeholders_left_in_place_are_missing_answers(answers):
    """Who answers three of six questions has three answers."""
    found = answers("samples/undertrained_no_cnn.ipynb")

    assert {question for question, answer in found.items() if not answer.text} == {
        "todo1",
        "q2",
        "q4",
    }


@pytest.mark.parametrize(
    "text",
    ["*Your answer here*", "Your answer here.", "TODO", "TODO 3", "...", "", "Write your answer here", "Double-click to edit",
     "**Answer:**", "<your answer>", "Type your answer here...", "Answer to question 3:"],
)  # fmt: skip
def test_placeholders(text):
    """What templates put where an answer should stand."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["No.", "none", "yes", "It is here.", "Your model overfits.", "0.98", "My answer is no"]
)
def test_short_answers_are_no_placeholders(text):
    """A person may judge a word; we may not drop it."""
    assert not is_placeholder(text)


def test_topics_are_guessed_where_the_assignment_does_not_name_them(assignment):
    """The words of the questions tell what they are about."""
    assert all(part.about for part in assignment.questions())
    for part in assignment.questions():
        assert topic_of(replace(part, about=None)) == part.about

"""A question is known by its own words, whatever they are."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.evidence.answers import find_answers
from grader.evidence.answers.starter import StarterTexts
from grader.intake import read_submission
from grader.pipeline import load_everything
from tests.notebooks.parts import code, md, notebook


@pytest.fixture(scope="module")
def digits():
    return load_everything("digits").assignment


def answered(digits, tmp_path, question, *cells):
    """The answer that is found to `question`, which no starter asks."""
    (part,) = digits.questions()
    asked = replace(digits, parts=(replace(part, question=question, title="Something"),))
    path = tmp_path / "nb.ipynb"
    path.write_text(json.dumps(notebook(*cells)), "utf-8")
    return find_answers(read_submission(path).notebook, asked, StarterTexts())[0].text


QUESTIONS = (
    "Would you deploy it?",
    "Why?",
    "Beschreibe die Konfusionsmatrix.",
    "In your own words: the confusion matrix",
    "Look at the curves. What do you see?",
    "Explique la matrice",
    "你会使用它吗",
    "What is $\\alpha$?",
)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("form", ["{}", "### {}", "**Question 3:** {}", "*{}*"])
def test_the_words_of_the_question_are_enough(digits, tmp_path, question, form):
    """However short, in whatever language, with or without a question mark."""
    cells = (md("Hello."), md(form.format(question)), md("No. Not yet."), code("1 + 1"))

    assert answered(digits, tmp_path, question, *cells) == "No. Not yet."


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_stands_behind_the_question_in_its_cell_is_the_answer(digits, tmp_path, question):
    """The question's own sentences are no part of it."""
    cell = md(f"{question}\n\nNo. Not yet.")

    assert answered(digits, tmp_path, question, cell) == "No. Not yet."


def test_a_word_of_the_question_is_not_the_question(digits, tmp_path):
    """It must stand there as a sentence."""
    assert answered(digits, tmp_path, "Why?", md("I wonder why that is so."), md("Because.")) == ""

"""Whom a notebook says that it is by."""

import pytest

from grader.intake.notebooks.signature import signed_by
from grader.model.submission import Cell, Notebook


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("# Homework\n\n**Name:** Maya Lindqvist", "Maya Lindqvist"),
        ("Student: José Ángel Núñez-Peña  ", "José Ángel Núñez-Peña"),
        ("### Submitted by: 李 小龙", "李 小龙"),
        ("# name: o'brien, pat", "o'brien, pat"),
        ("**Name:** *your name here*", None),
        ("Name: <script>alert(1)</script>", None),
        ("Name: " + "x" * 500, None),
        ("the name of the model: CNN", None),
        ("", None),
    ],
)
def test_the_line_that_starters_ask_for(source, name):
    """A filled-in name is read; placeholders, markup and novels are not."""
    assert signed_by(Notebook((Cell(0, "markdown", source),))).name == name

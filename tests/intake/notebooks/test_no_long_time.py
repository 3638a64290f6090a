"""Notebooks are read before any is graded, all in one process: none may keep it busy or end it."""

from __future__ import annotations

import json
import time

import pytest

from grader.errors import IntakeError, ReadingFault
from grader.intake import read_submission
from grader.intake.kinds import is_notebook
from grader.intake.notebooks import cells
from grader.intake.notebooks.salvage import salvaged
from grader.untrusted import texts
from tests.intake.notebooks.documents import code, notebook

MANY = 100_000
"""What is gone through once for each of so many signs takes minutes; what is gone through once,
hardly any time.
"""
FAR_BELOW_S = 20


def displayed(markup: str) -> bytes:
    """A notebook with an output that has no plain text."""
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": markup}}
    return json.dumps(notebook(code("x", output))).encode()


def counted(count: str) -> bytes:
    """A notebook with a cell that was run so many times."""
    return json.dumps(notebook({**code("x"), "execution_count": count})).encode()


def signed(text: str) -> bytes:
    """A notebook with a text of four cells."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": text}
    return json.dumps(notebook(*[cell] * 4)).encode()


@pytest.mark.parametrize(
    "content",
    [
        b'{"cells": [], "a": "' + b'\\"' * MANY,
        b'{"cells": [], "a": "' + b'\\"' * MANY + b"\\",
        counted(" " * MANY + "x"),
        counted("In" + " " * MANY),
        displayed("<style>" * MANY),
        displayed("<script>" + "</style" * MANY),
        signed("\n" * MANY),
    ],
    ids=["strings", "half_escape", "count", "count_in", "styles", "scripts", "signature"],
)
def test_nothing_is_gone_through_again_and_again(content, write):
    """Each of these took minutes or hours, during which no other notebook went on."""
    path, begin = write(content), time.process_time()

    try:
        read_submission(path)
    except ReadingFault:
        raise
    except IntakeError:
        pass

    assert time.process_time() - begin < FAR_BELOW_S


def test_objects_that_are_no_cells_are_looked_into_a_few_times():
    """Nested, each holds all that the one around it does."""
    text = '{"id":' * 900 + '"' + "a" * 5_000_000 + '"' + "}" * 900
    begin = time.process_time()

    assert salvaged(text) is None
    assert time.process_time() - begin < FAR_BELOW_S


def test_a_name_without_end_is_read_once():
    """A zip may hold a thousand names of 60,000 signs."""
    begin = time.process_time()

    assert not any(is_notebook((f"{'.ipynb' * 10_000}X{number}",)) for number in range(200))
    assert time.process_time() - begin < FAR_BELOW_S


def test_a_character_with_too_many_digits_is_none(write):
    """Python refuses to read 5,000 digits: one such output ended the batch of a class."""
    submission = read_submission(write(displayed(f"a&#{'9' * 5_000};b &#228;")))

    assert submission.notebook.cells[0].outputs[0].text == "a\ufffdb ä"


@pytest.mark.parametrize("end", ["\n", "\f", "\u2028"])
def test_more_lines_than_memory_holds_are_refused(write, monkeypatch, end):
    """Of 100 MB of short lines four gigabytes became: each is a text of its own, in the executed
    notebook as well.
    """
    monkeypatch.setattr(cells, "MAX_LINES", 50)
    source = ["ab" + end] * 60

    with pytest.raises(IntakeError, match="50 lines"):
        read_submission(write(json.dumps(notebook(code(source))).encode()))


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\r\n", "a\nb", "\n\n", "\r\n", "a\x85", "\f\r"])
def test_lines_are_counted_as_python_has_them(text):
    """Without a list of them."""
    assert texts.is_one_line(text) == (len(text.splitlines()) == 1)
    assert texts.lines_in(text) >= len(text.splitlines())


def test_more_values_than_memory_holds_are_refused(write, monkeypatch):
    """Three bytes may become seventy; what stands in texts does not count."""
    monkeypatch.setattr(texts, "MOST_VALUES", 1_000)
    print_of_numbers = json.dumps(notebook(code("1, 2, {} " * 1_000))).encode()

    assert read_submission(write(print_of_numbers))
    with pytest.raises(IntakeError, match="values"):
        read_submission(write(b'{"cells": [' + b"{}," * 1_001 + b"{}]}"))


def test_what_fails_over_a_notebook_is_told_and_ends_nothing(write, monkeypatch):
    """It is our bug: who reads one notebook of many goes on with the next."""
    monkeypatch.setattr("grader.intake.notebooks.read.read_notebook", lambda *_, **__: 1 / 0)

    with pytest.raises(IntakeError, match="ZeroDivisionError") as caught:
        read_submission(write(json.dumps(notebook(code("x"))).encode()))

    assert isinstance(caught.value, ReadingFault)

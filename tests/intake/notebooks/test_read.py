"""Reading notebooks, whole and damaged."""

from __future__ import annotations

import time

import nbformat
import pytest
from nbformat import v3

from grader.errors import IntakeError
from grader.intake import read_submission
from grader.model.submission import Student
from tests.intake.notebooks.documents import code, notebook, stdout


def test_sound_notebook_needs_no_repair(write):
    """A notebook that follows the format is read as it is."""
    path = write(
        notebook(
            code(["x = 1\n", "x"], stdout("hi\n"), id="a"),
            {"cell_type": "markdown", "source": "text"},
        )
    )

    submission = read_submission(path, student=Student(name="Ada"))

    assert submission.repairs == ()
    assert submission.student.name == "Ada"
    assert [(cell.kind, cell.source, cell.id) for cell in submission.notebook.cells] == [
        ("code", "x = 1\nx", "a"),
        ("markdown", "text", None),
    ]
    assert submission.notebook.cells[0].outputs[0].text == "hi\n"
    assert len(submission.sha256) == 64


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xef\xbb\xbf", "not a notebook"),
        (b"import keras\n", "not valid JSON"),
        (b"PK\x03\x04abc", "zip archive"),
        (b"%PDF-1.7", "a PDF"),
        (b"<!DOCTYPE html>", "HTML"),
        (b'{"cells": [', "ends too early"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b"[1" + b"0" * 5000 + b"]", "number that is too long"),
        (b"[]", "not an object"),
        (b"7", "not an object"),
        (b"null", "not an object"),
        (b"{}", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"\x00\x01\x02\x03\xff", "not a notebook"),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_line(write, content, words):
    """The message says what the file is, the hint what to do."""
    path = write(content)

    with pytest.raises(IntakeError) as caught:
        read_submission(path)

    assert words in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "language": "R"}}, "R"),
        ({"kernelspec": {"name": "ir"}}, "R"),
        ({"kernelspec": {"name": "julia-1.9"}}, "Julia"),
        ({"language_info": {"name": "scala"}}, "Scala"),
        ({"language_info": {"name": "brainfuck"}}, "brainfuck"),
    ],
)
def test_other_languages_are_named(write, metadata, language):
    """A notebook of another kernel is refused with its language."""
    path = write(notebook(code("x <- 1"), metadata=metadata))

    with pytest.raises(IntakeError, match=f"for {language}, not for Python"):
        read_submission(path)


@pytest.mark.parametrize(
    "name", ["python3", "tf-gpu", "conda-env-ml-py", "python2", "Python 3 (ipykernel)"]
)
def test_environments_of_any_name_are_python(write, name):
    """A kernel that carries the name of an environment is taken for Python."""
    path = write(notebook(code("x = 1"), metadata={"kernelspec": {"name": name}}))

    submission = read_submission(path)

    assert submission.notebook.cells[0].source == "x = 1"


def test_departures_from_the_format_are_listed(write):
    """Extra keys, ids used twice, strange kinds and counts are repaired, a sentence each."""
    path = write(
        notebook(
            code("a", id="x", colab={"a": 1}),
            code("b", id="x", execution_count=-3),
            code("c", id=7, execution_count=10**30),
            {"cell_type": "slide", "source": "d"},
            "not a cell",
            metadata={},
            nbformat="four",
        )
    )

    submission = read_submission(path)

    assert [cell.source for cell in submission.notebook.cells] == ["a", "b", "c", "d", ""]
    assert [cell.id for cell in submission.notebook.cells] == ["x", None, None, None, None]
    assert [cell.execution_count for cell in submission.notebook.cells] == [
        1,
        None,
        None,
        None,
        None,
    ]
    for words in (
        "format",
        "kernel",
        "not a cell",
        "unknown kind",
        "does not know",
        "repeats the id",
        "2 cells have invalid execution counts",
    ):
        assert any(words in repair for repair in submission.repairs), words


def test_format_3_is_read_as_nbformat_upgrades_it(write):
    """Worksheets, headings, `pyout` and `pyerr` of old notebooks come out as nbformat's own upgrade
    has them.
    """
    old = v3.new_notebook(
        worksheets=[
            v3.new_worksheet(
                cells=[
                    v3.new_heading_cell("Part\none", level=2),
                    v3.new_text_cell("markdown", source="words"),
                    v3.new_code_cell(
                        "model.fit(x)",
                        prompt_number=4,
                        outputs=[
                            v3.new_output("stream", "Epoch 1/1\n", stream="stdout"),
                            v3.new_output("pyout", output_text="<History>", prompt_number=4),
                            v3.new_output(
                                "display_data", output_png="aGk=", output_text="<Figure>"
                            ),
                            v3.new_output(
                                "pyerr",
                                ename="ValueError",
                                evalue="no",
                                traceback=["\x1b[31mline\x1b[0m"],
                            ),
                        ],
                    ),
                ]
            )
        ]
    )
    text = nbformat.writes(old, version=3)
    upgraded = nbformat.convert(nbformat.reads(text, as_version=3), 4)

    cells = read_submission(write(text.encode())).notebook.cells

    assert [(cell.kind, cell.source) for cell in cells] == [
        (cell.cell_type, cell.source) for cell in upgraded.cells
    ]
    assert cells[2].execution_count == 4
    assert [(output.kind, output.text) for output in cells[2].outputs] == [
        ("stream", "Epoch 1/1\n"),
        ("result", "<History>"),
        ("display", "<Figure>"),
        ("error", "line"),
    ]
    assert cells[2].outputs[2].mime_types == ("image/png",)
    assert cells[2].outputs[3].error_name == "ValueError"


def test_fifty_megabytes_are_read_in_time(write):
    """A progress log of fifty megabytes shrinks to a line an epoch, within seconds of
    processor time.
    """
    step = (
        "\b"
        * 80
        + "\r\x1b[1m{:3d}/469\x1b[0m \x1b[32m━━━━\x1b[0m\x1b[37m━━\x1b[0m 0s 1ms/step - loss: "
        "0.{:04d}" + " " * 20
    )
    epoch = "".join(step.format(number, number) for number in range(1, 470))
    log = "".join(f"Epoch {number}/600\n{epoch}\n" for number in range(1, 601))
    path = write(
        notebook(
            code(
                "model.fit(x, y)",
                *(stdout(log[i : i + 10_000]) for i in range(0, len(log), 10_000)),
            )
        )
    )
    assert path.stat().st_size > 50_000_000
    began = time.process_time()

    submission = read_submission(path)

    assert time.process_time() - began < 20
    text = submission.notebook.cells[0].outputs[0].text
    assert text.count("Epoch ") == 600
    assert text.count("469/469 ━━━━━━ 0s 1ms/step - loss: 0.0469") == 600
    assert len(text) < 60_000

"""Reading notebooks, whole and damaged."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import v3, v4

from grader.errors import IntakeError
from grader.intake import read_submission
from grader.intake.notebooks.read import MAX_BYTES
from grader.model.submission import Student

KERNEL = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}


def notebook(*cells, **changes):
    return {"cells": list(cells), "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5, **changes}


def code(source, *outputs, **changes):
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": list(outputs),
        "execution_count": 1,
        **changes,
    }


def stdout(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


@pytest.fixture
def write(tmp_path: Path):
    def to_file(content: object, name: str = "hand-in.ipynb") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return to_file


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


def test_missing_folder_and_unusual_files(tmp_path):
    """A missing file, a folder and a pipe are each refused, without waiting for anyone."""
    pipe = tmp_path / "pipe.ipynb"
    os.mkfifo(pipe)
    (tmp_path / "link.ipynb").symlink_to("/media/stick/hw.ipynb")

    for path, words in (
        (tmp_path / "none.ipynb", "no such file"),
        (tmp_path, "a folder"),
        (tmp_path / "link.ipynb", "a link to /media/stick/hw.ipynb, which is not there"),
        (pipe, "not a regular file"),
        (tmp_path / "nul\0.ipynb", "can't be read"),
        (tmp_path / ("n" * 300), "can't be read"),
    ):
        with pytest.raises(IntakeError, match=words):
            read_submission(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(write):
    """A file that we may not read is refused with what to do."""
    path = write(notebook())
    path.chmod(0)

    with pytest.raises(IntakeError, match="not allowed to read it"):
        read_submission(path)


def test_permission_error_is_explained(write, monkeypatch):
    """What the system answers to a file of someone else becomes a sentence."""
    path = write(notebook())

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)

    with pytest.raises(IntakeError, match="not allowed to read it"):
        read_submission(path)


def test_too_large_file(tmp_path):
    """A file above the cap is refused before it fills the memory."""
    path = tmp_path / "large.ipynb"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)

    with pytest.raises(IntakeError, match="larger than 100 MB"):
        read_submission(path)


def test_line_breaks_in_names_stay_out_of_messages(tmp_path):
    """A file name can't forge a second line."""
    path = tmp_path / "a\nok: 100 points\x1b[2J.ipynb"

    with pytest.raises(IntakeError) as caught:
        read_submission(path)

    assert "\n" not in caught.value.message
    assert "\x1b" not in caught.value.message


def test_byte_order_mark_and_utf16(write):
    """What Windows editors do to a file is undone and listed."""
    text = json.dumps(notebook({"cell_type": "markdown", "source": "Größe"}), ensure_ascii=False)

    with_mark = read_submission(write(b"\xef\xbb\xbf" + text.encode(), "bom.ipynb"))
    wide = read_submission(write(text.encode("utf-16"), "wide.ipynb"))

    assert with_mark.notebook == wide.notebook
    assert "byte-order mark" in with_mark.repairs[0]
    assert "UTF-16" in wide.repairs[0]


def test_bytes_of_another_encoding(write):
    """Letters in the code page of a computer are kept, and that is reported."""
    path = write(
        json.dumps(notebook(code("x = 1  # Gr?sse"))).replace("?", "\xf6").encode("latin-1")
    )

    submission = read_submission(path)

    assert submission.notebook.cells[0].source == "x = 1  # Grösse"
    assert "code page" in submission.repairs[0]


@pytest.mark.parametrize(
    ("broken", "expected", "ordinal"),
    [("theirs", "epochs = 5", "first"), ("ours", "epochs = 9", "second")],
)
def test_git_conflicts_take_the_side_that_parses(write, broken, expected, ordinal):
    """The first side is read where it is sound, else the second."""
    lines = (
        json.dumps(notebook(code("epochs = 5")), indent=1)
        .replace("epochs = 5", "PLACE")
        .splitlines()
    )
    at = next(number for number, line in enumerate(lines) if "PLACE" in line)
    ours = lines[at].replace("PLACE", "epochs = 5") + ("{" if broken == "ours" else "")
    theirs = lines[at].replace("PLACE", "epochs = 9") + ("{" if broken == "theirs" else "")
    conflict = ["<<<<<<< HEAD", ours, "||||||| base", lines[at], "=======", theirs, ">>>>>>> work"]
    path = write("\n".join(lines[:at] + conflict + lines[at + 1 :]).encode())

    submission = read_submission(path)

    assert submission.notebook.cells[0].source == expected
    assert f"the {ordinal} side" in submission.repairs[0]


def test_conflict_without_a_sound_side(write):
    """Where no side parses, the message names the conflict."""
    path = write(b"<<<<<<< HEAD\n{\n=======\n{{\n>>>>>>> b\n")

    with pytest.raises(IntakeError, match="git conflicts"):
        read_submission(path)


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
    """A progress log of fifty megabytes shrinks to a line an epoch, within three seconds."""
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

    assert time.process_time() - began < 3
    text = submission.notebook.cells[0].outputs[0].text
    assert text.count("Epoch ") == 600
    assert text.count("469/469 ━━━━━━ 0s 1ms/step - loss: 0.0469") == 600
    assert len(text) < 60_000


TEXT = st.text(max_size=40)
OUTPUT = st.one_of(
    st.builds(lambda text: v4.new_output("stream", text=text), TEXT),
    st.builds(
        lambda text: v4.new_output("display_data", data={"text/plain": text, "image/png": "aGk="}),
        TEXT,
    ),
    st.builds(
        lambda text: v4.new_output("execute_result", data={"text/html": text}, execution_count=1),
        TEXT,
    ),
    st.builds(lambda text: v4.new_output("error", ename=text, evalue=text, traceback=[text]), TEXT),
)
CELL = st.one_of(
    st.builds(v4.new_markdown_cell, TEXT),
    st.builds(v4.new_raw_cell, TEXT),
    st.builds(
        lambda source, outputs, count: v4.new_code_cell(
            source, outputs=outputs, execution_count=count
        ),
        TEXT,
        st.lists(OUTPUT, max_size=4),
        st.none() | st.integers(0, 10**6),
    ),
)
NOTEBOOK = st.builds(lambda cells: v4.new_notebook(cells=cells), st.lists(CELL, max_size=5))
RELAXED = settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@RELAXED
@given(made=NOTEBOOK)
def test_whatever_nbformat_writes_is_read(made, write):
    """Every notebook that nbformat can produce is read, cell for cell."""
    path = write(nbformat.writes(made).encode("utf-8", "surrogatepass"))

    submission = read_submission(path)

    assert [cell.source for cell in submission.notebook.cells] == [
        cell.source for cell in made.cells
    ]


@RELAXED
@given(made=NOTEBOOK, data=st.data())
def test_damaged_files_raise_nothing_but_intake_errors(made, data, write):
    """Bytes cut, changed or put in somewhere lead to a notebook or to an IntakeError."""
    whole = nbformat.writes(made).encode("utf-8", "surrogatepass")
    at = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 30))
    inserted = data.draw(st.binary(max_size=10))
    path = write(whole[:at] + inserted + whole[at + length :])

    with suppress(IntakeError):
        assert read_submission(path).notebook.cells is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@RELAXED
@given(value=JSON, data=st.data())
def test_any_value_anywhere_raises_nothing_but_intake_errors(value, data, write):
    """Each key of a notebook, in turn, may hold anything at all."""
    whole = notebook(
        code(
            "x",
            stdout("y"),
            {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["t"]},
        )
    )
    places = [whole, whole["cells"][0], *whole["cells"][0]["outputs"], whole["metadata"].copy()]
    place = data.draw(st.sampled_from(places))
    place[data.draw(st.sampled_from([*place, "worksheets", "data"]))] = value
    path = write(json.dumps(whole).encode())

    with suppress(IntakeError):
        cells = read_submission(path).notebook.cells
        json.dumps([cell.source for cell in cells], ensure_ascii=False).encode()

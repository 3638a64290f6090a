"""Notebooks whose JSON is spoiled, packed or wrapped, and files that only bear a notebook's
name.
"""

import base64
import gzip
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import IntakeError
from grader.intake import read_submission
from grader.intake.notebooks.mend import mended

SOURCE = "x = 1\nprint('é')"


def cell(source=SOURCE, **changes):
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {},
        "outputs": [],
        "execution_count": 1,
        **changes,
    }


def notebook(*cells):
    metadata = {"kernelspec": {"name": "python3", "language": "python"}}
    return {
        "cells": list(cells) or [cell()],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


PLAIN = json.dumps(notebook(), ensure_ascii=False)
INDENTED = json.dumps(notebook(), ensure_ascii=False, indent=1)


def read(folder, content, name="hw.ipynb"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_submission(path)


@pytest.mark.parametrize(
    ("content", "reported"),
    [
        (PLAIN.encode("latin-1"), "code page"),
        (PLAIN.encode("utf-16-le"), "UTF-16-LE"),
        (gzip.compress(PLAIN.encode()), "gzip"),
        (INDENTED.replace('"nbformat_minor": 5', '"nbformat_minor": 5,'), "commas"),
        (f"{PLAIN}\n{PLAIN}", "several notebooks"),
        (f"{PLAIN}\n>>>>>>> feature", "behind the notebook"),
        (f"// by Ada\n{PLAIN}", "in front of the notebook"),
        (json.dumps(PLAIN), "taken out"),
        (json.dumps({"type": "notebook", "content": notebook()}), "taken out"),
        (json.dumps({"path": "x", "content": PLAIN}), "taken out"),
        (json.dumps([notebook()]), "taken out"),
        (json.dumps([cell()]), "taken out"),
        (base64.encodebytes(PLAIN.encode()), "base64"),
        (
            json.dumps(
                {"name": "hw.ipynb", "content": base64.encodebytes(PLAIN.encode()).decode()}
            ),
            "taken out",
        ),
    ],
)
def test_a_notebook_is_got_out_of_what_surrounds_it(tmp_path, content, reported):
    """And what was done is reported."""
    submission = read(tmp_path, content)

    assert [one.source for one in submission.notebook.cells] == [SOURCE]
    assert any(reported in repair for repair in submission.repairs)


def test_commas_in_texts_stay(tmp_path):
    """Only those between values are too many."""
    source = 'x = [1, ]\ny = "a,}"'
    content = json.dumps(notebook(cell(source)), indent=1).replace(
        '"nbformat_minor": 5', '"nbformat_minor": 5,'
    )

    assert read(tmp_path, content).notebook.cells[0].source == source


@pytest.mark.parametrize(
    ("raw", "kind", "source", "count"),
    [
        ({"source": "x", "outputs": []}, "code", "x", None),
        ({"source": "# Text"}, "markdown", "# Text", None),
        (cell(cell_type="Code"), "code", SOURCE, 1),
        (cell(execution_count="3"), "code", SOURCE, 3),
        (cell(execution_count="In [4]:"), "code", SOURCE, 4),
        (cell(execution_count=5.0), "code", SOURCE, 5),
        (cell(["import os", "x = 1"]), "code", "import os\nx = 1", 1),
        (cell(None), "code", "", 1),
        ({"cell_type": "code", "code": "x", "prompt_number": 2}, "code", "x", 2),
        ({"cell_type": "text", "text": "hello"}, "markdown", "hello", None),
    ],
)
def test_a_cell_is_read_as_it_was_meant(tmp_path, raw, kind, source, count):
    """Fields that are missing, of another type, or of formats long gone."""
    (read_cell,) = read(tmp_path, json.dumps(notebook(raw))).notebook.cells

    assert (read_cell.kind, read_cell.source, read_cell.execution_count) == (kind, source, count)


def zipped(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "what", "hint"),
    [
        (zipped("hw.ipynb"), "a zip archive", "unpack it"),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            "an office document",
            "the notebook itself",
        ),
        (b"\n\n<html>Please sign in</html>", "an HTML", "Download .ipynb"),
        (b"bplist00\xd1", "Safari", "Download .ipynb"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:a\n", "Git LFS", "git lfs pull"),
        (b"https://colab.research.google.com/drive/1abc\n", "a link", "in Colab"),
        (b"[InternetShortcut]\nURL=https://x\n", "a link", "in Colab"),
        (b'{"doc_id": "1", "email": "a@x"}', "Google Drive", "in Colab"),
        (b"\0" * 5000, "empty", "upload may have failed"),
        (PLAIN[:70].encode(), "ends too early", "cut off"),
        (b"# In[1]:\nimport os\n", "not valid JSON", "Python script"),
        (gzip.compress(b"\0" * (101 * 1024**2)), "unpacks", "unpacked"),
        (gzip.compress(b"x", mtime=0)[:-9] + b"zzz", "gzip", "again"),
    ],
)
def test_what_bears_only_the_name_is_named(tmp_path, content, what, hint):
    """What it is, and what to hand in."""
    with pytest.raises(IntakeError) as caught:
        read(tmp_path, content)

    assert what in caught.value.message
    assert hint in caught.value.hint


@given(st.text(alphabet='{}[]",:\\ x1\ncellsnbformat', max_size=200))
def test_any_text_is_mended_or_not(text):
    """Nothing but a notebook comes out, whatever goes in."""
    document = mended(text, [])

    assert document is None or isinstance(document, dict)

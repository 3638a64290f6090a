"""Notebooks that were cut off or spoiled in places: their whole cells are read, and the rest is a
person's to judge.
"""

import json
import time

import pytest

from grader.errors import IntakeError
from grader.intake import read_submission
from grader.intake.choose import Candidate, choose
from grader.intake.notebooks.salvage import salvaged

METADATA = {
    "kernelspec": {"name": "python3", "language": "python"},
    "language_info": {"name": "python"},
}
SOURCES = ["# Homework", "x = 1\nprint('é')", 'y = {"a": [1]}', "print(x)"]


def cell(source):
    code = {
        "outputs": [{"output_type": "stream", "name": "stdout", "text": [source]}],
        "execution_count": 1,
    }
    kind = "markdown" if source.startswith("#") else "code"
    return {
        "cell_type": kind,
        "id": f"c{len(source)}",
        "metadata": {},
        "source": [source],
        **(code if kind == "code" else {}),
    }


WHOLE = {
    "cells": [cell(source) for source in SOURCES],
    "metadata": METADATA,
    "nbformat": 4,
    "nbformat_minor": 5,
}
TEXT = json.dumps(WHOLE, indent=1)
LAST = TEXT.index('"print(x)"')


def read(folder, text, name="hw.ipynb"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_submission(path)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (TEXT[:LAST], 3),
        (json.dumps(WHOLE)[: json.dumps(WHOLE).index('"print(x)"')], 3),
        (json.dumps(dict(reversed(WHOLE.items())), indent=1)[:-20], 3),
        (TEXT.rstrip().removesuffix("}"), 4),
        (TEXT[:LAST].encode() + bytes(500), 3),
        (TEXT.replace('"nbformat": 4,', '"nbformat": 4'), 4),
        (TEXT.replace('"x = 1', '"x = "1"'), 3),
        (TEXT.replace('"nbformat"', '// by hand\n "nbformat"'), 4),
        (TEXT.replace('"nbformat_minor": 5', f'"nbformat_minor": {"9" * 5000}'), 4),
        ("\n".join(json.dumps(one) for one in WHOLE["cells"]), 4),
        ("<<<<<<< HEAD\n" + TEXT[:LAST] + "\n=======\n{\n>>>>>>> other\n", 3),
    ],
    ids=[
        "cut off", "cut off, on one line", "cut off, metadata first", "last brace", "zeros",
        "comma", "quote", "comment", "number", "a cell a line", "conflict",
    ],
)  # fmt: skip
def test_whole_cells_are_read(tmp_path, text, whole):
    """And that something is lost is reported, and stays with the submission."""
    submission = read(tmp_path, text)

    assert len(submission.notebook.cells) == whole
    assert {one.source for one in submission.notebook.cells} <= set(SOURCES)
    assert submission.lost in submission.repairs
    assert f"{whole} whole cells" in submission.lost


def test_outputs_and_language_of_a_damaged_file_are_kept(tmp_path):
    """What the whole cells put out is there, and a foreign language is still refused."""
    damaged = read(tmp_path, TEXT.replace('"nbformat": 4,', '"nbformat": 4'))
    foreign = TEXT.replace('"python"', '"R"').replace('"python3"', '"ir"').replace("print(", "cat(")

    assert damaged.notebook.cells[1].outputs[0].text.startswith("x = 1")
    with pytest.raises(IntakeError, match="not for Python"):
        read(tmp_path, foreign.replace('"nbformat": 4,', '"nbformat": 4'))


@pytest.mark.parametrize(
    "text",
    ['{"cells": [', '{"cells": [{"cell_type": "code", "source": "x', "{'cells': []}", "{" * 9],
)
def test_where_no_cell_is_whole_there_is_no_notebook(tmp_path, text):
    """It is refused as before."""
    with pytest.raises(IntakeError):
        read(tmp_path, text)


@pytest.mark.parametrize("other", [[], None])
def test_an_empty_list_of_cells_hides_no_work(tmp_path, other):
    """A file that names its cells twice, or in the old way beside an empty list, is read where they
    stand.
    """
    twice = TEXT.rstrip().removesuffix("}") + ', "cells": []}'
    old = json.dumps(
        {
            "worksheets": [{"cells": WHOLE["cells"]}],
            "cells": [],
            "nbformat": 3,
            "metadata": METADATA,
        }
    )
    submission = read(tmp_path, twice if other is None else old)

    assert [one.source for one in submission.notebook.cells] == SOURCES
    assert submission.lost == ""
    assert any("list of cells is empty" in repair for repair in submission.repairs)


def test_a_damaged_file_gives_way_to_a_whole_one(tmp_path):
    """However much stands in it, and even where it is the later attempt; alone it is graded."""
    big = json.dumps({**WHOLE, "cells": [cell("z = 1\n" * 50), *WHOLE["cells"]]}, indent=1)
    (tmp_path / "late.ipynb").write_text(big[:-40])
    (tmp_path / "early.ipynb").write_text(TEXT)
    (tmp_path / "empty.ipynb").write_text(json.dumps({**WHOLE, "cells": []}))
    late, early, empty = (
        Candidate((f"{name}.ipynb",), tmp_path / f"{name}.ipynb", name, attempt)
        for name, attempt in (("late", "2"), ("early", "1"), ("empty", "2"))
    )

    assert choose([late, early], resubmissions=False).notebook == early
    assert choose([empty, late], resubmissions=False).notebook == late


def test_hostile_texts_take_no_long_time():
    """No part of a text is read again and again."""
    texts = [
        '{"id":' * 200_000,
        '{"id": "' * 200_000,
        '{"id": [' * 100_000 + "9" * 5000,
        '{"cell_type": "x"},' * 50_000,
    ]
    begin = time.process_time()

    assert [salvaged(text) for text in texts] == [None] * len(texts)
    assert time.process_time() - begin < 20


def test_text_in_a_form_that_no_notebook_has_is_reported(tmp_path):
    """It is not passed over in silence."""
    odd = {**WHOLE, "cells": [{**one, "source": [one["source"]]} for one in WHOLE["cells"]]}

    submission = read(tmp_path, json.dumps(odd))

    assert any("4 cells hold their text in a form" in repair for repair in submission.repairs)

"""Whatever a file holds, a notebook is read or a sentence says why not."""

from __future__ import annotations

import json
from contextlib import suppress

import nbformat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import v4

from grader.errors import IntakeError
from grader.intake import read_submission
from tests.intake.notebooks.documents import code, notebook, stdout

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
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
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

"""Half a character gets into no record, wherever a student can put it: in a notebook's file, its
code, the messages and the events of its kernel.
"""

import json
from types import SimpleNamespace

import pytest
from pydantic import TypeAdapter

from grader.evidence import gather
from grader.evidence.program.source import parse_cell
from grader.evidence.runs.description import disagreement
from grader.evidence.runs.wiring import wired_otherwise
from grader.export import public_record
from grader.intake import read_submission
from grader.model.descriptions import ModelInfo
from grader.model.graded.result import Result
from grader.model.recording import NOT_RUN
from grader.model.submission import Notebook
from grader.pipeline import decide, load_everything
from grader.recorder.start.channel import _encoded
from grader.sandbox.kernels.connection import read_content
from grader.sandbox.messages.displayed import Display
from grader.sandbox.messages.listener import read_event
from grader.scoring.rebuilding.architecture import ModelRefused, check_architecture

HALF = "half \ud800 of a character"
NOTEBOOKS = TypeAdapter(Notebook)
PICTURE = {"image/png": HALF, HALF: HALF}
OUTPUTS = [
    {"output_type": "stream", "name": "stdout", "text": [HALF]},
    {"output_type": "error", "ename": HALF, "evalue": HALF, "traceback": [HALF]},
    {"output_type": "error", "ename": HALF, "evalue": HALF},
    {"output_type": "display_data", "data": {"text/plain": HALF, HALF: HALF, **PICTURE}},
    {"output_type": "execute_result", "data": {"text/html": f"<table>{HALF}"}},
]
CODE = {"cell_type": "code", "id": HALF, "source": f"# {HALF}", "outputs": OUTPUTS}
TEXT = {"cell_type": "markdown", "source": HALF, "attachments": {HALF: PICTURE}}
DOCUMENT = {"cells": [CODE, TEXT], "metadata": {"name": HALF, "author": HALF}, "nbformat": 4}
FILES = {
    "whole": json.dumps(DOCUMENT),
    "with a comma": json.dumps(DOCUMENT)[:-1] + ",}",
    "cut off": json.dumps(DOCUMENT)[:-40],
    "in a conflict": "<<<<<<< a\n" + json.dumps(DOCUMENT) + "\n=======\n>>>>>>> b\n",
    "in a text": json.dumps({"content": json.dumps(DOCUMENT)}),
    "as text": json.dumps(json.dumps(DOCUMENT)),
}
LITERALS = r"""
hidden = layers.Dense(32, "\ud800", name="\ud800")
model = keras.Sequential([hidden, layers.Dense(10, f"\ud800{1}")])
model.compile("\ud800", loss="\U0000dfff", metrics=["\ud800"])
history = model.fit(x_train, y_train, epochs=3, validation_data=(x_valid, y_valid))
plt.title("\ud800 accuracy"); plt.plot(history.history["accuracy"], label="\ud800")
"\ud83d\ude00 The network confuses the digits eight and nine, since both have a loop above."
print("\ud800 The network confuses the digits eight and nine, since both have a loop above.")
"""
MESSAGES = {
    "stream": {"name": "stdout", "text": HALF},
    "display_data": {"data": {"text/plain": HALF}, "transient": {"display_id": HALF}},
    "execute_result": {"data": {"text/html": HALF}, "execution_count": 1},
    "error": {"ename": HALF, "evalue": HALF, "traceback": [HALF]},
}
ARCHITECTURE = {
    "class_name": "Sequential",
    "module": HALF,
    "config": {
        "name": HALF,
        HALF: HALF,
        "layers": [
            {"class_name": HALF, "module": HALF, "config": {"name": HALF, "activation": HALF}},
            {"class_name": "Dense", "config": {"units": 3}, "inbound_nodes": [{"a": HALF}] * 2},
        ],
    },
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_none_comes_out_of_a_file(content, tmp_path):
    """Whole or damaged, in whatever field of a cell."""
    path = tmp_path / "hand-in.ipynb"
    path.write_text(content, "utf-8")

    submission = read_submission(path)

    assert b"half ? of a character" in NOTEBOOKS.dump_json(submission.notebook)
    assert "\n".join(submission.repairs).encode()


def test_none_comes_out_of_the_code(tmp_path):
    """A literal may say it in words of Python, which become a network, a figure and answers."""
    path = tmp_path / "hand-in.ipynb"
    cell = {"cell_type": "code", "source": LITERALS, "outputs": [], "execution_count": 1}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}), "utf-8")
    submission, loaded = read_submission(path), load_everything("digits")

    evidence = gather(submission, NOT_RUN, assignment=loaded.assignment, dataset=loaded.dataset)
    grade = decide(loaded, NOT_RUN, evidence, ())
    result = Result(
        "digits", submission, "n.ipynb", "saved", grade, recording=NOT_RUN, evidence=evidence
    )

    assert TypeAdapter(type(evidence)).dump_json(evidence)
    assert '"status"' in public_record(result).model_dump_json()
    assert len(parse_cell(LITERALS).body) == 8


@pytest.mark.parametrize("kind", MESSAGES)
def test_none_comes_out_of_a_message(kind):
    """What a cell shows is written into the executed notebook."""
    content = read_content(json.dumps(MESSAGES[kind]).encode())
    notebook = SimpleNamespace(outputs=[])
    display = Display(limit_bytes=10**6)
    display.begin(notebook.outputs)

    display.take(kind, content)

    (output,) = notebook.outputs
    assert "half ? of" in json.dumps(output, ensure_ascii=False).encode().decode()


def test_none_comes_with_an_architecture():
    """Which is JSON within the JSON of an event: there an escape passes the first reading."""
    text = json.dumps(ARCHITECTURE)
    model = ModelInfo(1, "Sequential", (), 0, 0, text)

    assert disagreement(model, None).encode()
    assert wired_otherwise(text).encode()
    with pytest.raises(ModelRefused) as refused:
        check_architecture(text)
    assert str(refused.value).encode()


def test_an_honest_kernel_says_it_with_a_question_mark():
    """An event is not turned away for the title of a figure."""
    event = read_event(
        _encoded({"event": "notice", "kind": "package_missing", "message": HALF + "\U0001f600"})
    )

    assert event is not None
    assert event.message == "half ? of a character\U0001f600"

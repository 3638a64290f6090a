"""Long and many outputs: no bound costs a student evidence without a word."""

import json

import pytest

from grader.evidence.claims import read_claims
from grader.intake import read_submission
from grader.intake.notebooks.outputs import MAX_CHARS, MAX_NOTEBOOK_LINES, MAX_OUTPUTS, read_outputs

EPOCHS = 1_200


def stream(name, text):
    return {"output_type": "stream", "name": name, "text": text}


def shown(data):
    return {"output_type": "display_data", "metadata": {}, "data": data}


def epoch(number, total=EPOCHS):
    values = (
        f"accuracy: {number / total:.4f} - loss: 0.5000 - val_accuracy: {number / total:.4f} - "
        f"val_loss: 0.5000"
    )
    return f"Epoch {number}/{total}\n45/45 - 0s - 10ms/step - {values}\n"


def submission(folder, *outputs):
    cells = [
        {
            "cell_type": "code",
            "source": "fit()",
            "metadata": {},
            "execution_count": 1,
            "outputs": one,
        }
        for one in outputs
    ]
    path = folder / "hw.ipynb"
    path.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    )
    return read_submission(path)


LOG = [stream("stdout", epoch(number)) for number in range(1, EPOCHS + 1)]
PICTURE = shown({"image/png": "iVBORw0K", "text/plain": "<Figure>"})


@pytest.mark.parametrize(
    "between",
    [
        stream("stderr", "warning\n"),
        PICTURE,
        shown({"text/html": "<b>50 %</b>"}),
        shown(
            {
                "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
                "text/plain": "  5%|▌ | 1/20",
            }
        ),
    ],
)
def test_a_log_in_many_outputs_is_whole(tmp_path, between):
    """Warnings, pictures and bars between its lines cost no epoch."""
    outputs = [one for line in LOG for one in (line, between)]

    (claim,) = read_claims(submission(tmp_path, outputs).notebook)

    assert claim.epochs == tuple(range(1, EPOCHS + 1))
    assert claim.history["val_accuracy"][-1] == 1


def test_a_log_that_is_displayed_is_whole(tmp_path):
    """Lines of `display` are outputs of their own."""
    outputs = [shown({"text/plain": line["text"]}) for line in LOG]

    (claim,) = read_claims(submission(tmp_path, outputs).notebook)

    assert len(claim.epochs) == EPOCHS


def test_a_log_of_ten_thousand_epochs_is_whole(tmp_path):
    """It is longer than a million characters, and read without a repair."""
    text = "".join(epoch(number, 10_000) for number in range(1, 10_001))
    read = submission(tmp_path, [stream("stdout", text)])

    (claim,) = read_claims(read.notebook)

    assert len(claim.epochs) == 10_000
    assert not any("left out" in repair for repair in read.repairs)


def test_what_is_cut_is_reported(tmp_path):
    """With the cells."""
    read = submission(tmp_path, [], [stream("stdout", "x y\n" * (MAX_CHARS // 4 + 1_000))])

    assert [repair for repair in read.repairs if "left out (cells 1)" in repair]


def test_a_loop_that_prints_thousands_of_figures_costs_other_cells_nothing(tmp_path):
    """What is kept of claims is kept of every cell."""
    loop = "".join(f"step {number}: loss = {1 / (number + 1):.5f}\n" for number in range(9_000))
    read = submission(
        tmp_path, [stream("stdout", loop)], [stream("stdout", epoch(1, 1) + epoch(1, 1))]
    )

    kept = read_claims(read.notebook)

    assert {claim.cell for claim in kept} == {0, 1}
    assert any(claim.kind == "progress_log" and claim.cell == 1 for claim in kept)


def test_many_outputs_become_few_and_an_error_stays_one():
    """Memory is bounded, and what kinds there were is kept."""
    error = {"output_type": "error", "ename": "KeyError", "evalue": "acc", "traceback": []}
    outputs = read_outputs([PICTURE, *[shown({"text/plain": "a"})] * 2_000, error])

    assert len(outputs) == MAX_OUTPUTS
    assert (outputs[0].mime_types, outputs[-1].error_name) == (("image/png",), "KeyError")


def test_lines_are_bounded_besides_signs(tmp_path):
    """Millions of lines of one sign are read by several readers each: the middle is left out, and
    that is reported.
    """
    read = submission(
        tmp_path, [stream("stdout", "first\n" + "=\n" * (2 * MAX_NOTEBOOK_LINES) + "last")]
    )

    text = read.notebook.cells[0].outputs[0].text
    assert text.count("\n") <= MAX_NOTEBOOK_LINES + 2
    assert text.startswith("first\n")
    assert text.endswith("\nlast")
    assert any("more text than is read" in repair for repair in read.repairs)


def test_short_outputs_keep_their_lines_beside_a_long_one(tmp_path):
    """What one cell prints in a loop costs no other its lines."""
    log = "".join(map(epoch, range(1, 101)))

    read = submission(
        tmp_path, [stream("stdout", "=\n" * (2 * MAX_NOTEBOOK_LINES))], [stream("stdout", log)]
    )

    assert read.notebook.cells[1].outputs[0].text == log

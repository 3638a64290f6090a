"""A cell's outputs count as what they take in the executed notebook."""

import json
import weakref

import nbformat

from grader.sandbox.execute import written
from grader.sandbox.messages.displayed import (
    CELL_RESERVE_BYTES,
    KEPT_OUTPUTS,
    KEPT_UP_TO_DATE,
    Display,
)


def kept_bytes(*texts: str) -> int:
    """What JSON makes of that which is kept of these pieces of a stream."""
    display = Display(limit_bytes=4_000_000)
    display.begin([])
    for text in texts:
        display.take("stream", {"name": "stdout", "text": text})
    return len(json.dumps([output.text for output in display.outputs], ensure_ascii=False).encode())


def test_a_control_character_takes_six_signs():
    """A cell may fill its share, and no more, whatever it fills it with."""
    for character in "x\x01\U0001f600":
        assert kept_bytes(*[character * 10_000] * 200) < 1_050_000


def test_plain_text_has_all_its_room():
    """A megabyte of log is kept."""
    assert kept_bytes(*["x" * 10_000] * 99) > 990_000


def shown(display, text, **about):
    display.take(
        "display_data", {"data": {"text/plain": text}, "transient": {"display_id": "one"}, **about}
    )


def test_of_very_many_displays_of_one_id_the_last_ones_change():
    """Each change goes to a few displays, not to all that a notebook put up in a thousand cells."""
    display, cells = Display(limit_bytes=20_000_000), []
    for _ in range(100):
        cells.append([])
        display.begin(cells[-1])
        for _ in range(10):
            shown(display, "old")

    display.take(
        "update_display_data", {"data": {"text/plain": "new"}, "transient": {"display_id": "one"}}
    )

    changed = [output.data["text/plain"] for cell in cells for output in cell]
    assert changed.count("new") == KEPT_UP_TO_DATE
    assert changed[-1] == "new"


def test_what_is_cleared_away_is_forgotten():
    """Its name too: else a cell that shows and clears without end is held as a whole."""
    display, held = Display(limit_bytes=4_000_000), []
    display.begin([])
    for number in range(50):
        shown(display, "x", transient={"display_id": str(number)})
        held.append(weakref.ref(display.outputs[-1]))
        display.take("clear_output", {})

    assert [output() for output in held] == [None] * 50


def test_a_display_of_an_earlier_cell_outlives_the_clearing_of_another():
    """Its name is still its own."""
    display, first = Display(limit_bytes=4_000_000), []
    display.begin(first)
    shown(display, "old")
    display.begin([])
    shown(display, "old")
    display.take("clear_output", {})

    display.take(
        "update_display_data", {"data": {"text/plain": "new"}, "transient": {"display_id": "one"}}
    )

    assert first[0].data == {"text/plain": "new"}


def test_a_display_of_nothing_takes_room():
    """Many cells, each with hundreds of empty displays, are bounded like text is."""
    display, kept = Display(limit_bytes=4_000_000), 0
    for _ in range(100):
        outputs = []
        display.begin(outputs)
        for _ in range(800):
            display.take("display_data", {"data": {"text/plain": "x"}})
        kept += len(outputs)

    assert kept < 60_000
    assert display.left_out > 20_000


def test_errors_are_counted_as_outputs():
    """A kernel may send an error as often as it likes."""
    display, outputs = Display(limit_bytes=8_000_000), []
    display.begin(outputs)

    for number in range(3_000):
        display.take("error", {"ename": "E", "evalue": str(number), "traceback": []})

    assert len(outputs) == KEPT_OUTPUTS


def test_long_errors_take_room():
    """The first one of a cell is kept in any case, since it says why the cell failed."""
    display, kept = Display(limit_bytes=400_000), []
    for _ in range(30):
        outputs = []
        display.begin(outputs)
        for _ in range(30):
            trace = {"ename": "E", "evalue": "x" * 20_000, "traceback": ["x" * 20_000]}
            display.take("error", trace)
        kept.append(len(outputs))

    assert min(kept) == 1 + CELL_RESERVE_BYTES // 40_500
    assert kept[0] == max(kept)


def test_a_traceback_of_empty_lines_is_cut():
    """Each line is a string of its own in the executed notebook."""
    display, outputs = Display(limit_bytes=8_000_000), []
    display.begin(outputs)

    display.take("error", {"ename": "E", "evalue": "", "traceback": ["\n" * 20_000]})

    assert len(outputs[0].traceback) == 1_000


def test_ends_of_lines_count_as_what_they_take():
    """What is kept fits the limit when it is written, however short its lines are."""
    display, notebook = Display(limit_bytes=2_000_000), nbformat.v4.new_notebook()
    for _ in range(4):
        cell = nbformat.v4.new_code_cell()
        notebook.cells.append(cell)
        display.begin(cell.outputs)
        for _ in range(50):
            display.take("display_data", {"data": {"text/html": "\n" * 10_000}})

    assert 1_000_000 < len(written(notebook)) < 2_100_000


def test_what_each_cell_may_show_ends_somewhere():
    """Thousands of cells that each show a little beyond what all may came to gigabytes."""
    display, kept = Display(limit_bytes=1_000_000), 0
    for _ in range(300):
        display.begin([])
        display.take("display_data", {"data": {"text/plain": "\n" * 15_000}})
        kept += len(display.outputs)

    assert 100 <= kept <= 130
    assert display.left_out == 300 - kept

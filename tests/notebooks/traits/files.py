"""Notebooks by the format and the state of their file."""

from __future__ import annotations

import json

from parts import (
    DENSE,
    FIT,
    SGD,
    code,
    keras1_log,
    md,
    notebook,
    out,
)
from traits.shown import EVALUATE, EVALUATED, TRAINED

SIMPLE = notebook(md("PLACE"), TRAINED)


def with_id(cell, cell_id):
    """The cell with an id."""
    return {**cell, "id": cell_id}


def old_format():
    """A notebook of format 3."""
    printed = {
        "output_type": "stream",
        "stream": "stdout",
        "text": keras1_log(2).splitlines(keepends=True),
    }
    returned = {
        "output_type": "pyout",
        "prompt_number": 5,
        "text": ["[0.0161, 0.9034]"],
        "metadata": {},
    }
    return {
        "metadata": {"name": "old"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["file_format_3: worksheets of IPython 2"]},
                    {"cell_type": "code", "collapsed": False, "language": "python", "metadata": {}, "prompt_number": 4,
                     "input": (DENSE + SGD + FIT.format(epochs=2)).splitlines(keepends=True), "outputs": [printed]},
                    {"cell_type": "code", "language": "python", "metadata": {}, "prompt_number": 5,
                     "input": [EVALUATE], "outputs": [returned]},
                ],
                "metadata": {},
            }
        ],
    }  # fmt: skip


def conflict():
    """A notebook in the middle of a merge."""
    lines = (
        dumped(notebook(md("file_conflict: unresolved markers of git"), TRAINED))
        .decode()
        .splitlines()
    )
    at = next(number for number, line in enumerate(lines) if '"execution_count": 1' in line)
    theirs = lines[at].replace("1", "2")
    return "\n".join(
        [
            *lines[:at],
            "<<<<<<< HEAD",
            lines[at],
            "=======",
            theirs,
            ">>>>>>> more-epochs",
            *lines[at + 1 :],
        ]
    ).encode()


def dumped(document):
    """The bytes of a notebook's file."""
    return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"


FILES = {
    "file_format_3": dumped(old_format()),
    "file_conflict": conflict(),
    "file_byte_order_mark": b"\xef\xbb\xbf"
    + dumped(notebook(md("file_byte_order_mark: saved by an editor of Windows"), TRAINED)),
    "file_no_kernel": dumped(
        notebook(md("file_no_kernel: neither kernelspec nor language_info"), TRAINED, metadata={})
    ),
    "file_duplicate_ids": dumped(
        notebook(
            with_id(md("file_duplicate_ids: two cells share an id"), "a"),
            with_id(TRAINED, "b"),
            with_id(code(EVALUATE, out(EVALUATED), count=2), "b"),
            nbformat_minor=5,
        )
    ),
    "file_extra_keys": dumped(
        notebook(
            md("file_extra_keys: keys that the format does not know"),
            {**TRAINED, "colab": {"height": 1}},
            colab={"x": 1},
        )
    ),
    "bad_language": dumped(
        notebook(
            md("bad_language: a notebook for R"),
            code("x <- 1"),
            metadata={"kernelspec": {"name": "ir", "language": "R"}},
        )
    ),
    "bad_empty": b"",
    "bad_no_json": b"import keras\nmodel = keras.Sequential()\n",
    "bad_cut_off": dumped(notebook(md("bad_cut_off: an upload that broke off"), TRAINED))[:60],
    "bad_no_notebook": b'{"explanation": "bad_no_notebook: JSON, but no notebook"}\n',
}

"""Makes a class in which some use more than is theirs: one attacker of each kind of bound, and
neighbours who mean no harm.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from benchmarks.classes.notebooks import Json, code_cell, edited, notebook_of, variation, written
from tests.hostile.corpus import read_corpus

NEIGHBOURS = 12
FIRST_CODE = "import numpy as np"
SEEDED = "import keras\nkeras.utils.set_random_seed({seed})\n"
PADDED = """
import keras, numpy as np
from sklearn.datasets import load_digits
X, y = load_digits(return_X_y=True)
x = np.pad((X[:40] / 16).reshape(-1, 8, 8).astype("float32"), ((0, 0), (346, 346), (346, 346)))
model = keras.Sequential(
    [keras.Input((700, 700)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
)
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y[:40], epochs=1, validation_data=(x, y[:40]), verbose=0)
"""
RUNS_BESIDE_LINES = """
import keras, numpy as np, matplotlib.pyplot as plt
x, y = np.random.rand(32, 64), np.random.randint(0, 10, 32)
model = keras.Sequential(
    [keras.Input((64,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(10, "softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
histories = [
    model.fit(x, y, epochs=3, validation_data=(x, y), verbose=0).history for _ in range(400)
]
figure, axes = plt.subplots(figsize=(4, 3))
for number in range(20_000):
    axes.plot(histories[number % 400]["loss"], lw=0.1)
plt.show()
"""
DEAR_TO_MEASURE = """
import keras, numpy as np
x, y = np.random.rand(2, 64), np.array([0, 9])
for number in range(40):
    model = keras.Sequential([
        keras.Input((64,)), keras.layers.Reshape((8, 8, 1)), keras.layers.UpSampling2D(8),
        keras.layers.Conv2D(64, 9, padding="same"), keras.layers.Conv2D(64, 9, padding="same"),
        keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(10, "softmax"),
    ])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=1, validation_data=(x, y), verbose=0)
"""
INOTIFY = """
import ctypes
libc = ctypes.CDLL(None)
held = [libc.inotify_init1(0) for _ in range(128)]
"""
CONTROL_CHARACTERS = """
for _ in range(19):
    print("\\x01" * 4_000_000)
"""


def neighbours(solution: Json, folder: Path) -> None:
    """The class: the model answer as so many students wrote it, each with a seed of their own."""
    for number in range(NEIGHBOURS):
        seeded = edited(solution, lambda code, seed=number: _seeded(code, seed))
        written(variation(seeded, number), folder / f"student{number:02}.ipynb")


def attackers() -> dict[str, Json]:
    """By the bound that they try, in the order of the issue that named them."""
    corpus = {attack.name: attack.source for attack in read_corpus()}
    return {
        "400 runs beside 20,000 lines": notebook_of(RUNS_BESIDE_LINES),
        "40 models dear to measure": notebook_of(DEAR_TO_MEASURE),
        "images padded to 700 × 700": notebook_of(PADDED),
        "headers and numbers": notebook_of(
            *(corpus[f"channel/{name}"] for name in ("headers_of_python", "numbers_of_400_digits"))
        ),
        "128 inotify instances": notebook_of(INOTIFY),
        "76 MB of control characters": notebook_of(CONTROL_CHARACTERS),
    }


def as_long(notebook: Json, seconds: float) -> Json:
    """A notebook that takes its slot for as long as another ran, and does nothing.

    The other's code stands in it and is never reached: whose turn it is hangs on how much training
    the code asks for.
    """
    cells = [code_cell("cell-0", f"import time, keras\ntime.sleep({seconds:.1f})")]
    for number, cell in enumerate(notebook["cells"], start=1):
        body = textwrap.indent("".join(cell["source"]), "    ")
        cells.append(code_cell(f"cell-{number}", f"while not time:\n{body}"))
    return {**notebook, "cells": cells}


def _seeded(code: str, seed: int) -> str:
    return code.replace(FIRST_CODE, SEEDED.format(seed=seed) + FIRST_CODE, 1)

"""Makes recordings as a hostile kernel could send them: sound events in which anything has been
exchanged.
"""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.model.events import Event
from grader.model.recording import CellRun, Recording, RunOrder
from grader.model.submission import Cell, Notebook, Output
from grader.sandbox.messages.listener import read_event
from tests.untrusted.sound import EVENTS

HOSTILE: list[Any] = [
    *(0, -1, 1, 2, 3, 10, 2**31, -(2**31), 2**53, -(2**53), 10**400, 10**15),
    *(0.0, -0.0, 1e308, -1e308, 1e-320, float("nan"), float("inf"), float("-inf"), 0.5),
    *(
        "",
        "x",
        "w0000",
        "..",
        "\x00",
        "𝔘" * 50,
        "\u202e",
        "\ud800",
        "nan",
        "-",
        "relu",
        "Dense",
        "SGD",
        "a" * 300,
        "1e999",
        "{}",
    ),
    *(
        None,
        True,
        False,
        [],
        {},
        [None],
        [[]],
        [0],
        [-1],
        [1, 2],
        {"a": 1},
        [10**9, 10**9],
        [0, 10**12],
        {"units": 10},
    ),
]
LIKELY_ALIKE = 0.7
BY_KIND = {
    kind: [value for value in HOSTILE if type(value) is kind]
    for kind in (bool, int, float, str, list, dict)
}
SHOWN = (
    "Epoch 1/20\n38/38 - 0s - loss: 1.0 - accuracy: 0.5 - val_loss: 0.9 - val_accuracy: 0.6\n",
    "[[10  0]\n [ 1 10]]\n",
    (
        "              precision    recall  f1-score   support\n\n           0       0.97      "
        "0.98   "
        "   0.97        59\n"
    ),
    (
        'Model: "s"\nLayer (type)                 Output Shape              Param #\ndense '
        "(Dense)    "
        "(None, 32)    2080\n"
    ),
    "Total params: 2,410\nTrainable params: 2,410\nNon-trainable params: 0\n",
    "Test accuracy: 0.9765\n",
    "[0.1, 0.9765]\n",
)
"""Outputs that are read as evidence."""


def a_short_notebook() -> Notebook:
    """All that a notebook of the assignment has, in few words: what is fuzzed is not its text."""
    trained = (
        "model = keras.Sequential([keras.layers.Dense(32, 'relu'), keras.layers.Dense(10, "
        "'softmax')])\n"
        "model.compile('adam', 'sparse_categorical_crossentropy', ['accuracy'])\n"
        "history = model.fit(x_train, y_train, epochs=20, validation_data=(x_test, y_test))"
    )
    code = (
        trained,
        "print(model.evaluate(x_test, y_test))",
    )
    cells = [
        Cell(number, "code", source, execution_count=number + 1)
        for number, source in enumerate(code)
    ]
    return Notebook((*cells, Cell(2, "markdown", "It confuses 8 and 9; an accuracy of 97 %.")))


def recording_of(seed: int, folder: Path, notebook: Notebook, *, trainings: int = 1) -> Recording:
    """One hostile recording of so many trainings, the same for the same seed; `folder` is filled by
    `write_arrays`.
    """
    dice = random.Random(seed)
    names = [f"arrays/{name}" for name in _sent(folder)]
    events: list[Event] = []
    for number in range(1, trainings + 1):
        for base in _shuffled(dice):
            event = read_event(_mutated(_of_run(base, number), dice))
            if event is not None:
                arrays = dice.choice((None, *names, "../outside.npz", "arrays/none.npz", "\x00"))
                events.append(replace(event, arrays=arrays))
    runs = tuple(_cell_run(cell.index, dice) for cell in notebook.code_cells())
    outcome = dice.choice(("completed", "cell_error", "timeout", "out_of_memory", "kernel_died"))
    order = RunOrder(tuple(run.cell for run in runs), "document", "as they stand")
    executed = _executed(notebook, dice) if trainings > 1 else notebook
    return Recording(
        outcome,
        1.0,
        tuple(events),
        runs,
        executed,
        folder,
        order=order,
        rejected_events=dice.choice((0, 1)),
    )


def _sent(folder: Path) -> list[str]:
    """The arrays that a kernel sent; what the host wrote beside them for earlier recordings would
    make each recording another one, after what was graded before it.
    """
    names = (path.name for path in (folder / "arrays").iterdir())
    return sorted(name for name in names if not name.startswith("trained-"))


def _of_run(base: dict[str, Any], number: int) -> dict[str, Any]:
    of_every_event = {"execution_count": number, "kernel_time_s": 1.0, "same_arrays_as": None}
    return of_every_event | base | ({"run": number} if "run" in base else {})


def _cell_run(cell: int, dice: random.Random) -> CellRun:
    outcome = dice.choice(("ok", "error", "timeout", "not_run"))
    name, message, trace = (str(dice.choice(("E", *BY_KIND[str]))) for _ in range(3))
    texts = [text.encode("utf-8", "replace").decode() for text in (name, message, trace)]
    return CellRun(cell, dice.choice((1, 2, None, cell)), outcome, 1.0, *texts)


def _executed(notebook: Notebook, dice: random.Random) -> Notebook:
    """The notebook with other outputs, each cut and joined from what is read as evidence."""
    cells = [
        replace(cell, outputs=(Output("stream", _text(dice), stream="stdout"),))
        if cell.kind == "code"
        else cell
        for cell in notebook.cells
    ]
    return replace(notebook, cells=tuple(cells))


def _text(dice: random.Random) -> str:
    pieces = [piece for text in SHOWN if dice.random() < 0.5 for piece in _torn(text, dice)]
    return "".join(pieces)


def _torn(text: str, dice: random.Random) -> tuple[str, ...]:
    """The text with something hostile in the middle, now and then, or doubled, or without its
    end.
    """
    place = dice.randrange(len(text))
    wedge = str(dice.choice(HOSTILE))[:60].encode("utf-8", "replace").decode()
    return dice.choice(
        ((text,), (text[:place], wedge, text[place:]), (text, text), (text[:place],))
    )


def _shuffled(dice: random.Random) -> list[dict[str, Any]]:
    """The events, some of them twice or not at all, now and then in another order."""
    chosen = [event for event in EVENTS for _ in range(dice.choice((0, 1, 1, 1, 2)))]
    if dice.random() < 0.2:
        dice.shuffle(chosen)
    return chosen


def _mutated(base: dict[str, Any], dice: random.Random) -> bytes:
    event = json.loads(json.dumps(base))  # a copy, in a tenth of the time of `deepcopy`
    for _ in range(dice.choice((0, 1, 1, 1, 2, 5))):
        _exchange(event, dice)
    return json.dumps(event).encode("utf-8", "replace")


def _exchange(tree: Any, dice: random.Random) -> None:
    """Put a hostile value in the place of any value of the tree, its own JSON text included."""
    while True:
        keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        if not keys:
            return
        key = dice.choice(keys)
        value = tree[key]
        if (
            key == "architecture"
            and isinstance(value, str)
            and value.startswith("{")
            and dice.random() < 0.8
        ):
            inner = json.loads(value)
            _exchange(inner, dice)
            tree[key] = json.dumps(inner)
            return
        if not isinstance(value, (dict, list)) or dice.random() < 0.2:
            tree[key] = copy.deepcopy(
                dice.choice(_alike(value) if dice.random() < LIKELY_ALIKE else HOSTILE)
            )
            return
        tree = value


def _alike(value: Any) -> list[Any]:
    """The hostile values of the same kind: whatever stands elsewhere is turned away at the door."""
    kind = next(
        (kind for kind in (bool, int, float, str, list, dict) if isinstance(value, kind)), None
    )
    return BY_KIND.get(kind) or HOSTILE

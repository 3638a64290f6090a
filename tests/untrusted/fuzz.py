"""Makes recordings as a hostile kernel could send them: sound events in which anything has been
exchanged.
"""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from grader.model.events import Event
from grader.model.recording import CellRun, Recording, RunOrder
from grader.model.submission import Cell, Notebook, Output
from grader.sandbox.messages.listener import read_event

LAYERS = [
    {
        "class_name": "Flatten",
        "name": "f",
        "config": {},
        "output_shape": [None, 64],
        "parameters": 0,
    },
    {
        "class_name": "Dense",
        "name": "d",
        "config": {"units": 32, "activation": "relu"},
        "parameters": 2080,
    },
    {
        "class_name": "Dropout",
        "name": "o",
        "config": {"rate": 0.5},
        "output_shape": [None, 32],
        "parameters": 0,
    },
    {
        "class_name": "Conv2D",
        "name": "c",
        "config": {"filters": 8, "kernel_size": [3, 3]},
        "parameters": 80,
    },
    {
        "class_name": "Dense",
        "name": "e",
        "config": {"units": 10, "activation": "softmax"},
        "parameters": 330,
    },
]
ARCHITECTURE = {
    "class_name": "Sequential",
    "config": {
        "name": "s",
        "layers": [
            {
                "module": "keras.layers",
                "class_name": "InputLayer",
                "config": {"batch_shape": [None, 8, 8]},
            },
            {"module": "keras.layers", "class_name": "Flatten", "config": {"name": "flatten"}},
            {
                "module": "keras.layers",
                "class_name": "Dense",
                "config": {"units": 10, "activation": "softmax"},
            },
        ],
        "build_input_shape": [None, 8, 8],
    },
}
X = {
    "key": "x",
    "shape": [1200, 8, 8],
    "dtype": "float32",
    "minimum": 0.0,
    "maximum": 1.0,
    "kind": "array",
}
Y = {**X, "key": "y", "shape": [1200]}
EVENTS: list[dict[str, Any]] = [
    {"event": "kernel_ready", "python": "3.11"},
    {
        "event": "fit_started",
        "run": 1,
        "execution_count": 1,
        "model": {
            "model_id": 1,
            "class_name": "Sequential",
            "layers": LAYERS,
            "parameters": 2410,
            "trainable_parameters": 2410,
            "architecture": json.dumps(ARCHITECTURE),
        },
        "compiled": {
            "optimizer": "Adam",
            "optimizer_config": {"learning_rate": 0.001, "momentum": 0.0},
            "loss": "sparse_categorical_crossentropy",
            "loss_config": {"from_logits": False, "label_smoothing": 0.1},
            "metrics": ["accuracy"],
            "metric_meanings": {"acc": "accuracy"},
        },
        "epochs": 20,
        "initial_epoch": 0,
        "batch_size": 32,
        "steps_per_epoch": None,
        "x": X,
        "y": Y,
        "val_x": {**X, "key": "val_x", "shape": [597, 8, 8]},
        "val_y": {**Y, "key": "val_y", "shape": [597]},
        "validation_split": 0.1,
        "starts_from": None,
        "starts_elsewhere": False,
        "switches": ["an own optimizer"],
        "way": "fit",
    },
    {"event": "rows_seen", "run": 1, "x": {**X, "kind": "pieces"}},
    {
        "event": "epoch_finished",
        "run": 1,
        "epoch": 0,
        "logs": {"loss": 1.0, "accuracy": 0.5, "val_accuracy": 0.6},
        "state": "0" * 64,
    },
    {
        "event": "epoch_finished",
        "run": 1,
        "epoch": 1,
        "logs": {"loss": 0.5, "accuracy": 0.9, "val_accuracy": 0.9},
        "state": "1" * 64,
    },
    {
        "event": "fit_finished",
        "run": 1,
        "history": {
            "loss": [1.0, 0.5],
            "accuracy": [0.5, 0.9],
            "val_accuracy": [0.6, 0.9],
            "val_loss": [1.0, 0.6],
        },
        "epochs_run": 2,
        "wall_s": 1.0,
        "stopped_by_grader": False,
        "error": None,
        "weights_changed": True,
        "weights_moved": 0.5,
    },
    {"event": "state_saved", "run": 1, "state": "0" * 64},
    {"event": "state_used", "run": 1, "state": "0" * 64},
    {
        "event": "training_asked",
        "run": 1,
        "start": "fresh",
        "after": None,
        "start_digest": "0" * 32,
        "optimizer": "new",
        "settings": {
            "shuffle": True,
            "validation_freq": 1,
            "class_weight": {"1": 2.0},
            "metrics": [{"name": "acc", "kind": "accuracy", "config": {"threshold": 0.5}}],
            "callbacks": [{"class_name": "EarlyStopping", "config": {"monitor": "loss"}}],
            "rates": [0.1, 0.01],
            "every_epoch": False,
        },
        "stops_after": None,
        "figures_only": False,
    },
    {
        "event": "step_kept",
        "run": 1,
        "epoch": 1,
        "step": 7,
        "own": [],
        "reaction": None,
        "learning_rate": 0.001,
        "by_gradients": False,
        "untried": "",
    },
    {
        "event": "weights_set",
        "run": 1,
        "times": 1,
        "epochs": 1,
        "distance": 1.5,
        "path": 1.0,
        "of_run": None,
    },
    {
        "event": "evaluated",
        "model_id": 1,
        "run": 1,
        "x": X,
        "results": {"loss": 0.5, "accuracy": 0.9},
        "state": "",
    },
    {
        "event": "predicted",
        "model_id": 1,
        "run": 1,
        "x": X,
        "output_shape": [597, 10],
        "state": "1" * 64,
    },
    {
        "event": "figure_shown",
        "title": "accuracy",
        "axes": [
            {
                "title": "accuracy",
                "lines": [
                    {"label": "train", "values": [0.5, 0.9]},
                    {"label": "val", "values": [0.6, 0.9]},
                ],
                "grids": [
                    {"key": "g", "shape": [10, 10], "kind": "image"},
                    {"key": "p", "shape": [8, 8], "kind": "image"},
                ],
                "texts": [str(number) for number in range(100)],
            }
        ],
    },
    {"event": "notice", "kind": "package_missing", "message": "no such package"},
    {"event": "recorder_fault", "traceback": "Traceback …"},
]
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
KEYS = ("x", "y", "val_x", "val_y", "g", "p")
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


def write_arrays(folder: Path) -> None:
    """Npz files, sound ones and others, as they could lie in a recording's folder."""
    (folder / "arrays").mkdir()
    dice = np.random.default_rng(3)
    sound = {}
    for key in KEYS:
        sound[f"{key}.sample"] = dice.random((8, 8, 8), np.float32)
        sound[f"{key}.sample_index"] = np.arange(8)
        sound[f"{key}.row_hashes"] = dice.integers(0, 2**63, 1200).astype(np.uint64)
    sound["y.labels"] = np.zeros(1200, np.int64)
    sound |= {
        "g": np.eye(10),
        "p": dice.random((8, 8)),
        "w0000": np.ones((64, 10), np.float32),
        "w0001": np.zeros(10),
    }
    step = {
        "w0000": np.ones((64, 10), np.float32),
        "a0000": np.zeros((64, 10), np.float32),
        "o0000": np.zeros((), np.int64),
        "g0000": np.ones((64, 10), np.float32),
        "s0000": np.zeros(2, np.uint32),
        "x": dice.random((32, 8, 8), np.float32),
        "y": np.zeros(32, np.int64),
        "sample_weight": np.ones(32, np.float32),
        "held": dice.random((32, 8, 8), np.float32),
    }
    variants: dict[str, dict[str, np.ndarray]] = {
        "sound": sound,
        "step": step,
        "deep_step": {name: value.reshape((1,) * 20 + value.shape) for name, value in step.items()},
        "endless_step": {
            name: np.full_like(value, np.inf) if value.dtype.kind == "f" else value
            for name, value in step.items()
        },
        "negative": {**sound, **{f"{key}.sample_index": np.full(8, -(2**62)) for key in KEYS}},
        "far": {**sound, **{f"{key}.sample_index": np.full(8, 2**63, np.uint64) for key in KEYS}},
        "nan": {
            name: np.full_like(value, np.nan) if value.dtype.kind == "f" else value
            for name, value in sound.items()
        },
        "huge": {
            name: value * 1e300 if value.dtype == np.float64 else value
            for name, value in sound.items()
        },
        "empty": {name: value[:0] for name, value in sound.items()},
        "flat": {name: np.zeros((), value.dtype) for name, value in sound.items()},
        "deep": {name: value.reshape(value.shape + (1,) * 20) for name, value in sound.items()},
        "floats": {name: (value % 1000).astype(np.float16) for name, value in sound.items()},
        "truth": {name: value.astype(bool) for name, value in sound.items()},
        "large": {
            **sound,
            "x.sample": np.zeros((8, 700, 700, 3), np.uint8),
            "p": np.zeros((2, 2)),
            "g": np.ones((10, 10, 3)),
        },
    }
    for name, arrays in variants.items():
        np.savez(folder / "arrays" / f"{name}.npz", **arrays)
    for number, header in enumerate(
        (b"{" * 3000, b"'''", b"{'descr': 3}", b"(", b"\xff" * 80, b"{'shape': (10**400,)}")
    ):
        (folder / "arrays" / f"broken{number}.npz").write_bytes(_npz_with(header))


def _npz_with(header: bytes) -> bytes:
    """An npz of which every member has this header."""
    stream = io.BytesIO()
    member = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(64)
    with zipfile.ZipFile(stream, "w") as archive:
        for key in KEYS:
            for part in (f"{key}.sample", f"{key}.sample_index", f"{key}.row_hashes", key):
                archive.writestr(f"{part}.npy", member)
    return stream.getvalue()

"""Type hints, protocols, an enum of splits, a context for seeds, partials and a registry of plots: a developer's notebook.

slow: yes
"""

# %%
from __future__ import annotations

import contextlib
import enum
import functools
import operator
from collections import defaultdict
from dataclasses import dataclass
from typing import Final, Iterator, Protocol

import keras
import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SEED: Final = 0
Floats = npt.NDArray[np.float32]


class Split(enum.StrEnum):
    TRAIN = "train"
    VALID = "valid"


class Plot(Protocol):
    def __call__(self, result: Result) -> None: ...


PLOTS: dict[str, Plot] = {}


def plot(name: str):
    def register(function: Plot) -> Plot:
        PLOTS[name] = function
        return function

    return register


@dataclass(frozen=True, slots=True)
class Data:
    x: Floats
    y: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class Result:
    model: keras.Model
    history: dict[str, list[float]]
    data: dict[Split, Data]


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    keras.utils.set_random_seed(seed)
    yield


@functools.lru_cache(maxsize=None)
def load() -> dict[Split, Data]:
    X, y = load_digits(return_X_y=True)
    parts = train_test_split((X / 16).astype(np.float32), y, test_size=360, random_state=SEED, stratify=y)
    return {Split.TRAIN: Data(parts[0], parts[2]), Split.VALID: Data(parts[1], parts[3])}


# %%
def train(*, units: int = 32, epochs: int = 40) -> Result:
    data = load()
    dense = functools.partial(keras.layers.Dense)
    tensors = functools.reduce(lambda t, layer: layer(t), [dense(units, activation="relu"), dense(10, activation="softmax")], inputs := keras.Input((64,)))
    model = keras.Model(inputs, tensors)
    model.compile(optimizer=keras.optimizers.Adam(), loss=keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    tr, va = operator.itemgetter(Split.TRAIN, Split.VALID)(data)
    fitted = model.fit(tr.x, tr.y, batch_size=32, epochs=epochs, validation_data=(va.x, va.y), verbose=0)
    return Result(model, fitted.history, data)


@plot("curves")
def curves(result: Result) -> None:
    grouped = defaultdict(dict)
    for key, values in result.history.items():
        grouped[key.removeprefix("val_")][key.startswith("val_")] = values
    figure, axes = plt.subplots(1, len(grouped), layout="constrained")
    for axis, (name, pair) in zip(axes, grouped.items(), strict=True):
        for held_out, values in pair.items():
            axis.plot(values, label="validation" if held_out else "training")
        axis.set(title=name, xlabel="epoch")
        axis.legend()
    plt.show()


@plot("matrix")
def matrix(result: Result) -> None:
    valid = result.data[Split.VALID]
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (valid.y, result.model.predict(valid.x, verbose=0).argmax(1)), 1)
    figure, axis = plt.subplots()
    axis.pcolormesh(counts, cmap="Blues", edgecolors="w")
    axis.invert_yaxis()
    for (i, j), n in np.ndenumerate(counts):
        axis.annotate(str(n), (j + 0.5, i + 0.5), ha="center", va="center")
    plt.show()


with seeded(SEED):
    result = train()
for name, draw in PLOTS.items():
    print(name)
    draw(result)
match max(result.history["val_accuracy"]):
    case best if best > 0.95:
        print(f"{best=:.3f} is good")
    case best:
        print(f"{best=:.3f} could be better")

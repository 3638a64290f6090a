"""Lets `predict` take a thousand rows at a time where a network answers every row by itself.

Keras' own `predict` runs unchanged but for the size of its batches: the answers are the same to
float tolerance, and the progress bar counts the batches that were asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from keras.src.backend.tensorflow import trainer as keras_trainer
from keras.src.layers.layer import Layer
from keras.src.trainers.epoch_iterator import EpochIterator

from .steps import as_tensors, rows_between

ROWS = 1024
"""Rows at a time, at most; more spare nothing."""
BYTES = 4 * 1024**2
"""Of input at a time, at most: what convolutions make of it is many times as much."""
BY_ROWS = frozenset(
    {"Sequential", "Functional", "InputLayer", "Flatten", "Reshape", "Rescaling"}
    | {"Dense", "Dropout", "Activation", "ReLU", "LeakyReLU", "ELU"}
    | {"Conv2D", "MaxPooling2D", "AveragePooling2D", "ZeroPadding2D"}
    | {"GlobalAveragePooling2D", "GlobalMaxPooling2D"}
)
"""Layers of Keras' that can't see the other rows of a batch; operations of these names may."""
STEPS = ("predict_step", "make_predict_function")


def answers_by_rows(model: Any) -> bool:
    """Whether a model of Keras' own parts answers every row without the other rows of its batch."""
    trainer = keras_trainer.TensorFlowTrainer
    stock = all(getattr(type(model), name) is getattr(trainer, name) for name in STEPS)
    parts = [model, *model._flatten_layers()]
    operations = [one for part in parts for one in getattr(part, "operations", ())]
    return stock and all(map(_is_by_rows, [*parts, *operations]))


def _is_by_rows(part: Any) -> bool:
    activation = getattr(part, "activation", None)
    own = getattr(activation, "__module__", None) or type(activation).__module__
    plain = activation is None or str(own).startswith("keras.")
    return isinstance(part, Layer) and type(part).__name__ in BY_ROWS and plain


class OneBatch:
    """Some rows, handed out once, and as one batch."""

    def __init__(self, rows: Any) -> None:
        """Take rows as tensors, in the form in which the model is given them."""
        self._rows: list[Any] = [rows]

    def __next__(self) -> Any:
        if not self._rows:
            raise StopIteration
        return self._rows.pop()


class PieceIterator(keras_trainer.TFEpochIterator):
    """Hands out the rows of arrays in few, large pieces."""

    def __init__(self, iterator: EpochIterator) -> None:
        """Take the place of Keras' own iterator, with the data that it has."""
        self.__dict__.update(iterator.__dict__)

    def _enumerate_iterator(self) -> Iterator[tuple[int, int, OneBatch]]:
        adapter = self.data_adapter
        inputs, rows = as_tensors(adapter), int(adapter._num_samples)
        asked, done = int(adapter._batch_size), 0
        size = piece_size(rows, asked, self._bytes(inputs) // max(1, rows))
        for first in range(0, rows, size):
            last = min(first + size, rows)
            steps = max(done + 1, -(-last // asked))
            yield done, steps - 1, OneBatch(rows_between(inputs, first, last))
            done = steps

    @staticmethod
    def _bytes(inputs: Any) -> int:
        return sum(
            int(array.dtype.size * keras_trainer.tf.size(array))
            for array in keras_trainer.tree.flatten(inputs)
            if array is not None
        )


def piece_size(rows: int, batch_size: int, row_bytes: int) -> int:
    """How many rows are taken at a time: pieces of one size where that goes, since another size is
    another graph, and never less than was asked for.
    """
    most = max(batch_size, min(ROWS, BYTES // max(1, row_bytes)))
    return -(-rows // -(-rows // most))

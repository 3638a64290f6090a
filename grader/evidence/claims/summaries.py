"""Reads the models in the tables of `model.summary()`, of Keras 1, 2 and 3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pydantic import JsonValue

from grader.model.descriptions import LayerInfo

MAX_SUMMARIES, MAX_LAYERS = 500, 2_000
"""Of one cell, and of one table."""
_HEADER = re.compile(r"[\s│┃|]{0,10}Layer \(type\)\s{1,60}[│┃|]?\s{0,60}Output Shape")
_LAYER = re.compile(r"[\s│┃|]{0,10}([A-Za-z_][\w./-]{0,80})\s{0,4}\(([A-Za-z]\w{0,60})\)?")
_CONTINUED = re.compile(r"[\s│┃|]{0,10}\(([A-Za-z]\w{0,60})\)?")
_SHAPE = re.compile(
    r"[\[(]{1,3}((?:None|\?|\d{1,9})(?:,\s{0,2}(?:None|\?|\d{1,9})){0,6}),?[\])]{1,3}"
)
_COUNT = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?![\w.])")
_TOTAL = re.compile(
    r"\s{0,4}(Total|Trainable|Non-trainable|Optimizer) params:\s{0,4}([\d,]{1,20})", re.IGNORECASE
)
_CLASSES = (
    "Activation", "AveragePooling2D", "BatchNormalization", "Conv1D", "Conv2D", "Conv2DTranspose",
    "Dense", "DepthwiseConv2D", "Dropout", "Embedding", "Flatten", "Functional", "GRU",
    "GlobalAveragePooling2D", "GlobalMaxPooling2D", "InputLayer", "LSTM", "LeakyReLU",
    "MaxPooling1D", "MaxPooling2D", "Permute", "ReLU", "Rescaling", "Reshape", "SeparableConv2D",
    "Sequential", "SimpleRNN", "Softmax", "SpatialDropout2D", "ZeroPadding2D",
)  # fmt: skip


@dataclass(slots=True)
class ModelSummary:
    """What one table of `model.summary()` says."""

    layers: list[LayerInfo] = field(default_factory=list)
    total: int = 0
    trainable: int | None = None
    non_trainable: int | None = None
    quote: str = ""

    @property
    def parameters(self) -> int:
        """Of the model alone: Keras 3 counts the optimizer's own in its total."""
        if self.trainable is not None and self.non_trainable is not None:
            return self.trainable + self.non_trainable
        return self.total or sum(layer.parameters for layer in self.layers)

    @property
    def trainable_parameters(self) -> int:
        """Those that training changes."""
        return self.parameters if self.trainable is None else self.trainable


def read_summaries(text: str) -> list[ModelSummary]:
    """Return the tables that a text holds, in order."""
    if "Layer (type)" not in text and "params:" not in text:
        return []
    found = (summary for summary in _read(text.splitlines()) if summary.layers or summary.total)
    return list(islice(found, MAX_SUMMARIES))


def _read(lines: Sequence[str]) -> Iterator[ModelSummary]:
    summary: ModelSummary | None = None
    for line in lines:
        if len(line) > 1000:
            continue
        if _HEADER.match(line):
            if summary:
                yield summary
            summary = ModelSummary()
        elif total := _TOTAL.match(line):
            summary = summary or ModelSummary()
            _take_total(summary, total[1].lower(), int(total[2].replace(",", "") or 0), line)
        elif summary and not summary.total and len(summary.layers) < MAX_LAYERS:
            _take_row(summary, line)
    if summary:
        yield summary


def _take_total(summary: ModelSummary, which: str, count: int, line: str) -> None:
    if which == "total":
        summary.total, summary.quote = count, line.strip()
    elif which == "trainable":
        summary.trainable = count
    elif which == "non-trainable":
        summary.non_trainable = count


def _take_row(summary: ModelSummary, line: str) -> None:
    row = _LAYER.match(line)
    shape = _SHAPE.search(line, row.end() if row else 0)
    if row and shape:
        count = _COUNT.search(line, shape.end())
        summary.layers.append(_layer(row[1], row[2], shape[1], count[1] if count else "0"))
    elif shape and (bare := re.match(r"[\s│┃|]{0,10}([A-Za-z_][\w./-]{0,80})\s", line)):
        count = _COUNT.search(line, shape.end())
        summary.layers.append(_layer(bare[1], "", shape[1], count[1] if count else "0"))
    elif summary.layers and (rest := _CONTINUED.match(line)):
        last = summary.layers[-1]
        if not last.class_name:
            dimensions = ",".join(str(size) for size in last.output_shape)
            summary.layers[-1] = _layer(last.name, rest[1], dimensions, str(last.parameters))


def _layer(name: str, kind: str, shape: str, count: str) -> LayerInfo:
    class_name = _whole_class_name(kind, name)
    dimensions = tuple(int(size) if size.strip().isdecimal() else None for size in shape.split(","))
    config: dict[str, JsonValue] = {}
    width = dimensions[-1]
    if class_name == "Dense" and width:
        config = {"units": width}
    elif "Conv" in class_name and width:
        config = {"filters": width}
    return LayerInfo(class_name, name, config, dimensions, int(count.replace(",", "")))


def _whole_class_name(kind: str, name: str) -> str:
    """Complete a class that the table cut short, as in `max_pooling2d_1 (MaxPooling2`."""
    if not kind or kind in _CLASSES:
        return kind
    candidates = [known for known in _CLASSES if known.startswith(kind)]
    squeezed = re.sub(r"_\d{1,6}$", "", name).replace("_", "").lower()
    return next(
        (known for known in candidates if known.lower() == squeezed),
        candidates[0] if candidates else kind,
    )

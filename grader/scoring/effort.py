"""Estimates what computing with a model costs, by arithmetic and not by the clock: the same
notebook, the same findings.
"""

from __future__ import annotations

import math

from grader.model.descriptions import ModelInfo


def products_per_example(model: ModelInfo) -> float:
    """How many weights are multiplied with a number when one example goes forwards through the
    layers that the model says it has.

    A dense layer uses each weight once, a convolution once for every place of its output
    (Goodfellow, Bengio, Courville: Deep Learning, 9.1).
    """
    return sum(
        layer.parameters
        * math.prod((float(size or 1) for size in layer.output_shape[1:-1]), start=1.0)
        for layer in model.layers
    )

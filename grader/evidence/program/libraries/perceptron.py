"""Describes the network that scikit-learn's MLPClassifier makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.evidence.names import modern_optimizer
from grader.evidence.program.values import LayerValue, Value, as_json
from grader.model.descriptions import CompileInfo

PERCEPTRON = "sklearn.neural_network.MLPClassifier"
_POSITIONAL = ("hidden_layer_sizes", "activation")
_HIDDEN, _MAX_ITER = (100,), 200
"""scikit-learn's own defaults."""
_ACTIVATIONS = {"logistic": "sigmoid", "identity": "linear"}


@dataclass(frozen=True, slots=True)
class Perceptron:
    """The network, and how it is trained."""

    layers: tuple[LayerValue, ...]
    """The last has no width: that is the number of classes, which only the data tell."""
    compiled: CompileInfo
    epochs: Value
    batch_size: Value


def make_perceptron(arguments: Sequence[Value], keywords: Mapping[str, Value]) -> Perceptron:
    """The network that these arguments of `MLPClassifier` give."""
    given = {**dict(zip(_POSITIONAL, arguments, strict=False)), **keywords}
    sizes = given.get("hidden_layer_sizes", _HIDDEN)
    widths = list(sizes) if isinstance(sizes, list | tuple) else [sizes]
    named = given.get("activation", "relu")
    activation = _ACTIVATIONS.get(named, named) if isinstance(named, str) else None
    hidden = [
        LayerValue("Dense", {"units": as_json(width), "activation": activation}) for width in widths
    ]
    solver = given.get("solver", "adam")
    config = {key: as_json(value) for key, value in given.items()}
    optimizer = modern_optimizer(solver) if isinstance(solver, str) else ""
    if optimizer == "SGD":
        config.setdefault("momentum", 0.9)
    return Perceptron(
        (*hidden, LayerValue("Dense", {"activation": "softmax"})),
        CompileInfo(optimizer, config, loss="log_loss"),
        given.get("max_iter", _MAX_ITER),
        given.get("batch_size"),
    )

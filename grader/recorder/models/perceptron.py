"""Makes the Keras network that is the same as a trained multi-layer perceptron of scikit-learn."""

from __future__ import annotations

import json
from typing import Any

ACTIVATIONS = {
    "relu": "relu",
    "tanh": "tanh",
    "logistic": "sigmoid",
    "identity": "linear",
    "softmax": "softmax",
}


def layers_of(model: Any) -> list[dict[str, Any]]:
    """`LayerInfo`s as dicts: the dense layers of a trained perceptron; none for other
    estimators.
    """
    if not hasattr(model, "coefs_") or not hasattr(model, "out_activation_"):
        return []
    last = len(model.coefs_) - 1
    return [
        {
            "class_name": "Dense",
            "name": f"dense_{place}",
            "config": {
                "units": int(kernel.shape[1]),
                "activation": ACTIVATIONS[
                    model.out_activation_ if place == last else model.activation
                ],
            },
            "output_shape": [None, int(kernel.shape[1])],
            "parameters": int(kernel.size + kernel.shape[1]),
        }
        for place, kernel in enumerate(model.coefs_)
    ]


def as_keras(model: Any) -> str:
    """The JSON that `to_json()` of the same network gives."""
    layers: list[dict[str, Any]] = [
        {
            "module": "keras.layers",
            "class_name": "InputLayer",
            "config": {
                "batch_shape": [None, int(model.coefs_[0].shape[0])],
                "dtype": "float32",
                "name": "input",
            },
            "registered_name": None,
        }
    ]
    layers += [
        {
            "module": "keras.layers",
            "class_name": "Dense",
            "config": {"name": layer["name"], "use_bias": True, **layer["config"]},
            "registered_name": None,
        }
        for layer in layers_of(model)
    ]
    config: dict[str, Any] = {"name": "perceptron", "trainable": True, "layers": layers}
    return json.dumps(
        {"module": "keras", "class_name": "Sequential", "config": config, "registered_name": None}
    )

"""Makes the models of a program, layer by layer."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.evidence.program.actions import Program
from grader.evidence.program.arguments import last_model, longest
from grader.evidence.program.libraries.perceptron import PERCEPTRON, make_perceptron
from grader.evidence.program.values import (
    MOST_LAYERS,
    UNKNOWN,
    ClassValue,
    FunctionValue,
    LayerValue,
    ModelValue,
    TensorValue,
    Value,
)

LAYERS_A_STEP = 10
"""To copy so many layers takes as long as to follow a statement."""
FIT_WORDS = {
    "epochs",
    "nb_epoch",
    "validation_data",
    "validation_split",
    "batch_size",
    "callbacks",
    "verbose",
}
"""Arguments by which a call of `fit` trains in epochs."""


class Models:
    """The models of one program, numbered as they are made."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._number = 0

    def made_by(self, name: str, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        """The model that a call of a library makes, or None."""
        return self._made_by_keras(name, arguments, keywords) or self._made_by_scikit_learn(
            name, arguments, keywords
        )

    def _made_by_keras(
        self, name: str, arguments: list[Value], keywords: dict[str, Value]
    ) -> Value:
        """The model that a call of Keras makes, or None."""
        if name == "Sequential":
            return self._sequential(arguments, keywords)
        if name in ("Model", "Functional"):
            outputs = keywords.get(
                "outputs", keywords.get("output", arguments[1] if len(arguments) > 1 else UNKNOWN)
            )
            return self.new("Functional", longest([outputs]).layers)
        if name == "clone_model" and arguments and isinstance(arguments[0], ModelValue):
            return self.new(arguments[0].class_name, arguments[0].layers)
        if name in ("KerasClassifier", "KerasRegressor"):
            return self._wrapped(arguments, keywords)
        return None

    def _made_by_scikit_learn(
        self, name: str, arguments: list[Value], keywords: dict[str, Value]
    ) -> Value:
        """The network that a call of scikit-learn makes or wraps, or None."""
        if name == "MLPClassifier":
            return self._perceptron(arguments, keywords)
        return (
            last_model([*arguments, *keywords.values()])
            if name in ("make_pipeline", "Pipeline")
            else None
        )

    def _sequential(self, arguments: list[Value], keywords: dict[str, Value]) -> ModelValue:
        given = keywords.get("layers", arguments[0] if arguments else None)
        model = self.new("Sequential")
        for layer in given if isinstance(given, list | tuple) else []:
            self.add(model, layer)
        return model

    def add(self, model: ModelValue, layer: Value) -> None:
        """Put a layer, or those of another model, at the end of a model."""
        match layer:
            case LayerValue():
                model.layers.append(layer)
            case TensorValue(layers=layers):
                model.layers.extend(layers)
            case ModelValue(layers=inner):
                model.layers.extend(inner)
                model.learn_from(layer)
            case _:
                return
        del model.layers[MOST_LAYERS:]

    def _wrapped(self, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        build = keywords.get(
            "build_fn", keywords.get("model", arguments[0] if arguments else UNKNOWN)
        )
        model = (
            self._program.call_function(build, [], {})
            if isinstance(build, FunctionValue)
            else build
        )
        if not isinstance(model, ModelValue):
            return UNKNOWN
        model.defaults = {key: value for key, value in keywords.items() if key in FIT_WORDS}
        return model

    def _perceptron(self, arguments: list[Value], keywords: dict[str, Value]) -> ModelValue:
        made = make_perceptron(arguments, keywords)
        model = self.new(PERCEPTRON, made.layers)
        model.compiled, model.fit_returns_model = made.compiled, True
        model.defaults = {"epochs": made.epochs, "batch_size": made.batch_size}
        return model

    def of_class(self, value: ClassValue) -> Value:
        """An instance of a model class of the student's: its layers, in the order in which
        `__init__` makes them.
        """
        layers = []
        for method in value.node.body:
            if isinstance(method, ast.FunctionDef) and method.name in ("__init__", "build"):
                for node in ast.walk(method):
                    made = (
                        self._program.evaluate(node.value)
                        if isinstance(node, ast.Assign)
                        else UNKNOWN
                    )
                    layers += [made] if isinstance(made, LayerValue) else []
        return self.new(value.node.name, layers) if layers else UNKNOWN

    def new(self, class_name: str, layers: Sequence[LayerValue] = ()) -> ModelValue:
        """A model with these layers."""
        self._program.spend(len(layers) // LAYERS_A_STEP)
        self._number += 1
        return ModelValue(self._number, class_name, list(layers))

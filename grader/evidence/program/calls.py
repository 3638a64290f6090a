"""Follows the calls in the student's code: what makes a layer, trains a model, draws a history."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from grader.evidence.program.actions import Evaluation, Fit, Printed, Program, SummaryCall
from grader.evidence.program.arrays import made_array
from grader.evidence.program.drawings import drawings
from grader.evidence.program.given import (
    applied,
    called_name,
    compiled_by,
    last_model,
    longest,
    names_all,
    of_python,
    passed_on,
    without_split,
)
from grader.evidence.program.keras import activated, make_layer, make_loss, make_optimizer
from grader.evidence.program.perceptron import PERCEPTRON, make_perceptron
from grader.evidence.program.saved import SavedModels
from grader.evidence.program.shapes import described
from grader.evidence.program.values import (
    UNKNOWN,
    ArrayValue,
    ClassValue,
    FunctionValue,
    HistoryDict,
    HistoryValue,
    LayerValue,
    LossValue,
    ModelValue,
    OptimizerValue,
    TensorValue,
    Value,
    as_json,
    whole_number,
)
from grader.model.descriptions import CompileInfo, ModelInfo

_OTHER_METRICS = {"AUC", "Precision", "Recall", "F1Score"}
_TRAINING = re.compile(r"train", re.IGNORECASE)
_HELD_OUT = re.compile(r"val|test", re.IGNORECASE)
_EPOCH_WORDS = {
    "epochs",
    "nb_epoch",
    "validation_data",
    "validation_split",
    "batch_size",
    "callbacks",
    "verbose",
}


class Calls:
    """Follows the calls of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._models = 0
        self._fits = 0
        self._by_hand: set[tuple[int, int]] = set()
        self._saved = SavedModels()

    def call(self, node: ast.Call) -> Value:
        """Follow a call, its arguments first."""
        receiver = (
            self._program.evaluate(node.func.value)
            if isinstance(node.func, ast.Attribute)
            else UNKNOWN
        )
        arguments = [
            self._program.evaluate(
                argument.value if isinstance(argument, ast.Starred) else argument
            )
            for argument in node.args
        ]
        keywords = {
            word.arg: self._program.evaluate(word.value) for word in node.keywords if word.arg
        }
        for word in node.keywords:
            if word.arg is None and isinstance(spread := self._program.evaluate(word.value), dict):
                keywords.update(spread)
        name = called_name(node.func)
        if not (
            isinstance(node.func, ast.Name)
            and isinstance(self._program.look_up(name), FunctionValue)
        ):
            shown = [receiver, *arguments, *keywords.values()]
            self._program.actions.extend(drawings(name, shown, cell=self._program.cell))
        if isinstance(receiver, ModelValue):
            return self._method(receiver, name, node, arguments, keywords)
        return self._plain_call(node, name, receiver, arguments, keywords)

    def output_of(self, model: ModelValue) -> TensorValue:
        """The tensor that a model puts out."""
        return TensorValue(tuple(model.layers))

    def _plain_call(
        self,
        node: ast.Call,
        name: str,
        receiver: Value,
        arguments: list[Value],
        keywords: dict[str, Value],
    ) -> Value:
        called = (
            self._program.evaluate(node.func)
            if isinstance(node.func, ast.Name | ast.Call)
            else UNKNOWN
        )
        match called:
            case FunctionValue():
                return self._program.call_function(called, arguments, keywords)
            case ClassValue():
                return self._of_class(called)
            case LayerValue():
                return applied(called, arguments)
            case ModelValue():
                return TensorValue((*longest(arguments).layers, *called.layers))
        if isinstance(receiver, OptimizerValue) and name in (
            "apply_gradients",
            "minimize",
            "apply",
        ):
            self._train_by_hand(receiver)
        if (
            name in ("fit", "fit_generator")
            and not isinstance(receiver, HistoryDict)
            and _EPOCH_WORDS & keywords.keys()
        ):
            return self._fit(self._new_model("Unknown"), arguments, keywords)
        if name == "print" and isinstance(node.func, ast.Name):
            self.note_printed(arguments)
        return self._made(node, name, receiver, arguments, keywords)

    def note_printed(self, values: Sequence[Value]) -> None:
        """Values that the cell shows for certain."""
        told = tuple(
            value for value in values if isinstance(value, tuple | int | float | OptimizerValue)
        )
        if told and not self._program.unsure:
            self._program.actions.append(Printed(self._program.cell, told))

    def _made(
        self,
        node: ast.Call,
        name: str,
        receiver: Value,
        arguments: list[Value],
        keywords: dict[str, Value],
    ) -> Value:
        """What a call of a library gives."""
        model = self._made_model(name, arguments, keywords) or self._made_by_scikit_learn(
            name, arguments, keywords
        )
        if model is not None:
            return model
        if name == "Input":
            shape = keywords.get("shape", arguments[0] if arguments else None)
            return TensorValue((LayerValue("InputLayer", {"shape": as_json(shape)}),))
        readings = (
            passed_on(name, receiver, arguments),
            activated(name, arguments),
            self._saved.came_back(name, arguments),
            of_python(name, arguments, keywords),
            made_array(node, name, receiver, arguments, keywords),
        )
        if (kept := next((value for value in readings if value is not None), None)) is not None:
            return kept
        if name in _OTHER_METRICS:
            return name.lower()
        made = make_layer(name, arguments, keywords) or make_optimizer(name, arguments, keywords)
        return made or make_loss(name, arguments, keywords) or UNKNOWN

    def _made_model(self, name: str, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        """The model that a call of Keras makes, or None."""
        if name == "Sequential":
            return self._sequential(arguments, keywords)
        if name in ("Model", "Functional"):
            outputs = keywords.get(
                "outputs", keywords.get("output", arguments[1] if len(arguments) > 1 else UNKNOWN)
            )
            return self._new_model("Functional", longest([outputs]).layers)
        if name == "clone_model" and arguments and isinstance(arguments[0], ModelValue):
            return self._new_model(arguments[0].class_name, arguments[0].layers)
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
        model = self._new_model("Sequential")
        for layer in given if isinstance(given, list | tuple) else []:
            self._add(model, layer)
        return model

    def _add(self, model: ModelValue, layer: Value) -> None:
        match layer:
            case LayerValue():
                model.layers.append(layer)
            case TensorValue(layers=layers):
                model.layers.extend(layers)
            case ModelValue(layers=inner):
                model.layers.extend(inner)
                model.fits.extend(layer.fits)
            case _:
                return

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
        model.defaults = {key: value for key, value in keywords.items() if key in _EPOCH_WORDS}
        return model

    def _perceptron(self, arguments: list[Value], keywords: dict[str, Value]) -> ModelValue:
        made = make_perceptron(arguments, keywords)
        model = self._new_model(PERCEPTRON, made.layers)
        model.compiled, model.fit_returns_model = made.compiled, True
        model.defaults = {"epochs": made.epochs, "batch_size": made.batch_size}
        return model

    def _of_class(self, value: ClassValue) -> Value:
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
        return self._new_model(value.node.name, layers) if layers else UNKNOWN

    def _new_model(self, class_name: str, layers: Sequence[LayerValue] = ()) -> ModelValue:
        self._models += 1
        return ModelValue(self._models, class_name, list(layers))

    def _method(
        self,
        model: ModelValue,
        name: str,
        node: ast.Call,
        arguments: list[Value],
        keywords: dict[str, Value],
    ) -> Value:
        actions, cell = self._program.actions, self._program.cell
        match name:
            case "add":
                self._add(model, arguments[0] if arguments else UNKNOWN)
            case "pop" if model.layers:
                model.layers.pop()
            case "compile":
                model.compiled, model.is_compiled = compiled_by(arguments, keywords), True
                model.metrics_told = names_all(keywords.get("metrics", arguments[2:3]))
            case "fit" | "fit_generator":
                return self._fit(model, arguments, keywords)
            case "train_on_batch":
                self._once_by_hand(model, model.compiled)
            case "save" | "save_weights" | "get_weights" | "load_weights" | "set_weights":
                return self._saved.method(model, name, arguments)
            case "summary":
                actions.append(_summary(model, cell))
            case (
                "evaluate"
                | "evaluate_generator"
                | "score"
                | "predict"
                | "predict_classes"
                | "predict_proba"
            ):
                written = ast.unparse(node.args[0]) if node.args else ""
                on_training = bool(_TRAINING.search(written)) and not _HELD_OUT.search(written)
                last = model.fits[-1] if model.fits else None
                actions.append(
                    Evaluation(cell, model.model_id, last, name.startswith("predict"), on_training)
                )
            case _:
                return UNKNOWN
        return None if name in ("add", "compile", "summary") else UNKNOWN

    def _fit(self, model: ModelValue, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        given = {**model.defaults, **keywords}
        epochs = given.get(
            "epochs", given.get("nb_epoch", arguments[3] if len(arguments) > 3 else 1)
        )
        batch_size = given.get("batch_size", arguments[2] if len(arguments) > 2 else None)
        x, y = (
            keywords.get(key, arguments[at] if len(arguments) > at else None)
            for at, key in enumerate("xy")
        )
        x = without_split(x, keywords.get("validation_split"))
        number = self._note_fit(
            model, model.compiled, whole_number(epochs), whole_number(batch_size), x=x, y=y
        )
        return model if model.fit_returns_model else HistoryValue(number)

    def _note_fit(
        self,
        model: ModelValue,
        compiled: CompileInfo,
        epochs: int | None,
        batch_size: int | None,
        *,
        x: Value = None,
        y: Value = None,
    ) -> int:
        self._fits += 1
        self._saved.trained = model
        before = model.fits[-1] if model.fits else None
        model.fits.append(self._fits)
        layers, parameters = described(model.layers)
        info = ModelInfo(model.model_id, model.class_name, layers, parameters, parameters)
        arrays = [value if isinstance(value, ArrayValue) else None for value in (x, y)]
        self._program.actions.append(
            Fit(
                self._fits,
                self._program.cell,
                info,
                compiled,
                epochs,
                batch_size,
                x=arrays[0],
                y=arrays[1],
                goes_on_from=before,
                is_compiled=model.is_compiled or compiled is not model.compiled,
                metrics_told=model.metrics_told,
            )
        )
        return self._fits

    def _train_by_hand(self, optimizer: OptimizerValue) -> None:
        """A loop of GradientTape: its model is the latest one that can be seen from here."""
        names = self._program.names()
        models = [value for value in names.values() if isinstance(value, ModelValue)]
        losses = [value.name for value in names.values() if isinstance(value, LossValue)]
        if models:
            loss = losses[-1] if losses else ""
            self._once_by_hand(
                models[-1], CompileInfo(optimizer.class_name, optimizer.config, loss=loss)
            )

    def _once_by_hand(self, model: ModelValue, compiled: CompileInfo) -> None:
        place = (self._program.cell, model.model_id)
        if place not in self._by_hand:
            self._by_hand.add(place)
            self._note_fit(model, compiled, None, None)


def _summary(model: ModelValue, cell: int) -> SummaryCall:
    layers, parameters = described(model.layers)
    shown = [layer for layer in layers if layer.class_name != "InputLayer"]
    return SummaryCall(cell, model.model_id, len(shown), parameters)

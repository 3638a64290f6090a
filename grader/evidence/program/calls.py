"""What does a call in the student's code do: make a layer, train a model, draw a history?"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Protocol

from grader.evidence.names import modern_loss, modern_metric, modern_optimizer
from grader.evidence.program.actions import Action, Drawn, Evaluation, Fit, Plot, Printed, SummaryCall
from grader.evidence.program.arrays import made_array
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
    MatrixValue,
    ModelValue,
    OptimizerValue,
    SeriesValue,
    TensorValue,
    Value,
    as_json,
    whole_number,
)
from grader.model.descriptions import CompileInfo, ModelInfo

_MAKES_MATRIX = {"confusion_matrix", "crosstab"}
_DRAWS_MATRIX = {
    "heatmap",
    "imshow",
    "matshow",
    "pcolor",
    "pcolormesh",
    "ConfusionMatrixDisplay",
    "text",
    "show",
    "plot",
}
_DRAWS_MATRIX_ITSELF = {"plot_confusion_matrix", "from_predictions", "from_estimator"}
_KEEPS_MATRIX = {"DataFrame", "array", "asarray", "round", "astype", "numpy", "normalize"}
_KEEPS_HISTORY = {"DataFrame", "array", "asarray", "list", "dict"}
_OTHER_METRICS = {"AUC", "Precision", "Recall", "F1Score"}
_PLOTS = re.compile(r"plot|semilog|loglog|scatter|line$|history|curve|graph|draw|show", re.IGNORECASE)
_TRAINING = re.compile(r"train", re.IGNORECASE)
_HELD_OUT = re.compile(r"val|test", re.IGNORECASE)
_EPOCH_WORDS = {"epochs", "nb_epoch", "validation_data", "validation_split", "batch_size", "callbacks", "verbose"}


class Program(Protocol):
    """What calls need of the interpreter."""

    actions: list[Action]
    cell: int
    unsure: int
    """Above 0 in what may not be run: a branch, a loop, a `try`."""

    def look_up(self, name: str) -> Value:
        """What a name stands for here."""

    def names(self) -> dict[str, Value]:
        """Every name that can be seen here."""

    def evaluate(self, node: ast.expr | None) -> Value:
        """What an expression stands for."""

    def call_function(self, function: FunctionValue, arguments: Sequence[Value], keywords: dict[str, Value]) -> Value:
        """Follow a call of a function of the student's."""


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
        receiver = self._program.evaluate(node.func.value) if isinstance(node.func, ast.Attribute) else UNKNOWN
        arguments = [
            self._program.evaluate(argument.value if isinstance(argument, ast.Starred) else argument)
            for argument in node.args
        ]
        keywords = {word.arg: self._program.evaluate(word.value) for word in node.keywords if word.arg}
        for word in node.keywords:
            if word.arg is None and isinstance(spread := self._program.evaluate(word.value), dict):
                keywords.update(spread)
        name = _name_of(node.func)
        if not (isinstance(node.func, ast.Name) and isinstance(self._program.look_up(name), FunctionValue)):
            self._note_drawing(name, receiver, [*arguments, *keywords.values()])
        if isinstance(receiver, ModelValue):
            return self._method(receiver, name, node, arguments, keywords)
        return self._plain_call(node, name, receiver, arguments, keywords)

    def output_of(self, model: ModelValue) -> TensorValue:
        """The tensor that a model puts out."""
        return TensorValue(tuple(model.layers))

    def _plain_call(
        self, node: ast.Call, name: str, receiver: Value, arguments: list[Value], keywords: dict[str, Value]
    ) -> Value:
        called = self._program.evaluate(node.func) if isinstance(node.func, ast.Name | ast.Call) else UNKNOWN
        match called:
            case FunctionValue():
                return self._program.call_function(called, arguments, keywords)
            case ClassValue():
                return self._of_class(called)
            case LayerValue():
                return _apply(called, arguments)
            case ModelValue():
                return TensorValue((*_longest(arguments).layers, *called.layers))
        if isinstance(receiver, OptimizerValue) and name in ("apply_gradients", "minimize", "apply"):
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
        told = tuple(value for value in values if isinstance(value, tuple | int | float | OptimizerValue))
        if told and not self._program.unsure:
            self._program.actions.append(Printed(self._program.cell, told))

    def _made(
        self, node: ast.Call, name: str, receiver: Value, arguments: list[Value], keywords: dict[str, Value]
    ) -> Value:
        """What a call of a library gives."""
        model = self._made_model(name, arguments, keywords) or self._made_by_scikit_learn(name, arguments, keywords)
        if model is not None:
            return model
        if name == "Input":
            shape = keywords.get("shape", arguments[0] if arguments else None)
            return TensorValue((LayerValue("InputLayer", {"shape": as_json(shape)}),))
        readings = (
            _passed_on(name, receiver, arguments),
            activated(name, arguments),
            self._saved.came_back(name, arguments),
            _of_python(name, arguments, keywords),
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
            outputs = keywords.get("outputs", keywords.get("output", arguments[1] if len(arguments) > 1 else UNKNOWN))
            return self._new_model("Functional", _longest([outputs]).layers)
        if name == "clone_model" and arguments and isinstance(arguments[0], ModelValue):
            return self._new_model(arguments[0].class_name, arguments[0].layers)
        if name in ("KerasClassifier", "KerasRegressor"):
            return self._wrapped(arguments, keywords)
        return None

    def _made_by_scikit_learn(self, name: str, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        """The network that a call of scikit-learn makes or wraps, or None."""
        if name == "MLPClassifier":
            return self._perceptron(arguments, keywords)
        return _last_model([*arguments, *keywords.values()]) if name in ("make_pipeline", "Pipeline") else None

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
        build = keywords.get("build_fn", keywords.get("model", arguments[0] if arguments else UNKNOWN))
        model = self._program.call_function(build, [], {}) if isinstance(build, FunctionValue) else build
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
        """An instance of a model class of the student's: its layers, in the order in which `__init__` makes them."""
        layers = []
        for method in value.node.body:
            if isinstance(method, ast.FunctionDef) and method.name in ("__init__", "build"):
                for node in ast.walk(method):
                    made = self._program.evaluate(node.value) if isinstance(node, ast.Assign) else UNKNOWN
                    layers += [made] if isinstance(made, LayerValue) else []
        return self._new_model(value.node.name, layers) if layers else UNKNOWN

    def _new_model(self, class_name: str, layers: Sequence[LayerValue] = ()) -> ModelValue:
        self._models += 1
        return ModelValue(self._models, class_name, list(layers))

    def _method(
        self, model: ModelValue, name: str, node: ast.Call, arguments: list[Value], keywords: dict[str, Value]
    ) -> Value:
        actions, cell = self._program.actions, self._program.cell
        match name:
            case "add":
                self._add(model, arguments[0] if arguments else UNKNOWN)
            case "pop" if model.layers:
                model.layers.pop()
            case "compile":
                model.compiled, model.is_compiled = _compiled(arguments, keywords), True
                model.metrics_told = _names_all(keywords.get("metrics", arguments[2:3]))
            case "fit" | "fit_generator":
                return self._fit(model, arguments, keywords)
            case "train_on_batch":
                self._once_by_hand(model, model.compiled)
            case "save" | "save_weights" | "get_weights" | "load_weights" | "set_weights":
                return self._saved.method(model, name, arguments)
            case "summary":
                actions.append(_summary(model, cell))
            case "evaluate" | "evaluate_generator" | "score" | "predict" | "predict_classes" | "predict_proba":
                written = ast.unparse(node.args[0]) if node.args else ""
                on_training = bool(_TRAINING.search(written)) and not _HELD_OUT.search(written)
                last = model.fits[-1] if model.fits else None
                actions.append(Evaluation(cell, model.model_id, last, name.startswith("predict"), on_training))
            case _:
                return UNKNOWN
        return None if name in ("add", "compile", "summary") else UNKNOWN

    def _fit(self, model: ModelValue, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        given = {**model.defaults, **keywords}
        epochs = given.get("epochs", given.get("nb_epoch", arguments[3] if len(arguments) > 3 else 1))
        batch_size = given.get("batch_size", arguments[2] if len(arguments) > 2 else None)
        x, y = (keywords.get(key, arguments[at] if len(arguments) > at else None) for at, key in enumerate("xy"))
        x = _without_split(x, keywords.get("validation_split"))
        number = self._note_fit(model, model.compiled, whole_number(epochs), whole_number(batch_size), x=x, y=y)
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
            self._once_by_hand(models[-1], CompileInfo(optimizer.class_name, optimizer.config, loss=loss))

    def _once_by_hand(self, model: ModelValue, compiled: CompileInfo) -> None:
        place = (self._program.cell, model.model_id)
        if place not in self._by_hand:
            self._by_hand.add(place)
            self._note_fit(model, compiled, None, None)

    def _note_drawing(self, name: str, receiver: Value, arguments: Sequence[Value]) -> None:
        cell, actions = self._program.cell, self._program.actions
        if name in _DRAWS_MATRIX_ITSELF or (
            name in _DRAWS_MATRIX and any(isinstance(value, MatrixValue) for value in (receiver, *arguments))
        ):
            actions.append(Drawn(cell))
        if not _PLOTS.search(name):
            return
        for value in (receiver, *arguments):
            match value:
                case SeriesValue(fit=fit, metric=metric):
                    actions.append(Plot(cell, fit, modern_metric(metric)))
                case HistoryDict(fit=fit) | HistoryValue(fit=fit) if name != "history":
                    actions.append(Plot(cell, fit, None))


def _name_of(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _of_python(name: str, arguments: Sequence[Value], keywords: dict[str, Value]) -> Value:
    """What `range` and `dict` give; else None."""
    if name == "range" and arguments and all(isinstance(a, int) and abs(a) < 10**6 for a in arguments):
        turns = range(*(a for a in arguments if isinstance(a, int)))
        return [*turns[:1000]]
    return keywords if name == "dict" else None


def _passed_on(name: str, receiver: Value, arguments: Sequence[Value]) -> Value:
    """A confusion matrix or a history that a call makes, converts or passes through; else None."""
    first = arguments[0] if arguments else UNKNOWN
    if name in _MAKES_MATRIX or (isinstance(receiver, MatrixValue) and name in _KEEPS_MATRIX):
        return MatrixValue()
    if isinstance(first, MatrixValue) and name in _KEEPS_MATRIX:
        return first
    if isinstance(first, HistoryDict | SeriesValue) and name in _KEEPS_HISTORY:
        return first
    if isinstance(receiver, HistoryDict | SeriesValue) and name not in ("keys", "plot"):
        return receiver
    return None


def _without_split(x: Value, share: Value) -> Value:
    """What is left to train on where `fit` holds out a share itself."""
    if share is None or not isinstance(x, ArrayValue) or x.shape is None:
        return x
    kept = int(x.shape[0] * (1 - share)) if isinstance(share, float) and 0 <= share < 1 else None
    return UNKNOWN if kept is None else ArrayValue((kept, *x.shape[1:]), x.low, x.high)


def _summary(model: ModelValue, cell: int) -> SummaryCall:
    layers, parameters = described(model.layers)
    shown = [layer for layer in layers if layer.class_name != "InputLayer"]
    return SummaryCall(cell, model.model_id, len(shown), parameters)


def _apply(layer: LayerValue, arguments: Sequence[Value]) -> TensorValue:
    return TensorValue((*_longest(arguments).layers, layer))


def _longest(arguments: Sequence[Value]) -> TensorValue:
    """The longest chain among tensors that are joined."""
    flat = [item for value in arguments for item in (value if isinstance(value, list | tuple) else [value])]
    return max(
        (item for item in flat if isinstance(item, TensorValue)), key=lambda t: len(t.layers), default=TensorValue()
    )


def _last_model(arguments: Sequence[Value]) -> ModelValue | None:
    """The model that a pipeline ends in; its steps may be given in a list, and with names."""
    flat = [item for value in arguments for item in (value if isinstance(value, list) else [value])]
    last = flat[-1][-1] if flat and isinstance(flat[-1], tuple) and flat[-1] else flat[-1] if flat else None
    return last if isinstance(last, ModelValue) else None


def _names_all(metrics: Value) -> bool:
    given = metrics if isinstance(metrics, list) else [UNKNOWN]
    flat = [name for value in given for name in (value if isinstance(value, list) else [value])]
    return all(isinstance(name, str | LossValue) for name in flat)


def _compiled(arguments: Sequence[Value], keywords: dict[str, Value]) -> CompileInfo:
    optimizer = keywords.get("optimizer", arguments[0] if arguments else "rmsprop")
    loss = keywords.get("loss", arguments[1] if len(arguments) > 1 else "")
    metrics = as_json(keywords.get("metrics", arguments[2] if len(arguments) > 2 else None))
    name, config = "", {}
    if isinstance(optimizer, OptimizerValue):
        name, config = optimizer.class_name, optimizer.config
    elif isinstance(optimizer, str):
        name = modern_optimizer(optimizer)
    loss_name = loss.name if isinstance(loss, LossValue) else modern_loss(loss) if isinstance(loss, str) else ""
    shown = (
        tuple(modern_metric(metric) for metric in metrics if isinstance(metric, str))
        if isinstance(metrics, list)
        else ()
    )
    loss_config = loss.config if isinstance(loss, LossValue) else {}
    return CompileInfo(name, config, loss=loss_name, loss_config=loss_config, metrics=shown)

"""Follows the calls in the student's code: what makes a layer, trains a model, draws a history."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from grader.evidence.program.actions import Evaluation, Printed, Program, SummaryCall
from grader.evidence.program.arguments import (
    called_name,
    chained,
    compiled_by,
    longest,
    names_all,
    of_python,
    passed_on,
)
from grader.evidence.program.libraries.arrays import made_array
from grader.evidence.program.libraries.drawings import drawings
from grader.evidence.program.libraries.keras import activated, make_layer, make_loss, make_optimizer
from grader.evidence.program.libraries.models import FIT_WORDS, LAYERS_A_STEP, Models
from grader.evidence.program.libraries.saved import SavedModels
from grader.evidence.program.libraries.shapes import described
from grader.evidence.program.trainings import TrainingCalls
from grader.evidence.program.values import (
    UNKNOWN,
    ClassValue,
    FunctionValue,
    HistoryDict,
    LayerValue,
    ModelValue,
    OptimizerValue,
    TensorValue,
    Value,
    as_json,
)

_OTHER_METRICS = {"AUC", "Precision", "Recall", "F1Score"}
_TRAINING = re.compile(r"train", re.IGNORECASE)
_HELD_OUT = re.compile(r"val|test", re.IGNORECASE)


class Calls:
    """Follows the calls of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._saved = SavedModels()
        self._models = Models(program)
        self._trainings = TrainingCalls(program, self._saved)

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
                return self._models.of_class(called)
            case LayerValue():
                return self._chained(arguments, [called])
            case ModelValue():
                return self._chained(arguments, called.layers)
        if isinstance(receiver, OptimizerValue) and name in (
            "apply_gradients",
            "minimize",
            "apply",
        ):
            self._trainings.by_hand(receiver)
        if (
            name in ("fit", "fit_generator")
            and not isinstance(receiver, HistoryDict)
            and FIT_WORDS & keywords.keys()
        ):
            return self._trainings.fit(self._models.new("Unknown"), arguments, keywords)
        if name == "print" and isinstance(node.func, ast.Name):
            self.note_printed(arguments)
        return self._made(node, name, receiver, arguments, keywords)

    def _chained(self, arguments: list[Value], layers: Sequence[LayerValue]) -> TensorValue:
        """The tensor that layers make of those that they are called with."""
        before = longest(arguments).layers
        self._program.spend((len(before) + len(layers)) // LAYERS_A_STEP)
        return chained(before, layers)

    def note_printed(self, values: Sequence[Value]) -> None:
        """Values that the cell shows for certain."""
        known = tuple(
            value for value in values if isinstance(value, tuple | int | float | OptimizerValue)
        )
        if known and not self._program.unsure:
            self._program.actions.append(Printed(self._program.cell, known))

    def _made(
        self,
        node: ast.Call,
        name: str,
        receiver: Value,
        arguments: list[Value],
        keywords: dict[str, Value],
    ) -> Value:
        """What a call of a library gives."""
        model = self._models.made_by(name, arguments, keywords)
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
                self._models.add(model, arguments[0] if arguments else UNKNOWN)
            case "pop" if model.layers:
                model.layers.pop()
            case "compile":
                model.compiled, model.is_compiled = compiled_by(arguments, keywords), True
                model.metrics_known = names_all(keywords.get("metrics", arguments[2:3]))
            case "fit" | "fit_generator":
                return self._trainings.fit(model, arguments, keywords)
            case "train_on_batch":
                self._trainings.once_by_hand(model, model.compiled)
            case "save" | "save_weights" | "get_weights" | "load_weights" | "set_weights":
                return self._saved.method(model, name, arguments)
            case "summary":
                self._program.spend(len(model.layers))
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


def _summary(model: ModelValue, cell: int) -> SummaryCall:
    layers, parameters = described(model.layers)
    shown = [layer for layer in layers if layer.class_name != "InputLayer"]
    return SummaryCall(cell, model.model_id, len(shown), parameters)

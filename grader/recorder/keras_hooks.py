"""What is seen of Keras: `fit`, `evaluate` and `predict`, by what is called and not by what it is named."""

from __future__ import annotations

import contextlib
import copy
import functools
import inspect
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from . import meanwhile
from .describe import figures
from .meanwhile import Meanwhile
from .passed import outline, send_with_data
from .pieces import Pieces
from .pipelines import LONGEST_S, LONGEST_TOGETHER_S, rows_of
from .runs import Run
from .summary import as_array
from .watch import Watch

MAX_PREDICTIONS = 20
"""Calls of `predict` on one model in one cell that are told; a loop over single images says nothing more."""


def install(keras: ModuleType, watch: Watch) -> None:
    """Put the hooks into the freshly imported `keras`."""
    trainer = trainer_class(keras)
    if not watch.stock:
        with watch.shielded():
            from . import fused

            fused.install()
    with contextlib.suppress(ImportError, AttributeError):  # Keras 2 has no such adapter: gone through again at the end
        meanwhile.install(watch)
    trainer.fit = _hook_fit(trainer.fit, keras, watch)
    trainer.evaluate = _hook_evaluate(trainer.evaluate, watch)
    trainer.predict = _hook_predict(trainer.predict, watch)
    for name in ("save", "save_weights"):
        setattr(keras.Model, name, _hook_save(getattr(keras.Model, name), watch))


def trainer_class(keras: Any) -> Any:
    """The class whose methods every Keras model trains with: in Keras 3 that of its backend, in Keras 2 the model's own."""
    return next(kind for kind in keras.Model.__mro__ if "fit" in vars(kind))


def _hook_fit(stock_fit: Any, keras: ModuleType, watch: Watch) -> Any:
    signature = inspect.signature(stock_fit)

    @functools.wraps(stock_fit)
    def fit(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.outermost() as outer:
            call = _bound(signature, self, args, kwargs)
            if not outer or call is None:
                return stock_fit(self, *args, **kwargs)
            seen = None
            with watch.shielded():
                seen = Fit(self, call, watch, keras)
            if seen is None:
                return stock_fit(self, *args, **kwargs)
            try:
                with _fast(self, call, watch, training=True):
                    return stock_fit(*call.args, **call.kwargs)
            except BaseException as error:
                seen.run.error = f"{type(error).__name__}: {error}"[:2000]
                raise
            finally:
                with watch.shielded():
                    seen.finish()

    return fit


class Fit:
    """One call of `fit` under way."""

    def __init__(self, model: Any, call: inspect.BoundArguments, watch: Watch, keras: ModuleType) -> None:
        """Take the student's call and put the recorder's callback last among its callbacks."""
        self.run = Run(model, watch)
        self._given = dict(call.arguments)
        self._model, self._watch = model, watch
        self.meanwhile = Meanwhile(self._given.get("x"), watch)
        if "x" in call.arguments:
            call.arguments["x"] = self.meanwhile.given
        call.arguments["callbacks"] = _with_reporter(call.arguments.get("callbacks"), _reporter(self, keras), model)

    def announce(self, *, trained_already: bool = False) -> None:
        """Send `fit_started`, once the model is built."""
        from .switches import switches

        given = self._given
        val_x, val_y = _validation(given.get("validation_data"))
        self.run.announce(
            {"x": given.get("x"), "y": given.get("y"), "val_x": val_x, "val_y": val_y},
            trained_already=trained_already,
            switches=switches(self._model, given),
            epochs=int(given.get("epochs") or 1),
            initial_epoch=int(given.get("initial_epoch") or 0),
            batch_size=_batch_size(given),
            steps_per_epoch=_whole(given.get("steps_per_epoch")),
            validation_split=float(given.get("validation_split") or 0.0),
        )

    def finish(self) -> None:
        """Send `fit_finished`, also where training broke before its first step; before it, what a pipeline held."""
        seen = self.meanwhile.rows()
        if not self.run.announced and self._model.built:
            self.announce()
        if self.run.announced:
            with self._watch.shielded():
                self._tell_rows(seen)
        self.run.finish()

    def _tell_rows(self, seen: Pieces | None) -> None:
        watch, per_epoch = self._watch, _whole(self._given.get("steps_per_epoch"))
        if seen is not None:
            send_with_data(watch, "rows_seen", {"x": seen}, run=self.run.number)
            return
        began, left = time.monotonic(), LONGEST_TOGETHER_S - watch.pipelines_s
        steps = per_epoch and per_epoch * max(1, self.run.epochs_run)
        rows = rows_of(self._given.get("x"), steps=steps, seconds=min(LONGEST_S, left)) if left > 0 else None
        watch.pipelines_s += time.monotonic() - began
        if rows is not None and len(rows):
            send_with_data(watch, "rows_seen", {"x": rows}, run=self.run.number)


@contextlib.contextmanager
def _fast(model: Any, call: inspect.BoundArguments, watch: Watch, *, training: bool = False) -> Iterator[None]:
    """Run the call fused where that changes nothing but time."""
    given = call.arguments
    with contextlib.ExitStack() as stack:
        if not watch.stock:
            with watch.shielded():
                from . import fused

                epochs = int(given.get("epochs") or 1) - int(given.get("initial_epoch") or 0) if training else 0
                stack.enter_context(fused.fused(model, given.get("callbacks"), epochs=epochs))
        yield


def _with_reporter(given: Any, reporter: Any, model: Any) -> Any:
    """The student's callbacks and ours; what the student holds stays as it is."""
    if hasattr(given, "callbacks") and hasattr(given, "append"):
        extended = copy.copy(given)
        extended.callbacks = [*given.callbacks, reporter]
        reporter.set_model(model)
        reporter.set_params(getattr(given, "params", None))
        return extended
    listed = [] if given is None else list(given) if isinstance(given, (list, tuple)) else [given]
    return [*listed, reporter]


def _reporter(seen: Fit, keras: ModuleType) -> Any:
    """Announces a model that is built before its first step, another one after it: before, there is nothing to describe."""
    shielded, built = seen.run.watch.shielded, _is_built(seen.run.model)

    class Reporter(keras.callbacks.Callback):  # type: ignore[name-defined]
        def on_train_begin(self, logs: Any = None) -> None:
            del logs
            if built:
                with shielded():
                    seen.announce()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            with shielded():
                seen.announce(trained_already=True)
                seen.run.epoch(epoch, logs or {})
            with shielded():
                seen.meanwhile.epoch_ended()

    class PatientReporter(Reporter):
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            del batch, logs
            if not seen.run.announced:
                with shielded():
                    seen.announce(trained_already=True)

    return Reporter() if built else PatientReporter()


def _is_built(model: Any) -> bool:
    return bool(model.built) and all(layer.built for layer in model._flatten_layers())


def _hook_evaluate(stock_evaluate: Any, watch: Watch) -> Any:
    signature = inspect.signature(stock_evaluate)

    @functools.wraps(stock_evaluate)
    def evaluate(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.outermost() as outer:
            call = _bound(signature, self, args, kwargs)
            with _fast(self, call, watch) if outer and call is not None else contextlib.nullcontext():
                result = stock_evaluate(self, *args, **kwargs)
            if outer and call is not None:
                with watch.shielded():
                    _tell_evaluated(self, call.arguments, result, watch)
            return result

    return evaluate


def _tell_evaluated(model: Any, given: dict[str, Any], result: Any, watch: Watch) -> None:
    run, state = watch.trained_by(model)
    send_with_data(
        watch,
        "evaluated",
        {"x": given.get("x")},
        model_id=watch.number(model),
        run=run,
        state=state,
        results=results_by_name(model, result),
    )


def _hook_predict(stock_predict: Any, watch: Watch) -> Any:
    signature = inspect.signature(stock_predict)
    told: dict[int, tuple[int | None, int]] = {}

    @functools.wraps(stock_predict)
    def predict(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.outermost() as outer:
            result = stock_predict(self, *args, **kwargs)
            call = _bound(signature, self, args, kwargs)
            if outer and call is not None:
                with watch.shielded():
                    number, cell = watch.number(self), watch.count()
                    before, times = told.get(number, (cell, 0))
                    told[number] = (cell, times + 1 if before == cell else 1)
                    if told[number][1] <= MAX_PREDICTIONS:
                        _tell_predicted(self, call.arguments.get("x"), result, watch)
            return result

    return predict


def _tell_predicted(model: Any, x: Any, result: Any, watch: Watch) -> None:
    run, state = watch.trained_by(model)
    watch.channel.send(
        "predicted",
        execution_count=watch.count(),
        model_id=watch.number(model),
        run=run,
        state=state,
        x=outline(x),
        output_shape=[int(length) for length in getattr(result, "shape", ())],
    )


def _hook_save(stock: Any, watch: Watch) -> Any:
    """What is saved in the middle of an epoch, too, is a state of the training."""

    @functools.wraps(stock)
    def save(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.shielded():
            watch.saved(self)
        return stock(self, *args, **kwargs)

    return save


def _bound(signature: inspect.Signature, model: Any, args: Any, kwargs: Any) -> inspect.BoundArguments | None:
    """The call by its parameters' names; None where Python will refuse it anyway."""
    try:
        return signature.bind(model, *args, **kwargs)
    except TypeError:
        return None


def _validation(given: Any) -> tuple[Any, Any]:
    if isinstance(given, (tuple, list)) and len(given) >= 2:
        return given[0], given[1]
    return given, None


def _batch_size(given: dict[str, Any]) -> int | None:
    """The batch size in force: Keras takes 32 for arrays where none is given."""
    named = _whole(given.get("batch_size"))
    return 32 if named is None and as_array(given.get("x")) is not None else named


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def results_by_name(model: Any, result: Any) -> dict[str, float]:
    """What `evaluate` or `train_on_batch` returned, under the names of the metrics."""
    if isinstance(result, dict):
        return figures(result)
    values = result if isinstance(result, (list, tuple)) else [result]
    names = [metric.name for metric in model.metrics] if len(values) > 1 else ["loss"]
    logs: dict[str, Any] = getattr(model, "get_metrics_result", dict)()
    if len(logs) == len(values):
        names = ["loss", *(name for name in logs if name != "loss")] if "loss" in logs else list(logs)
    return figures(dict(zip(names, values)))

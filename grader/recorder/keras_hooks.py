"""What is seen of Keras: `fit`, `evaluate` and `predict`, by what is called and not by what it is named."""

from __future__ import annotations

import contextlib
import functools
import inspect
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from .describe import describe_compilation, describe_model, weights_digest
from .summary import summarise
from .watch import Watch


def install(keras: ModuleType, watch: Watch) -> None:
    """Put the hooks into the freshly imported `keras`."""
    trainer = _trainer_class()
    if not watch.stock:
        with watch.shielded():
            from . import fused

            fused.install()
    trainer.fit = _hook_fit(trainer.fit, keras, watch)
    trainer.evaluate = _hook_evaluate(trainer.evaluate, watch)
    trainer.predict = _hook_predict(trainer.predict, watch)


def _trainer_class() -> Any:
    from keras.src.backend.tensorflow.trainer import TensorFlowTrainer

    return TensorFlowTrainer


def _hook_fit(stock_fit: Any, keras: ModuleType, watch: Watch) -> Any:
    signature = inspect.signature(stock_fit)

    @functools.wraps(stock_fit)
    def fit(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.outermost() as outer:
            if not outer:
                return stock_fit(self, *args, **kwargs)
            run = None
            with watch.shielded():
                call = signature.bind(self, *args, **kwargs)
                run = _Run(self, call, watch, keras)
            if run is None:
                return stock_fit(self, *args, **kwargs)
            try:
                with run.fast():
                    return stock_fit(*call.args, **call.kwargs)
            except BaseException as error:
                run.error = f"{type(error).__name__}: {error}"[:2000]
                raise
            finally:
                with watch.shielded():
                    run.finish()

    return fit


class _Run:
    """One `fit` under way."""

    def __init__(self, model: Any, call: inspect.BoundArguments, watch: Watch, keras: ModuleType) -> None:
        """Take the student's call and put the recorder's callback last among its callbacks."""
        watch.runs += 1
        self.number, self.model, self.watch = watch.runs, model, watch
        self.arguments = dict(call.arguments)
        self.error: str | None = None
        self.stopped = False
        self.epochs_run = 0
        self.history: dict[str, list[float]] = {}
        self._announced = False
        self._digest = ""
        self._started = time.monotonic()
        call.arguments["callbacks"] = _with_reporter(call.arguments.get("callbacks"), _reporter(self, keras))

    @contextlib.contextmanager
    def fast(self) -> Iterator[None]:
        """Train fused where that changes nothing but time."""
        if self.watch.stock:
            yield
            return
        from . import fused

        with fused.fused(self.model, self.arguments.get("callbacks")):
            yield

    def announce(self) -> None:
        """Send `fit_started`, once the model is built."""
        if self._announced:
            return
        self._announced = True
        given, watch = self.arguments, self.watch
        val_x, val_y = _validation(given.get("validation_data"))
        data = {"x": given.get("x"), "y": given.get("y"), "val_x": val_x, "val_y": val_y}
        summaries, arrays, earlier = _summarise_once(data, watch)
        self._digest = weights_digest(self.model)
        number = watch.channel.send(
            "fit_started",
            arrays=arrays,
            same_arrays_as=earlier,
            execution_count=watch.count(),
            run=self.number,
            model=describe_model(self.model, watch.number(self.model)),
            compiled=describe_compilation(self.model),
            epochs=int(given.get("epochs") or 1),
            initial_epoch=int(given.get("initial_epoch") or 0),
            batch_size=_batch_size(given),
            steps_per_epoch=_whole(given.get("steps_per_epoch")),
            validation_split=float(given.get("validation_split") or 0.0),
            **summaries,
        )
        if arrays:
            watch.sent[_identity(data)] = number

    def epoch(self, epoch: int, logs: dict[str, Any]) -> None:
        """Send `epoch_finished` and do as the host says."""
        self.epochs_run += 1
        figures = _figures(logs)
        for name, value in figures.items():
            self.history.setdefault(name, []).append(value)
        answer = self.watch.channel.ask(
            "epoch_finished", execution_count=self.watch.count(), run=self.number, epoch=epoch, logs=figures
        )
        if answer == "stop":
            self.stopped = True
            self.model.stop_training = True

    def finish(self) -> None:
        """Send `fit_finished` with the weights."""
        if not self._announced and self.model.built:
            self.announce()
        if not self._announced:
            return
        self.watch.latest_run[self.watch.number(self.model)] = self.number
        weights = {f"w{place:04d}": weight for place, weight in enumerate(self.model.get_weights())}
        self.watch.channel.send(
            "fit_finished",
            arrays=weights,
            execution_count=self.watch.count(),
            run=self.number,
            history=self.history,
            epochs_run=self.epochs_run,
            wall_s=time.monotonic() - self._started,
            stopped_by_grader=self.stopped,
            error=self.error,
            weights_changed=weights_digest(self.model) != self._digest,
        )


def _with_reporter(given: Any, reporter: Any) -> Any:
    if hasattr(given, "callbacks") and hasattr(given, "append"):
        given.append(reporter)
        return given
    listed = [] if given is None else list(given) if isinstance(given, (list, tuple)) else [given]
    return [*listed, reporter]


def _reporter(run: _Run, keras: ModuleType) -> Any:
    class Reporter(keras.callbacks.Callback):  # type: ignore[misc, name-defined]
        def on_train_begin(self, logs: Any = None) -> None:
            del logs
            with run.watch.shielded():
                run.announce()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            with run.watch.shielded():
                run.announce()
                run.epoch(epoch, logs or {})

    return Reporter()


def _hook_evaluate(stock_evaluate: Any, watch: Watch) -> Any:
    signature = inspect.signature(stock_evaluate)

    @functools.wraps(stock_evaluate)
    def evaluate(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.outermost() as outer:
            result = stock_evaluate(self, *args, **kwargs)
            if outer:
                with watch.shielded():
                    given = signature.bind(self, *args, **kwargs).arguments
                    data = {"x": given.get("x"), "y": given.get("y")}
                    summaries, arrays, earlier = _summarise_once(data, watch)
                    number = watch.channel.send(
                        "evaluated",
                        arrays=arrays,
                        same_arrays_as=earlier,
                        execution_count=watch.count(),
                        model_id=watch.number(self),
                        run=watch.latest_run.get(watch.number(self)),
                        x=summaries["x"],
                        results=_results(self, result),
                    )
                    if arrays:
                        watch.sent[_identity(data)] = number
            return result

    return evaluate


def _hook_predict(stock_predict: Any, watch: Watch) -> Any:
    signature = inspect.signature(stock_predict)

    @functools.wraps(stock_predict)
    def predict(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.outermost() as outer:
            result = stock_predict(self, *args, **kwargs)
            if outer:
                with watch.shielded():
                    x = signature.bind(self, *args, **kwargs).arguments.get("x")
                    summary, _ = summarise(x, "x") if _identity({"x": x}) not in watch.sent else (None, {})
                    watch.channel.send(
                        "predicted",
                        execution_count=watch.count(),
                        model_id=watch.number(self),
                        run=watch.latest_run.get(watch.number(self)),
                        x=summary,
                        output_shape=[int(length) for length in getattr(result, "shape", ())],
                    )
            return result

    return predict


def _summarise_once(data: dict[str, Any], watch: Watch) -> tuple[dict[str, Any], dict[str, Any], int | None]:
    """Summaries by key, the arrays to send, or the frame that has sent the same ones already."""
    summaries: dict[str, Any] = {}
    arrays: dict[str, Any] = {}
    for key, value in data.items():
        summaries[key], more = summarise(value, key)
        arrays.update(more)
    earlier = watch.sent.get(_identity(data))
    return (summaries, {}, earlier) if earlier else (summaries, arrays, None)


def _identity(data: dict[str, Any]) -> tuple[Any, ...]:
    """What tells a set of arrays from others: where they lie in memory, their shapes and some of their values."""
    return tuple((key, *_mark(value)) for key, value in sorted(data.items()))


def _mark(value: Any) -> tuple[Any, ...]:
    interface = getattr(value, "__array_interface__", None)
    if interface is None:
        return (id(value),)
    step = max(1, len(value) // 50)
    return (interface["data"][0], value.shape, str(value.dtype), hash(value[::step].tobytes()))


def _validation(given: Any) -> tuple[Any, Any]:
    if isinstance(given, (tuple, list)) and len(given) >= 2:
        return given[0], given[1]
    return given, None


def _batch_size(given: dict[str, Any]) -> int | None:
    """The batch size in force: Keras takes 32 for arrays where none is given."""
    named = _whole(given.get("batch_size"))
    return 32 if named is None and hasattr(given.get("x"), "shape") else named


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _figures(logs: dict[str, Any]) -> dict[str, float]:
    figures = {}
    for name, value in logs.items():
        with contextlib.suppress(Exception):
            figures[str(name)] = float(value)
    return figures


def _results(model: Any, result: Any) -> dict[str, float]:
    if isinstance(result, dict):
        return _figures(result)
    values = result if isinstance(result, (list, tuple)) else [result]
    names = [metric.name for metric in model.metrics] if len(values) > 1 else ["loss"]
    logs = getattr(model, "get_metrics_result", dict)()
    if len(logs) == len(values):
        names = ["loss", *(name for name in logs if name != "loss")] if "loss" in logs else list(logs)
    return _figures(dict(zip(names, values, strict=False)))

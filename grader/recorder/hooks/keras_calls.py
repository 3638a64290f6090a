"""Watches Keras: `fit`, `evaluate` and `predict`, by what is called and not by what it is
named.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from ..asking.settings import epochs_of
from ..events.data_passed import Predictions, send_with_data
from ..events.watch import Watch
from ..models.describe import as_numbers
from ..rows import meanwhile
from ..shared.replay import replaying
from .fit import WatchedFit

OF_AN_EPOCH = "_use_cached_eval_dataset"
"""What `fit` says where it validates after an epoch."""


def install(keras: ModuleType, watch: Watch) -> None:
    """Put the hooks into the freshly imported `keras`."""
    trainer = trainer_class(keras)
    if not watch.stock:
        with watch.shielded():
            from ..asking import initial_values
            from ..shared import fused

            fused.install()
            initial_values.install()
    with contextlib.suppress(
        ImportError, AttributeError
    ):  # Keras 2 has no such adapter: gone through again at the end
        meanwhile.install(watch)
    trainer.fit = _hook_fit(trainer.fit, keras, watch)
    trainer.evaluate = _hook_evaluate(trainer.evaluate, watch)
    trainer.predict = _hook_predict(trainer.predict, watch)
    for name in ("save", "save_weights"):
        setattr(keras.Model, name, _hook_save(getattr(keras.Model, name), watch))


def trainer_class(keras: Any) -> Any:
    """The class whose methods every Keras model trains with: in Keras 3 that of its backend, in
    Keras 2 the model's own.
    """
    return next(kind for kind in keras.Model.__mro__ if "fit" in vars(kind))


def _hook_fit(stock_fit: Any, keras: ModuleType, watch: Watch) -> Any:
    signature = inspect.signature(stock_fit)

    @functools.wraps(stock_fit)
    def fit(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.outermost() as outer:
            call = _bound(signature, self, args, kwargs)
            if call is None:
                return stock_fit(self, *args, **kwargs)
            if not outer:
                with _batch_by_batch(watch):
                    return watch.fit_within(
                        self, dict(call.arguments), lambda: stock_fit(self, *args, **kwargs)
                    )
            with _as_set(self, watch):
                return watched(self, call, args, kwargs)

    def watched(self: Any, call: inspect.BoundArguments, args: Any, kwargs: Any) -> Any:
        seen = None
        with watch.shielded():
            seen = WatchedFit(self, call, watch, keras)
        if seen is None:
            return stock_fit(self, *args, **kwargs)
        watch.under_way.append(seen.run)
        try:
            with _fast(self, call, watch, training=True), seen.followed():
                return stock_fit(*call.args, **call.kwargs)
        except BaseException as error:
            seen.run.error = f"{type(error).__name__}: {error}"[:2000]
            raise
        finally:
            watch.under_way.remove(seen.run)
            with watch.shielded():
                watch.fit_ends()
            with watch.shielded():
                seen.finish()

    return fit


@contextlib.contextmanager
def _as_set(model: Any, watch: Watch) -> Iterator[None]:
    """Have it trained with the settings that Keras would train it with."""
    with contextlib.ExitStack() as stack:
        if not watch.stock:
            with watch.shielded():
                from ..shared.first_step import as_in_first_step

                stack.enter_context(as_in_first_step(model))
        yield


@contextlib.contextmanager
def _fast(
    model: Any, call: inspect.BoundArguments, watch: Watch, *, training: bool = False
) -> Iterator[bool]:
    """Run the call fused where that changes nothing but time; tells whether it does."""
    given, allowed = call.arguments, False
    with contextlib.ExitStack() as stack:
        if not watch.stock:
            with watch.shielded():
                from ..shared import fused

                epochs = len(epochs_of(given)) if training else 0
                allowed = stack.enter_context(
                    fused.fused(model, given.get("callbacks"), epochs=epochs)
                )
        yield allowed


@contextlib.contextmanager
def _batch_by_batch(watch: Watch) -> Iterator[None]:
    """Run the call as Keras does, also in the middle of a `fit` that runs fused."""
    with contextlib.ExitStack() as stack:
        if not watch.stock:
            with watch.shielded():
                from ..shared import fused

                stack.enter_context(fused.batch_by_batch())
        yield


def _hook_evaluate(stock_evaluate: Any, watch: Watch) -> Any:
    signature = inspect.signature(stock_evaluate)

    @functools.wraps(stock_evaluate)
    def evaluate(self: Any, *args: Any, **kwargs: Any) -> Any:
        replay = replaying.get()
        if replay is not None and kwargs.get(OF_AN_EPOCH):
            return replay.logs(trains=False).ordered
        with watch.outermost() as outer:
            call = _bound(signature, self, args, kwargs)
            with (
                _evaluated(self, call, watch)
                if outer and call is not None
                else contextlib.nullcontext()
            ):
                result = stock_evaluate(self, *args, **kwargs)
            if outer and call is not None:
                with watch.shielded():
                    _tell_evaluated(self, call.arguments, result, watch)
            return result

    return evaluate


@contextlib.contextmanager
def _evaluated(model: Any, call: inspect.BoundArguments, watch: Watch) -> Iterator[None]:
    """Run the call fused, and without its steps where its values are known."""
    known = None
    if not watch.stock and watch.trained_by_host:
        with watch.shielded():
            from ..asking.left_behind import known_evaluation

            known = known_evaluation(model, call.arguments, watch.trained_by_host)
    with _fast(model, call, watch) as allowed:
        if known is None or not allowed:
            yield
            return
        token = replaying.set(known)
        try:
            yield
        finally:
            replaying.reset(token)
        with watch.shielded():
            from ..asking.measured import set_results

            set_results(model, known.latest)


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
    signature, told = inspect.signature(stock_predict), Predictions(watch)

    @functools.wraps(stock_predict)
    def predict(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.outermost() as outer:
            call = _bound(signature, self, args, kwargs)
            with _many_rows(self, call if outer else None, watch):
                result = stock_predict(self, *args, **kwargs)
            if outer and call is not None:
                with watch.shielded():
                    told.tell(self, call.arguments.get("x"), result)
            return result

    return predict


@contextlib.contextmanager
def _many_rows(model: Any, call: inspect.BoundArguments | None, watch: Watch) -> Iterator[None]:
    """Run the student's own `call` of `predict` with large batches where that changes nothing but
    time; one that a callback makes takes its batches as Keras does.
    """
    with contextlib.ExitStack() as stack:
        if not watch.stock:
            with watch.shielded():
                from ..shared import fused

                stack.enter_context(
                    fused.batch_by_batch()
                    if call is None
                    else fused.by_rows(model, call.arguments.get("callbacks"))
                )
        yield


def _hook_save(stock: Any, watch: Watch) -> Any:
    """What is saved in the middle of an epoch, too, is a state of the training."""

    @functools.wraps(stock)
    def save(self: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.shielded():
            watch.saved(self)
        return stock(self, *args, **kwargs)

    return save


def _bound(
    signature: inspect.Signature, model: Any, args: Any, kwargs: Any
) -> inspect.BoundArguments | None:
    """The call by its parameters' names; None where Python will refuse it anyway."""
    try:
        return signature.bind(model, *args, **kwargs)
    except TypeError:
        return None


def results_by_name(model: Any, result: Any) -> dict[str, float]:
    """What `evaluate` or `train_on_batch` returned, under the names of the metrics."""
    if isinstance(result, dict):
        return as_numbers(result)
    values = result if isinstance(result, (list, tuple)) else [result]
    names = [metric.name for metric in model.metrics] if len(values) > 1 else ["loss"]
    logs: dict[str, Any] = getattr(model, "get_metrics_result", dict)()
    if len(logs) == len(values):
        names = (
            ["loss", *(name for name in logs if name != "loss")] if "loss" in logs else list(logs)
        )
    return as_numbers(dict(zip(names, values)))

"""Watches scikit-learn: `fit`, `partial_fit`, `score` and `predict` of classifiers, in the
words that Keras models are described in.

The multi-layer perceptron is described as the stack of dense layers that it is, down to an
architecture in Keras' own JSON, so that it can be rebuilt and measured like any other network.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from ..events.data_passed import outline, send_with_data
from ..events.estimator_runs import Ending, EstimatorRuns, TrainingInParts
from ..events.perceptrons import Followed
from ..events.watch import Watch
from ..models.estimators import classifies


class SklearnCalls:
    """The calls of one kernel."""

    def __init__(self, watch: Watch) -> None:
        """Nothing is hooked yet."""
        self._watch, self._runs = watch, EstimatorRuns(watch)
        self.perceptrons = self._runs.perceptrons
        self._in_parts: dict[int, TrainingInParts] = {}
        """Trainings by `partial_fit` that are under way in the running cell."""

    def install(self, base: ModuleType) -> None:
        """Hook the freshly imported `sklearn.base`, before any estimator is defined."""
        module: Any = base
        module.ClassifierMixin.score = _hook_score(module.ClassifierMixin.score, self._watch)
        hooks: dict[str, Callable[[Any], Any]] = {
            "fit": self._hook_fit,
            "partial_fit": self._hook_partial_fit,
        }
        if not hasattr(module, "_fit_context"):
            _hook_as_defined(module.BaseEstimator, hooks)
            return
        stock = module._fit_context

        def fit_context(*args: Any, **kwargs: Any) -> Any:
            decorate = stock(*args, **kwargs)
            return lambda method: hooks.get(method.__name__, _as_it_is)(decorate(method))

        module._fit_context = functools.wraps(stock)(fit_context)

    def cell_ended(self, count: int | None) -> None:
        """Finish the trainings by `partial_fit`."""
        while self._in_parts:
            _, training = self._in_parts.popitem()
            with self._watch.shielded():
                training.finish(count)

    def _hook_fit(self, stock: Any) -> Any:
        watch, signature = self._watch, inspect.signature(stock)

        @functools.wraps(stock)
        def fit(estimator: Any, *args: Any, **kwargs: Any) -> Any:
            with watch.outermost() as outer:
                if not classifies(estimator):
                    with _not_busy(watch, outer=outer):
                        return stock(estimator, *args, **kwargs)
                given: dict[str, Any] = {}
                with watch.shielded():
                    given = signature.bind_partial(estimator, *args, **kwargs).arguments
                    self.perceptrons.begins(Followed(estimator, given))
                if not outer:
                    return stock(estimator, *args, **kwargs)
                with watch.shielded():
                    self._end_parts_of(estimator)
                started, error = time.monotonic(), None
                try:
                    return stock(estimator, *args, **kwargs)
                except BaseException as raised:
                    error = f"{type(raised).__name__}: {raised}"[:2000]
                    raise
                finally:
                    with watch.shielded():
                        ending = Ending(time.monotonic() - started, error)
                        self._runs.fitted(estimator, given, ending)
                        _hook_predict(type(estimator), watch)
                    self.perceptrons.forget()

        return fit

    def _hook_partial_fit(self, stock: Any) -> Any:
        watch, signature = self._watch, inspect.signature(stock)

        @functools.wraps(stock)
        def partial_fit(estimator: Any, *args: Any, **kwargs: Any) -> Any:
            with watch.outermost() as outer:
                if not outer or not classifies(estimator):
                    with _not_busy(watch, outer=outer):
                        return stock(estimator, *args, **kwargs)
                with watch.shielded():
                    given = signature.bind_partial(estimator, *args, **kwargs).arguments
                    self._in_parts_of(estimator).before(given.get("X"))
                result = stock(estimator, *args, **kwargs)
                with watch.shielded():
                    _hook_predict(type(estimator), watch)
                    self.perceptrons.forget()
                return result

        return partial_fit

    def _end_parts_of(self, estimator: Any) -> None:
        """Another training of it follows."""
        if self._watch.models.knows(estimator):
            training = self._in_parts.pop(self._watch.number(estimator), None)
            if training is not None:
                training.finish(None)

    def _in_parts_of(self, estimator: Any) -> TrainingInParts:
        number = self._watch.number(estimator)
        if number not in self._in_parts:
            self._in_parts[number] = TrainingInParts(estimator, self._runs)
        return self._in_parts[number]


def _hook_as_defined(estimator: Any, hooks: dict[str, Callable[[Any], Any]]) -> None:
    """Before scikit-learn 1.3 nothing decorates `fit`: it is hooked in every class as that is
    made.
    """

    def defined(kind: Any, /, **kwargs: Any) -> None:
        super(estimator, kind).__init_subclass__(**kwargs)
        for name, hook in hooks.items():
            method = vars(kind).get(name)
            if inspect.isfunction(method):
                setattr(kind, name, hook(method))

    estimator.__init_subclass__ = classmethod(defined)


def _as_it_is(method: Any) -> Any:
    return method


@contextlib.contextmanager
def _not_busy(watch: Watch, *, outer: bool) -> Iterator[None]:
    """What trains inside something that is no classifier, such as a search over Keras models, is
    seen by itself.
    """
    if outer:
        watch.busy = False
    yield


def _hook_score(stock: Any, watch: Watch) -> Any:
    @functools.wraps(stock)
    def score(estimator: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:  # noqa: N803 - scikit-learn's names
        if not watch.models.knows(estimator):
            return stock(estimator, X, y, sample_weight)
        with watch.outermost() as outer:
            result = stock(estimator, X, y, sample_weight)
            if outer:
                with watch.shielded():
                    number = watch.number(estimator)
                    run, results = watch.latest_run.get(number), {"accuracy": float(result)}
                    send_with_data(
                        watch, "evaluated", {"x": X}, model_id=number, run=run, results=results
                    )
            return result

    return score


def _hook_predict(kind: Any, watch: Watch) -> None:
    """Hook `predict` of a class of estimators, once."""
    stock = inspect.getattr_static(kind, "predict", None)
    if stock is not None and not isinstance(stock, _Predict):
        kind.predict = _Predict(stock, watch)


class _Predict:
    """Stands for a method `predict`, or for a descriptor that gives one only to some estimators."""

    def __init__(self, stock: Any, watch: Watch) -> None:
        self._stock, self._watch = stock, watch

    def __get__(self, estimator: Any, kind: Any) -> Any:
        method, watch = self._stock.__get__(estimator, kind), self._watch
        if estimator is None or not watch.models.knows(estimator):
            return method

        @functools.wraps(method)
        def predict(*args: Any, **kwargs: Any) -> Any:
            with watch.outermost() as outer:
                result = method(*args, **kwargs)
                if outer:
                    with watch.shielded():
                        _tell_predicted(
                            estimator, args[0] if args else kwargs.get("X"), result, watch
                        )
                return result

        return predict


def _tell_predicted(estimator: Any, x: Any, result: Any, watch: Watch) -> None:
    number = watch.number(estimator)
    watch.channel.send(
        "predicted",
        execution_count=watch.count(),
        model_id=number,
        run=watch.latest_run.get(number),
        x=outline(x),
        output_shape=list(np.shape(result)),
    )

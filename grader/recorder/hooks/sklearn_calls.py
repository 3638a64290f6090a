"""Watches scikit-learn: `fit`, `score` and `predict` of classifiers, in the words that
Keras models are described in.

The multi-layer perceptron is described as the stack of dense layers that it is, down to an
architecture in Keras' own JSON, so that it can be rebuilt and measured like any other network.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..events.passed import outline, send_with_data
from ..events.watch import Watch
from ..models.perceptron import as_keras, layers_of

SOLVERS = {"adam": "Adam", "sgd": "SGD", "lbfgs": "LBFGS"}
MAX_CONFIG_CHARS = 2000
MAX_DEPTH = 5
"""How many pipelines and searches may stand inside each other."""


def install(base: Any, watch: Watch) -> None:
    """Hook the freshly imported `sklearn.base`, before any estimator is defined."""
    base.ClassifierMixin.score = _hook_score(base.ClassifierMixin.score, watch)
    if not hasattr(base, "_fit_context"):
        _hook_as_defined(base.BaseEstimator, watch)
        return
    stock = base._fit_context

    def fit_context(*args: Any, **kwargs: Any) -> Any:
        decorate = stock(*args, **kwargs)
        return lambda method: (
            _hook_fit(decorate(method), watch) if method.__name__ == "fit" else decorate(method)
        )

    base._fit_context = functools.wraps(stock)(fit_context)


def _hook_as_defined(estimator: Any, watch: Watch) -> None:
    """Before scikit-learn 1.3 nothing decorates `fit`: it is hooked in every class as that is
    made.
    """

    def defined(kind: Any, /, **kwargs: Any) -> None:
        super(estimator, kind).__init_subclass__(**kwargs)
        fit = vars(kind).get("fit")
        if inspect.isfunction(fit):
            kind.fit = _hook_fit(fit, watch)

    estimator.__init_subclass__ = classmethod(defined)


def _hook_fit(stock: Any, watch: Watch) -> Any:
    @functools.wraps(stock)
    def fit(estimator: Any, *args: Any, **kwargs: Any) -> Any:
        with watch.outermost() as outer:
            if not outer or not _classifies(estimator):
                with _not_busy(watch, outer=outer):
                    return stock(estimator, *args, **kwargs)
            started, error = time.monotonic(), None
            try:
                return stock(estimator, *args, **kwargs)
            except BaseException as raised:
                error = f"{type(raised).__name__}: {raised}"[:2000]
                raise
            finally:
                with watch.shielded():
                    given = (
                        inspect.signature(stock).bind_partial(estimator, *args, **kwargs).arguments
                    )
                    _tell_fit(estimator, given, error, watch, wall_s=time.monotonic() - started)
                    _hook_predict(type(estimator), watch)

    return fit


@contextlib.contextmanager
def _not_busy(watch: Watch, *, outer: bool) -> Iterator[None]:
    """What trains inside something that is no classifier, such as a search over Keras models, is
    seen by itself.
    """
    if outer:
        watch.busy = False
    yield


def _tell_fit(
    estimator: Any, given: dict[str, Any], error: str | None, watch: Watch, *, wall_s: float
) -> None:
    """Send both events of a run: only afterwards are the layers and the epochs known."""
    model = _innermost(estimator)
    x, y = given.get("X"), given.get("y")
    watch.runs += 1
    run, number = watch.runs, watch.number(estimator)
    watch.latest_run[number] = run
    weights = _weights(model)
    layers = layers_of(model)
    parameters = sum(int(weight.size) for weight in weights.values())
    send_with_data(
        watch,
        "fit_started",
        {"x": x, "y": y},
        run=run,
        way="scikit_learn",
        model={
            "model_id": number,
            "class_name": _class_name(model),
            "layers": layers,
            "parameters": parameters,
            "trainable_parameters": parameters,
            "architecture": as_keras(model) if layers else None,
        },
        compiled={
            "optimizer": SOLVERS.get(
                str(getattr(model, "solver", "")), str(getattr(model, "solver", ""))
            ),
            "optimizer_config": _config(model),
            "loss": str(getattr(model, "loss", "") or ""),
        },
        epochs=int(getattr(model, "max_iter", 0) or 0),
        batch_size=_batch_size(model, x),
    )
    history = _history(model)
    watch.channel.send(
        "fit_finished",
        arrays=weights,
        execution_count=watch.count(),
        run=run,
        history=history,
        epochs_run=len(history.get("loss", ())),
        wall_s=wall_s,
        error=error,
        weights_changed=error is None,
    )


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


def _classifies(estimator: Any) -> bool:
    from sklearn.base import is_classifier

    try:
        return bool(is_classifier(estimator)) and not _holds_keras(estimator)
    except Exception:
        return False


def _holds_keras(estimator: Any) -> bool:
    """Whether what is trained in the end is a Keras model, which is seen by itself."""
    for _ in range(MAX_DEPTH):
        if "keras" in type(estimator).__module__ or hasattr(estimator, "build_fn"):
            return True
        steps = getattr(estimator, "steps", None)
        estimator = steps[-1][1] if steps else getattr(estimator, "estimator", None)
    return False


def _innermost(estimator: Any) -> Any:
    """The classifier inside a pipeline or a search."""
    for _ in range(MAX_DEPTH):
        inner = getattr(estimator, "best_estimator_", None)
        if inner is None and hasattr(estimator, "steps"):
            inner = estimator.steps[-1][1]
        if inner is None:
            break
        estimator = inner
    return estimator


def _class_name(model: Any) -> str:
    """`sklearn.neural_network.MLPClassifier`, without the parts of the module's name that are
    private.
    """
    module = ".".join(
        part for part in type(model).__module__.split(".") if not part.startswith("_")
    )
    return f"{module}.{type(model).__name__}"


def _weights(model: Any) -> dict[str, np.ndarray]:
    """Kernels and biases in turn, as `w0000`, `w0001`, …; nothing for models without."""
    if hasattr(model, "coefs_"):
        pairs = zip(model.coefs_, model.intercepts_)
        arrays = [np.asarray(array) for pair in pairs for array in pair]
    elif isinstance(getattr(model, "coef_", None), np.ndarray):
        arrays = [model.coef_.T, np.atleast_1d(np.asarray(getattr(model, "intercept_", 0.0)))]
    else:
        arrays = []
    return {
        f"w{place:04d}": array for place, array in enumerate(arrays) if array.dtype.kind in "fiu"
    }


def _history(model: Any) -> dict[str, list[float]]:
    history = {"loss": [float(value) for value in getattr(model, "loss_curve_", None) or ()]}
    scores = getattr(model, "validation_scores_", None)
    if scores is not None:
        history["val_accuracy"] = [float(value) for value in scores]
    return {name: values for name, values in history.items() if values}


def _batch_size(model: Any, x: Any) -> int | None:
    size = getattr(model, "batch_size", None)
    if size == "auto" and getattr(x, "shape", None):
        return min(200, int(x.shape[0]))
    return int(size) if isinstance(size, int) else None


def _config(model: Any) -> dict[str, Any]:
    config = {}
    for name, value in model.get_params(deep=False).items():
        plain = isinstance(value, (str, int, float, bool, type(None)))
        config[name] = value if plain else str(value)[:MAX_CONFIG_CHARS]
    return config

"""Brings back `keras.wrappers.scikit_learn`: the wrappers of Keras 2, for grid searches and
cross-validation.

Also stands in for `scikeras.wrappers`, as far as its wrappers are used like these.
"""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

__all__ = ["BaseWrapper", "KerasClassifier", "KerasRegressor"]

METHODS = ("fit", "predict", "evaluate")


class BaseWrapper(BaseEstimator):
    """Builds a model by calling a function, with the arguments that the function takes."""

    def __init__(self, build_fn: Any = None, *, model: Any = None, **sk_params: Any) -> None:
        """`sk_params` are arguments of `build_fn` or of the model's methods."""
        self.build_fn = build_fn if build_fn is not None else model
        self.sk_params = sk_params

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002 - scikit-learn's signature
        """What a copy is made with."""
        del deep
        return {**self.sk_params, "build_fn": self.build_fn}

    def set_params(self, **params: Any) -> BaseWrapper:
        """Change arguments, as a grid search does."""
        for name, value in params.items():
            if name in ("build_fn", "model"):
                self.build_fn = value
            else:
                self.sk_params[name] = value
        return self

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Build a model and train it; returns the history."""
        self.model = self._build()
        self.model_ = self.model
        y = np.asarray(y)
        loss = (
            self.model.loss
            if isinstance(self.model.loss, str)
            else getattr(self.model.loss, "__name__", "")
        )
        if loss == "categorical_crossentropy" and y.ndim != 2:
            import keras

            y = keras.utils.to_categorical(y)
        self.history_ = self.model.fit(x, y, **self._arguments("fit", kwargs))
        self.is_fitted_ = True
        return self.history_

    def _build(self) -> Any:
        builder = self.build_fn if self.build_fn is not None else self.__call__
        if hasattr(builder, "compile"):
            import keras

            copy = keras.models.clone_model(builder)
            copy.compile(
                **builder.get_compile_config() if hasattr(builder, "get_compile_config") else {}
            )
            return copy
        taken = inspect.signature(builder).parameters
        anything = any(parameter.kind is parameter.VAR_KEYWORD for parameter in taken.values())
        given = {name.removeprefix("model__"): value for name, value in self.sk_params.items()}
        import keras

        methods = {
            name
            for method in METHODS
            for name in inspect.signature(getattr(keras.Model, method)).parameters
        }
        return builder(
            **{k: v for k, v in given.items() if k in taken or (anything and k not in methods)}
        )

    def _arguments(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        taken = inspect.signature(getattr(self.model, method)).parameters
        own = {
            ("epochs" if name == "nb_epoch" else name): value
            for name, value in self.sk_params.items()
        }
        return {name: value for name, value in {**own, **given}.items() if name in taken}


class KerasClassifier(ClassifierMixin, BaseWrapper):
    """Predicts classes."""

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Train on labels (n,), (n, 1) or one-hot rows (n, classes)."""
        labels = np.asarray(y)
        if labels.ndim == 2 and labels.shape[1] > 1:
            self.classes_ = np.arange(labels.shape[1])
        else:
            self.classes_ = np.unique(labels)
            y = np.searchsorted(self.classes_, labels)
        self.n_classes_ = len(self.classes_)
        return super().fit(x, y, **kwargs)

    def predict_proba(self, x: Any, **kwargs: Any) -> Any:
        """Probabilities (n, classes)."""
        probabilities = self.model.predict(x, **self._arguments("predict", kwargs))
        return (
            np.hstack([1 - probabilities, probabilities])
            if probabilities.shape[1] == 1
            else probabilities
        )

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """Classes (n,)."""
        return self.classes_[self.predict_proba(x, **kwargs).argmax(-1)]

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """The share of rows that are classified right."""
        labels = np.asarray(y)
        labels = (
            labels.argmax(1) if labels.ndim == 2 and labels.shape[1] > 1 else labels.reshape(-1)
        )
        return float(np.mean(self.predict(x, **kwargs) == labels))


class KerasRegressor(RegressorMixin, BaseWrapper):
    """Predicts numbers."""

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """Numbers (n,)."""
        return np.squeeze(self.model.predict(x, **self._arguments("predict", kwargs)))

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """Minus the loss, as Keras 2 had it."""
        loss = self.model.evaluate(x, y, verbose=0, **self._arguments("evaluate", kwargs))
        return -float(loss[0] if isinstance(loss, list) else loss)

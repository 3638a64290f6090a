"""Teaches scikit-learn the arguments of its older versions."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from ..notes import Notes
from .words import Words, taught_function, teach

WORDS = Words(
    renamed={
        "affinity": "metric",
        "base_estimator": "estimator",
        "n_iter": "max_iter",
        "sparse": "sparse_output",
    },
    dropped=frozenset(
        {
            "iid",
            "multi_class",
            "n_iter_without_progress_",
            "n_jobs",
            "precompute_distances",
            "presort",
            "square_distances",
        }
        | {
            "fit_params",
            "normalize",
            "algorithm",
            "min_impurity_split",
            "categorical_features",
            "n_values",
            "warn_on_dtype",
        }
    ),
    values={
        ("algorithm", "auto"): "lloyd",
        ("algorithm", "full"): "lloyd",
        ("criterion", "mae"): "absolute_error",
        ("criterion", "mse"): "squared_error",
        ("loss", "deviance"): "log_loss",
        ("loss", "log"): "log_loss",
        ("loss", "squared_loss"): "squared_error",
        ("max_features", "auto"): "sqrt",
        ("penalty", "none"): None,
    },
)
ONLY_OF = {"algorithm": ("KMeans", "MiniBatchKMeans")}
"""Old values that other classes still take."""
PACKAGES = (
    *(
        "cluster",
        "decomposition",
        "ensemble",
        "linear_model",
        "manifold",
        "metrics",
        "model_selection",
        "neighbors",
    ),
    *("neural_network", "preprocessing", "svm", "tree"),
)
RENAMED = {
    "metrics": {"jaccard_similarity_score": "jaccard_score"},
    "model_selection": {},
    "preprocessing": {},
}
"""By package, functions that have another name."""
DISPLAYS = {
    "plot_confusion_matrix": "ConfusionMatrixDisplay",
    "plot_det_curve": "DetCurveDisplay",
    "plot_precision_recall_curve": "PrecisionRecallDisplay",
    "plot_roc_curve": "RocCurveDisplay",
}
"""Functions of `sklearn.metrics` → the classes that draw today."""


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """What is done after the import of scikit-learn's packages."""
    return {f"sklearn.{name}": lambda package: _teach_package(package, notes) for name in PACKAGES}


def _teach_package(package: Any, notes: Notes) -> None:
    for name in package.__all__:
        thing = vars(package).get(name)  # what is experimental raises when it is asked for
        if (
            inspect.isclass(thing)
            and thing.__module__.startswith("sklearn.")
            and "__init__" in vars(thing)
        ):
            teach(thing, "__init__", _words_of(name), notes=notes, label=name)
        elif inspect.isfunction(thing):
            taught = taught_function(thing, Words(), notes=notes, label=name)
            setattr(package, name, taught or thing)
    if package.__name__ == "sklearn.metrics":
        _teach_metrics(package, notes)
    if package.__name__ == "sklearn.preprocessing":
        _bring_back_imputer(package, notes)


def _words_of(name: str) -> Words:
    values = {
        key: value for key, value in WORDS.values.items() if name in ONLY_OF.get(key[0], (name,))
    }
    return Words(renamed=WORDS.renamed, dropped=WORDS.dropped, values=values)


def _teach_metrics(metrics: Any, notes: Notes) -> None:
    for old, today in RENAMED["metrics"].items():
        setattr(metrics, old, _noting_use(getattr(metrics, today), old, today, notes))
    for old, display in DISPLAYS.items():
        draw = getattr(metrics, display).from_estimator
        if not hasattr(metrics, old):
            setattr(metrics, old, _noting_use(draw, old, f"{display}.from_estimator", notes))
    stock = metrics.mean_squared_error

    def mean_squared_error(*args: Any, squared: bool = True, **kwargs: Any) -> Any:
        """With `squared=False` the root of it."""
        if squared:
            return stock(*args, **kwargs)
        notes.used("mean_squared_error(squared=False)", "root_mean_squared_error")
        return metrics.root_mean_squared_error(*args, **kwargs)

    metrics.mean_squared_error = mean_squared_error


def _noting_use(today: Any, old: str, new: str, notes: Notes) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        notes.used(old, new)
        return today(*args, **kwargs)

    call.__name__ = old
    return call


def _bring_back_imputer(preprocessing: Any, notes: Notes) -> None:
    def imputer(
        missing_values: Any = "NaN", strategy: str = "mean", axis: int = 0, **kwargs: Any
    ) -> Any:
        """`Imputer` of columns."""
        from sklearn.impute import SimpleImputer

        del axis
        notes.used("Imputer", "sklearn.impute.SimpleImputer")
        missing = float("nan") if missing_values == "NaN" else missing_values
        return SimpleImputer(
            missing_values=missing, strategy=strategy, copy=kwargs.get("copy", True)
        )

    if not hasattr(preprocessing, "Imputer"):
        preprocessing.Imputer = imputer

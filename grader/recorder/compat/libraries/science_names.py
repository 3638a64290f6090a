"""Knows the names that scikit-learn and matplotlib had, and what they are today."""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FrameType, ModuleType
from typing import Any

from ..caller import expects_failure, importing_cell
from ..language import ipython, python2, standard_library
from ..notes import Notes

SPLIT = {
    "cluster": ("k_means_", "hierarchical", "dbscan_"),
    "datasets": ("base", "mldata", "samples_generator"),
    "decomposition": ("pca", "truncated_svd"),
    "ensemble": ("bagging", "forest", "gradient_boosting", "voting_classifier", "weight_boosting"),
    "feature_selection": ("univariate_selection",),
    "linear_model": (
        "base",
        "coordinate_descent",
        "logistic",
        "perceptron",
        "ridge",
        "stochastic_gradient",
    ),
    "manifold": ("t_sne",),
    "metrics": ("classification", "ranking", "regression", "scorer"),
    "mixture": ("gmm",),
    "neighbors": ("base", "classification", "kde", "nearest_centroid", "regression"),
    "neural_network": ("rbm",),
    "preprocessing": ("data", "imputation", "label"),
    "svm": ("base", "classes"),
    "tree": ("export", "tree"),
}
"""By package of scikit-learn, modules that nobody should have imported from."""
MODULES = {
    **ipython.MODULES,
    "scipy.misc.pilutil": f"{__package__}.libraries.misc",
    **{
        f"sklearn.{package}.{module}": f"sklearn.{package}"
        for package, modules in SPLIT.items()
        for module in modules
    },
    "sklearn.cross_validation": "sklearn.model_selection",
    "sklearn.grid_search": "sklearn.model_selection",
    "sklearn.externals.joblib": "joblib",
    "sklearn.externals.six": "six",
    "sklearn.lda": "sklearn.discriminant_analysis",
    "sklearn.learning_curve": "sklearn.model_selection",
    "sklearn.qda": "sklearn.discriminant_analysis",
    "sklearn.utils.testing": "sklearn.utils._testing",
    **python2.MODULES,
    **standard_library.MODULES,
    "sklearn.externals": "sklearn",
    "sklearn.neural_network.multilayer_perceptron": "sklearn.neural_network",
}
"""Old module → today's."""


class ScienceFinder(MetaPathFinder):
    """Asked last of all."""

    def __init__(self, notes: Notes) -> None:
        """Tell `notes` of every use."""
        self._notes = notes

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """A spec for what has moved and is imported by the student's own code."""
        del path, target
        if fullname not in MODULES or _is_guarded(importing_cell()):
            return None
        self._notes.used(fullname, MODULES[fullname])
        return ModuleSpec(fullname, _ScienceLoader(MODULES[fullname]), is_package=True)


def _is_guarded(frame: FrameType | None) -> bool:
    """Whether a library imports, or a cell that has another way (`try: import cPickle`)."""
    return frame is None or expects_failure(frame)


class _ScienceLoader(Loader):
    def __init__(self, today: str) -> None:
        self._today = today

    def create_module(self, spec: ModuleSpec) -> None:
        del spec

    def exec_module(self, module: ModuleType) -> None:
        today = importlib.import_module(self._today)
        module.__dict__.update(
            {name: value for name, value in vars(today).items() if not name.startswith("__")}
        )
        module.__dict__.setdefault("__getattr__", lambda name: getattr(today, name))
        if module.__name__ == "sklearn.datasets.base":
            module.__dict__["Bunch"] = importlib.import_module("sklearn.utils").Bunch


def install(notes: Notes) -> None:
    """Ask for moved modules after all other finders."""
    sys.meta_path.append(ScienceFinder(notes))


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """What is done after which module's import."""

    def on_metrics(metrics: Any) -> None:
        def plot_confusion_matrix(estimator: Any, X: Any, y_true: Any, **kwargs: Any) -> Any:  # noqa: N803
            notes.used("plot_confusion_matrix", "ConfusionMatrixDisplay.from_estimator")
            return metrics.ConfusionMatrixDisplay.from_estimator(estimator, X, y_true, **kwargs)

        if not hasattr(metrics, "plot_confusion_matrix"):
            metrics.plot_confusion_matrix = plot_confusion_matrix

    def on_style(style: Any) -> None:
        style.use = _with_old_styles(style.use, style, notes)

    return {"sklearn.metrics": on_metrics, "matplotlib.style": on_style}


def _with_old_styles(stock: Any, styles: Any, notes: Notes) -> Any:
    """The styles that looked like seaborn's got the version of seaborn into their names."""

    def today(style: Any) -> Any:
        if isinstance(style, str) and style not in styles.library and style.startswith("seaborn"):
            renamed = style.replace("seaborn", "seaborn-v0_8", 1)
            if renamed in styles.library:
                notes.used(f"plt.style.use({style!r})", f"plt.style.use({renamed!r})")
                return renamed
        return style

    @functools.wraps(stock)
    def use(style: Any) -> None:
        stock([today(one) for one in style] if isinstance(style, list) else today(style))

    return use

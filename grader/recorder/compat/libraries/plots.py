"""Teaches seaborn, matplotlib and Plotly the calls of their older versions."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ..notes import Notes

CATEGORIES = ("x", "y", "hue", "data")
"""Places of the arguments of plots over categories."""
PLACES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("barplot", "boxenplot", "boxplot", "countplot", "pointplot", "stripplot", "swarmplot"),
        CATEGORIES,
    ),
    **dict.fromkeys(("violinplot", "catplot"), CATEGORIES),
    **dict.fromkeys(("lineplot", "scatterplot"), ("x", "y", "hue", "size", "style", "data")),
    **dict.fromkeys(("jointplot", "lmplot", "regplot", "residplot"), ("x", "y", "data")),
    **dict.fromkeys(("relplot",), ("x", "y", "hue", "size", "style", "data")),
    "kdeplot": ("x", "y"),
}
"""Function of seaborn → what its arguments by place were."""
WINDOWS = (
    "gtk",
    "macosx",
    "nbagg",
    "notebook",
    "qt",
    "tk",
    "webagg",
    "widget",
    "wx",
    "module://ipympl",
)
"""How the names of matplotlib's backends begin that need a screen or a page that answers."""


ONLY_OF_TEXTS = ("font_colors", "annotation_position")
"""Arguments of Plotly's annotated heat maps."""


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """What is done after which module's import."""
    return {
        "matplotlib": lambda module: _stay_without_windows(module, "use", notes),
        "matplotlib.axes._axes": lambda module: _teach_axes(module.Axes, notes),
        "matplotlib.cm": lambda module: _bring_back_maps(module, notes),
        "matplotlib.figure": lambda module: _teach_figure(module, notes),
        "matplotlib.pyplot": lambda module: _teach_pyplot(module, notes),
        "plotly.figure_factory": lambda module: _teach_factory(module, notes),
        "seaborn": lambda module: _teach_seaborn(module, notes),
    }


def _teach_seaborn(seaborn: Any, notes: Notes) -> None:
    for name, places in PLACES.items():
        if hasattr(seaborn, name):
            setattr(seaborn, name, _by_place(getattr(seaborn, name), places, notes))
    if not hasattr(seaborn, "factorplot"):

        def factorplot(*args: Any, kind: str = "point", **kwargs: Any) -> Any:
            """`catplot`, whose points are joined by default."""
            notes.used("sns.factorplot", "sns.catplot")
            return seaborn.catplot(*args, kind=kind, **kwargs)

        seaborn.factorplot = factorplot


def _teach_factory(factory: Any, notes: Notes) -> None:
    if hasattr(factory, "create_annotated_heatmap"):
        return

    def create_annotated_heatmap(
        z: Any, x: Any = None, y: Any = None, annotation_text: Any = None, **kwargs: Any
    ) -> Any:
        """A heat map with a text in each cell; what only colours the texts is passed over."""
        from plotly import graph_objects

        notes.used("ff.create_annotated_heatmap", "px.imshow(z, text_auto=True)")
        text = z if annotation_text is None else annotation_text
        text = [[str(one) for one in row] for row in text]
        kwargs = {name: given for name, given in kwargs.items() if name not in ONLY_OF_TEXTS}
        kwargs = {"showscale": False, **kwargs}
        trace = graph_objects.Heatmap(z=z, x=x, y=y, text=text, texttemplate="%{text}", **kwargs)
        return graph_objects.Figure(trace)

    factory.create_annotated_heatmap = create_annotated_heatmap


def _by_place(stock: Any, places: tuple[str, ...], notes: Notes) -> Any:
    """`countplot(labels)` and `barplot(names, counts)`: today the first place is the table's."""

    @functools.wraps(stock)
    def plot(*args: Any, **kwargs: Any) -> Any:
        if (
            args
            and not _is_table(args[0])
            and (len(args) > 1 or "data" in kwargs or getattr(args[0], "ndim", 1) == 1)
        ):
            named = dict(zip(places, args))
            if not named.keys() & kwargs.keys() and len(args) <= len(places):
                notes.used(
                    f"sns.{stock.__name__} with x by its place", f"sns.{stock.__name__}(x=…)"
                )
                args, kwargs = (), {**named, **kwargs}
        return stock(*args, **kwargs)

    return plot


def _is_table(thing: Any) -> bool:
    return isinstance(thing, dict) or getattr(thing, "ndim", 1) == 2


def _teach_axes(axes: Any, notes: Notes) -> None:
    axes.grid = _renaming(axes.grid, {"b": "visible"}, notes)
    axes.hist = _renaming(axes.hist, {"normed": "density"}, notes)
    for old, today in (
        ("set_axis_bgcolor", "set_facecolor"),
        ("get_axis_bgcolor", "get_facecolor"),
    ):
        if not hasattr(axes, old):
            setattr(axes, old, getattr(axes, today))


def _renaming(stock: Any, renamed: dict[str, str], notes: Notes) -> Any:
    @functools.wraps(stock)
    def call(*args: Any, **kwargs: Any) -> Any:
        for old in [name for name in renamed if name in kwargs]:
            notes.used(f"{stock.__name__}({old}=…)", f"{stock.__name__}({renamed[old]}=…)")
            kwargs[renamed[old]] = kwargs.pop(old)
        return stock(*args, **kwargs)

    return call


def _bring_back_maps(cm: Any, notes: Notes) -> None:
    if hasattr(cm, "get_cmap"):
        return

    def get_cmap(name: Any = None, lut: int | None = None) -> Any:
        """A colour map by its name."""
        import matplotlib as mpl

        notes.used("cm.get_cmap", "matplotlib.colormaps[name]")
        found = mpl.colormaps.get_cmap(name)
        return found if lut is None else found.resampled(lut)

    cm.get_cmap = get_cmap


def _teach_figure(module: Any, notes: Notes) -> None:
    figure = module.Figure
    gca, colorbar = figure.gca, figure.colorbar

    @functools.wraps(gca)
    def get_axes(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not kwargs:
            return gca(self, *args)
        notes.used("fig.gca(projection=…)", "fig.add_subplot(projection=…)")
        return self.add_subplot(*args, **kwargs)

    @functools.wraps(colorbar)
    def bar(self: Any, mappable: Any, cax: Any = None, ax: Any = None, **kwargs: Any) -> Any:
        if cax is None and ax is None and getattr(mappable, "axes", None) is None:
            ax = self.gca()
        return colorbar(self, mappable, cax=cax, ax=ax, **kwargs)

    figure.gca, figure.colorbar = get_axes, bar


def _stay_without_windows(module: Any, function: str, notes: Notes) -> None:
    """There is no screen here: figures go into the notebook, whatever window was asked for."""
    stock = getattr(module, function)

    @functools.wraps(stock)
    def choose(backend: Any, *args: Any, **kwargs: Any) -> Any:
        if not str(backend).lower().startswith(WINDOWS):
            return stock(backend, *args, **kwargs)
        asked = f"{module.__name__}.{function}({backend!r})"
        notes.used(asked, "%matplotlib inline")
        return None

    setattr(module, function, choose)


def _teach_pyplot(pyplot: Any, notes: Notes) -> None:
    def hold(*_: Any) -> None:
        """Axes hold what was drawn on them, always."""
        notes.used("plt.hold", "leave it out")

    _stay_without_windows(pyplot, "switch_backend", notes)
    if not hasattr(pyplot, "hold"):
        pyplot.hold = hold
    for name, renamed in (
        ("grid", {"b": "visible"}),
        ("hist", {"normed": "density"}),
        ("axes", {"axisbg": "facecolor"}),
    ):
        setattr(pyplot, name, _renaming(getattr(pyplot, name), renamed, notes))
    pyplot.subplot = _renaming(pyplot.subplot, {"axisbg": "facecolor"}, notes)
    if not hasattr(pyplot, "get_cmap"):
        pyplot.get_cmap = pyplot.cm.get_cmap

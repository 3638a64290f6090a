"""Gives pandas back what its older versions had: methods, indexers, functions, arguments by
place.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ..keras2.history import other_name
from ..notes import Notes
from .words import Words, teach

CSV = Words(
    renamed={"line_terminator": "lineterminator"},
    dropped=frozenset(
        {
            "error_bad_lines",
            "infer_datetime_format",
            "mangle_dupe_cols",
            "prefix",
            "squeeze",
            "tupleize_cols",
            "verbose",
        }
        | {
            "as_recarray",
            "buffer_lines",
            "compact_ints",
            "use_unsigned",
            "warn_bad_lines",
            "skip_footer",
            "encoding_errors_",
        }
    ),
)
BY_PLACE = {
    "DataFrame": (
        *(
            "bfill",
            "drop",
            "drop_duplicates",
            "dropna",
            "ffill",
            "fillna",
            "pivot",
            "rename",
            "replace",
            "reset_index",
        ),
        *("set_index", "sort_index", "sort_values"),
    ),
    "Series": ("drop", "dropna", "fillna", "replace", "reset_index", "sort_values", "sort_index"),
}
"""Methods whose arguments had places."""


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """What is done after the import of pandas."""
    return {"pandas": lambda pandas: install(pandas, notes)}


def install(pandas: Any, notes: Notes) -> None:
    """Teach `pandas` what it has forgotten."""
    for kind, names in BY_PLACE.items():
        for name in names:
            owner = _owner(getattr(pandas, kind), name)
            if owner is not None:
                teach(owner, name, Words(renamed={}), notes=notes, label=f"{kind}.{name}")
    for owner, name in ((pandas, "concat"), (pandas, "get_dummies")):
        teach(owner, name, Words(dropped=frozenset({"join_axes"})), notes=notes)
    teach(_owner(pandas.DataFrame, "to_csv"), "to_csv", CSV, notes=notes)
    _teach_reading(pandas, notes)
    for kind in (pandas.DataFrame, pandas.Series):
        for name, (function, today) in _methods(pandas).items():
            if not hasattr(kind, name) and not (
                kind is pandas.Series and name in ("applymap", "ix_")
            ):
                setattr(kind, name, _noting_use(function, f".{name}(…)", today, notes))
        _teach_filling(kind, notes)
        if not hasattr(kind, "ix"):
            kind.ix = property(lambda self: _Ix(self, notes))
    pandas.DataFrame.__getitem__ = _both_names(pandas.DataFrame.__getitem__, notes)
    _fill_names(pandas, notes)


def _owner(kind: Any, name: str) -> Any:
    return next((base for base in kind.__mro__ if name in vars(base)), None)


def _methods(pandas: Any) -> dict[str, tuple[Callable[..., Any], str]]:
    def append(self: Any, other: Any, ignore_index: bool = False, *_: Any, **__: Any) -> Any:  # noqa: FBT001, FBT002
        """Rows below rows."""
        if isinstance(other, dict) or (
            isinstance(other, pandas.Series) and isinstance(self, pandas.DataFrame)
        ):
            other = pandas.DataFrame([dict(other)])
        parts = other if isinstance(other, list) else [other]
        parts = [pandas.DataFrame([part]) if isinstance(part, dict) else part for part in parts]
        return pandas.concat([self, *parts], ignore_index=ignore_index)

    return {
        "append": (append, "pd.concat([a, b])"),
        "applymap": (lambda self, function, **kwargs: self.map(function, **kwargs), ".map(…)"),
        "as_matrix": (
            lambda self, columns=None: (self if columns is None else self[columns]).to_numpy(),
            ".to_numpy()",
        ),
        "get_value": (lambda self, index, column: self.at[index, column], ".at[index, column]"),
        "get_values": (lambda self: self.to_numpy(), ".to_numpy()"),
        "iteritems": (lambda self: self.items(), ".items()"),
        "mad": (lambda self: (self - self.mean()).abs().mean(), "(x - x.mean()).abs().mean()"),
        "sort": (_sort, ".sort_values(by=…)"),
        "swapaxes": (lambda self, *_: self.T, ".T"),
    }


def _sort(self: Any, columns: Any = None, *args: Any, **kwargs: Any) -> Any:
    if columns is not None:
        return self.sort_values(columns, *args, **kwargs)
    return self.sort_values() if self.ndim == 1 else self.sort_index(*args, **kwargs)


def _noting_use(function: Any, old: str, today: str, notes: Notes) -> Any:
    def method(*args: Any, **kwargs: Any) -> Any:
        notes.used(old, today)
        return function(*args, **kwargs)

    return method


class _Ix:
    """`.ix`: by label where there is such a label, else by place."""

    def __init__(self, table: Any, notes: Notes) -> None:
        self._table = table
        notes.used(".ix", ".loc or .iloc")

    def __getitem__(self, key: Any) -> Any:
        try:
            return self._table.loc[key]
        except (KeyError, TypeError):
            return self._by_place(key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._table.loc[key] = value

    def _by_place(self, key: Any) -> Any:
        if isinstance(key, tuple) and len(key) == 2 and isinstance(key[1], str):
            return self._table.iloc[key[0]][key[1]]
        return self._table.iloc[key]


def _teach_filling(kind: Any, notes: Notes) -> None:
    """`fillna(method="ffill")`."""
    stock = kind.fillna

    @functools.wraps(stock)
    def fillna(self: Any, *args: Any, method: Any = None, **kwargs: Any) -> Any:
        if method is None:
            return stock(self, *args, **kwargs)
        forward = method in ("ffill", "pad")
        notes.used(f"fillna(method={method!r})", ".ffill()" if forward else ".bfill()")
        return (self.ffill if forward else self.bfill)(**kwargs)

    kind.fillna = fillna


def _teach_reading(pandas: Any, notes: Notes) -> None:
    """Arguments of `read_csv` that are no more, but for the one that matters:
    `delim_whitespace`.
    """
    stock = pandas.read_csv

    @functools.wraps(stock)
    def read_csv(*args: Any, **kwargs: Any) -> Any:
        for old in CSV.dropped & kwargs.keys():
            del kwargs[old]
            notes.used(f"read_csv({old}=…)", "leave the argument out")
        if kwargs.pop("delim_whitespace", False):
            kwargs["sep"] = r"\s+"
            notes.used("read_csv(delim_whitespace=True)", r"read_csv(sep=r'\s+')")
        return stock(*args, **kwargs)

    pandas.read_csv = read_csv
    if not hasattr(pandas.DataFrame, "from_csv"):
        from_csv = _noting_use(
            lambda path, *_, **__: pandas.read_csv(path, index_col=0),
            "DataFrame.from_csv",
            "pd.read_csv",
            notes,
        )
        pandas.DataFrame.from_csv = staticmethod(from_csv)


def _both_names(stock: Any, notes: Notes) -> Any:
    """A table made of a history is asked for `acc` where its column is called `accuracy`."""

    @functools.wraps(stock)
    def getitem(self: Any, key: Any) -> Any:
        try:
            return stock(self, key)
        except KeyError:
            today = _today(key, self.columns)
            if today is None or not {"loss", "val_loss"} & set(map(str, self.columns)):
                raise
            notes.used(
                f"{key!r} as a column of the history", f"{today!r}, the names that compile gave"
            )
            return stock(self, today)

    return getitem


def _today(key: Any, columns: Any) -> Any:
    if isinstance(key, str):
        other = other_name(key)
        return other if other is not None and other in columns else None
    if not isinstance(key, list) or not all(isinstance(name, str) for name in key):
        return None
    names = [name if name in columns else _today(name, columns) for name in key]
    return None if None in names else names


def _fill_names(pandas: Any, notes: Notes) -> None:
    stock = pandas.__dict__.get("__getattr__")

    def missing(name: str) -> Any:
        if name in ("np", "datetime", "scatter_matrix"):
            notes.used(
                f"pd.{name}",
                {"np": "import numpy as np", "datetime": "datetime.datetime"}.get(
                    name, f"pd.plotting.{name}"
                ),
            )
            return _old_name(pandas, name)
        if stock is not None:
            return stock(name)
        raise AttributeError(f"module 'pandas' has no attribute {name!r}")

    pandas.__dict__["__getattr__"] = missing


def _old_name(pandas: Any, name: str) -> Any:
    import datetime as dt

    import numpy as np

    return {"np": np, "datetime": dt.datetime}.get(name) or pandas.plotting.scatter_matrix

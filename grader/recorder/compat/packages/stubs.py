"""Stands in for packages that only draw or decorate."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Self  # Python 3.11


class Nothing:
    """Takes every call, has every attribute, is empty, and leaves a function that it decorates as
    it is.
    """

    def __init__(self, name: str = "") -> None:
        """`name` is what the student called."""
        self.__dict__["_name"] = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Nothing(name)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return the decorated function, else nothing again."""
        if (
            len(args) == 1
            and not kwargs
            and callable(args[0])
            and not isinstance(args[0], (type, Nothing))
        ):
            return args[0]
        return Nothing(self._name)

    def __getitem__(self, key: Any) -> Any:
        return Nothing()

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __mro_entries__(self, bases: Any) -> tuple[Any, ...]:
        del bases
        return (object,)

    def __repr__(self) -> str:
        return f"<{self._name or 'nothing'}: not installed here>"


class ProgressBar:
    """Like a bar of tqdm, without the bar: hands on what it is given."""

    def __init__(
        self, iterable: Iterable[Any] | None = None, *args: Any, total: Any = None, **kwargs: Any
    ) -> None:
        """Take what a bar takes."""
        del args, kwargs
        self.iterable, self.total, self.n = iterable, total, 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable if self.iterable is not None else ())

    def __len__(self) -> int:
        length = getattr(self.iterable, "__len__", None)
        return int(length()) if length is not None else int(self.total or 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, n: int = 1) -> None:
        """Count."""
        self.n += n

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Nothing(name)

    @staticmethod
    def write(text: Any, **_: Any) -> None:
        """Print as a bar would."""
        sys.stdout.write(f"{text}\n")

    @classmethod
    def pandas(cls, **_: Any) -> None:
        """Let `progress_apply` be `apply`."""
        import pandas as pd

        kinds: tuple[Any, ...] = (pd.DataFrame, pd.Series)
        for kind in kinds:
            kind.progress_apply = kind.apply


def progress_range(*args: int, **kwargs: Any) -> ProgressBar:
    """`trange`."""
    return ProgressBar(range(*args), **kwargs)


class Settings(dict[str, Any]):
    """A run's settings, as W&B keeps them: what was put in comes out again, in both spellings."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name] if name in self else Nothing(name)

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def update(self, *given: Any, **named: Any) -> None:
        """Take settings from a mapping or from parsed arguments; more may be said of how."""
        named.pop("allow_val_change", None)
        for one in given:
            super().update(one if isinstance(one, dict) else vars(one))
        super().update(named)


def begin_log(package: Stub, *args: Any, config: Any = None, **kwargs: Any) -> Nothing:
    """`wandb.init(config=…)`: a run that knows its settings and nothing else."""
    del args, kwargs
    if config is not None:
        package.config.update(config)
    run = Nothing("run")
    run.config = package.config
    return run


class Stub(ModuleType):
    """A module that has every name."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if "tqdm" in self.__name__.split(".")[0].lower() and name in (
            "tqdm",
            "tqdm_notebook",
            "tnrange",
            "trange",
        ):
            return progress_range if name.endswith("range") else ProgressBar
        if name == "config":
            return vars(self).setdefault("config", Settings())
        if name == "init":
            return functools.partial(begin_log, self)
        for_keras = "keras" in self.__name__.split(".")[1:] and name[:1].isupper()
        if for_keras or "callback" in name.lower() or name.startswith("PlotLosses"):
            return silent_callback(name)
        return Nothing(f"{self.__name__}.{name}")


def silent_callback(name: str) -> Any:
    """A callback of Keras that does nothing, under this name."""
    import keras

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        del args, kwargs
        keras.callbacks.Callback.__init__(self)

    return type(
        name, (keras.callbacks.Callback,), {"__init__": init, "__module__": "keras.callbacks"}
    )

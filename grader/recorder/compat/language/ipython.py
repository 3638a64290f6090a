"""Gives IPython the names that it has dropped: methods of the shell, functions for display, modules
that became packages.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..notes import Notes

MODULES = {
    "IPython.config": "traitlets.config",
    "IPython.html": "ipywidgets",
    "IPython.html.widgets": "ipywidgets",
    "IPython.kernel": "jupyter_client",
    "IPython.nbformat": "nbformat",
    "IPython.utils.traitlets": "traitlets",
}
"""Old module → the package that it became."""
DISPLAY = ("display", "clear_output", "display_html", "publish_display_data")
FORMATS = {
    "set_matplotlib_formats": "set_matplotlib_formats",
    "set_matplotlib_close": "set_matplotlib_close",
}
"""Functions of `IPython.display` → of `matplotlib_inline.backend_inline`."""


def hooks(notes: Notes) -> dict[str, Callable[[ModuleType], None]]:
    """What is done after the import of the modules that names have left."""
    return {
        name: lambda module: fill(module, notes)
        for name in ("IPython.display", "IPython.core.display")
    }


def fill(module: Any, notes: Notes) -> None:
    """Make a module for display answer to its old names."""
    stock = module.__dict__.get("__getattr__")

    def missing(name: str) -> Any:
        if name in FORMATS:
            from matplotlib_inline import backend_inline

            notes.used(f"{module.__name__}.{name}", f"matplotlib_inline.backend_inline.{name}")
            return getattr(backend_inline, FORMATS[name])
        if name in DISPLAY and module.__name__ != "IPython.display":
            from IPython import display

            notes.used(f"{module.__name__}.{name}", f"IPython.display.{name}")
            return getattr(display, name)
        if stock is not None:
            return stock(name)
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    module.__dict__["__getattr__"] = missing


def attach(shell: Any, notes: Notes) -> None:
    """Give the `shell` the methods that notebooks made by `jupyter nbconvert --to script` call."""

    def magic(command: str) -> Any:
        """`get_ipython().magic("matplotlib inline")`."""
        name, _, line = str(command).lstrip("%").partition(" ")
        notes.used("get_ipython().magic(…)", "get_ipython().run_line_magic(name, line)")
        return shell.run_line_magic(name, line.strip(), _stack_depth=2)

    def define_magic(name: str, function: Any) -> None:
        """Register a function of `self` and the line."""
        notes.used("get_ipython().define_magic(…)", "get_ipython().register_magic_function(…)")
        shell.register_magic_function(lambda line: function(shell, line), magic_name=name)

    old = {
        "cell_magic": shell.find_cell_magic,
        "define_magic": define_magic,
        "line_magic": shell.find_line_magic,
        "magic": magic,
    }
    for name, function in old.items():
        if not hasattr(shell, name):
            shell.__dict__[name] = function

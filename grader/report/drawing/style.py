"""Reads the style sheet of the figures, and says on which line it is wrong."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from matplotlib.colors import to_hex

from grader.errors import OutputError

HINT = "fix the style sheet; `grader report` draws again, and executes nothing"
_MATPLOTLIB = logging.getLogger("matplotlib")
_LINE = re.compile(r"^(?P<what>.*?) in file .*?, line (?P<line>\d+)(?P<rest>.*)$", re.DOTALL)
_ALWAYS = {
    "svg.fonttype": "none",  # text stays text: it is selected, searched and read aloud
    "svg.hashsalt": "grader",  # the same figure is the same bytes
    "text.parse_math": False,  # the name of a class may hold dollar signs
    "text.usetex": False,
}


@dataclass(frozen=True, slots=True)
class Style:
    """How figures look."""

    settings: dict[str, Any]
    """matplotlib's names and values."""
    series: tuple[str, ...]
    """Colours of what is drawn, in their order: training and what is better, validation and what is
    worse.
    """

    def follows_page(self, *, series: bool) -> dict[str, str]:
        """By colour, the variable of the page that stands for it on screens."""
        named = {
            "--ink": "text.color",
            "--muted": "xtick.color",
            "--line": "grid.color",
            "--paper": "legend.facecolor",
        }
        drawn = {colour: f"--series-{number}" for number, colour in enumerate(self.series, start=1)}
        page = {to_hex(str(self.settings[key])): name for name, key in named.items()}
        return {**(drawn if series else {}), **page}

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Let matplotlib draw in this style within the block. That its own font lacks a letter is
        nothing to warn of: words are drawn by who shows the page.
        """
        with mpl.rc_context(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
            mpl.rcParams.update(cast("Any", self.settings))
            yield


def read_style(path: Path) -> Style:
    """Read a style sheet; raises OutputError with file and line where it is wrong."""
    with complaints() as found:
        try:
            settings = mpl.rc_params_from_file(path, use_default_template=False)
        except UnicodeDecodeError as error:
            raise OutputError(f"{path}: not text: {error}", hint=HINT) from None
    if found:
        raise OutputError("\n".join(_placed(path, complaint) for complaint in found), hint=HINT)
    everything: dict[str, Any] = {**_drawing_defaults(), **dict(settings.items()), **_ALWAYS}
    colours = everything["axes.prop_cycle"].by_key().get("color", ())
    if len(colours) < 2:
        raise OutputError(f"{path}: axes.prop_cycle: expected two colours or more", hint=HINT)
    return Style(everything, tuple(map(to_hex, colours)))


def _drawing_defaults() -> dict[str, Any]:
    """Matplotlib's own values, whatever a configuration file of this user's says."""
    return {
        name: value
        for name, value in mpl.rcParamsDefault.items()
        if not name.startswith(("backend", "interactive", "toolbar", "webagg"))
    }


def _placed(path: Path, complaint: str) -> str:
    found = _LINE.match(complaint.strip())
    if not found:
        return f"{path}: {complaint.strip()}"
    rest = found["rest"].partition("You probably need")[0].strip()
    return f"{path}:{found['line']}: {found['what']} {rest}".strip()


class _WarningCollector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.complaints.append(record.getMessage())


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Collect what matplotlib warns of: it goes on, without a line of a style sheet, or with
    another sign than a formula asks for.
    """
    handler, heard = _WarningCollector(), _MATPLOTLIB.propagate
    _MATPLOTLIB.addHandler(handler)
    _MATPLOTLIB.propagate = False
    try:
        yield handler.complaints
    finally:
        _MATPLOTLIB.removeHandler(handler)
        _MATPLOTLIB.propagate = heard

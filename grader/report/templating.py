"""Makes pages of templates.

Everything that a template prints is escaped unless it was made safe before (`Markup`), and made
plain as well: what stands in a notebook can't get past this place.
"""

from __future__ import annotations

import base64
import hashlib
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup, escape

from grader.errors import OutputError
from grader.report.figures.formula import Formula
from grader.report.figures.pictures import ReportPicture
from grader.report.figures.plots import Plot
from grader.report.figures.svg import Figure
from grader.report.language import current, in_drawing, said, translated
from grader.report.text import isolated, plain
from grader.report.typesetting import with_formulas

_PICTURE_INSIDE = re.compile("data:image/png;base64,[A-Za-z0-9+/=]+")
HINT = "fix the template; `grader report` renders again, and executes nothing"


@cache
def environment(templates_folder: Path) -> Environment:
    """Return a Jinja2 environment for the templates in `templates_folder`."""
    made = Environment(
        loader=FileSystemLoader(templates_folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_made_plain,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # `_` gives the template's own words, which may hold markup; `said` what may lack a translation.
    made.globals.update(_=_own_words, said=said, language=current)
    made.filters.update(as_is=_as_is, translated=translated)
    return made


@cache
def report_environment(templates_folder: Path) -> Environment:
    """Return the same for pages on which nobody fills anything in: words that are read from right
    to left are set apart there.
    """
    return environment(templates_folder).overlay(finalize=_made_plain_and_isolated)


def _as_is(name: str) -> Markup:
    """A name, of a person or for the style sheet: it may be a word, too."""
    return escape(plain(name))


def _own_words(words: str) -> Markup:
    return Markup(translated(words))  # noqa: S704 - a template's, or the instructor's catalogue's


@contextmanager
def named_with_their_line(templates_folder: Path) -> Iterator[None]:
    """Tell a mistake in a template, which teachers may edit, by its file and line: raises
    OutputError.
    """
    try:
        yield
    except TemplateNotFound as error:
        raise OutputError(
            f"{templates_folder / str(error.name)}: no such template", hint=HINT
        ) from None
    except TemplateSyntaxError as error:
        raise OutputError(
            f"{error.filename or error.name}:{error.lineno}: {error.message}", hint=HINT
        ) from None
    except OSError as error:
        raise OutputError(
            f"{error.filename or templates_folder}: can't be read: {error.strerror}", hint=HINT
        ) from None
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if Path(frame.filename).is_relative_to(templates_folder)]
        if own and (isinstance(error, TemplateError) or frames[-1] is own[-1]):
            message = f"{own[-1].filename}:{own[-1].lineno}: {type(error).__name__}: {error}"
            raise OutputError(message, hint=HINT) from None
        raise


Showable = Figure | ReportPicture | Plot | Markup
"""What `show(…)` in a template takes."""
Draw = Callable[[Plot], Figure]


class Inline:
    """Puts figures into the page itself: SVG as it is, a picture as a data address."""

    def __init__(self, draw: Draw) -> None:
        """`draw` makes the drawings of charts."""
        self._draw = draw

    def __call__(self, shown: Showable) -> Markup:
        """Return the element that shows it."""
        if isinstance(shown, Markup):
            return with_formulas(shown, Formula.svg)
        if isinstance(shown, ReportPicture):
            return _image("picture", shown.data_uri(), shown.alt)
        figure = shown if isinstance(shown, Figure) else self._draw(shown)
        return Markup(in_drawing(figure.svg()))  # noqa: S704 - our own drawing, its words escaped


class PartsShown:
    """Puts figures into the page by addresses of the report's own, and keeps what stands behind the
    addresses.
    """

    def __init__(self, draw: Draw) -> None:
        """`draw` makes the drawings of charts."""
        self._draw = draw
        self.parts: dict[str, tuple[bytes, str]] = {}
        """By address: the bytes and their media type."""

    def __call__(self, shown: Showable) -> Markup:
        """Return the image element that shows it."""
        if isinstance(shown, Markup):
            return with_formulas(shown, self._formula)
        address = f"report:{shown.name}"
        if isinstance(shown, ReportPicture):
            self.parts[address] = shown.content, shown.media_type
            return _image("picture", address, shown.alt)
        figure = shown if isinstance(shown, Figure) else self._draw(shown)
        drawing = in_drawing(figure.on_paper())
        self.parts[address] = drawing.encode(), "image/svg+xml"
        for inside in _PICTURE_INSIDE.findall(drawing):
            self.parts[inside] = base64.b64decode(inside.partition(",")[2]), "image/png"
        size = Markup(' width="{:g}" height="{:g}"').format(figure.width, figure.height)
        return _image("figure", address, figure.alt, size)

    def _formula(self, formula: Formula) -> Markup:
        drawing = formula.drawing().encode()
        address = f"report:formula-{hashlib.sha256(drawing).hexdigest()[:24]}"
        self.parts[address] = drawing, "image/svg+xml"
        return _image(formula.kind, address, formula.tex)


def _image(kind: str, address: str, alt: str, size: Markup | None = None) -> Markup:
    return Markup('<img class="{}" src="{}" alt="{}"{}>').format(
        kind, address, isolated(translated(plain(alt))), size or Markup()
    )


def _made_plain(value: object) -> Markup | str:
    return value if isinstance(value, Markup) else translated(plain(str(value)))


def _made_plain_and_isolated(value: object) -> Markup | str:
    said = _made_plain(value)
    return said if isinstance(said, Markup) else isolated(said)

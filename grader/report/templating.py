"""Makes pages of templates.

Everything that a template prints is escaped unless it was made safe before (`Markup`), and made
plain as well: what stands in a notebook can't get past this place.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
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
from markupsafe import Markup

from grader.errors import OutputError
from grader.report.figures.pictures import Picture
from grader.report.figures.svg import Figure
from grader.report.text import plain

MEND = "mend the template; `grader report` renders again, and executes nothing"


@cache
def environment(templates_folder: Path) -> Environment:
    """Return a Jinja2 environment for the templates in `templates_folder`."""
    return Environment(
        loader=FileSystemLoader(templates_folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_made_plain,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@contextmanager
def named_with_their_line(templates_folder: Path) -> Iterator[None]:
    """Tell a mistake in a template, which teachers may edit, by its file and line: raises
    OutputError.
    """
    try:
        yield
    except TemplateNotFound as error:
        raise OutputError(
            f"{templates_folder / str(error.name)}: no such template", hint=MEND
        ) from None
    except TemplateSyntaxError as error:
        raise OutputError(
            f"{error.filename or error.name}:{error.lineno}: {error.message}", hint=MEND
        ) from None
    except OSError as error:
        raise OutputError(
            f"{error.filename or templates_folder}: can't be read: {error.strerror}", hint=MEND
        ) from None
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if Path(frame.filename).is_relative_to(templates_folder)]
        if own and (isinstance(error, TemplateError) or frames[-1] is own[-1]):
            message = f"{own[-1].filename}:{own[-1].lineno}: {type(error).__name__}: {error}"
            raise OutputError(message, hint=MEND) from None
        raise


def inline(figure: Figure | Picture) -> Markup:
    """Put a figure into the page itself: SVG as it is, a picture as a data address."""
    if isinstance(figure, Figure):
        return figure.svg()
    return Markup('<img class="picture" src="{}" alt="{}">').format(
        figure.data_uri(), plain(figure.alt)
    )


class InlineOnce:
    """Puts a figure into the page itself the first time and points to it after that: for pages with
    many rows.
    """

    def __init__(self) -> None:
        self._drawn: set[str] = set()

    def __call__(self, figure: Figure | Picture) -> Markup:
        """Return the figure, or a reference to where it stands already."""
        if isinstance(figure, Picture):
            return inline(figure)
        if figure.name in self._drawn:
            body = f'<use href="#{figure.name}"/>'
        else:
            self._drawn.add(figure.name)
            body = f'<g id="{figure.name}">{figure.body}</g>'
        return replace(figure, body=body).svg()


class PartsShown:
    """Puts a figure into the page by an address of the report's own, and keeps what stands behind
    the address.
    """

    def __init__(self) -> None:
        self.parts: dict[str, tuple[bytes, str]] = {}
        """By address: the bytes and their media type."""

    def __call__(self, figure: Figure | Picture) -> Markup:
        """Return the image element for `figure`."""
        address = f"report:{figure.name}"
        if isinstance(figure, Figure):
            self.parts[address] = figure.svg().encode(), "image/svg+xml"
            kind, size = (
                "figure",
                Markup(' width="{}" height="{}"').format(figure.width, figure.height),
            )
        else:
            self.parts[address] = figure.content, figure.media_type
            kind, size = "picture", Markup()
        return Markup('<img class="{}" src="{}" alt="{}"{}>').format(
            kind, address, plain(figure.alt), size
        )


def _made_plain(value: object) -> Markup | str:
    return value if isinstance(value, Markup) else plain(str(value))

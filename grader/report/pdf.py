"""Makes a PDF of a page, which holds nothing but the report's own parts."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from importlib.resources import files
from threading import Lock

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from grader.report.fonts import undrawn_characters
from grader.report.paper import PaperDrawing, Typesetter

_TAGS_FAILED = (AssertionError, LookupError, AttributeError, TypeError, ValueError)
"""WeasyPrint builds the tags of a PDF from its boxes, and is not sure of each kind of box: what it
can't tag is printed without tags.
"""
_FOR_SCREENS = re.compile(r"@media screen[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
PageParts = dict[str, tuple[bytes, str]]
"""By address: the bytes and their media type."""


class OnlyParts(URLFetcher):  # type: ignore[misc] # WeasyPrint is untyped
    """Hands out the report's own parts and refuses every other address, whatever its scheme."""

    def __init__(self, parts: PageParts) -> None:
        super().__init__(allowed_protocols=())
        self._parts = parts
        self._headers: dict[str, EmailMessage] = {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a part; anything else is an error, which WeasyPrint notes and leaves out."""
        del headers
        if url not in self._parts:
            raise ValueError("a report loads nothing from outside")
        body, media_type = self._parts[url]
        return URLFetcherResponse(url, body, self._header(media_type))

    def _header(self, media_type: str) -> EmailMessage:
        """Return the same header for all parts of a kind: parsing one takes longer than reading a
        picture.
        """
        if media_type not in self._headers:
            self._headers[media_type] = EmailMessage()
            self._headers[media_type]["Content-Type"] = media_type
        return self._headers[media_type]


class LeanHTML(HTML):  # type: ignore[misc] # WeasyPrint is untyped
    """A page without foot- and side notes.

    WeasyPrint's own style sheet gives every element five such notes and a list marker, whose styles
    are then computed for nothing: a third of the time that a report takes. Lists keep their
    markers.
    """

    lean_styles: CSS | None = None
    """Stands in for WeasyPrint's own style sheet."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: FBT001, FBT002 - WeasyPrint's signature
        if self.lean_styles is None or forms:
            return list(super()._ua_stylesheets(forms))
        return [self.lean_styles]


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A PDF."""

    content: bytes
    undrawn: frozenset[str] = frozenset()
    """Characters that no font here has: empty boxes stand for them."""


class Printer:
    """Writes PDFs with the same styles and fonts, which are loaded once."""

    def __init__(self, styles: tuple[str, ...]) -> None:
        """Take the style sheets in the order in which they apply."""
        self._fonts = FontConfiguration()
        self._styles = [
            CSS(string=css, font_config=self._fonts, url_fetcher=OnlyParts({}), media_type="print")
            for css in [with_variables_filled_in("\n".join(styles))]
        ]
        self._lean_styles = (
            None
            if any(re.search("float: *(foot)?note", css) for css in styles)
            else CSS(string=_without_notes())
        )
        self._typesetter = Typesetter(self._fonts)
        self._one_at_a_time = Lock()
        """Pango's fonts must not be used by two threads at once."""

    def pdf(self, page: str, parts: PageParts) -> PdfDocument:
        """Return the PDF of an HTML page whose pictures are `parts`."""
        with self._one_at_a_time, _garbage_collector_resting(), undrawn_characters() as undrawn:
            document = LeanHTML(string=page, url_fetcher=OnlyParts(parts), base_url="report:page")
            document.lean_styles = self._lean_styles
            drawings = self._drawings(parts)
            try:
                written = self._written(document, drawings, pdf_variant="pdf/ua-1")
            except _TAGS_FAILED:
                written = self._written(document, drawings)
        return PdfDocument(written, frozenset(undrawn))

    def _drawings(self, parts: PageParts) -> dict[str, PaperDrawing]:
        """By address, what need not be read by WeasyPrint."""
        drawings = (
            (address, PaperDrawing.of(content.decode(), self._typesetter))
            for address, (content, kind) in parts.items()
            if kind == "image/svg+xml"
        )
        return {address: drawing for address, drawing in drawings if drawing is not None}

    def _written(
        self, document: LeanHTML, drawings: dict[str, PaperDrawing], **options: str
    ) -> bytes:
        return bytes(
            document.write_pdf(
                stylesheets=self._styles, font_config=self._fonts, cache=dict(drawings), **options
            )
        )


@contextmanager
def _garbage_collector_resting() -> Iterator[None]:
    """Let the collector rest: in the half second of a report it would walk a million live objects
    several times.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def with_variables_filled_in(css: str) -> str:
    """Replace `var(--name)` by what `:root` says: WeasyPrint would look it up again for every
    element.
    """
    css = _FOR_SCREENS.sub("", css)
    values = dict(re.findall(r"(--[\w-]+)\s*:\s*([^;{}]+);", css))
    return re.sub(r"var\((--[\w-]+)\)", lambda found: values.get(found[1], found[0]).strip(), css)


def _without_notes() -> str:
    css = (files("weasyprint.css") / "html5_ua.css").read_text("utf-8")
    css = re.sub(r"(?m)^::(?:foot)?note-[a-z]+ \{[^}]*\}$", "", css)
    return re.sub(r"(?m)^::marker \{", "li::marker {", css)

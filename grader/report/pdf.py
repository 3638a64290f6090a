"""How does a page become a PDF that holds nothing but the report's own parts?"""

from __future__ import annotations

from threading import Lock

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

Parts = dict[str, tuple[bytes, str]]
"""By address: the bytes and their media type."""


class OnlyParts(URLFetcher):  # type: ignore[misc] # WeasyPrint is untyped
    """Hands out the report's own parts and refuses every other address, whatever its scheme."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(allowed_protocols=())
        self._parts = parts

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a part; anything else is an error, which WeasyPrint notes and leaves out."""
        del headers
        if url not in self._parts:
            raise ValueError("a report loads nothing from outside")
        body, media_type = self._parts[url]
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


class Printer:
    """Writes PDFs with the same styles and fonts, which are loaded once."""

    def __init__(self, styles: tuple[str, ...]) -> None:
        """Take the style sheets in the order in which they apply."""
        self._fonts = FontConfiguration()
        self._styles = [
            CSS(string=css, font_config=self._fonts, url_fetcher=OnlyParts({}), media_type="print") for css in styles
        ]
        self._one_at_a_time = Lock()
        """Pango's fonts must not be used by two threads at once."""

    def pdf(self, page: str, parts: Parts) -> bytes:
        """Return the PDF of an HTML page whose pictures are `parts`."""
        with self._one_at_a_time:
            document = HTML(string=page, url_fetcher=OnlyParts(parts), base_url="report:page")
            written = document.write_pdf(stylesheets=self._styles, font_config=self._fonts)
        return bytes(written)

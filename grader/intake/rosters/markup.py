"""Reads the table of an HTML page that is called a spreadsheet.

PeopleSoft and Banner write such pages under the name `.xls`, and Excel opens them as if they were.
"""

from __future__ import annotations

from html.parser import HTMLParser

from grader.untrusted.texts import with_short_references

_CELLS = ("td", "th")


def is_markup(text: str) -> bool:
    """Whether it is a page with a table, and no table of text."""
    return text.lstrip("\ufeff \t\r\n")[:1] == "<" and "<tr" in text.casefold()


def rows_of(text: str) -> list[list[str]]:
    """The cells of every row, in the order in which they stand there; empty rows are left out."""
    reader = _TableReader()
    reader.feed(with_short_references(text))
    reader.close()
    rows = [[" ".join(cell.split()) for cell in row] for row in reader.rows]
    return [row for row in rows if any(row)]


class _TableReader(HTMLParser):
    """Keeps what stands in cells; ends of cells and rows may be missing, as browsers allow it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell."""
        del attrs
        if tag == "tr":
            self.rows.append([])
            self._inside = False
        elif tag in _CELLS and self.rows:
            self.rows[-1].append("")
            self._inside = True
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag in (*_CELLS, "tr", "table"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        """Keep the words of a cell."""
        if self._inside:
            self.rows[-1][-1] += data

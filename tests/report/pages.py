"""Reads a page back: which elements, attributes and visible words it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = ("style", "script", "title", "svg")
"""What a figure says in words stands in its description."""


@dataclass
class PageReader(HTMLParser):
    """Collects what a browser would act on."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)
        self._inside = []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in _SILENT:
            self._inside.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()

    def handle_data(self, data):
        if data.strip() and not self._inside:
            self.words.append(" ".join(data.split()))


def read(page: str) -> PageReader:
    """Read a page."""
    reader = PageReader()
    reader.feed(page)
    reader.close()
    return reader


def visible(page: str) -> str:
    """The visible words of a page, on one line."""
    return " ".join(read(page).words).replace("\N{NO-BREAK SPACE}", " ")


def tags(page: str) -> set[str]:
    """The names of the elements of a page."""
    return {tag for tag, _ in read(page).elements}

"""Makes of matplotlib's SVG one that a page under a strict policy shows, and that is short.

A page's Content-Security-Policy lets no `style="…"` through, so styles become attributes. Only
elements and attributes that draw are kept; ids begin with a placeholder, so that many figures can
stand in one page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from markupsafe import escape

from grader.report.figures.svg import ID_PREFIX
from grader.report.text import plain

TITLE = "title:"
"""A group whose id begins with this gets the rest as its title, which browsers show on hover."""

_TAGS = frozenset({"g", "path", "text", "use", "defs", "clipPath", "rect", "image"})
_ATTRIBUTES = frozenset(
    [
        "d",
        "x",
        "y",
        "width",
        "height",
        "transform",
        "clip-path",
        "clip-rule",
        "fill",
        "fill-opacity",
        "fill-rule",
        "opacity",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-linejoin",
        "stroke-linecap",
        "stroke-dasharray",
        "stroke-dashoffset",
        "font-size",
        "font-weight",
        "font-style",
        "text-anchor",
    ]
)
_CELLS = "QuadMesh"
"""What matplotlib calls a heat map's cells."""
_INVISIBLE = {("fill-opacity", "0"), ("opacity", "0")}
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_NO_ROTATION = re.compile(r"rotate\(-?0 [^)]*\)")
_PIXELS = re.compile(r"px$")
_USUAL = {("stroke-linecap", "butt"), ("stroke-linejoin", "round"), ("stroke-dashoffset", "0")}
"""What a figure's own element says once for all in it, or what goes without saying."""


def cleaned(svg: str, colours: Mapping[str, str], ids: str = ID_PREFIX) -> str:
    """Return what `svg` draws; `colours` says which variable of the page stands for a colour, `ids`
    how its ids begin.
    """
    root = ET.fromstring(svg)  # noqa: S314 - matplotlib has just written it for us
    return _SvgCleaner(root, colours, ids).body()


class _SvgCleaner:
    def __init__(self, root: ET.Element, colours: Mapping[str, str], ids: str) -> None:
        self._root, self._colours, self._ids = root, colours, ids
        self._names: dict[str, str] = {}

    def body(self) -> str:
        return "".join(map(self._written, self._root))

    def _written(self, element: ET.Element) -> str:
        tag = element.tag.rpartition("}")[2]
        if tag not in _TAGS:
            return ""
        if element.get("id", "").startswith(_CELLS):
            return "".join(self._areas(element))
        inside = "".join(map(self._written, element))
        if tag == "text":
            inside = str(escape(plain(element.text or ""))).replace("@", "&#64;")
        elif tag == "g":
            return self._group(element, inside)
        elif tag == "defs":
            return f"<defs>{inside}</defs>" if inside else ""
        attributes = "".join(f' {name}="{value}"' for name, value in self._attributes(element, tag))
        return f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"

    def _group(self, element: ET.Element, inside: str) -> str:
        identifier = element.get("id", "")
        if identifier.startswith(TITLE):
            title = escape(plain(identifier.removeprefix(TITLE)))
            return f'<g class="line"><title>{title}</title>{inside}</g>'
        attributes = "".join(f' {name}="{value}"' for name, value in self._attributes(element, "g"))
        return f"<g{attributes}>{inside}</g>" if attributes and inside else inside

    def _areas(self, cells: ET.Element) -> Iterable[str]:
        """The cells of a heat map, those of a shade as one path: they lie side by side."""
        shades: dict[str, list[str]] = {}
        for cell in cells.iter(f"{_SVG}path"):
            found = dict(self._attributes(cell, "path"))
            area = found.pop("d", "")
            if not _INVISIBLE.intersection(found.items()):
                look = "".join(f' {name}="{value}"' for name, value in found.items())
                shades.setdefault(look, []).append(area)
        for look, areas in shades.items():
            yield f'<path d="{" ".join(areas)}"{look}/>'

    def _attributes(self, element: ET.Element, tag: str) -> Iterable[tuple[str, str]]:
        if tag in ("clipPath", "path") and "id" in element.attrib:
            yield "id", self._named(element.attrib["id"])
        target = element.get(_LINK, "")
        if target.startswith("#"):
            yield "href", f"#{self._named(target[1:])}"
        elif target.startswith("data:image/png;base64,") and tag == "image":
            yield "href", "".join(target.split())  # XML makes blanks of the ends of lines
        for name, value in {**_plain_attributes(element), **_styles(element)}.items():
            if name in _ATTRIBUTES and (name, value) not in _USUAL:
                kept = self._value(name, value)
                if kept:
                    yield name, kept

    def _named(self, identifier: str) -> str:
        return self._names.setdefault(identifier, f"{self._ids}{len(self._names)}")

    def _value(self, name: str, value: str) -> str:
        if name == "clip-path":
            return f"url(#{self._named(value[5:-1])})"
        if name in ("fill", "stroke") and value in self._colours:
            return f"var({self._colours[value]},{value})"
        if name == "font-size":
            return _PIXELS.sub("", value)
        if name == "transform":
            value = _NO_ROTATION.sub("", value)
        if name == "d":
            value = " ".join(value.split())
        return str(escape(_LONG_NUMBER.sub(_shorter, value)))


def _plain_attributes(element: ET.Element) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name not in ("style", "id")}


def _styles(element: ET.Element) -> dict[str, str]:
    pairs = (rule.partition(":") for rule in element.get("style", "").split(";") if ":" in rule)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _shorter(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")

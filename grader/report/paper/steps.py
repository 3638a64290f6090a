"""Makes of one of our drawings what the page of a PDF says: operators, and words to be set.

The report's SVG is made of few kinds of elements and paths. WeasyPrint reads all there are, and
sets each letter of a word by itself, which takes most of the time of a PDF; what is not known
here is left to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

_DRAWINGS_KEPT = 1_000
_SVG = "{http://www.w3.org/2000/svg}"
_SEGMENT = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_PLAIN_PATH = re.compile(r"[MLCQZz\d\s.-]*")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_CLIP = re.compile(r"url\(#([^)]+)\)")
_TURN = re.compile(r"rotate\((-?[\d.]+) (-?[\d.]+) (-?[\d.]+)\)")
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_PAINTED = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
_INHERITED = frozenset(
    {"fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-linejoin",
     "stroke-linecap", "stroke-dasharray", "font-size", "font-weight", "text-anchor"}
)  # fmt: skip
_KNOWN = _INHERITED | {"x", "y", "d", "id", "href", "opacity", "clip-path", "transform", "class"}
Look = Mapping[str, str]


class UnknownDrawingError(ValueError):
    """A drawing holds what is not known here."""


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """A path with all that it needs, and how opaque it is."""

    operators: bytes
    fill_opacity: float
    stroke_opacity: float


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A line of text."""

    text: str
    x: float
    y: float
    turn: float
    """Radians, clockwise."""
    anchor: str
    size: float
    weight: int
    colour: str


PaperStep = DrawnPath | DrawnText


@dataclass(frozen=True, slots=True)
class PaperSteps:
    """How a drawing is drawn, one thing after the other."""

    width: float
    """Of the picture on a page, in pixels."""
    height: float
    canvas: tuple[float, float]
    """Width and height in the units of the steps."""
    steps: tuple[PaperStep, ...]


@lru_cache(_DRAWINGS_KEPT)
def steps_of(svg: str) -> PaperSteps | None:
    """Return how `svg` is drawn; None where it holds what is not known here."""
    root = ET.fromstring(svg)  # noqa: S314 - we have just written it ourselves
    try:
        left, top, *canvas = map(float, root.attrib["viewBox"].split())
        size = float(root.attrib["width"]), float(root.attrib["height"])
        look = {name: root.attrib[name] for name in _INHERITED if name in root.attrib}
        steps = tuple(_Reader(root).steps(root, look))
    except (LookupError, ValueError):
        return None
    return None if left or top else PaperSteps(*size, (canvas[0], canvas[1]), steps)


class _Reader:
    def __init__(self, root: ET.Element) -> None:
        self._named = {one.attrib["id"]: one for one in root.iter() if "id" in one.attrib}

    def steps(self, parent: ET.Element, look: Look, clip: str = "") -> Iterator[PaperStep]:
        """What the elements in `parent` draw; `clip`: the operators that say within what."""
        for element in parent:
            tag = element.tag.removeprefix(_SVG)
            if tag in ("defs", "title"):
                continue
            if not element.attrib.keys() <= _KNOWN:
                raise UnknownDrawingError(element.attrib)
            own = {name: value for name, value in element.attrib.items() if name in _INHERITED}
            yield from self._drawn(tag, element, {**look, **own}, clip + self._clip(element))

    def _drawn(self, tag: str, element: ET.Element, look: Look, clip: str) -> Iterator[PaperStep]:
        if tag == "text":
            yield _words(element, look)
            return
        if "transform" in element.attrib:
            raise UnknownDrawingError(element.attrib)
        if tag == "g" and "opacity" not in element.attrib:
            yield from self.steps(element, look, clip)
        elif tag == "path":
            yield _shape(element, look, clip)
        elif tag == "use":
            shown = self._named[element.attrib["href"].removeprefix("#")]
            own = {name: value for name, value in shown.attrib.items() if name in _INHERITED}
            at = f"1 0 0 1 {float(element.get('x', 0)):g} {float(element.get('y', 0)):g} cm "
            yield _shape(shown, {**look, **own}, clip + at)
        else:
            raise UnknownDrawingError(tag)

    def _clip(self, element: ET.Element) -> str:
        if "clip-path" not in element.attrib:
            return ""
        found = _CLIP.fullmatch(element.attrib["clip-path"])
        if not found:
            raise UnknownDrawingError(element.attrib)
        (area,) = self._named[found[1]]
        if area.tag.removeprefix(_SVG) != "rect":
            raise UnknownDrawingError(area.tag)
        sides = (float(area.attrib[name]) for name in ("x", "y", "width", "height"))
        return " ".join(f"{side:g}" for side in sides) + " re W n "


def _words(element: ET.Element, look: Look) -> DrawnText:
    if "opacity" in element.attrib or "clip-path" in element.attrib or len(element):
        raise UnknownDrawingError(element.attrib)
    x, y, turn = float(element.get("x", 0)), float(element.get("y", 0)), 0.0
    if "transform" in element.attrib:
        turned = _TURN.fullmatch(element.attrib["transform"])
        if not turned or (float(turned[2]), float(turned[3])) != (x, y):
            raise UnknownDrawingError(element.attrib)
        turn = math.radians(float(turned[1]))
    colour = look.get("fill", "#000000")
    _colour(colour)
    return DrawnText(
        element.text or "", x, y, turn,
        anchor=look.get("text-anchor", "start"),
        size=float(look["font-size"]),
        weight=int(look.get("font-weight", "400").replace("normal", "400").replace("bold", "700")),
        colour=colour,
    )  # fmt: skip


def _shape(element: ET.Element, look: Look, clip: str) -> DrawnPath:
    fill, stroke = look.get("fill", "#000000"), look.get("stroke", "none")
    said = [clip]
    if fill != "none":
        said.append(f"{_colour(fill)} rg")
    if stroke != "none":
        said.append(f"{_colour(stroke)} RG {float(look.get('stroke-width', 1)):g} w")
        said.append(f"{_CAPS[look.get('stroke-linecap', 'butt')]} J")
        said.append(f"{_JOINS[look.get('stroke-linejoin', 'miter')]} j")
        said.append(f"[{_dashes(look)}] 0 d")
    said += path_operators(element.attrib["d"])
    said.append(_PAINTED[fill != "none", stroke != "none"])
    whole = float(element.get("opacity", 1))
    return DrawnPath(
        f"q {' '.join(said)} Q".encode(),
        whole * float(look.get("fill-opacity", 1)),
        whole * float(look.get("stroke-opacity", 1)),
    )


def _colour(value: str) -> str:
    if not _COLOUR.fullmatch(value):
        raise UnknownDrawingError(value)
    return " ".join(f"{int(value[at : at + 2], 16) / 255:.4g}" for at in (1, 3, 5))


def _dashes(look: Look) -> str:
    lengths = look.get("stroke-dasharray", "").split(",")
    return " ".join(f"{float(length):g}" for length in lengths if length)


def path_operators(data: str) -> Iterator[str]:
    """A path's segments as a PDF has them; raises UnknownDrawingError where it has others."""
    if not _PLAIN_PATH.fullmatch(data):
        raise UnknownDrawingError(data)
    last: tuple[float, float] = (0.0, 0.0)
    for letter, numbers in _SEGMENT.findall(data):
        found = numbers.split()
        match letter, len(found):
            case (("M" | "L"), 2):
                yield f"{found[0]} {found[1]} {letter.lower()}"
            case "C", 6:
                yield f"{' '.join(found)} c"
            case "Q", 4:
                yield _cubic(last, *map(float, found))
            case (("Z" | "z"), 0):
                yield "h"
                continue
            case _:
                raise UnknownDrawingError(data)
        last = float(found[-2]), float(found[-1])


def _cubic(start: tuple[float, float], x: float, y: float, to_x: float, to_y: float) -> str:
    """The cubic curve that a quadratic one is."""
    sides = [start[0] + 2 * x, start[1] + 2 * y, 2 * x + to_x, 2 * y + to_y]
    return " ".join(f"{value:.2f}" for value in (*(side / 3 for side in sides), to_x, to_y)) + " c"

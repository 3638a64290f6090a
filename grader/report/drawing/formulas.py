"""Typesets TeX with ziamath: one path a formula, that a page colours as its text.

ziamath reads TeX as MathML and draws it in the font that it brings along. What it does not know it
would draw as letters: here it is asked for only what it knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from xml.etree import ElementTree as ET

import ziamath
from ziamath.tex import tex2mml

EM = 100.0
"""Units of a drawing a font size."""
MOST_SIGNS = 400
"""Of one formula: what is longer takes seconds, and is no formula."""
MOST_LINES = 12
_WIDEST = 80 * EM
_MOST_EFFORT = 20_000
"""Signs that are drawn: ziamath draws what is inside something twice, and between brackets that
grow with it four times. What a person writes comes to 2,000.
"""
_AXIS = 27.0
"""How high above the line `vertical-align: middle` puts the middle of a picture."""
_MARGIN = 2.0
_CANCELLED = 4.0
"""How thick a line through something is."""
_KEPT = 2_000
_LINE_END = re.compile(r"\\\\(?:\[[^\]]{0,12}\])?")
_NO_SIGNS = re.compile(
    r"\\(?:nolimits|nonumber|notag|hline)(?![a-zA-Z])"
    r"|\\(?:label|tag|color|textcolor)\{[^{}]*\}|(?<!\\)%.*"
)
_NO_FORMULA = re.compile(r"\\(?:(?:re)?newcommand|def|let|unicode|mathchoice)(?![a-zA-Z])")
_OTHER_NAMES = tuple(
    (re.compile(written), named)
    for written, named in (
        (r"(\\(?:begin|end)\{)(?:align|aligned|split|eqnarray)\*?\}", r"\1align*}"),
        (r"&\s*(=|\\[lg]eq?(?![a-zA-Z])|\\approx|<|>)\s*&", r"&\1"),
        (r"\\operatorname\*?\{\s*arg\s*(?:\\[,;: ])?\s*(max|min)\s*\}", r"\\arg\1"),
        (r"\\operatorname\*", r"\\operatorname"),
        (r"\\(softmax|sigmoid|relu|ReLU)(?![a-zA-Z])", r"\\operatorname{\1}"),
        (r"\\bmod(?![a-zA-Z])", r"\\;\\operatorname{mod}\\;"),
        (r"\\not\s*=", r"\\neq "),
        (r"\\not\s*\\in(?![a-zA-Z])", r"\\notin "),
        (r"\\mathbb\s*\{?1\}?", "𝟙"),
    )
)
_TEXT = re.compile(r"\\text(?:rm|bf|it|tt)?\{[^{}]*\}")
_COLOURS = re.compile(r' math(?:color|background)="[^"]*"')
_STEP = re.compile(r"[MLQCZ]|-?\d+(?:\.\d+)?(?:e-?\d+)?")
_ONE_AT_A_TIME = Lock()
"""ziamath's settings are those of the whole process."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula, in hundredths of the font size; in a line its middle is where text is centred."""

    width: float
    height: float
    path: str


@lru_cache(_KEPT)
def typeset(tex: str, *, display: bool = False) -> Typeset | None:
    """Return `tex`, given without its dollars, as a drawing; None where it can't be typeset.

    `display`: it has a line of its own, hence room for large fractions.
    """
    if not tex.strip() or len(tex) > MOST_SIGNS or len(_LINE_END.findall(tex)) > MOST_LINES:
        return None
    if _NO_FORMULA.search(tex):
        return None
    try:
        with _ONE_AT_A_TIME:
            ziamath.config.svg2 = False  # each sign as a path of its own, where it stands
            return _drawn(tex, display=display)
    except Exception:  # noqa: BLE001 - for what strangers write, the libraries raise anything; it stays as it was written
        return None


def _drawn(tex: str, *, display: bool) -> Typeset | None:
    mathml = ET.fromstring(  # noqa: S314 - no markup of a stranger is left in what was converted
        _COLOURS.sub("", tex2mml(_as_ziamath_names_it(tex), inline=not display))
    )
    if _effort(mathml) > _MOST_EFFORT:
        return None
    formula = ziamath.Math(mathml, size=EM)
    signs = {sign for text in mathml.itertext() for sign in text if not sign.isspace()}
    if "\\" in signs or not all(map(formula.font.glyphindex, signs)):
        return None  # a name that it does not know stands there with its backslash
    drawing = formula.svgxml()
    left, top, width, height = map(float, drawing.attrib["viewBox"].split())
    above, below = -_AXIS - top, top + height + _AXIS
    if not display:
        above = below = max(above, below)
    shift = (_MARGIN - left, above + _AXIS + _MARGIN)
    path = "".join(_moved(one, *shift) for one in _paths(drawing))
    if not path or width > _WIDEST:
        return None
    return Typeset(round(width + 2 * _MARGIN, 1), round(above + below + 2 * _MARGIN, 1), path)


def _as_ziamath_names_it(tex: str) -> str:
    tex = _NO_SIGNS.sub("", tex.strip())
    for written, named in _OTHER_NAMES:
        tex = written.sub(named, tex)
    return _TEXT.sub(lambda text: text[0].replace(r"\_", "_"), tex)


def _effort(element: ET.Element) -> int:
    inside = sum(map(_effort, element))
    return (4 if any(one.get("fence") for one in element) else 2) * inside if inside else 1


def _paths(drawing: ET.Element) -> Iterator[str]:
    """What is drawn, as filled shapes: rules and frames are rectangles, struck out is a line."""
    for element in drawing.iter():
        found = element.attrib
        if element.tag.endswith("path"):
            yield _thickened(found["d"]) if "stroke" in found else found["d"]
        elif element.tag.endswith("rect"):
            x, y, width, height = (float(found[name]) for name in ("x", "y", "width", "height"))
            yield _rectangle(x, y, width, height)
            if "stroke" in found:
                line = float(found["stroke-width"])
                yield _rectangle(x + width - line, y + line, 2 * line - width, height - 2 * line)


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    """One of negative width turns the other way: it is a hole in what lies around it."""
    return f"M {x} {y} L {x + width} {y} L {x + width} {y + height} L {x} {y + height} Z"


def _thickened(line: str) -> str:
    x, y, to_x, to_y = map(float, _STEP.findall(line.replace("M", "").replace("L", "")))
    return f"M {x} {y} L {to_x} {to_y} L {to_x + _CANCELLED} {to_y} L {x + _CANCELLED} {y} Z"


def _moved(path: str, right: float, down: float) -> str:
    """The path elsewhere, in tenths."""
    steps, shifts = [], (right, down)
    which = 0
    for step in _STEP.findall(path):
        if step.isalpha():
            steps.append(step)
            continue
        steps.append(f"{float(step) + shifts[which]:.1f}".removesuffix(".0"))
        which = 1 - which
    return " ".join(steps)

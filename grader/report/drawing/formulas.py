"""Typesets TeX with matplotlib's mathtext: one path a formula, that a page colours as its text.

mathtext knows much of TeX's mathematics, but neither all the names for a sign nor several lines:
names are replaced here, and lines are typeset one by one and set below each other at their `&`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, cast

import matplotlib as mpl
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from grader.report.drawing.style import complaints

EM = 100.0
"""Units of a drawing a font size."""
MOST_SIGNS = 400
"""Of one formula: what is longer takes seconds, and is no formula."""
MOST_LINES = 12
_AXIS = 0.27 * EM
"""How high above the line `vertical-align: middle` puts the middle of a picture."""
_LINE_GAP = 0.45 * EM
_SIDES_GAP = 0.2 * EM
_NEVER_NOTHING = -1e-9
"""How far below its line something reaches at least: what stands under it knows that it is not the
first.
"""
_KEPT = 2_000
_SETTINGS: dict[str, Any] = {"mathtext.fontset": "stix", "text.usetex": False}
_ENVIRONMENT = re.compile(
    r"^\\begin\{(align|aligned|gather|gathered|split|equation|eqnarray|multline)(\*?)\}"
    r"(.*)\\end\{\1\2\}$",
    re.DOTALL,
)
_LINE_END = re.compile(r"\\\\(?:\[[^\]]{0,12}\])?")
_FRACTION = re.compile(r"\\([dt]?)frac\s*(\d)\s*(\d)")
_FRACTION_OR_BRACE = re.compile(r"(\\frac(?![a-zA-Z])|[{}])")
_NO_SIGNS = re.compile(
    r"\\(?:displaystyle|textstyle|limits|nolimits|nonumber|notag|hline"
    r"|[bB]igg?[lrm]?(?![a-zA-Z]))(?![a-zA-Z])|\\(?:label|tag)\{[^{}]*\}"
)
_OTHER_NAMES = {
    r"\le": r"\leq", r"\ge": r"\geq", r"\lt": "<", r"\gt": ">", r"\lVert": r"\|", r"\rVert": r"\|",
    r"\lvert": "|", r"\rvert": "|", r"\tfrac": r"\frac", r"\bm": r"\boldsymbol",
    r"\implies": r"\Rightarrow", r"\iff": r"\Leftrightarrow", r"\land": r"\wedge",
    r"\lor": r"\vee", r"\stackrel": r"\overset", r"\coloneqq": r"\colon=", r"\textbf": r"\mathbf",
    r"\textrm": r"\mathrm", r"\textit": r"\mathit", r"\mathop": r"\mathrm", r"\middle": "",
    r"\argmax": r"\operatorname{argmax}", r"\argmin": r"\operatorname{argmin}",
    r"\softmax": r"\operatorname{softmax}",
}  # fmt: skip
_NAME = re.compile(r"\\[a-zA-Z]+")
_GAP = re.compile(r"\\operatorname\*?\{([a-z]+)\\[,;! ]([a-z]+)\}")
_COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_ONE_AT_A_TIME = Lock()
"""matplotlib's settings are those of the whole process."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula, in hundredths of the font size; its middle stands where text is centred."""

    width: float
    height: float
    path: str


@lru_cache(_KEPT)
def typeset(tex: str, *, display: bool = False) -> Typeset | None:
    """Return `tex`, given without its dollars, as a drawing; None where it can't be typeset.

    `display`: it has a line of its own, hence room for large fractions.
    """
    if not tex.strip() or len(tex) > MOST_SIGNS:
        return None
    try:
        with _ONE_AT_A_TIME, mpl.rc_context(cast("Any", _SETTINGS)), complaints() as missing:
            parts = list(_set_below_each_other(_lines(tex.strip(), display=display)))
    except (ValueError, AttributeError, RecursionError, OverflowError):
        return None  # what mathtext raises where it does not know a name, or a part is missing
    return None if missing or not parts else _drawn(parts)  # missing: signs no font here has


def _lines(tex: str, *, display: bool) -> list[str]:
    """The lines of an environment, or the one there is."""
    tex = _with_large_fractions(tex) if display else tex
    environment = _ENVIRONMENT.match(tex)
    if environment is None:
        return [tex]
    lines = _LINE_END.split(environment[3])
    return [line.strip() for line in lines if line.strip()][: MOST_LINES + 1]


def _with_large_fractions(tex: str) -> str:
    """The same, its fractions as TeX sets those of a line of their own: large unless nested."""
    depth, found = 0, []
    for piece in _FRACTION_OR_BRACE.split(tex):
        depth += (piece == "{") - (piece == "}")
        found.append(r"\dfrac" if piece == r"\frac" and depth <= 0 else piece)
    return "".join(found)


def _set_below_each_other(lines: Sequence[str]) -> Iterator[Path]:
    """The lines, their first `&` one below the other; without any, their beginnings."""
    if len(lines) > MOST_LINES:
        raise ValueError("more lines than a person writes")
    aligned = len(lines) > 1 and any("&" in line for line in lines)
    below = 0.0
    for line in lines:
        left, right = (_set(side) for side in line.partition("&")[::2])
        extents = [part.get_extents() for part in (left, right) if part]
        if not extents:
            continue
        if below:
            below -= _LINE_GAP + max(one.y1 for one in extents)
        width = left.get_extents().x1 if left else 0.0
        if left:
            yield left.transformed(Affine2D().translate(-width if aligned else 0.0, below))
        if right:
            at = (0.0 if aligned else width) + (_SIDES_GAP if width else 0.0)
            yield right.transformed(Affine2D().translate(at, below))
        below += min(*(one.y0 for one in extents), _NEVER_NOTHING)


def _set(tex: str) -> Path | None:
    tex = _named_as_mathtext_does(tex.replace("&", r"\quad "))
    return TextPath((0, 0), f"${tex}$", size=EM) if tex.strip() else None


def _named_as_mathtext_does(tex: str) -> str:
    tex = _GAP.sub(r"\\operatorname{\1\2}", tex.replace(r"\operatorname*", r"\operatorname"))
    tex = _FRACTION.sub(r"\\\1frac{\2}{\3}", _NO_SIGNS.sub("", tex))
    return _NAME.sub(lambda name: _other_name(name[0]), " ".join(tex.split()))


def _other_name(name: str) -> str:
    other = _OTHER_NAMES.get(name, name)
    return other + " " if name != other and other[-1:].isalpha() else other


def _drawn(parts: Sequence[Path]) -> Typeset:
    """One path, with y downwards, in a box whose middle is that of the text around it."""
    whole = Path.make_compound_path(*parts)
    box = whole.get_extents()
    several = len(parts) > 1 and box.height > 3 * EM
    middle = (box.y0 + box.y1) / 2 if several else _AXIS
    half = max(box.y1 - middle, middle - box.y0) + 2
    placed = whole.transformed(Affine2D().translate(2 - box.x0, -middle).scale(1, -1))
    placed = placed.transformed(Affine2D().translate(0, half))
    return Typeset(round(box.width + 4, 1), round(2 * half, 1), "".join(_segments(placed)))


def _segments(path: Path) -> Iterator[str]:
    for points, code in path.iter_segments(simplify=False):
        if code == Path.CLOSEPOLY:
            yield "Z"
        elif code in _COMMANDS:
            yield _COMMANDS[code] + " ".join(f"{value:.1f}".removesuffix(".0") for value in points)

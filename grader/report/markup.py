"""Prepares the HTML that students write into their texts: what may be shown stays, what loads or
plays is named.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote

from markupsafe import Markup, escape

MOST_NESTED = 25
"""Elements within elements; nobody writes more by hand, and laying them out would take seconds."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]*?(/?)>")
_VOID = frozenset(
    {
        "br",
        "hr",
        "img",
        "source",
        "track",
        "embed",
        "input",
        "wbr",
        "col",
        "link",
        "meta",
        "p",
        "li",
    }
)
_MEDIA = re.compile(
    r"<(img|audio|video|iframe|embed|object|svg|canvas|source|track)\b([^<>]{0,8000})>",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b(?:src|data)\s*=\s*[\"']?([^\"'\s<>]{1,2000})", re.IGNORECASE)
_DESCRIPTION = re.compile(
    r"\b(?:alt|title)\s*=\s*(?:\"([^\"]{1,300})\"|'([^']{1,300})')", re.IGNORECASE
)
_BLOCK = re.compile(r"<(p|li|td|th|h4|h5|h6|div|dd|dt|blockquote)>(?=([^\n]{0,400}))")
_ANY_TAG = re.compile(r"<[^<>]*>")
_STRONG = ("L", "R", "AL")
_FOLDED = (
    (re.compile(r"<(/?)details\b[^<>]*>", re.IGNORECASE), r"<\1div>"),
    (re.compile(r"<summary\b[^<>]*>", re.IGNORECASE), "<p><strong>"),
    (re.compile(r"</summary\b[^<>]*>", re.IGNORECASE), "</strong></p>"),
)
_WORDS = {
    "img": "picture",
    "audio": "sound",
    "video": "video",
    "svg": "drawing",
    "canvas": "drawing",
}
_MEDIA_TAGS = frozenset(
    {"img", "audio", "video", "iframe", "embed", "object", "svg", "canvas", "source", "track"}
)
_PARTS_OF_OTHERS = ("source", "track")
_SHOWN_PLAINLY = frozenset(
    {
        *(
            "a",
            "abbr",
            "article",
            "aside",
            "b",
            "big",
            "blockquote",
            "br",
            "caption",
            "center",
            "cite",
            "code",
            "col",
        ),
        *(
            "colgroup",
            "dd",
            "del",
            "dfn",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
            "font",
            "footer",
            "h1",
            "h2",
        ),
        *(
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "i",
            "ins",
            "kbd",
            "li",
            "main",
            "mark",
            "nav",
            "ol",
            "p",
            "picture",
        ),
        *(
            "pre",
            "q",
            "s",
            "samp",
            "section",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
        ),
        *(
            "tfoot",
            "th",
            "thead",
            "tr",
            "tt",
            "u",
            "ul",
            "var",
            "wbr",
            "label",
            "circle",
            "path",
            "rect",
            "g",
            "line",
        ),
        *(
            "polyline",
            "polygon",
            "ellipse",
            "defs",
            "tspan",
            "math",
            "mi",
            "mo",
            "mn",
            "mrow",
            "mfrac",
            "msup",
            "msub",
        ),
    }
)
"""Elements of which the text is shown, with or without their form. Any other is text that has signs
like these.
"""

_KNOWN = _SHOWN_PLAINLY | _MEDIA_TAGS


def is_modest(text: str, *, cells: int) -> bool:
    """Whether the markup in `text` is such as a person writes: few elements within elements, no
    endless table.
    """
    depth = deepest = table_cells = 0
    for closing, name, alone in _TAG.findall(text):
        tag = name.lower()
        table_cells += tag in ("td", "th") and not closing
        if tag not in _VOID and not alone:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest <= MOST_NESTED and table_cells <= cells


def with_media_named(markup: str, pictures: Mapping[str, str]) -> str:
    """Markup in which words stand for what loads or plays, and what was folded away is open.

    `pictures` holds what the report calls the pictures that it shows, by their names in the
    notebook.
    """
    for pattern, replacement in _FOLDED:
        markup = pattern.sub(replacement, markup)
    markup = _TAG.sub(
        lambda found: found[0] if found[2].lower() in _KNOWN else str(escape(found[0])), markup
    )
    return _MEDIA.sub(lambda found: _named(found[1].lower(), found[2], pictures), markup)


def with_directions(markup: str) -> str:
    """Clean markup in which every block that begins in Arabic, Hebrew or the like says that it runs
    from the right.

    Browsers find that out by themselves; WeasyPrint has to be given it.
    """
    return _BLOCK.sub(
        lambda found: f'<{found[1]} dir="rtl">' if _runs_from_the_right(found[2]) else found[0],
        markup,
    )


def _runs_from_the_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = (unicodedata.bidirectional(sign) for sign in _ANY_TAG.sub("", html.unescape(text)))
    return next((direction for direction in directions if direction in _STRONG), "L") != "L"


def picture_named(address: str, description: str, pictures: Mapping[str, str]) -> Markup:
    """The words that stand for a picture: the report shows it, or says where it is."""
    return _words_for("picture", address, description, pictures)


def _named(tag: str, attributes: str, pictures: Mapping[str, str]) -> Markup | str:
    if tag in _PARTS_OF_OTHERS:
        return ""
    address, description = _ADDRESS.search(attributes), _DESCRIPTION.search(attributes)
    return _words_for(
        _WORDS.get(tag, "embedded page"),
        html.unescape(address[1]) if address else "",
        html.unescape(description[1] or description[2]) if description else "",
        pictures,
    )


def _words_for(what: str, address: str, description: str, pictures: Mapping[str, str]) -> Markup:
    name = unquote(address.removeprefix("attachment:"))
    if address.startswith("attachment:") and name in pictures:
        return Markup("<em>[{}]</em>").format(pictures[name])
    if address.lower().startswith(("http://", "https://")):
        return Markup('<em>[{}: <a href="{}">{}</a>]</em>').format(
            what, address, description or "on the web"
        )
    if address.lower().startswith("data:"):
        return Markup("<em>[{}: in the notebook]</em>").format(what)
    place = (
        f"{name}, which is not in the notebook" if name and what != "drawing" else "in the notebook"
    )
    return Markup("<em>[{}: {}]</em>").format(what, escape(description or place))

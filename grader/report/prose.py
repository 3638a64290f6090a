"""Makes of a student's Markdown markup that can do nothing.

markdown-it-py writes the HTML, what loads or plays is replaced by words, and nh3 lets through only
what is listed here. Formulas stay as written, named as such for those who typeset them; headings
can't be mistaken for the report's own. Pictures that lie in the notebook are shown below the text,
where they are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import cast

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.texmath import texmath_plugin
from mdit_py_plugins.texmath.index import RuleDictType, make_inline_func

from grader.report.accessible import accessible
from grader.report.markup import is_modest, picture_named, with_directions, with_media_named
from grader.report.text import plain

LONGEST = 6_000
"""Characters of an answer that are shown. An answer of that length is two printed pages."""
MOST_LINES = 200
MOST_COLUMNS = 12
MOST_CELLS = 300
"""Of all tables in an answer; beyond that they stay text, because laying them out would take
seconds.
"""

_TAGS = frozenset(
    {
        *(
            "p",
            "br",
            "hr",
            "em",
            "strong",
            "s",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "a",
            "h4",
            "h5",
            "h6",
        ),
        *("table", "thead", "tbody", "tr", "th", "td", "caption", "div", "dl", "dt", "dd"),
        *("b", "i", "u", "sub", "sup", "mark", "small", "kbd", "del", "ins"),
    }
)
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_CLASSES = {"code": {"formula", "display"}}
"""What prose says of formulas, for `typesetting`."""
_ENDS = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
"""By what a formula begins with, what ends it."""
_WITHIN_TEXT = ("$", "\\(")
_FORMULA_RULES = ("math_inline", "math_inline_double")
_FORMULA_BLOCK_RULES = ("math_block", "math_block_eqno", "amsmath")
_BRACKETS_IN_A_LINE = {
    "name": "math_inline",
    "rex": re.compile(r"^\\\[(.+?)\\\]", re.DOTALL),
    "tag": "\\[",
    "tmpl": "",
}
"""`\\[…\\]` within a paragraph; texmath knows it at the beginning of a line."""
_NO_PICTURES: Mapping[str, str] = MappingProxyType({})
_SCHEMES = frozenset({"http", "https", "mailto"})


def prose(text: str, *, pictures: Mapping[str, str] = _NO_PICTURES) -> Markup:
    """Return Markdown as sanitised HTML; what is cut says so.

    `pictures` holds what the report calls the pictures that it shows, by their names in the
    notebook.
    """
    text = plain(text[: 4 * LONGEST])
    kept = "\n".join(text[:LONGEST].split("\n")[:MOST_LINES])
    parser = _parser(tables=_are_modest(kept), markup=is_modest(kept, cells=MOST_CELLS))
    html = with_media_named(parser.render(kept, {"pictures": pictures}), pictures)
    cut = "<p><em>The answer goes on in the notebook.</em></p>" if len(kept) < len(text) else ""
    return Markup(with_directions(accessible(_sanitised(html))) + cut)  # noqa: S704 - nh3 has just made it safe


def _are_modest(text: str) -> bool:
    """Whether the tables in `text` are such as a person writes."""
    bars = [line.count("|") for line in text.split("\n")]
    return max(bars) <= MOST_COLUMNS + 1 and sum(bars) <= MOST_CELLS


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
        attribute_filter=_only_absolute_links,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )


def _only_absolute_links(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) != ("a", "href"):
        return value
    return value if value.lower().startswith(("http://", "https://", "mailto:")) else None


@cache
def _parser(*, tables: bool, markup: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": markup}).enable("strikethrough")
    if tables:
        parser.enable("table")
    # A formula is one piece, so that `_` and `*` in it stay what they are; `$5 and $6` is none.
    # `allow_digits=False` would tell more prices apart, but takes no formula that begins a text
    # which ends in a digit.
    dollarmath_plugin(
        parser, allow_labels=False, allow_space=False, allow_blank_lines=False, double_inline=True
    )
    texmath_plugin(parser, "brackets")
    amsmath_plugin(parser)
    bracketed = make_inline_func(cast("RuleDictType", _BRACKETS_IN_A_LINE))
    parser.inline.ruler.before("escape", "math_brackets", bracketed)
    for kind in _FORMULA_RULES:
        parser.add_render_rule(kind, _write_formula)
    for kind in _FORMULA_BLOCK_RULES:
        parser.add_render_rule(kind, _write_formula_block)
    parser.add_render_rule("image", _write_picture)
    parser.add_render_rule("heading_open", _write_heading)
    parser.add_render_rule("heading_close", _write_heading)
    return parser


def _write_formula(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    token = tokens[index]
    begin = token.markup if token.markup in _ENDS else ""  # `align` says itself where it ends
    end = _ENDS.get(begin, "")
    kind = "formula" if begin in _WITHIN_TEXT else "formula display"
    return f'<code class="{kind}">{escape(begin + token.content + end)}</code>'


def _write_formula_block(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    return f"<p>{_write_formula(renderer, tokens, index, options, env)}</p>\n"


def _write_picture(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    env: EnvType,
) -> str:
    address = tokens[index].attrs.get("src", "")
    return picture_named(str(address), tokens[index].content, env["pictures"])


def _write_heading(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    token = tokens[index]
    tag = f"h{min(6, int(token.tag[1:]) + 3)}"
    return f"<{tag}>" if token.nesting == 1 else f"</{tag}>\n"

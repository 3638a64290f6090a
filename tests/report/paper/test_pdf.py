"""The same report on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from grader.report import said_to_operator, scripts_of, scripts_without_font
from grader.report.pdf import OnlyParts, PdfDocument, Printer, with_variables_filled_in
from grader.text.scripts import SCRIPTS
from tests.report import cases


def streams(written: bytes) -> bytes:
    """Everything in a PDF, unpacked."""
    unpacked = [written]
    for body in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", written, re.DOTALL):
        try:
            unpacked.append(zlib.decompress(body))
        except zlib.error:
            unpacked.append(body)
    return b"\n".join(unpacked)


def pages(written: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", streams(written)))


@pytest.mark.parametrize("case", cases.ALL.values(), ids=cases.ALL)
def test_every_kind_of_result_prints(case, reporter, assignment):
    """Whatever happened, a PDF of a sensible length comes out: six pages of a right hand-in."""
    written = reporter.paper(case(assignment)).content

    assert written.startswith(b"%PDF-")
    assert 1 <= pages(written) <= (6 if case is cases.perfect else 8)


def test_figures_are_vectors_and_digits_are_pictures(reporter, assignment):
    """Only the thirty-six example digits are raster images; curves and matrices are drawn."""
    written = streams(reporter.paper(cases.perfect(assignment)).content)

    images = len(re.findall(rb"/Subtype\s*/Image", written))
    assert 1 <= images <= 36


def test_html_and_paper_come_from_one_view(reporter, assignment, monkeypatch):
    """Figures are drawn once for both."""
    drawn = []
    whole = reporter.__class__._view
    monkeypatch.setattr(
        reporter.__class__, "_view", lambda self, result: drawn.append(1) or whole(self, result)
    )

    page, written = reporter.html_and_paper(cases.saved(assignment))

    assert len(drawn) == 1
    assert "Ada Byron" in page
    assert written.content.startswith(b"%PDF-")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the pages back")
def test_every_page_of_unverified_figures_says_so(reporter, assignment, tmp_path):
    """A page that is taken out of the report still says that nothing on it was measured."""
    path = tmp_path / "report.pdf"
    path.write_bytes(reporter.paper(cases.saved(assignment)).content)

    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True
    ).stdout
    printed = text.rstrip("\f").split("\f")

    assert len(printed) > 1
    assert all("marked unverified" in page for page in printed)


@pytest.fixture
def secret(tmp_path):
    """A file that no report may hold."""
    path = tmp_path / "secret.txt"
    path.write_text("TOP-SECRET-4711", "utf-8")
    return path


@pytest.mark.parametrize(
    "element",
    [
        "<img src='{address}'>",
        "<link rel=stylesheet href='{address}'>",
        "<link rel=attachment href='{address}'>",
        "<a rel=attachment href='{address}'>x</a>",
        "<style>@import url('{address}'); p {{ background: url('{address}') }}</style><p>x</p>",
        (
            "<style>@font-face {{ font-family: x; src: url('{address}') }} p {{ font-family: x "
            "}}</style><p>x</p>"
        ),
        "<object data='{address}'></object><embed src='{address}'>",
        (
            "<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}' width='9' "
            "height='9'/></svg>"
        ),
        "<svg xmlns='http://www.w3.org/2000/svg'><use href='{address}#x'/></svg>",
        "<base href='{address}'><img src='x'>",
        (
            "<input type=image src='{address}'><ul style=\"list-style-image: "
            "url('{address}')\"><li>x</ul>"
        ),
    ],
)
def test_nothing_but_the_report_gets_into_a_pdf(element, secret, monkeypatch):
    """Even if markup got past everything else, no file, address or data gets into the PDF, and none
    is asked for.
    """
    opened = []
    monkeypatch.setattr(
        "urllib.request.OpenerDirector.open", lambda *arguments, **_: opened.append(arguments)
    )

    for address in (
        secret.as_uri(),
        "https://evil.example/x",
        "data:text/plain,TOP-SECRET-4711",
        str(secret),
    ):
        written = (
            Printer(("",))
            .pdf(f"<!doctype html><p>calm</p>{element.format(address=address)}", {})
            .content
        )
        content = streams(written)
        assert b"TOP-SECRET" not in content.replace(address.encode(), b"")
        assert b"/EmbeddedFile" not in content
    assert not opened


def test_only_the_reports_own_parts_are_handed_out():
    """The fetcher knows the parts and refuses the rest, whatever the scheme."""
    fetcher = OnlyParts({"report:a": (b"abc", "image/png")})

    assert fetcher.fetch("report:a").read() == b"abc"
    for address in ("report:b", "file:///etc/passwd", "http://127.0.0.1/", "data:,x", "ftp://x/y"):
        with pytest.raises(ValueError, match="nothing from outside"):
            fetcher.fetch(address)


def test_variables_are_filled_in():
    """What `:root` defines stands where it is used; what it does not is left for the browser."""
    css = (
        ":root { --ink: #123; --x-y: 1px solid red; } p { color: var(--ink); border: var(--x-y); "
        "margin: var(--no) }"
    )

    assert with_variables_filled_in(css).endswith(
        "p { color: #123; border: 1px solid red; margin: var(--no) }"
    )


def test_threads_may_print_at_once(reporter, assignment):
    """Two threads get what one gets."""
    result = cases.ungradable(assignment)
    alone = reporter.paper(result)

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(reporter.paper, [result] * 6))

    assert both == [alone] * 6


def with_answer(result, text):
    """The same result with another first answer."""
    answers = (replace(result.evidence.answers[0], text=text), *result.evidence.answers[1:])
    return replace(result, evidence=replace(result.evidence, answers=answers))


def test_signs_that_no_font_has_are_named_on_the_paper(reporter, assignment):
    """Empty boxes never stand there silently: the paper and the terminal say for what, and how to
    get the font.
    """
    unassigned = "\U0001f978\ue000\U00012000"

    paper = reporter.paper(with_answer(cases.perfect(assignment), f"Keras {unassigned}"))

    assert "\ue000" in paper.undrawn
    assert "the sign U+E000" in scripts_of(paper.undrawn)
    assert paper.content != reporter.paper(cases.perfect(assignment)).content


def test_a_paper_with_all_its_letters_says_nothing(reporter, assignment, monkeypatch):
    """The note costs a second printing, and is only made where a letter is missing."""
    printed = []
    monkeypatch.setattr(
        reporter.__class__,
        "_printed",
        lambda self, view: printed.append(view.paper_note) or PdfDocument(b""),
    )

    reporter.paper(cases.perfect(assignment))

    assert printed == [""]


def test_the_note_names_scripts_and_packages(reporter, assignment, monkeypatch):
    """What is printed the second time says which letters are missing."""
    printed = []

    def missing(self, view):
        printed.append(view.paper_note)
        return PdfDocument(b"", frozenset("नผ🚀"))

    monkeypatch.setattr(reporter.__class__, "_printed", missing)

    reporter.paper(cases.perfect(assignment))

    assert "Devanagari, Thai, emoji" in printed[1]
    assert "fonts-noto-color-emoji, fonts-noto-core" in printed[1]
    assert "apt-get install fonts-noto-color-emoji fonts-noto-core" in said_to_operator(
        scripts_of("नผ🚀")
    )


def test_this_host_is_looked_at():
    """Latin letters can be drawn wherever the tests run; nothing is said to be missing that isn't a
    script of ours.
    """
    missing = scripts_without_font()

    assert "Latin" not in missing
    assert set(missing) <= {script.name for script in SCRIPTS}

"""Grades notebooks full of markup with `grader batch`, and opens what comes out as its readers
do.
"""

import base64
import csv
import hashlib
import io
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from click.testing import CliRunner
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    TextStringObject,
)

from grader.cli import main
from tests.hostile.marked import (
    ACTING,
    CHROMIUM,
    CLASS_TOOLS,
    MARK,
    SCRIPT,
    SECRET,
    Class,
    Listener,
    as_name,
    opened,
    poisoned,
)
from tests.hostile.test_intake import assert_harmless_on_a_terminal
from tests.report.paper.test_pdf import streams

pytestmark = pytest.mark.usefixtures("shared_processes")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def listener():
    with Listener() as listening:
        yield listening


@pytest.fixture(scope="module")
def graded(tmp_path_factory, listener):
    return Class(tmp_path_factory.mktemp("class"), listener.url)


@needs_chromium
def test_the_marks_are_seen_where_nothing_protects(tmp_path):
    """The same text in a page without protection runs, and asks the listener: the test can fail."""
    with Listener() as listening:
        page = tmp_path / "page.html"
        page.write_text(f"<p><img src='{listening.url}/seen'><script>{MARK}</script>")

        shown = opened(page, tmp_path / "profile")

        assert 'data-breach="1"' in shown
        assert listening.asked == ["/seen"]


def test_every_hand_in_is_graded(graded):
    """Whatever stands in it, each has a report, and the good one its points."""
    assert graded.ran.exit_code == 0
    assert len(graded.ran.records) == len(graded.texts) + 1
    assert {record["status"] for record in graded.ran.records} <= {"graded", "needs_review"}
    good = next(
        record for record in graded.ran.records if record["submission"]["student"]["id"] == "1"
    )
    assert good["points"] == "80"


def test_the_terminal_is_reported_in_plain_text(graded):
    """Names from files, notebooks and rosters steer no terminal."""
    assert_harmless_on_a_terminal(graded.ran.printed)


@needs_chromium
@pytest.mark.parametrize(
    "pages",
    [slice(None, 5), pytest.param(slice(5, None), marks=pytest.mark.slow)],
    ids=["some", "rest"],
)
def test_no_page_acts_in_a_browser(graded, listener, tmp_path, pages):
    """Pages are opened in Chromium, that of the class first: no script runs, and nothing is asked
    for.
    """
    del listener.asked[:]
    for page in graded.pages[pages]:
        shown = opened(page, tmp_path / "profile")

        assert (
            "data-breach" not in re.sub(r"&quot;|dataset\.breach", "", shown).partition("<head>")[0]
        ), page
        assert "<title>B</title>" not in shown
        assert "<main" in shown
    assert listener.asked == []


def test_no_page_holds_what_acts(graded):
    """Without a browser: a strict policy comes first, and no element is one that acts."""
    assert len(graded.pages) > len(graded.ran.records)
    for page in graded.pages:
        text = page.read_text("utf-8")
        assert text.index(
            'http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;'
        ) < text.index("<title")
        acting = re.findall(
            r"<(script|iframe|object|embed|form|base|link|input|video|audio|foreignObject)\b",
            text,
        )
        assert sorted(acting) == (CLASS_TOOLS if page.name == "summary.html" else [])
        text = without_our_script(text)
        assert not re.findall(
            r"<[^>]*\s(?:on\w+|srcset|formaction|ping|style)\s*=", re.sub(r'"[^"]*"', '""', text)
        )
        assert "1337" not in re.sub(r"<style>.*?</style>|[\w+/=]{200,}", "", text, flags=re.DOTALL)
        assert SECRET not in text


def without_our_script(page: str) -> str:
    """The page without the one script that its policy lets run: no other text has its digest."""
    for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src &#39;sha256-{digest}&#39;;" in page
        assert script == SCRIPT.read_text("utf-8")
        page = page.replace(f"<script>{script}</script>", "")
    return page


def test_no_pdf_acts(graded):
    """No script, no program, no file of the host, no address that a student chose by markup."""
    written = sorted(graded.out.glob("submissions/*/report.pdf"))
    assert len(written) == len(graded.texts) + 1
    for pdf in written:
        found = list(objects(PdfReader(pdf)))
        names = {str(name) for name in found if isinstance(name, NameObject)}
        assert "/Catalog" in names
        assert not names & ACTING, pdf
        addresses = [str(thing["/URI"]) for thing in found if "/URI" in names_of(thing)]
        assert not [
            address
            for address in addresses
            if not address.startswith(("http://", "https://", "mailto:"))
        ]
        assert SECRET.encode() not in streams(pdf.read_bytes())


def test_a_pdf_that_acts_is_seen():
    """The walk through a PDF's objects finds a script."""
    acting = PdfWriter()
    acting.add_blank_page(72, 72)
    acting.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("a(1)")}
    )
    written = io.BytesIO()
    acting.write(written)

    names = {str(name) for name in objects(PdfReader(written)) if isinstance(name, NameObject)}

    assert names & ACTING == {"/JavaScript", "/JS"}


def objects(pdf: PdfReader):
    """Every value in a PDF: those of its dictionaries and arrays, and their keys, but no text."""
    waiting, seen = [pdf.trailer], set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            thing = thing.get_object()
        yield thing
        if isinstance(thing, DictionaryObject):
            yield from thing
            waiting += [thing.raw_get(key) for key in thing]
        elif isinstance(thing, ArrayObject):
            waiting += list(thing)


def names_of(thing) -> set[str]:
    """The keys of a dictionary."""
    return set(thing) if isinstance(thing, DictionaryObject) else set()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_pdf_shows_no_file_of_the_host(graded):
    """What a reader can read in it is not what the file holds that it names."""
    pdf = next(
        path
        for path in graded.out.glob("submissions/*/report.pdf")
        if "secret" in path.with_name("grade.json").read_text()
    )

    text = subprocess.run(
        ["pdftotext", pdf, "-"], capture_output=True, check=True, text=True
    ).stdout

    assert "points" in text
    assert SECRET not in text


def export(graded, form):
    return CliRunner().invoke(main, ["export", str(graded.out), "--to", form]).stdout


def test_no_cell_of_a_table_is_a_formula(graded):
    """A spreadsheet takes every text for text, and points for numbers."""
    rows = list(csv.reader(io.StringIO(export(graded, "csv"))))

    assert len(rows) == len(graded.texts) + 2
    assert {len(row) for row in rows} == {len(rows[0])}
    numbers = {"points", "points_possible", "points_awaiting_review", "student_id"}
    for row in rows[1:]:
        for column, cell in zip(rows[0], row, strict=True):
            assert not re.match(r"\s*[=+\-@\uff1d]", cell) or re.fullmatch(
                r"-?\d+(\.\d+)?", cell
            ), (column, cell)
            assert column not in numbers or re.fullmatch(r"\d+(\.\d+)?", cell)
            assert not re.search(r"[\x00-\x1f\x7f-\x9f]", cell)


def test_the_xml_is_read_as_it_was_meant(graded):
    """An XML parser finds one suite a student, and no case that a student made up."""
    root = ET.fromstring(export(graded, "junit"))

    assert len(root) == len(graded.texts) + 1
    assert "forged" not in {case.attrib["name"] for case in root.iter("testcase")}
    assert {suite.attrib["tests"] for suite in root} == {"9"}


def test_check_tells_in_plain_text(tmp_path):
    """`grader check` prints what stands in a notebook and in its name as `batch` does."""
    text = "\x1b[2J\x1b]0;title\x07\x9b31m\u202e\r\nFORGED"
    path = tmp_path / f"\x1b[2J{as_name(text)}.ipynb"
    path.write_bytes(poisoned(text))
    broken = tmp_path / "\x1b[2J.ipynb"
    broken.write_text("{")

    graded_one = CliRunner().invoke(main, ["check", str(path), "-a", "digits", "--policy", "saved"])
    unread = CliRunner().invoke(main, ["check", str(broken), "-a", "digits"])

    assert graded_one.exit_code == 1
    assert unread.exit_code == 3
    assert_harmless_on_a_terminal(graded_one.output)
    assert_harmless_on_a_terminal(unread.output)

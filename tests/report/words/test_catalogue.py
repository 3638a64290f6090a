"""All that the program says goes through the catalogue of words, and the catalogue has it.

A language made up for it puts ⟦brackets⟧ around everything that was looked up: what stands outside
of them is a name, a number, or a word that somebody forgot.
"""

import io
import re
import shutil

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from pypdf import PdfReader

from grader.model.graded.result import AuditRate
from grader.report import ClassReporter, Reporter, read_language, summary_view
from grader.report.language import said, written_in
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.classes import a_class, alike
from tests.report.data import trained
from tests.report.words.sentences import PLACE, sentences
from tests.report.words.test_language import ENGLISH, german_texts, words_of

MARKED = re.compile("⟦[^⟦⟧]*⟧")
WORDS = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]{2,})*")
OUTPUT = "Traceback (most recent call last)"
NAMES = {
    # Layers, losses, optimizers and errors are called what Keras and Python call them.
    "Adam", "Conv2D", "Dense", "Dropout", "Flatten", "MaxPooling2D", "SGD", "categorical",
    "categorical crossentropy", "crossentropy", "mean squared error", "relu", "sigmoid", "softmax",
    "linear", "NameError", "name", "histroy", "is not defined", "float32", "val", "loss",
    # Units, programs, files.
    "min", "grader", "sha256", "ipynb", "broken", "hand", "ins", "org", "example",
}  # fmt: skip
NOT_SHOWN = {
    # Names of data, and what pictures, code and JSON hold.
    "reuters newswires", "mnist original", "predicted label", "%matplotlib inline", "key in x",
    "unterminated string", "characters left out", "exception encountered", "not installed here>",
    "what is here", "row norm", "formula display",
    "liberation sans, dejavu sans, sans-serif", "noopener noreferrer nofollow",
    # What is answered to a kernel.
    "trainings are left to the kernel", "no such run has just begun",
    "none of its weights are trainable", "s were trained for this notebook already",
    "what was trained can't be written", "the run that it goes on from was not trained here",
    "decline 0 what was asked was not understood",
    # What an operator reads in a terminal.
    "on debian and ubuntu: apt-get install", "elsewhere the noto fonts", "no font here for",
    "empty boxes stand for them in pdfs", "process could not be started", "it said",
}  # fmt: skip
"""What stands in these rooms and in no report."""


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """Templates with a third language, whose catalogue marks what is looked up."""
    folder = tmp_path_factory.mktemp("marked") / "templates"
    shutil.copytree(TEMPLATES, folder)
    words = read_po(io.BytesIO((folder / "languages" / "de.po").read_bytes()), locale="de")
    for one in words:
        if one.id:
            one.string = f"⟦{one.id}⟧"
    with (folder / "languages" / "eo.po").open("wb") as stream:
        write_po(stream, words)
    return folder


def outside(text, names):
    """The words of a text that are not marked, and no names."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    while MARKED.search(text):
        text = MARKED.sub(" ", text)
    return [words for words in WORDS.findall(text) if words not in NAMES]


def forgotten(page, *names):
    found = (
        outside(text, {*words_of(mnist()), *names})
        for text in german_texts(page, also_english=True)
        if OUTPUT not in text
    )
    return sorted({words for one in found for words in one})


@pytest.mark.parametrize("case", cases.ALL.values(), ids=cases.ALL)
def test_a_report_says_nothing_past_the_catalogue(case, marked):
    """Neither in its text nor in its figures nor to those who listen."""
    reporter = Reporter(mnist(), trained.reference(), mnist_data(), marked, "eo")

    page = reporter.html(case(mnist()))

    assert "⟦" in page
    assert forgotten(page, "Ada Byron", "byron_ada", "ada@example.org") == []


@pytest.fixture(scope="module")
def a_summary():
    """A class with everything that its page can show."""
    pairs, names = alike(a_class(mnist(), 12), (1, 2), (5, 6, 7), identical=frozenset({(5, 6)}))
    return summary_view(
        pairs,
        mnist(),
        reference=trained.reference(),
        names=names,
        audit=AuditRate("verify", 12, 5, 1, 0.01, 0.6, 0.95),
    )


def test_the_page_of_a_class_says_nothing_past_the_catalogue(a_summary, marked):
    """Nor its script, whose words the page holds."""
    page = ClassReporter(a_summary, marked, "eo").html()

    names = {name for row in a_summary.rows for name in (row.name, row.notebook)}
    parts = {part.id for part in a_summary.parts}
    assert '<html lang="eo">' in page
    assert forgotten(page, *names, *parts) == []
    assert 'data-words="⟦# of # shown⟧"' in page


def test_a_german_page_of_a_class_is_german(a_summary):
    """The same on paper, numbers included; names stay."""
    reporter = ClassReporter(a_summary, TEMPLATES, "de")
    page, paper = reporter.html(), PdfReader(io.BytesIO(reporter.paper().content))

    texts = german_texts(page, also_english=True)
    printed = " ".join(" ".join(one.extract_text().split()) for one in paper.pages)
    for words in words_of(mnist()):
        texts = [text.replace(words, "") for text in texts]
    assert [text for text in texts if ENGLISH.search(text)] == []
    assert "Was am häufigsten fehlt" in printed
    assert "je Abgabe über dem Band richtiger Lösungen" in printed
    assert paper.trailer["/Root"]["/Lang"] == "de"
    assert {row.name for row in a_summary.rows} <= set(texts)
    assert re.search(r"\d,\d\s%", " ".join(texts))


def test_every_sentence_of_the_code_stands_in_the_catalogue():
    """As a whole, else piece by piece: what stands between two places is part of a msgid."""
    german = read_language(TEMPLATES, "de")
    with (TEMPLATES / "languages" / "de.po").open("rb") as stream:
        known = "\n".join(str(one.id) for one in read_po(stream) if one.id).casefold()
    code = list(sentences())

    lacking = {
        (place, piece)
        for place, sentence in code
        if not is_known(german, sentence)
        for piece in map(_bare, sentence.split(PLACE))
        if re.search("[a-z]{2,} [a-z]{2,}", piece) and piece not in known
    }

    assert len(code) > 500
    assert [f"{at} {one}" for at, one in sorted(lacking) if one not in NOT_SHOWN] == []


def is_known(language, sentence):
    with written_in(language):
        return 'lang="en"' not in said(sentence.replace(PLACE, "7"))


def _bare(piece):
    return piece.replace("\xa0", " ").strip(" .,:;()“”").casefold()


def test_every_word_of_the_templates_stands_in_the_catalogue():
    """A template with new words can't be forgotten."""
    language = read_language(TEMPLATES, "de")
    method = [("*.html.j2", "jinja2"), ("parts/*.html.j2", "jinja2")]
    found = {
        message
        for _, _, message, _, _ in extract_from_dir(str(TEMPLATES), method, keywords={"_": None})
    }

    assert len(found) > 80
    assert {one for one in found if one not in language.words} == set()

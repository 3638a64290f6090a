"""Reports in another language: whole, and never at the cost of what a student wrote."""

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from grader.checks import CHECKS
from grader.errors import OutputError
from grader.model.assignment import Assignment
from grader.report import Reporter, languages, read_language
from grader.report.catalogue import Language
from grader.report.language import current, said, translated, written_in
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.data import answered, trained

ENGLISH = re.compile(r"\b(the|of|were|your|with|which|and|you|from)\b", re.IGNORECASE)
"""No German sentence has one of these."""
VOID = {"meta", "br", "img", "hr", "path", "rect", "use", "image", "circle", "line", "link", "col"}
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


class GermanText(HTMLParser):
    """Collects the texts and labels for which a page says that they are German."""

    def __init__(self, *, also_english=False):
        super().__init__()
        self.english = "" if also_english else "en"
        self.open, self.texts = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        foreign = (
            given.get("lang") == self.english
            or given.get("class") == "answer"
            or tag in ("style", "script")
        )
        if tag not in VOID:
            self.open.append((tag, foreign or bool(self.open and self.open[-1][1])))
        if not (self.open and self.open[-1][1]):
            self.texts += [given[name] for name in ("alt", "aria-label") if given.get(name)]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not self.open[-1][1]:
            self.texts.append(data.strip())


def german_texts(page, *, also_english=False):
    reader = GermanText(also_english=also_english)
    reader.feed(page)
    return reader.texts


def words_of(assignment: Assignment):
    """What the instructor wrote: it is in whatever language the assignment is in."""
    parts = [words for part in assignment.parts for words in (part.title, part.question)]
    return [assignment.title, *parts, *(role.title for role in assignment.roles.values())]


@pytest.fixture(scope="module")
def german():
    return Reporter(mnist(), trained.reference(), mnist_data(), TEMPLATES, "de")


@pytest.fixture
def in_german():
    with written_in(read_language(TEMPLATES, "de")):
        yield


@pytest.mark.parametrize("case", cases.ALL.values(), ids=cases.ALL)
def test_a_german_report_is_german(case, german):
    """Every word of ours, labels of figures included: what says that it is English is a name."""
    page = german.html(case(mnist()))

    instructors = sorted(words_of(mnist()), key=len, reverse=True)
    left = []
    for text in german_texts(page, also_english=True):
        for words in instructors:
            text = text.replace(words, "")  # noqa: PLW2901 - what is left of it
        if ENGLISH.search(text) and "Traceback (most recent call last)" not in text:
            left.append(text)
    assert '<html lang="de">' in page
    assert [one for one in left if "broken.ipynb" not in one and "histroy" not in one] == []


def test_numbers_are_written_as_the_language_has_them(german):
    """In tables, in sentences, and on the axes of figures."""
    texts = " ".join(german_texts(german.html(cases.perfect(mnist())))).replace("\xa0", " ")

    for written in (
        "90,50 %",
        "50.890",
        "Epoche 88",
        "9.050 von 10.000 richtig",
        "von 100 Punkten",
    ):
        assert written in texts
    assert not re.search(r"\d\.\d+ %", texts)


def test_names_of_classes_stay_what_the_style_sheet_knows(german):
    """`passed` is a word to be read and a name in the style sheet."""
    page = german.html(cases.broken_half_way(mnist()))

    assert 'class="finding passed"' in page
    assert ">bestanden<" in page
    assert "strong below" in page or 'class="below"' in page


def test_paper_says_its_language(german):
    """Who listens to a PDF hears it in the right voice."""
    document = PdfReader(io.BytesIO(german.paper(cases.perfect(mnist())).content))

    assert document.trailer["/Root"]["/Lang"] == "de"
    assert "Was gefunden wurde" in " ".join(page.extract_text() for page in document.pages)


def test_what_a_student_wrote_is_left_alone(german):
    """Even where it is a word of ours: an answer is not the report's."""
    result = cases.perfect(mnist())
    answers = answered.answers(q1="What was found\n\nThe layers are as asked, with 3 parameters.")
    changed = replace(result, evidence=replace(result.evidence, answers=answers))

    page = german.html(changed)

    assert "The layers are as asked, with 3 parameters." in page


def test_every_title_of_a_check_stands_in_the_catalogue():
    """They are what a report lists."""
    language = read_language(TEMPLATES, "de")

    assert {one.title for one in CHECKS.values() if one.title not in language.words} == set()


def test_sentences_of_checks_are_found_by_their_form(in_german):
    """Numbers in them are rewritten; a sentence that is not known says that it is English."""
    known = "We measured 90.31 % on the held-out data; correct solutions reach 89.9 % to 91.2 %."
    both = "The layers are as asked, with 50,890 parameters. Something new happened."

    assert translated(known).replace("\N{NO-BREAK SPACE}", " ") == (
        "Wir maßen 90,31 % auf den zurückgehaltenen Daten; richtige Lösungen erreichen 89,9 % bis "
        "91,2 %."
    )
    assert str(said(both)) == (
        "Die Schichten sind wie verlangt, mit 50.890 Parametern. "
        '<span lang="en">Something new happened.</span>'
    )
    assert str(said("<b>Something</b>")) == '<span lang="en">&lt;b&gt;Something&lt;/b&gt;</span>'


def test_dates_are_written_as_the_language_has_them(in_german):
    """Those of decisions."""
    assert translated("Ada, 2026-01-02") == "Ada, 02.01.2026"
    assert translated("Ada, 2026-99-99") == "Ada, 2026-99-99"


def test_english_is_as_it_always_was():
    """Nothing is looked up; a number stays on the line of its sign."""
    assert current().code == "en"
    assert translated("We measured 90.31 %") == "We measured 90.31\N{NO-BREAK SPACE}%"


def test_a_language_that_is_not_there_is_named_with_those_that_are():
    """A further one is a file."""
    assert languages(TEMPLATES) == ("de", "en")
    with pytest.raises(
        OutputError, match="no language 'xx' here: expected one of de, en"
    ) as caught:
        read_language(TEMPLATES, "xx")
    assert "xx.po" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('mgsid "Graded"\nmsgstr "Bewertet"\n', "de.po:4"),
        (
            'msgid "cell {number}"\nmsgstr "Zelle {nummer}"\n',
            "de.po:4: the translation has {nummer}",
        ),
        ('msgid "cell {number}"\nmsgstr "Zelle {0}"\n', "de.po:4: the translation has {0}"),
    ],
)
def test_a_broken_catalogue_is_named_with_its_line(tmp_path, wrong, said):
    """Whoever edits one is told where."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "de.po").write_text(HEADER + wrong, "utf-8")

    with pytest.raises(OutputError) as caught:
        read_language(tmp_path, "de")

    assert said in caught.value.message


def test_a_third_language_is_a_file(tmp_path):
    """One that runs from right to left, too; what it lacks stays English and says so."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "ar.po").write_text(
        HEADER + 'msgid "cell {number}"\nmsgstr "خلية {number}"\n', "utf-8"
    )

    language = read_language(tmp_path, "ar")

    assert isinstance(language, Language)
    assert language.direction == "rtl"
    with written_in(language):
        assert translated("cell 7") == "خلية 7"
        assert str(said("Graded")) == '<span lang="en">Graded</span>'

"""The page of one student."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest

from grader.errors import OutputError
from grader.report import Reporter
from grader.report.reporter import content_policy
from grader.report.templating import environment, report_environment
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.data import answered, trained
from tests.report.pages import read, tags, visible


@pytest.mark.parametrize("case", cases.ALL.values(), ids=cases.ALL)
def test_every_kind_of_result_gets_a_page(case, reporter, assignment):
    """Whatever happened, there is one page that names the student or the file, and how it was
    run.
    """
    result = case(assignment)
    words = visible(reporter.html(result))

    assert "Ada Byron" in words or "broken.ipynb" in words
    assert "How it was run" in words
    assert not re.search(r"\b(None|nan|inf|Decimal|Undefined)\b", words)


@pytest.mark.parametrize("case", cases.ALL.values(), ids=cases.ALL)
def test_pages_are_sound(case, reporter, assignment):
    """Ids are unique, links within the page lead somewhere, every picture has words, headings skip
    no level.
    """
    found = read(reporter.html(case(assignment))).elements

    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    links = [
        attributes["href"][1:]
        for tag, attributes in found
        if tag == "a" and attributes["href"].startswith("#")
    ]
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch("h[1-6]", tag)]
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert all("alt" in attributes for tag, attributes in found if tag == "img")
    assert all("aria-label" in attributes for tag, attributes in found if tag == "svg")
    assert levels.count(1) == 1


def test_the_page_is_self_contained_under_a_strict_policy(reporter, assignment):
    """Nothing is loaded from outside, nothing runs, and only the style sheet of the page
    applies.
    """
    page = reporter.html(cases.perfect(assignment))
    found = read(page).elements

    css = re.search("<style>(.*?)</style>", page, re.DOTALL)[1]
    policy = next(
        attributes["content"] for tag, attributes in found if attributes.get("http-equiv")
    )
    assert policy == content_policy(css)
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & tags(page)
    assert all(
        attributes["src"].startswith("data:image/png;base64,")
        for tag, attributes in found
        if tag == "img"
    )
    assert not any("style" in attributes for _, attributes in found)
    assert "url(" not in css


def test_points_and_what_awaits_a_person_stand_on_top(reporter, assignment):
    """The header says the points, what a person may still give, and in words what the status
    means.
    """
    words = visible(reporter.html(cases.perfect(assignment)))

    assert "76 of 100 points" in words
    assert "up to 24 more from a person" in words
    assert "Graded so far; a person reads the rest" in words
    assert "All 18 automatic checks passed." in words


def test_the_student_is_reported_what_to_do_first(reporter, assignment):
    """The first step is the required check that opens most points, those of skipped checks behind
    it included.
    """
    words = visible(reporter.html(cases.broken_half_way(assignment)))

    assert (
        "Start here. PART 2: convolutional network: The model was trained (31 points to gain): "
        "Plot the values"
    ) in words


def test_a_lost_bonus_is_no_first_step(reporter, assignment):
    """Who has everything but a bonus is not sent back to work."""
    found = cases.findings(assignment, todo4__mistakes="failed")
    result = replace(cases.perfect(assignment), grade=cases.grade(found))

    assert "Start here" not in visible(reporter.html(result))


def test_findings_carry_status_in_words_with_hint_and_evidence(reporter, assignment):
    """Each finding says its status in words, not by colour alone, with what to do and where to
    look.
    """
    words = visible(reporter.html(cases.broken_half_way(assignment)))

    for status in ("passed", "partly", "not yet", "skipped", "a person decides"):
        assert status in words
    assert "What to do: You train for 120 epochs" in words
    assert "cell 10: fit" in words


def test_claimed_stands_beside_measured(reporter, assignment):
    """What the notebook states, what we measured and what correct solutions reach stand in one
    row.
    """
    words = visible(reporter.html(cases.broken_half_way(assignment)))

    assert re.search(r"test accuracy 97.20 % 90.50 % 89.80 – 90.94 % within", words)


def test_a_missing_model_is_said_kindly_with_what_was_asked(reporter, assignment):
    """A required model that was not found keeps its section, with what to build; an optional one is
    absent.
    """
    words = visible(reporter.html(cases.broken_half_way(assignment)))

    assert "No training in the notebook matches this model" in words
    assert "34,826 parameters; optimizer Adam, loss categorical crossentropy, 15 epochs" in words
    assert "Dense network with Adam" not in words


def test_mistakes_are_shown_with_who_else_makes_them(reporter, assignment):
    """Twelve pictures a model, by kinds, each with how many correct solutions fail on it, too."""
    page = reporter.html(cases.perfect(assignment))
    pictures = [attributes for tag, attributes in read(page).elements if tag == "img"]
    said = r"Test image (\d+): \d, taken for \d; (\d) of [97] correct solutions get it wrong, too"
    found = [re.fullmatch(said, picture["alt"]) for picture in pictures]
    index, times = map(int, found[0].groups())
    words = visible(page).replace("\N{NO-BREAK SPACE}", " ")

    assert len(pictures) == len(list(filter(None, found))) == 36
    assert trained.role_reference("baseline").times_wrong[index] == times
    assert "9 taken for 4: 42 times (correct solutions: 46)" in words
    assert re.search(r"\d → \d 100 % \d of 9", words)
    assert "12 of 950 mistakes, the surest of each kind." in words


def test_older_references_do_not_know_who_else_fails(tmp_path, assignment):
    """Where it was not kept how often each image is got wrong, nothing is said of it."""
    known = trained.reference()
    older = {role: replace(one, times_wrong=()) for role, one in known.roles.items()}
    reporter = Reporter(assignment, replace(known, roles=older), mnist_data(), TEMPLATES)

    words = visible(reporter.html(cases.perfect(assignment)))

    assert "how sure the model was." in words
    assert "get the same image wrong" not in words


def test_answers_stand_with_their_context(reporter, assignment):
    """The student's words are rendered, beside what the evidence says; an unanswered question says
    so.
    """
    page = reporter.html(cases.broken_half_way(assignment))

    assert "<strong>training arrays</strong>" in page
    assert "a gap of 9e-05" in visible(page)
    assert "No answer was found." in visible(page)
    assert "TODO 1: your own references" not in visible(page).split("Your answers")[1]


def test_failures_fold_their_traceback(reporter, assignment):
    """What failed names cell, error and message; the traceback is folded."""
    page = reporter.html(cases.broken_half_way(assignment))

    assert "Cell 15: NameError name 'histroy' is not defined" in visible(page)
    assert "Cell 32: ran out of time" in visible(page)
    assert {"details", "summary"} <= tags(page)


def test_endless_records_make_a_bounded_page(reporter, assignment):
    """A thousand layers, failures and notices, and texts of a megabyte, do not make an endless
    page.
    """
    result = cases.perfect(assignment)
    run = replace(result.evidence.runs[0], history={"loss": tuple(0.1 for _ in range(200_000))})
    layer = run.model.layers[0]
    run = replace(
        run, model=replace(run.model, layers=(replace(layer, class_name="L" * 10_000),) * 1_000)
    )
    failure = cases.broken_half_way(assignment).recording.cell_runs[1]
    loud = replace(
        failure, error_name="E" * 10**6, error_message="m" * 10**6, traceback="t\n" * 10**6
    )
    other = replace(run, match=None, number=99)
    result = replace(
        result,
        path="p/" + "n" * 100_000 + ".ipynb",
        submission=cases.submission("N" * 100_000),
        evidence=replace(
            result.evidence,
            runs=(run, *(other,) * 500),
            notices=tuple(f"notice {number} " + "x" * 5_000 for number in range(1_000)),
            answers=answered.answers(q1="word\n\n" * 500_000),
        ),
        recording=replace(result.recording, cell_runs=(loud,) * 1_000),
    )

    assert len(reporter.html(result)) < 600_000


def test_templates_can_be_replaced(tmp_path, assignment):
    """A teacher's own templates are used, whatever folder they lie in."""
    (tmp_path / "report.html.j2").write_text("Dear {{ report.header.student }}", "utf-8")
    (tmp_path / "report.css").write_text("p { color: red }", "utf-8")
    reporter = Reporter(mnist(), None, mnist_data(), tmp_path)

    assert reporter.html(cases.perfect(assignment)) == "Dear Ada Byron"


def test_a_template_prints_plain_escaped_text(tmp_path):
    """Even what no view has cleaned can't act when a template prints it."""
    (tmp_path / "x.html.j2").write_text("<p>{{ text }}</p>", "utf-8")

    written = environment(tmp_path).get_template("x.html.j2").render(text="\x1b[31m<b>\u202eabc")

    assert written == "<p>&lt;b&gt;\N{REPLACEMENT CHARACTER}abc</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9 taken for اثنان: 11 times", "9 taken for ⟨اثنان⟩: 11 times"),
        ("שלוש → خمسة كبيرة", "⟨שלוש⟩ → ⟨خمسة كبيرة⟩"),
        ("אחת־שתיים, פרק 3 ב", "⟨אחת־שתיים⟩, ⟨פרק 3 ב⟩"),
        ("4 taken for 9: 52 times", "4 taken for 9: 52 times"),
    ],
)
def test_words_read_from_right_to_left_are_set_apart(tmp_path, text, shown):
    """A number behind a name is not drawn before it; what is typed into a form has no marks."""
    (tmp_path / "x.html.j2").write_text("{{ text }}", "utf-8")

    written = report_environment(tmp_path).get_template("x.html.j2").render(text=text)
    in_a_form = environment(tmp_path).get_template("x.html.j2").render(text=text)

    assert written.replace("\u2068", "⟨").replace("\u2069", "⟩") == shown
    assert in_a_form == text


def test_a_typo_in_a_template_is_an_error(tmp_path, assignment):
    """An unknown name is no silent blank, and is reported by file and line."""
    (tmp_path / "report.html.j2").write_text("{{ report.header.studnet }}", "utf-8")
    (tmp_path / "report.css").write_text("", "utf-8")

    with pytest.raises(OutputError, match=r"report\.html\.j2:1: .*studnet"):
        Reporter(mnist(), None, mnist_data(), tmp_path).html(cases.perfect(assignment))


def test_suspicions_are_the_instructors(reporter, assignment):
    """A student's report shows none, nor that messages were turned away, unless the instructor
    decides so.
    """
    result = cases.broken_half_way(assignment)
    result = replace(result, recording=replace(result.recording, rejected_events=3))
    shown = replace(reporter, assignment=replace(assignment, show_integrity_to_students=True))

    hidden = visible(reporter.html(result))

    assert result.grade.integrity
    assert not re.search("For a person to look at|claim mismatch|Malformed", hidden)
    assert re.search(
        "For a person to look at.*claim mismatch.*Malformed messages", visible(shown.html(result))
    )


def test_a_mistake_in_the_style_sheet_is_told_by_its_line(tmp_path, assignment):
    """Whatever the template was doing when a figure was to be drawn; a missing one is named."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    sheet = tmp_path / "templates" / "report.mplstyle"
    result = cases.perfect(assignment)

    sheet.write_text("font.size: 8\nlines.linewidth: thick\n", "utf-8")
    with pytest.raises(OutputError, match=r"report\.mplstyle:2: Bad value .*thick"):
        Reporter(mnist(), None, mnist_data(), sheet.parent).html(result)

    sheet.unlink()
    with pytest.raises(OutputError, match=r"report\.mplstyle: can't be read"):
        Reporter(mnist(), None, mnist_data(), sheet.parent).html(result)

"""The page of a class shows all hand-ins together, and its script sorts and filters them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from grader.report import ClassReporter, summary_page, summary_view
from grader.report.drawing import Studio
from grader.report.reporter import content_policy
from grader.report.views.class_page.alike import alike_view
from grader.report.views.class_page.checks import check_rows, check_titles
from grader.report.views.class_page.curves import class_curves
from grader.report.views.class_page.items import FEWEST, items_view
from tests.report import cases
from tests.report.assignments import TEMPLATES
from tests.report.classes import a_class, alike
from tests.report.data import trained
from tests.report.pages import read, visible

SVG = "{http://www.w3.org/2000/svg}"


def page(assignment, pairs):
    return summary_page(
        pairs, assignment=assignment, reference=trained.reference(), templates_folder=TEMPLATES
    )


def judged(assignment, size=24):
    return [result for result, _ in a_class(assignment, size)]


def test_each_check_has_a_name_of_its_own(assignment):
    """“The question is answered” belongs to five parts: each says to which."""
    results = [cases.broken_half_way(assignment)] * 3
    titles = check_titles(results, assignment)
    rows = check_rows(results, assignment, titles)

    assert len(set(titles.values())) == len(titles)
    assert titles["q2.answered"] == "Question 2: reading the summary: the question is answered"
    assert titles["baseline.summary"] == "The model's summary is shown"
    assert len({row.title for row in rows}) == len(rows)
    assert all(row.part not in row.title for row in rows if row.part)


def test_an_item_is_hard_and_tells_who_knows_more(assignment):
    """Difficulty is the share of the points; discrimination goes along with the other points."""
    results = []
    for number in range(9):
        found = cases.findings(
            assignment,
            cnn__accuracy="passed" if number > 5 else "failed",
            baseline__accuracy="failed" if number > 5 else "passed",
            baseline__architecture="passed" if number > 3 else "failed",
            baseline__curves="passed" if number > 3 else "failed",
        )
        results.append(replace(cases.perfect(assignment), grade=cases.grade(found)))
    items = items_view(results, assignment, {"cnn.accuracy": "CNN", "baseline.accuracy": "Dense"})

    rows = {row.title: row.cells for row in items.rows}
    assert [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in rows["CNN"][:1]] == ["33 %"]
    assert float(rows["CNN"][4].replace("\N{MINUS SIGN}", "-")) > float(
        rows["Dense"][4].replace("\N{MINUS SIGN}", "-")
    )
    assert "Hardest: CNN" in items.figure.alt


def test_what_nobody_has_decided_is_no_zero(assignment):
    """A check that waits for a person everywhere is left out; so is the analysis of a few."""
    results = [cases.perfect(assignment)] * FEWEST
    titles = check_titles(results, assignment)

    items = items_view(results, assignment, titles)

    assert titles["q1.answered"] not in {row.title for row in items.rows}
    assert items_view(results[1:], assignment, titles) is None


def test_every_line_says_whose_it_is(assignment):
    """A browser shows the title of a line on hover; markup in a name does nothing there."""
    results = judged(assignment, 5)
    results[0] = replace(results[0], submission=cases.submission("<b>Eve</b> &co"))
    (first, *_) = class_curves(results, assignment, trained.reference())

    figure = Studio(TEMPLATES / "report.mplstyle").figure(first)
    titles = [title.text for title in ET.fromstring(figure.svg()).iter(f"{SVG}title")]

    assert len(titles) == 5
    assert titles[0].startswith("<b>Eve</b> &co: ")
    assert "5\N{NO-BREAK SPACE}hand-ins" in first.alt


def test_curves_are_those_of_results_in_brief(assignment):
    """A batch keeps of a result what its page needs: the same figures come of it."""
    results = judged(assignment, 5)
    brief = [result.brief() for result in results]
    figures = class_curves(brief, assignment, trained.reference())

    assert figures == class_curves(results, assignment, trained.reference())
    assert figures[0].lines[0].points[-1][0] == 500
    assert [result.brief() for result in brief] == brief


def test_a_class_of_one_and_one_without_curves_have_pages(assignment):
    """Without curves, without analysis, without division by zero."""
    alone = visible(page(assignment, [(cases.perfect(assignment), "a")]))
    nobody = visible(page(assignment, [(cases.ungradable(assignment), "a")] * 9))

    for words in (alone, nobody):
        assert "Everybody's learning curves" not in words
        assert "Check by check" not in words


def test_hand_ins_that_are_alike_stand_in_groups(assignment):
    """The largest first, all members linked; what is the same word for word is drawn so."""
    pairs, names = alike(a_class(assignment, 12), (1, 2), (5, 6, 7), identical=frozenset({(5, 6)}))
    view = alike_view(pairs, names)
    large, small = view.figure.groups

    assert [len(group.members) for group in view.groups] == [3, 2]
    assert [group.words.replace("\N{NO-BREAK SPACE}", " ") for group in view.groups] == [
        "1 pair word for word the same, 2 pairs alike",
        "1 pair alike",
    ]
    assert view.groups[1].members[0].link == pairs[1][1]
    assert sorted(large.edges) == [(0, 1, True), (0, 2, False), (1, 2, False)]
    assert small.edges == ((0, 1, False),)


def test_nobody_is_alike(assignment):
    """Where none are, or hand-ins are named that are not there, nothing is shown."""
    pairs, names = alike(a_class(assignment, 6), (1, 2))

    assert alike_view(a_class(assignment, 6), names) is None
    assert alike_view(pairs, {}) is None
    assert alike_view(pairs[:2], names) is None


def test_a_large_group_is_named_in_part(assignment):
    """Forty that copied from one another are counted; twenty are named and drawn."""
    pairs, names = alike(a_class(assignment, 40), tuple(range(40)))
    (group,), (drawn,) = (view := alike_view(pairs, names)).groups, view.figure.groups

    assert len(group.members) == len(drawn.labels) == 20
    assert group.more == "20 more"
    assert len(drawn.edges) == 190


def test_the_page_shows_who_is_alike(assignment):
    """As a figure with words, and as a list with links."""
    pairs, names = alike(a_class(assignment, 12), (1, 2), (5, 6, 7))
    text = summary_page(
        pairs, assignment=assignment, reference=trained.reference(), templates_folder=TEMPLATES,
        names=names,
    )  # fmt: skip

    assert "Hand-ins that are alike" in visible(text)
    assert 'aria-label="2\N{NO-BREAK SPACE}groups of hand-ins that are alike' in text
    assert "Hand-ins that are alike" not in visible(page(assignment, pairs))


def test_an_unknown_student_is_named_once(assignment):
    """Where the file stands for the name it is not said twice."""
    result = replace(cases.perfect(assignment), submission=None, path="hand-ins/4711.ipynb")

    assert visible(page(assignment, [(result, "a")])).count("4711.ipynb") == 1


def test_only_the_pages_own_script_runs(assignment):
    """The policy names its digest; without it everything stands there all the same."""
    text = page(assignment, a_class(assignment, 8))
    script = re.search("<script>(.*?)</script>", text, re.DOTALL)[1]
    css = re.search("<style>(.*?)</style>", text, re.DOTALL)[1]
    found = read(text).elements
    policy = next(one["content"] for _, one in found if one.get("http-equiv"))

    assert policy == content_policy(css, script)
    assert "script-src 'sha256-" in policy
    assert text.count("<script") == 1
    assert not any(name.startswith("on") for _, attributes in found for name in attributes)
    assert ("div", "") in [(tag, one.get("hidden")) for tag, one in found if "hidden" in one]


def test_a_thousand_hand_ins_fit(assignment):
    """In three megabytes."""
    assert len(page(assignment, a_class(assignment, 1_000)).encode()) < 3_000_000


@pytest.fixture(scope="module")
def tab(assignment, tmp_path_factory):
    """The page of a class, opened in a browser under its own policy."""
    playwright = pytest.importorskip("playwright.sync_api")
    from tests.report.browser.chromium import CHROMIUM  # noqa: PLC0415 - only where a browser is driven

    if CHROMIUM is None:
        pytest.skip("no chromium here")
    path = tmp_path_factory.mktemp("class") / "summary.html"
    path.write_text(page(assignment, a_class(assignment, 30)), "utf-8")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.goto(path.as_uri())
        yield opened
        browser.close()


@pytest.mark.slow
def test_the_table_is_sorted(tab):
    """By a click on a heading, and the other way round by another; numbers as numbers."""
    heading = tab.get_by_role("columnheader", name="Points")
    points = "[...document.querySelectorAll('#students-table tbody strong')].map(e => +e.innerText)"

    heading.get_by_role("button").click()
    up = tab.evaluate(points)
    assert heading.get_attribute("aria-sort") == "ascending"
    heading.get_by_role("button").click()
    down = tab.evaluate(points)

    assert up == sorted(up)
    assert down == sorted(up, reverse=True)


@pytest.mark.slow
def test_a_german_table_is_sorted_by_its_numbers(tab, assignment, tmp_path):
    """87,5 comes before 100: a comma is the point of the page's language."""
    pairs = a_class(assignment, 9)
    halves = [replace(one, grade=replace(one.grade, points=Decimal("87.5"))) for one, _ in pairs]
    pairs[4:] = [(one, link) for one, (_, link) in zip(halves[4:], pairs[4:], strict=True)]
    summary = summary_view(pairs, assignment)
    path = tmp_path / "summary.html"
    path.write_text(ClassReporter(summary, TEMPLATES, "de").html(), "utf-8")
    opened = tab.context.browser.new_page()
    opened.goto(path.as_uri())

    opened.get_by_role("columnheader", name="Punkte").get_by_role("button").click()

    points = opened.locator("#students-table tbody strong").all_inner_texts()
    numbers = [float(one.replace(",", ".")) for one in points]
    assert "87,5" in points
    assert numbers == sorted(numbers)
    assert opened.locator("output").inner_text() == "9 von 9 gezeigt"


@pytest.mark.slow
def test_the_table_is_searched_and_filtered(tab):
    """By words of a row, by status, and by whether something is to be looked at."""
    tab.get_by_label("Search").fill("müller ben")
    rows = tab.locator("#students-table tbody th:visible").all_inner_texts()
    assert 0 < len(rows) < 30
    assert all("Müller" in row for row in rows)
    assert tab.locator("output").inner_text().startswith(f"{len(rows)} of 30 shown")
    tab.get_by_label("Search").fill("")
    tab.get_by_label("only with observations").check()
    assert tab.locator("#students-table tbody tr:visible").count() == 3
    tab.get_by_label("only with observations").uncheck()
    tab.get_by_label("Status").select_option("needs_review")
    assert set(tab.locator("#students-table .status:visible").all_inner_texts()) == {"Needs review"}


@pytest.mark.slow
def test_a_line_is_reported_on_hover(tab):
    """The line under the pointer stands out, and its title, which browsers show, says whose it
    is.
    """
    place = """() => {
        const path = document.querySelector('.everybody .line path');
        const point = path.getPointAtLength(path.getTotalLength() / 2);
        path.scrollIntoView(); const moved = point.matrixTransform(path.getScreenCTM());
        return [moved.x, moved.y]; }"""
    under = """([x, y]) => {
        const line = document.elementFromPoint(x, y).closest('.line');
        return [line.querySelector('title').textContent,
                getComputedStyle(line.querySelector('path')).strokeWidth]; }"""
    at = tab.evaluate(place)

    tab.mouse.move(*at)
    title, width = tab.evaluate(under, at)

    assert re.search(r"^\S.*: \d+\.\d\s%$", title)
    assert width == "3px"


def test_points_have_no_part_in_the_analysis_of_bonus(assignment):
    """A bonus is not subtracted from points that do not hold it."""
    results = judged(assignment)
    items = items_view(results, assignment, check_titles(results, assignment))

    shown = [row.cells[4].replace("\N{MINUS SIGN}", "-") for row in items.rows]
    measured = [Decimal(each) for each in shown if each != "\N{EN DASH}"]
    assert measured
    assert all(-1 <= each <= 1 for each in measured)

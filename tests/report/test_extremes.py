"""Results at the edge of what there is still make a report that a person would accept."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from grader.report import Reporter
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.data import answered
from tests.report.data import trained as models
from tests.report.pages import read

MOST_BYTES = 1_500_000


def with_runs(*runs, **changes):
    whole = cases.perfect(mnist())
    return replace(whole, evidence=replace(whole.evidence, runs=runs), **changes)


def trained(epochs, value=None):
    """A training of so many epochs, each with this value, else with falling ones."""
    values = tuple(1 / (epoch + 2) if value is None else value for epoch in range(epochs))
    history = dict.fromkeys(models.METRICS, values)
    return replace(cases.run("cnn"), history=history, epochs_run=epochs, epochs_requested=epochs)


def many_runs():
    whole = cases.perfect(mnist())
    others = (replace(cases.run("baseline"), number=100 + n, match=None) for n in range(300))
    return with_runs(*whole.evidence.runs, *others)


def with_answer(words):
    whole = cases.perfect(mnist())
    return replace(whole, evidence=replace(whole.evidence, answers=answered.answers(q1=words)))


NAME = "محمد علي · שרה · 李雷 · देवनागरी · ภาษาไทย · 🦊"
EXTREMES = {
    "no run": (lambda: with_runs(scores=()), "No training in the notebook matches this model"),
    "one epoch": (lambda: with_runs(trained(1)), "1, all of them run"),
    "no numbers": (lambda: with_runs(trained(15, math.nan)), "Convolutional network"),
    "10,000 epochs": (lambda: with_runs(trained(10_000)), "10,000, all of them run"),
    "300 runs": (many_runs, "275 more are not listed."),
    "50,000 words": (lambda: with_answer("word " * 50_000), "The answer goes on in the notebook."),
    "names of the world": (
        lambda: replace(cases.perfect(mnist()), submission=cases.submission(NAME)),
        NAME,
    ),
    "markup": (
        lambda: replace(
            cases.perfect(mnist()), submission=cases.submission("<b>{{7*7}}</b>{% raw %}")
        ),
        "<b>{{7*7}}</b>{% raw %}",
    ),
}


@pytest.mark.parametrize(("made", "says"), EXTREMES.values(), ids=EXTREMES)
def test_a_report_of_a_sensible_size_says_what_matters(made, says, reporter):
    """However little, or much, there is to tell."""
    page = reporter.html(made())

    shown = re.sub("[\u2068\u2069]", "", " ".join(" ".join(read(page).words).split()))
    assert says in shown
    assert len(page.encode()) < MOST_BYTES


@pytest.mark.parametrize("name", ["no run", "no numbers", "markup"])
def test_so_does_one_in_german(name):
    """What stands in places of sentences is a student's as well."""
    german = Reporter(mnist(), models.reference(), mnist_data(), TEMPLATES, "de")

    page = german.html(EXTREMES[name][0]())

    assert '<html lang="de">' in page
    assert "<b>{{7*7}}" not in page
    assert "Wie es ausgeführt wurde" in page


@pytest.mark.parametrize("name", ["300 runs", "50,000 words"])
def test_paper_is_a_few_pages(name, reporter):
    """Nobody prints a hundred pages by mistake, nor sends megabytes."""
    paper = reporter.paper(EXTREMES[name][0]())

    assert len(PdfReader(io.BytesIO(paper.content)).pages) <= 12
    assert len(paper.content) < 600_000

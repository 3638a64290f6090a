"""What was not measured, or not by us, is said on the page."""

from __future__ import annotations

import re
from dataclasses import replace

from grader.report import Reporter
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist_data
from tests.report.data import trained
from tests.report.pages import visible


def test_saved_figures_are_marked_unverified(reporter, assignment):
    """Under the policy `saved` nothing counts as measured."""
    page = reporter.html(cases.saved(assignment))
    words = visible(page)

    assert words.count("unverified") >= 4
    assert re.search(r"test accuracy 90.50 % – 89.80", words)
    assert "Confusion matrix" not in words.split("Your models")[1].split("Your answers")[0]


def test_a_model_that_could_not_be_rebuilt_is_marked_unverified(reporter, assignment):
    """Where the scorer gave up, its numbers count for nothing and the reason is said."""
    result = cases.perfect(assignment)
    unsure = replace(result.scores[2], verified=False, reason="a Lambda layer can't be rebuilt")
    words = visible(reporter.html(replace(result, scores=(*result.scores[:2], unsure))))
    section = words.split("Convolutional network")[-1].split("Your answers")[0]

    assert "unverified" in section
    assert "waits for a person: a Lambda layer can't be rebuilt." in section
    assert "Confusion matrix" not in section
    assert "Mistakes" not in section


def test_divergence_is_said(reporter, assignment):
    """A loss that became NaN is named with its epoch, and the values that exist are drawn."""
    words = visible(reporter.html(cases.diverged(assignment)))

    assert "From epoch 5 on, some values are not numbers: the training diverged." in words
    assert "not a number" in words


def test_our_fault_costs_no_points(reporter, assignment):
    """A grader fault shows no points at all and says whose fault it is."""
    words = visible(reporter.html(cases.grader_fault(assignment)))

    assert "Our fault, not yours" in words
    assert "of 100 points" not in words
    assert 'File "grader/scoring/rebuild.py", line 12' in words


def test_without_a_reference_the_figures_stand_alone(assignment):
    """A role without reference has curves and matrix, but neither band nor difference."""
    for reference in (None, replace(trained.reference(), roles={})):
        page = Reporter(assignment, reference, mnist_data(), TEMPLATES).html(
            cases.perfect(assignment)
        )

        assert "Confusion matrix" in page
        assert "tinted bands" not in page
        assert "Beside the mean" not in page

"""The same result gives the same report, to the byte."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from tests.report import cases
from tests.report.assignments import ROOT
from tests.report.golden import FOLDER, class_of_twelve, outline, structure

PROGRAM = """
import hashlib
from grader.report import Reporter
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.data import trained
reporter = Reporter(mnist(), trained.reference(), mnist_data(), TEMPLATES)
page, written = reporter.html_and_paper(cases.broken_half_way(mnist()))
print(hashlib.sha256(page.encode()).hexdigest(), hashlib.sha256(written.content).hexdigest())
"""


def test_another_process_writes_the_same_bytes(reporter, assignment):
    """Neither hash seed, time zone, locale nor what was rendered before changes a byte of page or
    PDF.
    """
    here = reporter.html_and_paper(cases.broken_half_way(assignment))
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
    }

    there = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()

    assert there == [
        hashlib.sha256(here[0].encode()).hexdigest(),
        hashlib.sha256(here[1].content).hexdigest(),
    ]


@pytest.mark.parametrize("name", cases.ALL)
def test_reports_read_as_they_did(name, reporter, assignment):
    """The words of a report change only on purpose: `python -m tests.report.golden` writes them
    again.
    """
    assert outline(reporter.html(cases.ALL[name](assignment))) == (
        FOLDER / f"{name}.txt"
    ).read_text("utf-8")


def test_a_report_is_built_as_it_was(reporter, assignment):
    """Landmarks, headings, tables with their columns, figures with what they say: a change is made
    on purpose, by `python -m tests.report.golden`.
    """
    expected = (FOLDER / "structure" / "perfect.txt").read_text("utf-8")

    assert structure(reporter.html(cases.perfect(assignment))) == expected


def test_the_page_of_a_class_is_built_as_it_was():
    """With the graph of hand-ins that are alike, and its table."""
    built = structure(class_of_twelve())

    assert built == (FOLDER / "structure" / "class.txt").read_text("utf-8")
    assert "alike" in built

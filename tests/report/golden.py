"""Writes the golden texts of the reports again: `python -m tests.report.golden`."""

from __future__ import annotations

from pathlib import Path

from grader import __version__
from grader.report import Reporter
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.pages import read

FOLDER = Path(__file__).parent / "golden"


def outline(page: str) -> str:
    """What a reader sees, a line for each piece of text."""
    return "\n".join(read(page).words).replace(f"grader {__version__}", "grader VERSION") + "\n"


def main() -> None:
    """Write a file for every kind of result."""
    reporter = Reporter(mnist(), cases.reference(), mnist_data(), TEMPLATES)
    for name, case in cases.ALL.items():
        (FOLDER / f"{name}.txt").write_text(outline(reporter.html(case(mnist()))), "utf-8")


if __name__ == "__main__":
    main()

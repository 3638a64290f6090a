"""Writes the golden texts of the reports again: `python -m tests.report.golden`."""

from __future__ import annotations

from pathlib import Path

from grader import __version__
from grader.report import Reporter, summary_page
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.classes import a_class, alike
from tests.report.data import trained
from tests.report.pages import read

FOLDER = Path(__file__).parent / "golden"


def outline(page: str) -> str:
    """What a reader sees, a line for each piece of text."""
    return "\n".join(read(page).words).replace(f"grader {__version__}", "grader VERSION") + "\n"


_STRUCTURE = {
    "html", "title", "main", "header", "nav", "section", "footer", "h1", "h2", "h3", "h4", "table",
    "caption", "th", "figure", "svg", "img", "details", "summary", "ul", "ol", "dl", "form",
    "input", "select", "button", "output", "script",
}  # fmt: skip
_SAID = ("lang", "id", "role", "scope", "aria-label", "aria-labelledby", "alt", "type", "tabindex")


def structure(page: str) -> str:
    """What a page is built of, a line for each part that somebody can go to or is told of."""
    lines = []
    for tag, attributes in read(page).elements:
        if tag in _STRUCTURE and attributes.get("aria-hidden") != "true":
            said = [f"{name}={attributes[name]}" for name in _SAID if name in attributes]
            lines.append(" ".join([tag, *said]))
    return "\n".join(lines) + "\n"


def class_of_twelve() -> str:
    """The page of a small class in which five hand-ins are alike."""
    pairs, names = alike(a_class(mnist(), 12), (1, 2), (5, 6, 7), identical=frozenset({(5, 6)}))
    return summary_page(
        pairs,
        assignment=mnist(),
        templates_folder=TEMPLATES,
        reference=trained.reference(),
        names=names,
    )


def main() -> None:
    """Write a file for every kind of result."""
    reporter = Reporter(mnist(), trained.reference(), mnist_data(), TEMPLATES)
    for name, case in cases.ALL.items():
        (FOLDER / f"{name}.txt").write_text(outline(reporter.html(case(mnist()))), "utf-8")
    perfect = structure(reporter.html(cases.perfect(mnist())))
    (FOLDER / "structure" / "perfect.txt").write_text(perfect, "utf-8")
    (FOLDER / "structure" / "class.txt").write_text(structure(class_of_twelve()), "utf-8")


if __name__ == "__main__":
    main()

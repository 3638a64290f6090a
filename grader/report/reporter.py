"""Writes the reports of a class, loading templates, styles and fonts once."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup

from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.graded.result import AuditRate, Result
from grader.model.mutants import RubricTest
from grader.model.reference import Reference
from grader.report.catalogue import SOURCE, read_language
from grader.report.figures.plots import Plot
from grader.report.figures.svg import Figure
from grader.report.fonts import said_on_paper
from grader.report.language import written_in
from grader.report.style_sheets import browser_css, page_css, page_script, print_css
from grader.report.templating import (
    Inline,
    PartsShown,
    named_with_their_line,
    report_environment,
)
from grader.report.views.class_page.summary import SummaryView, summary_view
from grader.report.views.models.mistakes import Examples
from grader.report.views.report import ReportView, report_view

MOST_ON_PAPER = 220
"""Students; those whom somebody should look at first."""

if TYPE_CHECKING:
    from grader.report.drawing import Studio
    from grader.report.pdf import PdfDocument, Printer

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Reporter:
    """Writes the reports of one assignment. For one thread at a time."""

    assignment: Assignment
    reference: Reference | None
    dataset: Dataset
    templates_folder: Path
    language: str = SOURCE
    """Its code; the words are those of the catalogue beside the templates."""
    tested: RubricTest | None = None
    """What the assignment's mistakes cost when they were tried; None where none were."""

    def html(self, result: Result) -> str:
        """Return one self-contained page."""
        with _writing(self.templates_folder, self.language):
            return self._page(self._view(result))

    def paper(self, result: Result) -> PdfDocument:
        """Return the same report for print, and what of it no font here can draw."""
        with _writing(self.templates_folder, self.language):
            return self._print(self._view(result))

    def html_and_paper(self, result: Result) -> tuple[str, PdfDocument]:
        """Return both, with the figures drawn once."""
        view = self._view(result)
        with _writing(self.templates_folder, self.language):
            return self._page(view), self._print(view)

    @cached_property
    def css(self) -> str:
        """The style sheet of the pages."""
        return browser_css(self.templates_folder)

    @property
    def _environment(self) -> Environment:
        return report_environment(self.templates_folder)

    @cached_property
    def _examples(self) -> Examples:
        return Examples.of(self.dataset)

    @property
    def _printer(self) -> Printer:
        return printer(self.templates_folder)

    def _drawn(self, plot: Plot) -> Figure:
        return drawn(self.templates_folder, plot)

    def _view(self, result: Result) -> ReportView:
        return report_view(
            result,
            assignment=self.assignment,
            reference=self.reference,
            examples=self._examples,
            tested=self.tested,
        )

    def _page(self, view: ReportView) -> str:
        template = self._environment.get_template("report.html.j2")
        return template.render(
            report=view,
            show=Inline(self._drawn),
            css=Markup(self.css),  # noqa: S704 - the instructor's own file
            content_policy=content_policy(self.css),
            on_paper=False,
        )

    def _print(self, view: ReportView) -> PdfDocument:
        """Print the report; where a font is missing, print it again with a note that says so."""
        printed = self._printed(view)
        if not printed.undrawn:
            return printed
        return self._printed(replace(view, paper_note=said_on_paper(printed.undrawn)))

    def _printed(self, view: ReportView) -> PdfDocument:
        shown = PartsShown(self._drawn)
        template = self._environment.get_template("report.html.j2")
        page = template.render(
            report=view, show=shown, css=None, content_policy=None, on_paper=True
        )
        return self._printer.pdf(page, shown.parts)


@dataclass(frozen=True)
class ClassReporter:
    """Writes the page of a class, and what a meeting of those who teach has on paper."""

    summary: SummaryView
    templates_folder: Path
    language: str = SOURCE

    def html(self) -> str:
        """Return one self-contained page."""
        with _writing(self.templates_folder, self.language):
            css, script = browser_css(self.templates_folder), page_script(self.templates_folder)
            template = report_environment(self.templates_folder).get_template("summary.html.j2")
            return template.render(
                summary=self.summary,
                show=Inline(partial(drawn, self.templates_folder)),
                css=Markup(css),  # noqa: S704 - the instructor's own file
                script=Markup(script),  # noqa: S704 - the instructor's own file
                content_policy=content_policy(css, script),
            )

    def paper(self) -> PdfDocument:
        """Return at most four pages, however large the class."""
        rows = self.summary.rows
        by_need = sorted(range(len(rows)), key=lambda number: not rows[number].observations)
        listed = sorted(by_need[:MOST_ON_PAPER])
        with _writing(self.templates_folder, self.language):
            shown = PartsShown(partial(drawn, self.templates_folder))
            template = report_environment(self.templates_folder).get_template("meeting.html.j2")
            page = template.render(
                summary=self.summary,
                show=shown,
                students=[rows[number] for number in listed],
                left_out=len(rows) - len(listed),
            )
            return printer(self.templates_folder).pdf(page, shown.parts)


def summary_page(
    results: Sequence[tuple[Result, str]],
    *,
    assignment: Assignment,
    templates_folder: Path,
    reference: Reference | None = None,
    notices: Sequence[str] = (),
    audit: AuditRate | None = None,
    names: Mapping[str, str] = _NO_NAMES,
) -> str:
    """Return the page of a class from results and the paths of their reports, relative to the page.

    `notices` are sentences about the class as a whole, as of what was left out of an archive;
    `names` says by these paths what the hand-ins are called where others mention them.
    """
    summary = summary_view(
        results, assignment, reference=reference, notices=notices, audit=audit, names=names
    )
    return ClassReporter(summary, templates_folder).html()


@contextmanager
def _writing(templates_folder: Path, code: str) -> Iterator[None]:
    language = read_language(templates_folder, code)
    with named_with_their_line(templates_folder), written_in(language):
        yield


def content_policy(css: str, script: str = "") -> str:
    """Return the Content-Security-Policy of a page: nothing loads, only this style sheet applies,
    and nothing runs but this script.
    """
    runs = f"script-src '{_digest(script)}'; " if script else ""
    return (
        f"default-src 'none'; img-src data:; style-src '{_digest(css)}'; {runs}font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def printer(templates_folder: Path) -> Printer:
    """Return what prints with the style sheets among the templates."""
    return _printer(page_css(templates_folder), print_css(templates_folder))


@cache
def _printer(*styles: str) -> Printer:
    from grader.report.pdf import Printer  # noqa: PLC0415 - loading WeasyPrint takes 0.3 s that HTML need not pay

    return Printer(styles)


def drawn(templates_folder: Path, plot: Plot) -> Figure:
    """Return the drawing of a chart, in the style that lies among the templates."""
    return _studio(templates_folder / "report.mplstyle").figure(plot)


@cache
def _studio(style_sheet: Path) -> Studio:
    from grader.report.drawing import Studio  # noqa: PLC0415 - loading matplotlib and seaborn takes a second that only drawing need pay

    return Studio(style_sheet)

"""Makes the page of a class, with a link to every report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.assignment import bundled
from grader.checks import audit_rate
from grader.model.graded.result import Result
from grader.model.hand_in import Intake
from grader.pipeline import LoadedAssignment
from grader.publishing.renderers import Renderers
from grader.publishing.report_process import ClassPage
from grader.publishing.reports import language_of
from grader.report import ClassReporter, SummaryView, summary_view
from grader.store import BatchFolder, SubmissionFolder, readers_of

MOST_NAMED = 20
"""Of the hand-ins that have no result yet."""


def write_class_page(
    loaded: LoadedAssignment,
    store: BatchFolder,
    graded: Sequence[tuple[SubmissionFolder, Result]],
    renderers: Renderers,
) -> None:
    """Write the page of the results in `store`, given with the folder of each; on paper, too, where
    their reports are. Raises OutputError where it can't be drawn.
    """
    links = [(result, folder.html.relative_to(store.path).as_posix()) for folder, result in graded]
    intake = store.read_intake()
    notices = (*intake.problems, *intake.notes) if intake else ()
    missing = [one.name for one in store.without_result()]
    if missing:
        notices = (
            (
                f"Not graded yet, so not on this page ({len(missing)}): "
                f"{', '.join(missing[:MOST_NAMED])}."
            ),
            *notices,
        )
    rate = audit_rate([result for _, result in graded])
    if rate is not None:
        store.write_audit(rate)
    summary = summary_view(
        links,
        loaded.assignment,
        reference=loaded.reference,
        notices=notices,
        audit=rate,
        names=_names(store, intake),
    )
    language = language_of(loaded, readers_of(store))
    on_paper = any(folder.pdf.exists() for folder, _ in graded)
    renderers.write_class_page(ClassPage(store.path, summary, language, pdf=on_paper))


def render_class_page(folder: Path, summary: SummaryView, language: str, *, pdf: bool) -> None:
    """Draw the page of a class and write it into the folder of the batch."""
    reporter = ClassReporter(summary, bundled("templates"), language)
    BatchFolder(folder).write_summary(reporter.html(), reporter.paper().content if pdf else None)


def _names(store: BatchFolder, intake: Intake | None) -> dict[str, str]:
    """By the path of its report, what a hand-in is called where another one is compared with it."""
    hand_ins = intake.hand_ins if intake else ()
    return {
        store.for_hand_in(one.key).html.relative_to(store.path).as_posix(): one.name
        for one in hand_ins
    }

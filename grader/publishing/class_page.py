"""Makes the page of a class, with a link to every report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.assignment import bundled
from grader.checks import audit_rate
from grader.errors import OutputError
from grader.model.graded.result import AuditRate, Result
from grader.model.hand_in import Intake
from grader.pipeline import LoadedAssignment
from grader.publishing.renderers import Renderers, Unrendered
from grader.publishing.report_process import ClassPage, ClassPageForm
from grader.publishing.reports import language_of
from grader.report import ClassReporter, SummaryView, summary_view
from grader.store import BatchFolder, SubmissionFolder, readers_of

Stored = tuple[SubmissionFolder, Result]
MOST_TRIALS = 60
"""Of parts of a class: one hand-in among two thousand is found by 22."""
MOST_NAMED = 20
"""Of the hand-ins that have no result yet."""


def write_class_page(
    loaded: LoadedAssignment,
    store: BatchFolder,
    graded: Sequence[Stored],
    renderers: Renderers,
) -> None:
    """Write the page of the results in `store`, given with the folder of each; on paper, too, where
    their reports are. One over which the program fails is named on it, and among the renderers'
    problems. Raises OutputError where it can't be drawn.
    """
    faults: list[Unrendered] = []
    try:
        summary, rate = _summary(loaded, store, graded)
    except Exception as error:
        shown, faults = _shown(loaded, store, graded)
        if not faults:
            raise OutputError(f"the page of the class was not written: {_words(error)}") from error
        graded = shown
        summary, rate = _summary(loaded, store, graded, faults)
    if rate is not None:
        store.write_audit(rate)
    page = ClassPage(store.path, summary, language_of(loaded, readers_of(store)), "html")
    drawn = renderers.draw_class_page(page)
    if drawn.problem:
        undrawn = _undrawn(loaded, store, graded, renderers, page)
        if undrawn:
            faults += [Unrendered(folder.name, why) for folder, why in undrawn]
            names = {folder.name for folder, _ in undrawn}
            graded = [one for one in graded if one[0].name not in names]
            page = replace(page, summary=_summary(loaded, store, graded, faults)[0])
            drawn = renderers.draw_class_page(page)
    renderers.problems.extend(faults)
    if drawn.problem:
        raise OutputError(
            f"the page of the class was not written: {drawn.problem}", hint=drawn.hint
        )
    if any(folder.pdf.exists() for folder, _ in graded):
        on_paper = renderers.draw_class_page(replace(page, what="pdf"))
        if on_paper.problem:
            renderers.problems.append(Unrendered("summary.pdf", on_paper.problem))


def _undrawn(
    loaded: LoadedAssignment,
    store: BatchFolder,
    graded: Sequence[Stored],
    renderers: Renderers,
    page: ClassPage,
) -> list[tuple[SubmissionFolder, str]]:
    """Those whose rows can't be drawn, each on a page by itself: found by halves. Empty where
    nothing could be drawn (a template is wrong), everything could, or so many trials do not tell.
    """
    found: list[tuple[SubmissionFolder, str]] = []
    parts, trials = [*_halves(graded), ()], 0
    while parts:
        part = parts.pop()
        try:
            summary = _summary(loaded, store, part)[0]
        except Exception:  # noqa: BLE001 - what is wrong with them are no rows
            return []
        problem = renderers.draw_class_page(replace(page, summary=summary, what="trial")).problem
        trials += 1
        if problem and (not part or trials == MOST_TRIALS):
            return []
        if problem and len(part) > 1:
            parts += _halves(part)
        elif problem:
            found.append((part[0][0], problem))
    return found if len(found) < len(graded) else []


def _halves(graded: Sequence[Stored]) -> list[Sequence[Stored]]:
    middle = (len(graded) + 1) // 2
    return [part for part in (graded[:middle], graded[middle:]) if part]


def _summary(
    loaded: LoadedAssignment,
    store: BatchFolder,
    graded: Sequence[Stored],
    faults: Sequence[Unrendered] = (),
) -> tuple[SummaryView, AuditRate | None]:
    """What stands on the page."""
    links = [(result, _link(store, folder)) for folder, result in graded]
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
    told = [f"Graded, and not on this page: {fault.name}: {fault.why}" for fault in faults]
    rate = audit_rate([result for _, result in graded])
    summary = summary_view(
        links,
        loaded.assignment,
        reference=loaded.reference,
        notices=(*told, *notices),
        audit=rate,
        names=_names(store, intake),
    )
    return summary, rate


def _shown(
    loaded: LoadedAssignment, store: BatchFolder, graded: Sequence[Stored]
) -> tuple[list[Stored], list[Unrendered]]:
    """Those that can stand on the page; and those over which the program fails, each by itself."""
    shown: list[Stored] = []
    faults: list[Unrendered] = []
    for folder, result in graded:
        try:
            _summary(loaded, store, [(folder, result)])
        except Exception as error:  # noqa: BLE001 - the boundary of one hand-in on the page of all
            faults.append(Unrendered(folder.name, _words(error)))
        else:
            shown.append((folder, result))
    return shown, faults


def _words(error: Exception) -> str:
    return f"a fault of the program: {type(error).__name__}: {error}"


def _link(store: BatchFolder, folder: SubmissionFolder) -> str:
    return folder.html.relative_to(store.path).as_posix()


def render_class_page(
    folder: Path, summary: SummaryView, language: str, what: ClassPageForm
) -> None:
    """Draw the page of a class and write it into the folder of the batch; an older one on paper
    goes, and is written when this one is there.
    """
    reporter, store = ClassReporter(summary, bundled("templates"), language), BatchFolder(folder)
    if what == "pdf":
        store.write_summary_on_paper(reporter.paper().content)
        return
    html = reporter.html()
    if what == "html":
        store.write_summary(html)


def _names(store: BatchFolder, intake: Intake | None) -> dict[str, str]:
    """By the path of its report, what a hand-in is called where another one is compared with it."""
    hand_ins = intake.hand_ins if intake else ()
    return {_link(store, store.for_hand_in(one.key)): one.name for one in hand_ins}

"""Brings what people decided into everything that a batch has published."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from grader.batch.saving import published_json
from grader.batch.tasks import GradedHandIn
from grader.errors import ConfigError
from grader.export import published_decisions
from grader.model.graded.decision import Decision
from grader.model.graded.result import Result
from grader.pipeline import LoadedAssignment, decided_brief, decided_whole
from grader.publishing import Renderers, Unrendered
from grader.review import Book, by_hand_in
from grader.scheduling import allowed_cores
from grader.store import BatchFolder, Finished, SubmissionFolder

Kept = tuple[SubmissionFolder, Finished]
_NO_DECISIONS = '\n  "decisions": []\n}'
"""How a published record ends in which nobody decided anything: its last field."""


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What became of results whose decisions were brought in."""

    results: Sequence[tuple[SubmissionFolder, Result]]
    """Brief, as people decided about them, in the order given."""
    unrendered: Sequence[Unrendered] = ()
    undrawn: frozenset[str] = frozenset()
    """Scripts in the PDFs that no font here can draw."""


def catch_up(
    loaded: LoadedAssignment, store: BatchFolder, kept: Iterable[Kept], *, reports: bool
) -> CaughtUp:
    """Write anew what was published of these results and says something else than people decided:
    the JSON, and the reports where these are asked for.
    """
    results = republished(kept, Book(store.path).all())
    behind = [folder for folder, _ in results if reports and folder.has_other_reports()]
    rendered = rendered_again(loaded, behind)
    return CaughtUp(results, rendered.problems, frozenset(rendered.undrawn))


def rendered_again(loaded: LoadedAssignment, folders: Collection[SubmissionFolder]) -> Renderers:
    """Render their reports, those for paper where there were some."""
    processes = min(len(allowed_cores()), len(folders))
    with Renderers(loaded.assignment.folder, processes=processes) as renderers:
        for folder in folders:
            renderers.render(folder.path, pdf=folder.pdf.exists())
    return renderers


def as_decided(graded: GradedHandIn) -> GradedHandIn:
    """A hand-in that was just taken or graded, with what people decided about it before."""
    folder = graded.folder
    decisions = Book(folder.batch).of(folder.name)
    finished = folder.finished() if decisions else None
    if finished is None:
        return graded
    [(_, result)] = republished([(folder, finished)], decisions)
    return replace(graded, result=result)


def republished(
    kept: Iterable[Kept], decisions: Sequence[Decision]
) -> list[tuple[SubmissionFolder, Result]]:
    """The results as people decided about them; the JSON of those is written anew that says
    something else. Records that can't be read are left as they are.
    """
    results, about = [], by_hand_in(decisions)
    for folder, finished in kept:
        result = decided_brief(folder, finished, about[folder.name])
        results.append((folder, result))
        if _up_to_date(folder, result) is None:
            _publish(folder, about[folder.name])
    return results


def published_now(folder: SubmissionFolder, result: Result, decisions: Sequence[Decision]) -> str:
    """The JSON that scripts read of a hand-in, as people have decided by now, even where another
    command keeps the file from being written. Raises ConfigError where it would have to be made
    anew and the records can't be read.
    """
    return _up_to_date(folder, result) or published_json(decided_whole(folder, decisions))


def _publish(folder: SubmissionFolder, decisions: Sequence[Decision]) -> None:
    try:
        whole = decided_whole(folder, decisions)
    except ConfigError:
        return
    folder.publish(published_json(whole))


def _up_to_date(folder: SubmissionFolder, result: Result) -> str | None:
    """The published JSON, where it tells just these decisions."""
    try:
        text = folder.published.read_text("utf-8", "surrogatepass")
        # Most hand-ins have none, and a record is large: it need not be taken apart to see that.
        recorded = [] if text.endswith(_NO_DECISIONS) else json.loads(text)["decisions"]
    except (OSError, ValueError):
        return None
    except (KeyError, TypeError):
        recorded = []
    return text if recorded == published_decisions(result) else None

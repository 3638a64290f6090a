"""Brings what people decided into everything that a batch has published."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from grader.batch.saving import fault_of_deciding, is_fault, published_json
from grader.batch.tasks import GradedHandIn
from grader.errors import ConfigError
from grader.export import published_decisions
from grader.host.files import read_whole
from grader.model.graded.decision import Decision
from grader.model.graded.result import Result
from grader.pipeline import decided_brief, decided_whole
from grader.publishing import Renderers
from grader.review import Book, by_hand_in
from grader.store import BatchFolder, Finished, SubmissionFolder
from grader.store.records import MAX_RECORD_BYTES

Kept = tuple[SubmissionFolder, Finished]
_NO_DECISIONS = '\n  "decisions": []\n}'
"""How a published record ends in which nobody decided anything: its last field."""


def catch_up(
    store: BatchFolder, kept: Iterable[Kept], renderers: Renderers, *, reports: bool
) -> list[tuple[SubmissionFolder, Result]]:
    """Write anew what was published of these results and says something else than people decided:
    the JSON, and the reports where these are asked for. Return them brief, as people decided about
    them, in the order given.
    """
    results = republished(kept, Book(store.path).all())
    render_again(
        renderers, [folder for folder, _ in results if reports and folder.has_other_reports()]
    )
    return results


def render_again(renderers: Renderers, folders: Iterable[SubmissionFolder]) -> None:
    """Render their reports, those for paper where there were some."""
    for folder in folders:
        renderers.render(folder.path, pdf=folder.pdf.exists())
    renderers.wait()


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
    something else. Records that can't be read are left as they are, and so is what was published of
    a hand-in over which the program fails: it is returned as its fault.
    """
    about = by_hand_in(decisions)
    return [
        (folder, _republished(folder, finished, about[folder.name])) for folder, finished in kept
    ]


def _republished(
    folder: SubmissionFolder, finished: Finished, decisions: Sequence[Decision]
) -> Result:
    try:
        result = decided_brief(folder, finished, decisions)
        if _up_to_date(folder, result) is None:
            _publish(folder, decisions)
    except Exception as error:
        if not is_fault(error):
            raise
        return fault_of_deciding(finished.brief)
    return result


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
        content = read_whole(folder.published, most_bytes=MAX_RECORD_BYTES)
        text = content.decode("utf-8", "surrogatepass")
        # Most hand-ins have none, and a record is large: it need not be taken apart to see that.
        recorded = [] if text.endswith(_NO_DECISIONS) else json.loads(text)["decisions"]
    except (OSError, ValueError, RecursionError):
        return None
    except (KeyError, TypeError):
        recorded = []
    return text if recorded == published_decisions(result) else None

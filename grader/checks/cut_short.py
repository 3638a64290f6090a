"""Sends to a person what could not be seen: a limit of ours ended the notebook, or its file was cut
off.
"""

from __future__ import annotations

from grader.checks.check import Case, Check, Failed, NeedsReview, Partial, Passed, Verdict, in_cell

MOST_REASONS = 2


def by_a_person(case: Case, check: Check, verdict: Verdict | None) -> Verdict | None:
    """The verdict, unless the rest of the notebook, which was not seen, could have come to a better
    one.

    `verdict` is None where nothing can be decided, because the training that it is about was not
    seen.
    """
    if not depends_on_the_rest(case, check) or isinstance(verdict, Passed | NeedsReview):
        return verdict
    seen = (
        f" Seen so far: {verdict.message}"
        if isinstance(verdict, Failed | Partial)
        else _what_it_needs(case)
    )
    evidence = verdict.evidence if isinstance(verdict, Failed | Partial) else ()
    message = (
        f"{why(case)} What comes after that was not seen, so it is not held against you: a person "
        f"decides."
    )
    if case.evidence.lost:
        message = (
            f"{why(case)} What is missing is not held against you: a person decides, or you hand "
            f"the file in again."
        )
    return NeedsReview(f"{message}{_saved(case)}{seen}", evidence)


def depends_on_the_rest(case: Case, check: Check) -> bool:
    """Whether the part of the notebook that was not run could still change what the check says.

    A training that came to its end stands, unless the rest trains, too: then another one might
    answer the role.
    """
    if case.evidence.lost:
        return True
    if check.judges == "text" or not case.recording.cut_short_by():
        return False
    run = case.run if check.needs_role else None
    if check.judges != "run" or run is None or run.source != "reproduced":
        return True
    return case.evidence.rest_trains or run.cell in case.recording.cells_cut_short()


def why(case: Case) -> str:
    """That the file is damaged, or which limit ended it, as its sentence says; what happened where
    no limit of ours did.
    """
    recording = case.recording
    if case.evidence.lost:
        return case.evidence.lost
    reasons = list(
        dict.fromkeys(hit.message for hit in recording.limits_hit if hit.ended != "nothing")
    )
    if reasons:
        return " ".join(reasons[:MOST_REASONS])
    cells = recording.cells_cut_short()
    where = f" in {in_cell(cells[0])}" if cells else ""
    return f"The program that runs the notebook ended{where} before the notebook was over."


def _saved(case: Case) -> str:
    """What the student's own outputs state of this training."""
    run = case.run if case.spec.role is not None else None
    if run is None:
        return ""
    accuracy = run.claimed("val_accuracy") or run.claimed("accuracy")
    loss = run.claimed("val_loss") or run.claimed("loss")
    stated = [f"an accuracy of {100 * accuracy:.2f} %"] if accuracy is not None else []
    stated += [f"a loss of {loss:.4g}"] if loss is not None else []
    return f" Your saved outputs state {' and '.join(stated)}." if stated else ""


def _what_it_needs(case: Case) -> str:
    return f" It is about the training of “{case.role.title}”, which had not come yet."

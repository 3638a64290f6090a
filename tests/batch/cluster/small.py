"""A class of a few hand-ins, graded by what they show."""

from grader.batch import ClassGrader, Listeners
from grader.intake import collect
from grader.model.policy import Policy
from grader.store import BatchFolder

QUIET = Listeners(on_intake=lambda _: None, on_cell=lambda *_: None, on_done=lambda _: None)
SAVED = Policy(training="saved", threads=1)


def grade(loaded, folder, out, *, running=None, listeners=QUIET, reports=False):
    """What each of the hand-ins came to."""
    store = BatchFolder(out)
    found = collect(folder, work=store.intake)
    grading = ClassGrader(
        loaded, SAVED, store, jobs=1, pdf=reports, reports=reports, engine=running
    )
    return {one.hand_in.name[:3]: one for one in grading.grade(found.hand_ins, listeners)}


def contents(folder):
    """Every file of a batch, but for what says when and by whom."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".grader.lock"
    }

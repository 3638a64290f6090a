"""A class of a few hand-ins, graded by what they show."""

from collections.abc import Iterator
from contextlib import contextmanager

from distributed import Client, LocalCluster

from grader.batch import ClassGrader, Listeners
from grader.batch.cluster import connection, engine, worker
from grader.intake import collect
from grader.model.policy import Policy
from grader.publishing import Renderers
from grader.store import BatchFolder

QUIET = Listeners(on_intake=lambda _: None, on_cell=lambda *_: None, on_done=lambda _: None)
SAVED = Policy(training="saved", threads=1)


def grade(loaded, folder, out, *, running=None, listeners=QUIET, reports=False):
    """What each of the hand-ins came to."""
    store = BatchFolder(out)
    found = collect(folder, work=store.intake)
    with Renderers(loaded, processes=1) as renderers:
        grading = ClassGrader(
            loaded,
            SAVED,
            store,
            jobs=1,
            pdf=reports,
            renderers=renderers if reports else None,
            engine=running,
        )
        return {one.hand_in.name[:3]: one for one in grading.grade(found.hand_ins, listeners)}


def contents(folder):
    """Every file of a batch, but for what says when and by whom."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".grader.lock"
    }


@contextmanager
def cluster_in_this_process() -> Iterator[LocalCluster]:
    """One worker without a process: there in a second, and what it does can be replaced."""
    offered = {worker.SLOT: 1, worker.same_program(): 1}
    with (
        connection.quiet(),
        LocalCluster(
            processes=False,
            n_workers=1,
            threads_per_worker=1,
            dashboard_address=None,
            resources=offered,
        ) as cluster,
    ):
        yield cluster


def batches_on(cluster: LocalCluster, monkeypatch) -> None:
    """Give each batch a client of its own on this cluster, and nobody's default, as `--cluster`
    does.
    """

    @contextmanager
    def started(address):
        with Client(cluster, set_as_default=False) as client:
            yield client

    monkeypatch.setattr(engine, "connected", started)

"""Several classes, and several workers that come and go."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from grader.batch.cluster.connection import ClusterAddress
from grader.batch.cluster.engine import ClusterEngine
from grader.batch.cluster.grading import Workplace
from tests.batch.cluster.small import QUIET, batches_on, cluster_in_this_process, contents, grade
from tests.hostile.packing import notebook


def test_two_classes_on_one_cluster_are_kept_apart(loaded, hand_ins, tmp_path, monkeypatch):
    """Students have one name in both, and hand-ins are under way at the same time; each folder
    holds what its own say. The client is nobody's default, as that of `--cluster`.
    """
    others = tmp_path / "others"
    shutil.copytree(hand_ins, others)
    (others / "ann" / "a.ipynb").write_bytes(notebook("print('something else')"))
    with cluster_in_this_process() as cluster:
        batches_on(cluster, monkeypatch)
        running = ClusterEngine(ClusterAddress("tcp://127.0.0.1:1"))
        with ThreadPoolExecutor(2) as pool:
            both = {
                source: pool.submit(
                    grade, loaded, source, tmp_path / f"there-{source.name}", running=running
                )
                for source in (hand_ins, others)
            }

    for source, graded in both.items():
        assert len(graded.result()) == 4
        grade(loaded, source, tmp_path / f"here-{source.name}")
        there = contents(tmp_path / f"there-{source.name}")
        assert there == contents(tmp_path / f"here-{source.name}")


def test_workers_come_and_go_in_the_middle(loaded, tmp_path, monkeypatch):
    """As in an adaptive cluster: one joins after the first hand-in is done, and one leaves."""
    for number in range(6):
        (tmp_path / "in" / f"student{number}").mkdir(parents=True)
        path = tmp_path / "in" / f"student{number}" / "a.ipynb"
        path.write_bytes(notebook(f"print({number})"))
    by, done, joined = [], [], threading.Event()
    real = Workplace.grade

    def grade_and_note(self, sent, *, worker, on_cell):
        by.append(worker)
        if worker != by[0]:
            joined.set()
        elif len(by) > 1:
            joined.wait(60)  # what waits here is given to the one that joins
        return real(self, sent, worker=worker, on_cell=on_cell)

    monkeypatch.setattr(Workplace, "grade", grade_and_note)
    with cluster_in_this_process() as cluster:
        batches_on(cluster, monkeypatch)

        def on_done(one):
            done.append(one)
            if len(done) == 1:
                cluster.scale(2)
                cluster.sync(cluster._correct_state)
            elif len(done) == 3:
                cluster.scale(1)

        running = ClusterEngine(ClusterAddress("tcp://127.0.0.1:1"))
        listeners = replace(QUIET, on_done=on_done)
        there = tmp_path / "there"
        graded = grade(loaded, tmp_path / "in", there, running=running, listeners=listeners)

    assert len(done) == 6
    assert {one.result.grade.status for one in graded.values()} == {"graded"}
    assert len(set(by)) == 2
    grade(loaded, tmp_path / "in", tmp_path / "here")
    assert contents(there) == contents(tmp_path / "here")

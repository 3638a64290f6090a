"""A class on a cluster: in this process where only the taking matters, in processes of its own
where the folder must be the one that an embedded batch leaves.
"""

import contextlib
import json
import threading
from dataclasses import replace

import pytest
from distributed import Client, LocalCluster

from grader.batch.cluster import connection, engine
from grader.batch.cluster.connection import ClusterAddress
from grader.batch.cluster.engine import ClusterEngine
from grader.batch.cluster.grading import Workplace
from grader.batch.cluster.parcels import files_below, packed
from grader.batch.cluster.post import Post
from grader.batch.cluster.worker import same_program
from grader.errors import GraderError, PrerequisiteError
from tests.batch.cluster.small import QUIET, cluster_in_this_process, contents, grade
from tests.hostile.packing import notebook


@pytest.fixture
def in_this_process(monkeypatch):
    """What grades on a cluster without processes, which each batch has anew."""

    @contextlib.contextmanager
    def started(address):
        with cluster_in_this_process() as cluster, Client(cluster) as client:
            yield client

    monkeypatch.setattr(engine, "connected", started)
    return ClusterEngine(ClusterAddress("tcp://127.0.0.1:1"))


def test_the_folder_is_that_of_an_embedded_batch(loaded, hand_ins, tmp_path, in_this_process):
    """Byte for byte; hand-ins that are the same, one with a helper, and one that can't be read
    included.
    """
    here = grade(loaded, hand_ins, tmp_path / "here")

    there = grade(loaded, hand_ins, tmp_path / "there", running=in_this_process)

    assert len(there) == 4
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    assert {name: one.result for name, one in there.items()} == {
        name: one.result for name, one in here.items()
    }


def test_what_is_there_is_not_sent_again(loaded, hand_ins, tmp_path, in_this_process):
    """The folder on the machine that submits decides what is left."""
    grade(loaded, hand_ins, tmp_path / "out")
    (hand_ins / "cem" / "c.ipynb").write_bytes(notebook("print(3)"))

    again = grade(loaded, hand_ins, tmp_path / "out", running=in_this_process)

    assert [name for name, one in again.items() if one.fresh] == ["cem"]


@pytest.fixture
def failing(monkeypatch):
    """A worker that fails over hand-ins whose path holds a word, so many times."""
    left = {}
    real = Workplace.grade

    def grade(self, sent, **rest):
        path = json.loads(sent.request)["hand_in"]["path"]
        for word, times in left.items():
            if word in path and times > 0:
                left[word] -= 1
                raise OSError(28, "No space left on device")
        return real(self, sent, **rest)

    monkeypatch.setattr(Workplace, "grade", grade)
    return left


def test_what_fails_over_one_hand_in_is_tried_again(
    loaded, hand_ins, tmp_path, in_this_process, failing
):
    """A full disk on a worker, twice: the third time it is graded as if nothing had been."""
    failing["cem"] = 2

    grade(loaded, hand_ins, tmp_path / "there", running=in_this_process)

    grade(loaded, hand_ins, tmp_path / "here")
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_what_fails_over_and_over_is_a_fault_of_ours(
    loaded, hand_ins, tmp_path, in_this_process, failing
):
    """With the reason; all others are graded, and the same command tries it again."""
    failing["cem"] = 3

    graded = grade(loaded, hand_ins, tmp_path / "out", running=in_this_process)

    status = {name: one.result.grade.status for name, one in graded.items()}
    assert status.pop("cem") == "grader_fault"
    assert "grader_fault" not in status.values()
    assert graded["cem"].result.grade.reason.count("No space left on device") == 3
    again = grade(loaded, hand_ins, tmp_path / "out", running=in_this_process)
    assert "grader_fault" not in {one.result.grade.status for one in again.values()}


def parcel_without_a_record(folder):
    (folder / "records").mkdir(parents=True)
    (folder / "records" / "done.json").write_text("{")
    return packed(folder, files_below(folder))


@pytest.mark.parametrize("made", [lambda _: b"nothing", parcel_without_a_record])
def test_a_parcel_that_is_none_is_no_answer(  # noqa: PLR0917 - fixtures
    loaded, hand_ins, tmp_path, in_this_process, monkeypatch, made
):
    """What a worker sends is looked at before anything is written, and again when it is read."""
    parcel = made(tmp_path / "sent")
    real = Workplace.grade
    monkeypatch.setattr(
        Workplace,
        "grade",
        lambda self, sent, **rest: replace(real(self, sent, **rest), folder=parcel),
    )

    graded = grade(loaded, hand_ins, tmp_path / "out", running=in_this_process)

    assert {one.result.grade.status for one in graded.values()} == {"grader_fault", "ungradable"}
    assert not list((tmp_path / "out" / "submissions").glob(".arriving*"))


def test_a_worker_elsewhere_moves_nothing_of_this_machine(
    loaded, hand_ins, tmp_path, in_this_process, monkeypatch
):
    """A path that it answers with is no answer; what lies there stays."""
    named = tmp_path / "named"
    named.mkdir()
    real = Workplace.grade
    monkeypatch.setattr(
        Workplace,
        "grade",
        lambda self, sent, **rest: replace(real(self, sent, **rest), folder=b"", place=str(named)),
    )

    graded = grade(loaded, hand_ins, tmp_path / "out", running=in_this_process)

    assert named.is_dir()
    assert {one.result.grade.status for one in graded.values()} == {"grader_fault", "ungradable"}


def test_progress_is_heard(loaded, hand_ins, tmp_path, in_this_process, monkeypatch):
    """Which cell of which hand-in runs on a worker."""
    heard, arrived = [], threading.Event()
    real = Workplace.grade

    def grade_with_cells(self, sent, *, worker, on_cell):
        answer = real(self, sent, worker=worker, on_cell=on_cell)
        on_cell(answered(sent), 1, 3)
        if answered(sent).name.startswith("cem"):
            arrived.wait(60)
        return answer

    def hear(hand_in, done, cells):
        heard.append((hand_in.name[:3], done, cells))
        if heard[-1][0] == "cem":
            arrived.set()

    monkeypatch.setattr(Workplace, "grade", grade_with_cells)
    listeners = replace(QUIET, on_cell=hear)

    grade(loaded, hand_ins, tmp_path / "out", running=in_this_process, listeners=listeners)

    assert ("cem", 1, 3) in heard


def answered(sent):
    from grader.batch.cluster.requests import _REQUEST  # noqa: PLC0415 - only here

    return _REQUEST.validate_json(sent.request).hand_in


def test_hand_ins_are_for_workers_of_this_version(
    loaded, hand_ins, tmp_path, in_this_process, monkeypatch
):
    """Each asks for what only those offer, so that a worker that joins later gets none, either."""
    asked, send = [], Post.send_several

    def noted(post, *given, resources, **how):
        asked.append(resources)
        return send(post, *given, resources=resources, **how)

    monkeypatch.setattr(Post, "send_several", noted)
    grade(loaded, hand_ins, tmp_path / "out", running=in_this_process)

    assert asked
    assert all(resources.get(same_program()) for resources in asked)


def test_workers_of_other_versions_are_named(in_this_process, monkeypatch):
    """None of them would ever be given a hand-in: the batch says so instead of waiting."""
    with engine.connected(ClusterAddress()) as client:
        connection._look_at_workers(client)
        monkeypatch.setattr(connection, "same_program", lambda: "grader of another version")
        with pytest.raises(PrerequisiteError, match="no worker of the cluster has the versions"):
            connection._look_at_workers(client)


def test_a_scheduler_with_another_dask_is_named(monkeypatch):
    """Instead of a message that can't be read, hours later; dask's own warning is not shown."""
    with (
        connection.quiet(),
        LocalCluster(processes=False, n_workers=0, dashboard_address=None) as cluster,
    ):
        address = ClusterAddress(cluster.scheduler_address)
        monkeypatch.setattr(connection, "scheduler_address", lambda cluster: cluster)
        monkeypatch.setattr(connection, "required_security", lambda *_: None)
        with connection.client_of(address):
            pass
        monkeypatch.setattr(connection, "dask_versions", lambda: {"dask": "1999.1.0"})
        with (
            pytest.raises(PrerequisiteError, match=r"has dask .* \(here 1999\.1\.0\)"),
            connection.client_of(address),
        ):
            pass


def test_a_cluster_that_is_not_there_is_said(loaded, hand_ins, tmp_path, monkeypatch):
    """One sentence, and nothing is lost."""
    monkeypatch.setattr(connection, "CONNECT_TIMEOUT_S", 1)

    with pytest.raises(GraderError, match="can't be reached"):
        grade(
            loaded,
            hand_ins,
            tmp_path / "out",
            running=ClusterEngine(ClusterAddress("tcp://127.0.0.1:9")),
        )


@pytest.mark.slow
def test_two_processes_leave_the_folder_that_one_leaves(loaded, hand_ins, tmp_path):
    """`--workers 2`, with the real command's processes and certificates; reports included."""
    grade(loaded, hand_ins, tmp_path / "here", reports=True)

    two = ClusterEngine(ClusterAddress(workers=2))
    grade(loaded, hand_ins, tmp_path / "there", running=two, reports=True)

    assert contents(tmp_path / "there") == contents(tmp_path / "here")

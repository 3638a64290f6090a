"""What workers of this machine have graded is moved to its place, and does not travel."""

import contextlib
import errno
import shutil
from pathlib import Path

import pytest
from distributed import Client

from grader.batch.cluster import engine
from grader.batch.cluster.connection import ClusterAddress
from grader.batch.cluster.engine import ClusterEngine
from grader.batch.cluster.grading import Workplace
from tests.batch.cluster.small import cluster_in_this_process, contents, grade


@pytest.fixture
def here(monkeypatch):
    """A worker that is told to be on this machine; it is in this process."""

    @contextlib.contextmanager
    def started(address):
        with cluster_in_this_process() as cluster, Client(cluster) as client:
            yield client

    monkeypatch.setattr(engine, "connected", started)
    monkeypatch.setattr(engine, "prepare", lambda address: None)
    return ClusterEngine(ClusterAddress(workers=1))


@pytest.fixture
def answers(monkeypatch):
    """What the worker has answered; the first answer is also given to what is added here."""
    seen, first = [], []
    real = Workplace.grade

    def grade(self, sent, **rest):
        answer = real(self, sent, **rest)
        seen.append(answer)
        while first:
            first.pop()(answer)
        return answer

    monkeypatch.setattr(Workplace, "grade", grade)
    return seen, first


def on_another_file_system(monkeypatch):
    real = Path.rename

    def rename(self, target):
        if self.name.startswith("graded-"):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)


@pytest.mark.parametrize("apart", [False, True], ids=["same_file_system", "another_one"])
def test_the_folder_is_that_of_an_embedded_batch(  # noqa: PLR0917 - fixtures
    loaded, hand_ins, tmp_path, here, answers, monkeypatch, *, apart
):
    """Byte for byte, and the worker keeps nothing of it."""
    grade(loaded, hand_ins, tmp_path / "embedded")
    if apart:
        on_another_file_system(monkeypatch)

    grade(loaded, hand_ins, tmp_path / "moved", running=here)

    assert contents(tmp_path / "moved") == contents(tmp_path / "embedded")
    seen, _ = answers
    assert seen
    assert not any(answer.folder or Path(answer.place).exists() for answer in seen)


def test_what_is_gone_with_its_worker_is_graded_again(loaded, hand_ins, tmp_path, here, answers):
    """A worker that ended takes with it what it had graded."""
    grade(loaded, hand_ins, tmp_path / "embedded")
    _, first = answers
    first.append(lambda answer: shutil.rmtree(answer.place))

    grade(loaded, hand_ins, tmp_path / "out", running=here)

    assert contents(tmp_path / "out") == contents(tmp_path / "embedded")
    assert not first

"""A batch goes on when parties of its cluster are lost; it is tried by what comes to it, and no
cluster runs.
"""

import itertools
from dataclasses import replace
from types import SimpleNamespace

import pytest
from distributed.comm.core import CommClosedError

from grader.batch import ClassGrader
from grader.batch.cluster import engine
from grader.batch.cluster.engine import MOST_SENT, ClassRun, _Dispatch
from grader.batch.cluster.post import Outcome, Post
from grader.errors import GraderError
from grader.intake import collect
from grader.pipeline import load_everything
from grader.store import BatchFolder
from tests.batch.cluster.posts import FakePost
from tests.batch.cluster.small import QUIET, SAVED, contents
from tests.hostile.packing import notebook


@pytest.fixture(scope="module")
def graded_in(tmp_path_factory):
    """Grades a class of three into a folder, which is named; `here` is graded already."""
    top = tmp_path_factory.mktemp("losses")
    for name in ("ann", "bob", "cem"):
        (top / "in" / name).mkdir(parents=True)
        (top / "in" / name / "a.ipynb").write_bytes(notebook(f"print('{name}')"))
    loaded = load_everything("digits")

    def grade(out, running=None, listeners=QUIET):
        store = BatchFolder(out)
        hand_ins = collect(top / "in", work=store.intake).hand_ins
        grading = ClassGrader(loaded, SAVED, store, jobs=1, pdf=False, engine=running)
        graded = grading.grade(hand_ins, listeners)
        return {one.hand_in.name[:3]: one.result.grade for one in graded}

    grade(top / "here")
    grade.here = top / "here"
    return grade


@pytest.fixture
def grading(tmp_path, monkeypatch, graded_in):
    """Grades them on a cluster on which things happen; the grades, and what was sent."""

    def on_a_cluster(happens, *, silences=0, listeners=QUIET):
        post = FakePost(graded_in.here, happens)
        post.silences = silences
        monkeypatch.setattr(engine, "Post", post)

        class Running:
            def run(self, tasks, class_run: ClassRun):
                client = SimpleNamespace(id="client")
                return _Dispatch(client, class_run, here=None).run(tasks)

        return graded_in(tmp_path / "there", Running(), listeners), post

    on_a_cluster.same = lambda: contents(tmp_path / "there") == contents(graded_in.here)
    return on_a_cluster


def lost_over(future):
    return Outcome(future, None, "a worker was lost", "tcp://a", lost_worker=True)


def test_who_only_waited_at_a_lost_worker_has_not_been_tried(grading):
    """Ten workers are lost, over one hand-in each: the others lay there."""
    times = dict.fromkeys(("ann", "bob", "cem"), 10)

    def happens(post, future, name):
        times[name[:3]] -= 1
        return lost_over(future) if times[name[:3]] >= 0 else None

    grades, _ = grading(happens)

    assert {grade.status for grade in grades.values()} == {"graded"}
    assert grading.same()


def test_a_hand_in_that_ends_its_worker_is_set_aside(grading):
    """Twice among others; then alone, after all of them; then it is a fault of ours, with every
    reason.
    """
    order = []

    def happens(post, future, name):
        post.begun(future)
        order.append(name[:3])
        return lost_over(future) if name.startswith("bob") else None

    grades, _ = grading(happens)

    assert order.count("bob") == 3
    assert order[-1] == "bob"
    assert grades.pop("bob").status == "grader_fault"
    assert {grade.status for grade in grades.values()} == {"graded"}


def test_a_hand_in_is_not_sent_for_ever(grading):
    """A worker that is lost before it can say that it has begun is lost over something."""
    sent = []

    def happens(post, future, name):
        sent.append(name[:3])
        return lost_over(future) if name.startswith("bob") else None

    grades, _ = grading(happens)

    assert grades["bob"].status == "grader_fault"
    assert grades["bob"].reason.count("a worker was lost") == 3
    assert sent.count("bob") <= MOST_SENT + 3


def test_a_worker_with_a_full_disk_gets_no_more(grading):
    """It is done with every hand-in in no time, and would get them all."""
    failed = []

    def happens(post, future, name):
        if name.startswith("ann") and not failed:
            failed.append(name)
            return Outcome(future, None, "OSError: No space left on device", "tcp://a")
        return None

    grades, post = grading(happens)

    assert post.preferred == [None, None, None, ["tcp://b"]]
    assert {grade.status for grade in grades.values()} == {"graded"}
    assert grading.same()


def test_a_worker_that_is_known_to_fail_says_nothing_of_a_hand_in(grading):
    """Dask gives a hand-in to whoever has nothing to do, also where others are preferred."""
    times = [6]

    def happens(post, future, name):
        if name.startswith("ann") and times[0]:
            times[0] -= 1
            return Outcome(future, None, "OSError: No space left on device", "tcp://a")
        return None

    grades, _ = grading(happens)

    assert times == [0]
    assert {grade.status for grade in grades.values()} == {"graded"}
    assert grading.same()


def test_a_worker_that_can_grade_nothing_of_a_class_gets_nothing_more(grading):
    """The environment of its notebooks is not there, say. That is no try of any hand-in."""
    times = [5]

    def happens(post, future, name):
        if times[0]:
            times[0] -= 1
            return Outcome(future, None, "no such environment", "tcp://a", hint="make it there")
        return None

    grades, post = grading(happens)

    assert post.preferred[3:] == [["tcp://b"]] * 5
    assert {grade.status for grade in grades.values()} == {"graded"}
    assert grading.same()


def test_where_no_worker_can_grade_a_class_the_batch_says_so(grading):
    """At once, instead of a fault of ours for every student."""
    workers = itertools.cycle(("tcp://a", "tcp://b"))

    def happens(post, future, name):
        return Outcome(future, None, "no such environment", next(workers), hint="make it there")

    with pytest.raises(GraderError, match="no such environment") as raised:
        grading(happens)
    assert raised.value.hint == "make it there"


def test_another_scheduler_gets_everything_again(grading):
    """It knows nothing of what the lost one had; that is no try of any hand-in."""
    left = [4]

    def happens(post, future, name):
        if left[0]:
            left[0] -= 1
            return Outcome(future, None, "lost", lost_scheduler=True)
        return None

    grades, post = grading(happens)

    assert {grade.status for grade in grades.values()} == {"graded"}
    assert post.begun_anew > 1
    assert grading.same()


def test_a_batch_whose_scheduler_stays_away_ends_with_a_sentence(grading):
    """And what came back is kept."""

    def happens(post, future, name):
        post.reaches = False
        return Outcome(future, None, "lost", lost_scheduler=True)

    with pytest.raises(GraderError, match="the cluster was lost"):
        grading(happens)


def test_hand_ins_are_sent_several_at_a_time(grading, monkeypatch):
    """As soon as there is room for so many, not one for each that is done."""
    monkeypatch.setattr(engine, "TOGETHER", 2)
    monkeypatch.setattr(engine, "MOST_AHEAD", 2)

    _, post = grading(lambda *_: None)

    assert post.together == [2, 1]
    assert grading.same()


def test_hand_ins_that_are_large_are_sent_one_by_one(grading, monkeypatch):
    """What lies with the scheduler is bounded in bytes, too."""
    monkeypatch.setattr(engine, "MOST_AHEAD_BYTES", 1)

    _, post = grading(lambda *_: None)

    assert post.together == [1, 1, 1]


def test_a_batch_that_waits_for_workers_says_so(grading):
    """Once, and then it goes on as if nothing had been."""
    said = []

    grading(lambda *_: None, silences=3, listeners=replace(QUIET, on_word=said.append))

    assert said == ["no worker has joined the cluster; hand-ins wait for one (`grader worker`)"]
    assert grading.same()


class FlickeringClient:
    """Loses its scheduler while the plugin is on its way, so many times."""

    def __init__(self, losses, status="running"):
        self.losses, self.status, self.topics = losses, status, []

    def register_plugin(self, plugin):
        if self.losses:
            self.losses -= 1
            raise CommClosedError("in <TCP>: Stream is closed")

    def subscribe_topic(self, topic, handler):
        self.topics.append(topic)


def test_a_scheduler_that_is_lost_at_the_beginning_is_tried_again():
    """Its errors are those of files to others: nobody may take them for a disk that is full."""
    client = FlickeringClient(2)
    post = Post(client, SimpleNamespace(name="grader x"), on_said=lambda _: True)

    post.begin(30)
    assert client.topics == ["grader x"]

    client.status = "closed"
    with pytest.raises(GraderError, match="the cluster was lost"):
        post.begin(30)
    with pytest.raises(GraderError, match="the cluster was lost"):
        post.send(print, key="x")
    post.put_away([])


def test_a_record_of_another_hand_in_is_no_answer(grading):
    """A worker that takes one for another gives no student what another one earned: it is asked
    again.
    """
    lied = []

    def happens(post, future, name):
        if name.startswith("bob") and not lied:
            lied.append(name)
            (other,) = (
                one.name for one in (post.here / "submissions").iterdir() if one.name[:3] == "ann"
            )
            return Outcome(future, post.graded(other), "")
        return None

    _, post = grading(happens)

    assert lied
    assert len(post.preferred) == 4
    assert grading.same()

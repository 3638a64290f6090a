"""The tasks of a class run on slots of this process."""

import threading
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

from grader.batch.engine import EmbeddedEngine
from grader.scheduling import CoreTurns

HAND_INS = 6


class WaitingNotebooks:
    """Grades notebooks that all wait for one training, and counts what examines them."""

    def __init__(self):
        self.trainings = SimpleNamespace(turns=None)
        self.opened, self.closed, self.waiting = [], [], 0
        self.enough = threading.Event()

    def warm_kernels(self):
        return nullcontext()

    @contextmanager
    def examination(self):
        examiner = SimpleNamespace(order=lambda submission: submission)
        self.opened.append(examiner)
        yield examiner
        self.closed.append(examiner)

    def grade_or_explain(self, hand_in, *, examination, **_):
        examination.order(hand_in)
        self.waiting += 1
        if self.waiting == 3:
            self.enough.set()
        with self.trainings.turns.lent():
            assert self.enough.wait(60)
        return examination.order(hand_in)


def task_of(number):
    folder = SimpleNamespace(prepare=lambda: None, recording=None)
    return SimpleNamespace(items=[SimpleNamespace(hand_in=number, folder=folder)])


def test_hand_ins_that_wait_share_what_examines(monkeypatch):
    """On one slot three are begun at a time while they wait; one process examines all of them."""
    monkeypatch.setattr("grader.batch.engine.CoreTurns", lambda cores: CoreTurns(cores, long_s=0.0))
    notebooks = WaitingNotebooks()
    class_run = SimpleNamespace(
        notebooks=notebooks,
        loaded=SimpleNamespace(assignment=SimpleNamespace(memory=0.0)),
        listeners=SimpleNamespace(on_cell=None),
        save=lambda task, result: [result],
    )
    tasks = [task_of(number) for number in range(HAND_INS)]

    assert sorted(EmbeddedEngine(1).run(tasks, class_run)) == list(range(HAND_INS))
    assert notebooks.waiting == HAND_INS
    assert len(notebooks.opened) == len(notebooks.closed) == 1

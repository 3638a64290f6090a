"""Cores are shared out among notebooks and trainings; what waits holds none."""

import threading

import pytest

from grader.scheduling import CoreTurns, TurnKind

PATIENCE_S = 60


@pytest.fixture
def turns():
    return CoreTurns(1, long_s=0.0)


def waiting(turns, begun, name, kind, work=0.0):
    """A thread that has begun to wait for a core; it notes when it has one."""
    before = len(turns._waiting)

    def hold():
        with turns.held(kind, work=work):
            begun.append(name)

    thread = threading.Thread(target=hold, daemon=True)
    thread.start()
    while len(turns._waiting) == before:
        thread.join(0.01)
    return thread


def test_the_longest_training_is_first_and_new_notebooks_are_last(turns):
    """Whoever came first."""
    begun = []
    with turns.held(TurnKind.NEW):
        threads = [
            waiting(turns, begun, "new", TurnKind.NEW),
            waiting(turns, begun, "short", TurnKind.TRAINING, 1.0),
            waiting(turns, begun, "goes on", TurnKind.GOES_ON),
            waiting(turns, begun, "long", TurnKind.TRAINING, 9.0),
        ]
    for thread in threads:
        thread.join(PATIENCE_S)

    assert begun == ["long", "short", "goes on", "new"]


def test_a_core_that_is_lent_is_held_again_afterwards(turns):
    """Meanwhile it is free; whoever lends it says so."""
    lent, free = threading.Event(), []
    turns.on_lent = lent.set
    with turns.held(TurnKind.NEW):
        with turns.lent():
            free.append(turns._free)
            assert lent.wait(PATIENCE_S)
        free.append(turns._free)

    assert free == [1, 0]


def test_a_short_wait_is_not_worth_another_notebook():
    """Its processes would take longer to start."""
    turns, lent = CoreTurns(1), []
    turns.on_lent = lambda: lent.append(True)

    with turns.held(TurnKind.NEW), turns.lent():
        pass

    assert lent == []


def test_an_error_gives_the_core_back(turns):
    """Nobody waits for one that failed."""
    with pytest.raises(RuntimeError), turns.held(TurnKind.TRAINING):
        raise RuntimeError

    with turns.held(TurnKind.NEW):
        assert turns._free == 0

"""Models are numbered."""

import gc

from grader.recorder.events.registry import Registry


class Model:
    """What can be forgotten."""


def test_numbers_are_never_given_twice():
    """A model that takes a dead one's place in memory gets a number of its own."""
    registry = Registry()

    numbers = [registry.number(Model()) for _ in range(100)]

    assert numbers == list(range(1, 101))


def test_models_are_held_weakly():
    """Only what the notebook itself holds stays known."""
    registry, kept = Registry(), Model()
    registry.number(kept)
    registry.number(Model())

    gc.collect()

    assert list(registry.alive()) == [kept]
    assert registry.number(kept) == 1


def test_what_is_unknown_has_no_number():
    """Asking whether a model is known gives it no number."""
    registry, model = Registry(), Model()

    assert not registry.knows(model)
    registry.number(model)
    assert registry.knows(model)

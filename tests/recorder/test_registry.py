"""How models are numbered."""

import gc

from grader.recorder.events.registry import Registry


class Thing:
    """Something that can be forgotten."""


def test_numbers_are_never_given_twice():
    """A thing that takes a dead one's place in memory gets a number of its own."""
    registry = Registry()

    numbers = [registry.number(Thing()) for _ in range(100)]

    assert numbers == list(range(1, 101))


def test_things_are_held_weakly():
    """Only what the notebook itself holds stays known."""
    registry, kept = Registry(), Thing()
    registry.number(kept)
    registry.number(Thing())

    gc.collect()

    assert list(registry.alive()) == [kept]
    assert registry.number(kept) == 1


def test_what_is_unknown_has_no_number():
    """Asking whether a thing is known gives it no number."""
    registry, thing = Registry(), Thing()

    assert not registry.knows(thing)
    registry.number(thing)
    assert registry.knows(thing)

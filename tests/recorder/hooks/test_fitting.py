"""Hooks that don't fit are reported in a course's environment, and are a fault of ours in our own."""

from types import ModuleType

from grader.recorder.hooks.fitting import Fitting


def breaks(module):
    """A hook for a library of another version."""
    module.gone_since  # noqa: B018


def put_in(*, own_stack):
    """What was noted, and how many faults there were, after a hook that doesn't fit and one that
    does.
    """
    notes, faults, hooked = [], [], []
    fitting = Fitting(
        lambda *note: notes.append(note), lambda: faults.append(1), own_stack=own_stack
    )
    for hook in fitting.each({"library": breaks, "other": hooked.append}).values():
        hook(ModuleType("library"))
    before = list(notes)
    fitting.cell_ended(1)
    fitting.cell_ended(2)
    assert before == []
    assert len(hooked) == 1
    return notes, len(faults)


def test_in_a_courses_environment_it_is_reported_once():
    """When a cell has ended: before there is a kernel, nobody listens."""
    notes, faults = put_in(own_stack=False)

    assert faults == 0
    assert [kind for kind, _ in notes] == ["hook_left_out"]
    assert "what library does is not recorded" in notes[0][1]


def test_in_our_own_it_is_a_fault():
    """There all hooks are made to fit."""
    assert put_in(own_stack=True) == ([], 1)

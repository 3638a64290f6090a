"""A band that says nothing is named, before anybody is graded by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.assignment import bundled_assignments
from grader.pipeline import load_everything
from grader.reference import weak_bands


@pytest.mark.parametrize("name", bundled_assignments())
def test_the_bundled_bands_tell_something(name):
    """Full points begin above every floor."""
    loaded = load_everything(name)

    assert not list(weak_bands(loaded.assignment, loaded.reference))


@pytest.mark.parametrize(("seeds", "said"), [(3, "--seeds 20` adds to them"), (20, "lower floor")])
def test_a_band_down_to_the_floor_is_named(seeds, said):
    """Three runs make a band from nothing to everything; how many there are says what helps."""
    loaded = load_everything("digits")
    role = loaded.reference.roles["network"]
    wide = replace(role.final["val_accuracy"], low=0.0)
    role = replace(role, seeds=tuple(range(seeds)), final={**role.final, "val_accuracy": wide})
    reference = replace(loaded.reference, roles={**loaded.reference.roles, "network": role})

    (sentence,) = weak_bands(loaded.assignment, reference)

    assert "network.accuracy: full points begin at 0.0%, not above the floor of 80.0%" in sentence
    assert said in sentence

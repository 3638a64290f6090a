"""Names what a result depends on, so that nothing is done twice and nothing stale is kept."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from dataclasses import dataclass, field, replace
from typing import Literal

from grader import __version__
from grader.model.policy import Limits
from grader.untrusted.texts import holds_too_many_values

RemainingWork = Literal["nothing", "decide", "examine", "run"]
"""What is left to do for a hand-in: decide from what was measured, gather and measure from the
recording, or run it.
"""


LIBRARIES = ("tensorflow", "keras", "numpy", "scikit-learn", "pandas", "matplotlib", "ipykernel")


@dataclass(frozen=True, slots=True)
class Key:
    """What a finished result depends on, from the first step to the last; the same key means the
    same result.
    """

    sha256: str
    """Of the notebook's bytes."""
    execution: str
    """Fingerprint of what decides how it runs: data, policy, versions of grader and of the
    libraries.
    """
    examination: str
    """Fingerprint of what decides what is gathered from a recording: the models and questions asked
    for.
    """
    decision: str
    """Fingerprint of all files that decide a grade: rubric, thresholds, checks of one's own."""
    limits: Limits = field(default_factory=Limits)
    """Within which it ran. They matter only where one of them ended it."""

    def remaining(self, kept: Key) -> RemainingWork:
        """What is left to do where a result for the key `kept` is at hand."""
        if (kept.sha256, kept.execution) != (self.sha256, self.execution):
            return "run"
        if kept.examination != self.examination:
            return "examine"
        return "nothing" if kept.decision == self.decision else "decide"

    def of_the_same(self, kept: Key) -> Key:
        """What decides now, of the hand-in and the run of it that `kept` is of."""
        return replace(self, sha256=kept.sha256, execution=kept.execution, limits=kept.limits)

    def decided_by(self, decision: str, *, examination: str) -> Key:
        """The same hand-in, examined and decided by other files of the assignment."""
        return replace(self, decision=decision, examination=examination)


def versions() -> tuple[str, ...]:
    """Python, grader and the libraries that a notebook's values depend on."""
    libraries = (f"{name} {_version(name)}" for name in LIBRARIES)
    return (platform.python_version(), f"grader {__version__}", *libraries)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "none"


def content_digest(content: bytes) -> str:
    """SHA-256 of a notebook that doesn't depend on how its JSON is laid out; of the bytes where
    they are no JSON.

    Nothing is left out: saved outputs and metadata are evidence. Only two files that say the same
    are the same.
    """
    if holds_too_many_values(content.decode("latin-1")):
        return hashlib.sha256(content).hexdigest()
    try:
        content_only = json.dumps(
            json.loads(content), sort_keys=True, separators=(",", ":"), ensure_ascii=True
        )
    except (ValueError, RecursionError):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(b"notebook\0" + content_only.encode()).hexdigest()

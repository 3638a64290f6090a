"""Understands which student, finding or observation a person names, or says what is wrong."""

from __future__ import annotations

from grader.batch.by_hand.graded_class import ClassResults, HandInNow
from grader.model.graded.finding import Finding, IntegrityFinding
from grader.text.spelling import nearest

MOST_NAMED = 5


def one_hand_in(text: str, graded: ClassResults) -> HandInNow | str:
    """The hand-in that is meant, or why nobody knows which."""
    found = graded.find(text) if text.strip() else ()
    if len(found) == 1:
        return found[0]
    if not text.strip():
        return "no student is named"
    if not found:
        return f"nobody here is called {text[:80]!r}{nearest(text, sorted(set(graded.names())))}"
    named = "; ".join(f"{one.called}: {one.folder.name}" for one in found[:MOST_NAMED])
    return f"{len(found)} hand-ins may be meant by {text[:80]!r}: {named}"


def one_finding(text: str, hand_in: HandInNow) -> Finding | str:
    """The finding that is meant, or why nobody knows which."""
    finding = hand_in.finding(text.strip())
    if finding is not None:
        return finding
    known = [one.id for one in hand_in.result.grade.decidable()]
    return f"no finding of {hand_in.called} is called {text[:80]!r}{nearest(text, known)}"


def observation_of(text: str, hand_in: HandInNow) -> IntegrityFinding | str:
    """The observation that is meant by its key, or by its kind where there is one of that kind."""
    observations = hand_in.result.grade.integrity
    found = [one for one in observations if text.strip() in (one.key, one.kind)]
    if len(found) == 1:
        return found[0]
    known = [one.key for one in observations]
    if found:
        return f"several observations are of the kind {text!r}: {', '.join(known[:MOST_NAMED])}"
    return f"no observation is called {text[:80]!r}{nearest(text, known)}"

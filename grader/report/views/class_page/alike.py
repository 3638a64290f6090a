"""Shows which hand-ins are alike: every group of them, and what joins whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.model.graded.finding import IntegrityFinding
from grader.model.graded.result import Result
from grader.report import numbers
from grader.report.figures.plots import AlikeGroup, AlikeGroups
from grader.report.text import one_line
from grader.report.views.header import student_name

WORD_FOR_WORD = "identical_submission"
_MOST_GROUPS = 60
_MOST_DRAWN = 24
_MOST_MEMBERS = 20
"""Of a group that are drawn and named: of a larger one the picture is a black ball."""
_LONGEST_LABEL = 20


@dataclass(frozen=True, slots=True)
class AlikeMember:
    """One hand-in of a group."""

    name: str
    link: str


@dataclass(frozen=True, slots=True)
class AlikeGroupView:
    """Hand-ins that are alike, directly or by way of others."""

    members: tuple[AlikeMember, ...]
    more: str
    """How many are not named; empty where all are."""
    words: str
    """What joins them."""


@dataclass(frozen=True, slots=True)
class AlikeView:
    """All groups of a class, the largest first."""

    figure: AlikeGroups
    groups: tuple[AlikeGroupView, ...]
    more: str
    """How many groups are not listed; empty where all are."""


@dataclass(frozen=True, slots=True)
class _Class:
    """Whose report lies where, and who is alike."""

    members: Mapping[str, AlikeMember]
    """By the hand-in's name."""
    joined: Mapping[str, Mapping[str, bool]]
    """By names of hand-ins: whether two that are alike are so word for word."""


def alike_view(results: Sequence[tuple[Result, str]], names: Mapping[str, str]) -> AlikeView | None:
    """The groups among `results`, given with their links; `names` says by link what a hand-in is
    called where others mention it. None where nobody's is like another's.
    """
    known = _class_of(results, names)
    groups = sorted(_groups(known.joined), key=lambda group: (-len(group), group))
    if not groups:
        return None
    left = len(groups) - _MOST_GROUPS
    drawn = tuple(_drawn(group, known) for group in groups[:_MOST_DRAWN])
    figure = AlikeGroups("alike", drawn, _alt(groups))
    listed = tuple(_group_view(group, known) for group in groups[:_MOST_GROUPS])
    return AlikeView(figure, listed, numbers.plural(left, "more group") if left > 0 else "")


def _class_of(results: Sequence[tuple[Result, str]], names: Mapping[str, str]) -> _Class:
    members, joined = {}, dict[str, dict[str, bool]]()
    for result, link in results:
        if link in names:
            members[names[link]] = AlikeMember(student_name(result), link)
    for result, link in results:
        own = names.get(link, "")
        for other, same in _others(result.grade.integrity):
            if own in members and other in members and own != other:
                for one, two in ((own, other), (other, own)):
                    joined.setdefault(one, {})[two] = joined.get(one, {}).get(two, False) or same
    return _Class(members, joined)


def _others(observations: Sequence[IntegrityFinding]) -> Iterator[tuple[str, bool]]:
    """The hand-ins that an observation names, and whether they are the same word for word."""
    for observation in observations:
        for other in observation.others:
            yield other, observation.kind == WORD_FOR_WORD


def _groups(joined: Mapping[str, Mapping[str, bool]]) -> Iterator[list[str]]:
    """Those that are joined, directly or by way of others."""
    seen: set[str] = set()
    for first in sorted(joined):
        if first not in seen:
            group, waiting = {first}, [first]
            while waiting:
                new = set(joined[waiting.pop()]) - group
                group |= new
                waiting += sorted(new)
            seen |= group
            yield sorted(group)


def _drawn(group: Sequence[str], known: _Class) -> AlikeGroup:
    shown = group[:_MOST_MEMBERS]
    place = {name: number for number, name in enumerate(shown)}
    edges = tuple(
        (place[one], place[other], same)
        for one in shown
        for other, same in sorted(known.joined[one].items())
        if place[one] < place.get(other, -1)
    )
    return AlikeGroup(tuple(_label(known.members[name].name) for name in shown), edges)


def _label(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…"


def _group_view(group: Sequence[str], known: _Class) -> AlikeGroupView:
    pairs = [same for one in group for other, same in known.joined[one].items() if one < other]
    exact, near = pairs.count(True), pairs.count(False)
    words = [
        f"{numbers.plural(exact, 'pair')} word for word the same" if exact else "",
        f"{numbers.plural(near, 'pair')} alike" if near else "",
    ]
    left = len(group) - _MOST_MEMBERS
    return AlikeGroupView(
        members=tuple(
            AlikeMember(one_line(member.name, 80), member.link)
            for member in (known.members[name] for name in group[:_MOST_MEMBERS])
        ),
        more=f"{numbers.count(left)} more" if left > 0 else "",
        words=", ".join(filter(None, words)),
    )


def _alt(groups: Sequence[Sequence[str]]) -> str:
    sizes = [numbers.plural(len(group), "hand-in") for group in groups[:_MOST_DRAWN]]
    return (
        f"{numbers.plural(len(groups), 'group')} of hand-ins that are alike, of "
        f"{numbers.listed(sizes)}. They are listed below."
    )

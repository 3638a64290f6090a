"""Reads from the folder of a batch what graders see of every hand-in, and notices what changed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.evidence.answers.placeholders import is_placeholder
from grader.store import BatchFolder, Finished, SubmissionFolder

ID_CHARS = 10
MISSING = (0, 0)
Stamp = tuple[int, int]
"""Time and size of a file: it was written anew where they differ."""


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """One answer, without its pictures."""

    text: str
    """Markdown as written; empty where nothing was found."""
    context: tuple[str, ...] = ()
    """What the evidence says about it, a sentence each."""
    empty: bool = True
    """Whether nothing stands there, or what the template put there."""


NO_ANSWER = AnswerSeen("")


@dataclass(frozen=True, slots=True)
class HandInSeen:
    """One hand-in as graders see it."""

    id: str
    """Stands for it in addresses: tells nothing of the student."""
    folder: SubmissionFolder
    finished: Finished
    answers: Mapping[str, AnswerSeen] = field(default_factory=dict)
    """By the part's id."""

    @property
    def name(self) -> str:
        """Of its folder, by which decisions name it."""
        return self.folder.path.name

    @property
    def student(self) -> str:
        """The name that is hidden unless somebody asks for it."""
        brief = self.finished.brief
        known = brief.submission.student if brief.submission else None
        return (known.name or known.id if known else None) or Path(brief.path).stem

    def answer(self, part: str) -> AnswerSeen:
        """What was written to the question of `part`."""
        return self.answers.get(part, NO_ANSWER)


class HandIns:
    """The hand-ins of the last batch that have a result of one assignment."""

    def __init__(self, store: BatchFolder, *, assignment: str, key: str) -> None:
        """Take the folder, the assignment's name, and what ids are made of; nothing is read yet."""
        self._store, self._assignment, self._key = store, assignment, key.encode()
        self._stamps: dict[str, Stamp] = {}
        self._intake: Stamp | None = None
        self.by_name: dict[str, HandInSeen] = {}
        self.by_id: dict[str, HandInSeen] = {}

    def refresh(self) -> frozenset[str]:
        """Read what was written since the last time; return the names of what changed or went."""
        stamps = _stamps(self._store.path / "submissions")
        intake = _stamp(self._store.path / "intake.json")
        if stamps == self._stamps and intake == self._intake:
            return frozenset()
        given = self._given(frozenset(stamps))
        old, self._stamps, self._intake = self._stamps, stamps, intake
        changed = set(self.by_name) - given
        for name in sorted(given):
            if old.get(name) != stamps[name] or name not in self.by_name:
                changed.add(name)
                self._read(SubmissionFolder(self._store.path / "submissions" / name))
        for name in set(self.by_name) - given:
            del self.by_name[name]
        self.by_id = {one.id: one for one in self.by_name.values()}
        return frozenset(changed)

    def _given(self, there: frozenset[str]) -> frozenset[str]:
        """The names of what the last batch was given."""
        intake = self._store.read_intake()
        if intake is None:
            return there
        return there & {self._store.for_hand_in(one.key).path.name for one in intake.hand_ins}

    def _read(self, folder: SubmissionFolder) -> None:
        finished = folder.finished()
        if finished is None or finished.brief.assignment != self._assignment:
            self.by_name.pop(folder.path.name, None)
            return
        name = folder.path.name
        digest = hmac.new(self._key, name.encode("utf-8", "surrogatepass"), hashlib.sha256)
        self.by_name[name] = HandInSeen(
            digest.hexdigest()[:ID_CHARS], folder, finished, _answers(folder)
        )


def _answers(folder: SubmissionFolder) -> dict[str, AnswerSeen]:
    """The answers of a hand-in. Only they are taken: its notebook is up to megabytes."""
    try:
        record = json.loads((folder.path / "records" / "seen.json").read_bytes())["record"]
        return {
            str(one["question"]): AnswerSeen(
                str(one["text"]),
                tuple(map(str, one["context"])),
                empty=not one["pictures"] and _says_nothing(str(one["text"])),
            )
            for one in record["evidence"]["answers"]
        }
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _says_nothing(text: str) -> bool:
    return not text.strip() or is_placeholder(text.strip())


def _stamps(submissions: Path) -> dict[str, Stamp]:
    """By the name of the folder, when each result was written: 500 in some milliseconds."""
    try:
        folders = list(submissions.iterdir())
    except OSError:
        return {}
    found = {folder.name: _stamp(folder / "records" / "done.json") for folder in folders}
    return {name: stamp for name, stamp in found.items() if stamp != MISSING}


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return MISSING
    return (found.st_mtime_ns, found.st_size)

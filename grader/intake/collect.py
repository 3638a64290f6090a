"""Finds the hand-ins that a folder or an archive holds, and whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.alone import beside_alone, without_notebooks
from grader.intake.archives.archive import PACK_AGAIN
from grader.intake.archives.names import EntryRefused, lookalike_key, steps_of
from grader.intake.archives.unpack import File, OwnerKeysIn, forget_others, unpack
from grader.intake.assemble import HandInFiles, assemble
from grader.intake.autosaves import without_autosaves
from grader.intake.folder import files_below
from grader.intake.formats import format_of, is_other_archive
from grader.intake.kinds import ZIP_BEGINS, head_of, is_archive, is_notebook
from grader.intake.lms import HandInLayout, recognise
from grader.intake.lms.blackboard import MAX_TEXT_BYTES, named_by
from grader.intake.lms.brightspace import is_index
from grader.intake.lms.gradescope import MAX_METADATA_BYTES, METADATA, Submitters, read_submitters
from grader.intake.lms.nbgrader import ROOT as SUBMITTED
from grader.intake.lms.nbgrader import is_of_the_course
from grader.intake.lms.sakai import is_of_sakai
from grader.intake.mentioned import beside_one
from grader.intake.notebooks.work import read_starter
from grader.intake.path import printable, shown
from grader.intake.rosters.matching import with_roster
from grader.intake.rosters.roster import Roster
from grader.model.hand_in import HandIn, Intake, Origin
from grader.model.submission import Student


def collect(
    source: Path,
    *,
    work: Path,
    layout: str | None = None,
    roster: Roster | None = None,
    starter: Path | None = None,
) -> Intake:
    """Find every hand-in below `source`: a folder, a zip as an LMS gives it, or one notebook.

    Archives are unpacked into `work`, a folder inside the batch's output, which is left out where
    it lies in `source`. `layout` names the system whose layout it has, where it is not to be
    recognised by the names; `starter` is the notebook that the assignment gave, which is nobody's
    work. Raises IntakeError where `source` can't be read at all, or is not laid out as said.
    """
    groups = roster.groups if roster else ()
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    if source.exists() and not (source.is_dir() or source.is_file()):
        raise IntakeError(
            f"{printable(source)}: neither a folder nor a file",
            hint="copy what comes out of it to an ordinary file",
        )
    if source.is_dir():
        course = starter.parent if starter else None
        files = files_below(source, without=(work.parent, work), assignment=course)
    elif _is_zip(source):
        files = unpack(source, name=printable(source), into=work, owner_of=_owners(layout, groups))
    elif is_other_archive(head_of(source)) and not is_notebook((source.name,), source):
        what = format_of(head_of(source))
        raise IntakeError(f"{printable(source)}: expected a zip, got {what}", hint=PACK_AGAIN)
    else:
        name, path = printable(source.name), printable(source)
        visible, note = beside_one(source)
        alone = HandIn(
            name, name, source, Origin(notes=(note,) if note else ()), visible=visible, path=path
        )
        return _on_roster(Intake("plain", (alone,)), roster)
    files = without_autosaves(files)
    paths = [file.parts for file in files if _is_named(file)]
    found = _layout_of(paths, source, layout=layout, roster=roster)
    if layout not in (None, found.system):
        raise IntakeError(
            f"{printable(source)}: not laid out as {layout} does",
            hint="leave --layout out: the names of the files then tell which system it is, or "
            "every notebook stands for itself",
        )
    submitters = _submitters(files, found)
    given = read_starter(starter)
    by_owner = [_with_students(one, submitters) for one in _by_owner(files, found)]
    hand_ins = [
        assemble(one, system=found.system, work=work, around=len(found.within), starter=given)
        for one in by_owner
    ]
    if found.system == "plain":
        hand_ins = beside_alone(hand_ins, files)
    taken = [path for one in hand_ins for path in (one.notebook, *one.beside) if path is not None]
    forget_others(work, [*taken, *(file.path for file in files if file.path)])
    problems = tuple(
        f"{shown(file.parts)}: left out: {file.problem}" for file in files if file.problem
    )
    problems = (*problems, *(without_notebooks(files, hand_ins) if found.system == "plain" else ()))
    noted = _alike_noted(list(_distinct(hand_ins)))
    named = tuple(replace(one, path=f"{printable(source)}/{one.name}") for one in noted)
    notes = (*_about_names(files, printable(source)), *_about_people(files, found, submitters))
    return _on_roster(Intake(found.system, named, problems, notes), roster)


def _about_names(files: Sequence[File], source: str) -> Iterator[str]:
    """Say where an archive's names had to be guessed."""
    guessed = [file for file in files if file.page]
    if guessed:
        named = shown(guessed[0].parts)
        yield (
            f"{source}: nothing says how its names are written; they were read as "
            f"{guessed[0].page}, such as {named}. Look at the names."
        )


def _about_people(
    files: Sequence[File], layout: HandInLayout, submitters: Submitters
) -> Iterator[str]:
    """Say where the list of who handed in what is there and names nobody."""
    if layout.system == "gradescope" and not any(submitters.values()):
        for file in files:
            if file.path and _is_metadata(file, layout):
                yield (
                    f"{shown(file.parts)} names nobody: it is damaged, or not as Gradescope writes "
                    "it. Download the export again, or give a roster."
                )


def _on_roster(intake: Intake, roster: Roster | None) -> Intake:
    return intake if roster is None else with_roster(intake, roster)


def _layout_of(
    paths: Sequence[tuple[str, ...]], source: Path, *, layout: str | None, roster: Roster | None
) -> HandInLayout:
    """How the files are laid out; a folder `submitted` is nbgrader's where its folders fit."""
    groups, people = (roster.groups, roster.called) if roster else ((), frozenset[str]())
    if layout is None and source.name == SUBMITTED:
        found = recognise(paths, layout="nbgrader", groups=groups)
        if found.system == "nbgrader":
            return found
    return recognise(paths, layout=layout, groups=groups, people=people)


def _owners(layout: str | None, groups: Sequence[str]) -> OwnerKeysIn:
    """How `unpack` tells whose allowance a file is taken from."""

    def owner_of(paths: Sequence[tuple[str, ...]]) -> Callable[[tuple[str, ...]], str]:
        found = recognise(paths, layout=layout, groups=groups)
        return lambda parts: found.owner_of(parts).key

    return owner_of


def _is_zip(path: Path) -> bool:
    return is_archive((path.name,)) or head_of(path).startswith(ZIP_BEGINS)


def _is_named(file: File) -> bool:
    """Whether its name tells something: not where an archive's was refused. In a folder any name
    may stand, with a backslash or a colon, too.
    """
    if file.path is not None:
        return True
    try:
        return steps_of("/".join(file.parts)) == file.parts
    except EntryRefused:
        return False


def _by_owner(files: Iterable[File], layout: HandInLayout) -> list[HandInFiles]:
    """The files by owner, in order; in a plain layout only what may be a hand-in has one."""
    by_owner: dict[str, HandInFiles] = {}
    for file in files:
        if not _is_named(file) or _is_metadata(file, layout):
            continue
        if layout.system == "plain" and not (
            is_notebook(file.parts, file.path) or is_archive(file.parts, file.path)
        ):
            continue
        owner = layout.owner_of(file.parts)
        by_owner.setdefault(owner.key, HandInFiles(owner)).files.append((owner, file))
    return list(by_owner.values())


def _is_metadata(file: File, layout: HandInLayout) -> bool:
    inner = file.parts[len(layout.within) :]
    if layout.system == "brightspace":
        return is_index(inner)
    if layout.system == "sakai":
        return is_of_sakai(inner)
    if layout.system == "nbgrader":
        return is_of_the_course(inner)
    return layout.system == "gradescope" and inner in [(name,) for name in METADATA]


def _submitters(files: Iterable[File], layout: HandInLayout) -> Submitters:
    """Whom the system's own files name, by the key of the hand-in."""
    if layout.system == "blackboard":
        return dict(_named_by_blackboard(files, layout))
    for file in files:
        if layout.system == "gradescope" and file.path and _is_metadata(file, layout):
            with file.path.open("rb") as stream:
                return read_submitters(stream.read(MAX_METADATA_BYTES))
    return {}


def _named_by_blackboard(
    files: Iterable[File], layout: HandInLayout
) -> Iterator[tuple[str, tuple[Student, ...]]]:
    for file in files:
        if file.path and file.parts[-1].endswith(".txt"):
            with file.path.open("rb") as stream:
                named = named_by(file.parts[len(layout.within) :], stream.read(MAX_TEXT_BYTES))
            if named:
                yield named[0], (named[1],)


def _with_students(files: HandInFiles, submitters: Submitters) -> HandInFiles:
    """The files with the students whom the metadata name."""
    students = submitters.get(files.owner.key)
    return replace(files, owner=replace(files.owner, students=students)) if students else files


def _alike_noted(hand_ins: Sequence[HandIn]) -> Iterator[HandIn]:
    """Say where two hand-ins are easily taken for one another, or are one student's."""
    by_looks: dict[str, list[str]] = defaultdict(list)
    by_id: dict[str, list[str]] = defaultdict(list)
    for one in hand_ins:
        by_looks[lookalike_key(one.key)].append(one.name)
        for student in one.origin.students:
            by_id[student.id or ""].append(one.name)
    for one in hand_ins:
        alike = [name for name in by_looks[lookalike_key(one.key)] if name != one.name]
        ids = [student.id for student in one.origin.students if student.id]
        same = [name for student in ids for name in by_id[student] if name != one.name]
        notes = [
            f"Its name looks like that of another hand-in, {name}: don't mix them up."
            for name in alike[:1]
        ]
        notes += [f"The same student's id stands on another hand-in, {name}." for name in same[:1]]
        yield (
            replace(one, origin=replace(one.origin, notes=(*one.origin.notes, *notes)))
            if notes
            else one
        )


def _distinct(hand_ins: Iterable[HandIn]) -> Iterator[HandIn]:
    """Give hand-ins whose names became the same a number."""
    taken: set[str] = set()
    for one in hand_ins:
        name, number = one.name, 1
        while name in taken:
            number += 1
            name = f"{one.name} ({number})"
        taken.add(name)
        yield replace(one, name=name) if name != one.name else one

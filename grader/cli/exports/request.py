"""Names what `grader export` was asked for, and loads the grades that it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.export import Graded, Ungraded
    from grader.model.audience import Audience
    from grader.model.hand_in import HandIn, Intake
    from grader.pipeline import LoadedAssignment

MOST_NAMED = 20
MOST_BYTES = 50 * 1024**2
"""Of what an LMS exported."""
UNREAD = (
    "intake.json can't be read: whose hand-ins these are in an LMS, which were withdrawn and who "
    "handed in nothing is not known; the same grader batch writes it again"
)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """One call of `grader export FOLDER --to FORMAT`."""

    folder: Path
    out: str
    """A path, or `-` for standard output."""
    dry_run: bool = False
    include_unfinished: bool = False
    gradebook: Path | None = None
    """What the LMS exported, to be filled in."""
    column: str = ""
    scale: bool = False
    comments: bool = False
    excel: bool = False
    at: str = ""
    """The address of the assignment in the LMS, as the browser shows it."""
    blind: bool = False
    audience: Audience | None = None
    assignment: str | None = None
    """Where it lies; None finds the bundled one."""
    registration: Path | None = None
    """What an LMS said when the grader was registered with it."""
    create: bool = False
    """Whether a column is made where none has the title."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that grades are written in."""

    name: str
    what: str
    """For the help, a few words."""
    write: Callable[[ExportRequest], None]
    options: frozenset[str] = frozenset()
    """The options beyond FOLDER and --out that can be used with it: names of `ExportRequest`'s
    fields.
    """
    needs: tuple[str, ...] = ()
    """Those of them that have to be given."""

    def refuse_what_means_nothing(self, request: ExportRequest) -> None:
        """Say which options are missing, and which were given that this format knows nothing of."""
        for name in OPTIONS:
            given = getattr(request, name) not in (None, "", False)
            option = "--" + name.replace("_", "-")
            if given and name not in self.options:
                raise click.UsageError(f"{option} can't be used with --to {self.name}")
            if name in self.needs and not given:
                raise click.UsageError(f"--to {self.name} needs {option}")


OPTIONS = (
    "dry_run",
    "include_unfinished",
    "gradebook",
    "column",
    "scale",
    "comments",
    "excel",
    "at",
    "blind",
    "audience",
    "assignment",
    "registration",
    "create",
)


@dataclass(frozen=True, slots=True)
class LoadedGrades:
    """The grades of a folder."""

    graded: tuple[Graded, ...]
    others: tuple[Ungraded, ...]
    intake: Intake | None
    without: tuple[HandIn, ...] = ()
    """The hand-ins that have no result, or none that can be read."""


def load(request: ExportRequest) -> LoadedGrades:
    """The kept results of the last batch, and who of the class has none."""
    from grader.batch import require_book
    from grader.cli.folder_assignment import no_results
    from grader.export import ungraded
    from grader.store import BatchFolder

    store = BatchFolder(request.folder)
    require_book(store)
    graded = dict(_graded(store))
    if not graded:
        raise click.BadParameter(no_results(request.folder), param_hint="FOLDER")
    intake = store.read_intake()
    if intake is None and (request.folder / "intake.json").exists():
        click.echo(f"grader: {request.folder}/{UNREAD}", err=True)
    hand_ins = intake.hand_ins if intake else ()
    without = tuple(one for one in hand_ins if store.for_hand_in(one.key).path not in graded)
    others = ungraded(without, intake.absent if intake else ())
    return LoadedGrades(tuple(graded.values()), tuple(others), intake, without)


def assignment_of(request: ExportRequest) -> LoadedAssignment:
    """The assignment of the grades, which says what students are not told."""
    from grader.cli.folder_assignment import assignment_in
    from grader.pipeline import load_everything

    return load_everything(assignment_in(request.folder, request.assignment))


def read_gradebook(path: Path) -> bytes:
    """What the LMS exported."""
    from grader.errors import ExportError, OutputError

    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ExportError(f"{path}: can't be read: {OutputError.of(error).message}") from None
    if len(content) > MOST_BYTES:
        raise ExportError(f"{path}: larger than {MOST_BYTES // 1024**2} MiB: no table of grades")
    return content


def put_out(request: ExportRequest, content: bytes) -> None:
    """Write what was made, or print it."""
    from grader.cli.written import print_bytes, write_file

    if request.out == "-":
        print_bytes(content)
    else:
        write_file(Path(request.out), content)


def put_out_pieces(request: ExportRequest, pieces: Iterable[bytes]) -> None:
    """The same of what is too large to be held at once."""
    from grader.cli.written import print_bytes, write_pieces

    if request.out != "-":
        write_pieces(Path(request.out), pieces)
        return
    for piece in pieces:
        print_bytes(piece)


def say_what_is_missing(request: ExportRequest, loaded: LoadedGrades) -> None:
    """Say on stderr which hand-ins have no result, what intake noted, and who writes here now."""
    from grader.cli.screen import on_one_line
    from grader.store import holder

    if loaded.without:
        count = len(loaded.without)
        message = f"{count} hand-ins have no result, so no points; grader batch grades them"
        named = ", ".join(one.name for one in loaded.without[:MOST_NAMED])
        click.echo(f"grader: {message}: {on_one_line(named)}", err=True)
    for note in loaded.intake.notes if loaded.intake else ():
        click.echo(f"grader: {on_one_line(note)}", err=True)
    if running := holder(request.folder):
        message = f"{request.folder} is in use by {running}: what is finished so far was written"
        click.echo(f"grader: {message}", err=True)


def _graded(store: BatchFolder) -> Iterator[tuple[Path, Graded]]:
    """By its folder, each result of a hand-in of the last batch, as people decided about it."""
    from grader.export import Graded
    from grader.pipeline import decided_brief
    from grader.review import Book, by_hand_in

    decisions = by_hand_in(Book(store.path).all())
    for place, finished in store.current():
        brief = decided_brief(place, finished, decisions[place.name])
        yield place.path, Graded(brief, place.html.relative_to(store.path).as_posix())


if TYPE_CHECKING:
    from grader.store import BatchFolder

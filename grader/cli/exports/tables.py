"""The formats that hold all there is of a class: tables, records, the XML of build servers."""

from __future__ import annotations

from collections.abc import Iterator

from grader.cli.exports.request import (
    ExportRequest,
    Format,
    LoadedGrades,
    assignment_of,
    load,
    put_out,
    put_out_pieces,
    say_what_is_missing,
)


def _csv(request: ExportRequest) -> None:
    from grader.export import as_csv

    loaded = load(request)
    _put_out_table(request, as_csv(loaded.graded, loaded.others))
    say_what_is_missing(request, loaded)


def _nbgrader(request: ExportRequest) -> None:
    from grader.export import as_nbgrader, awards_of

    loaded = load(request)
    awards = awards_of(loaded.graded, loaded.others, include_unfinished=request.include_unfinished)
    _put_out_table(request, as_nbgrader(awards, assignment=loaded.graded[0].result.assignment))
    say_what_is_missing(request, loaded)


def _junit(request: ExportRequest) -> None:
    from grader.export import as_junit

    loaded = load(request)
    put_out(request, as_junit(loaded.graded).encode("utf-8", "replace"))
    say_what_is_missing(request, loaded)


def _json(request: ExportRequest) -> None:
    loaded = load(request)
    put_out_pieces(request, _records(request, loaded))
    say_what_is_missing(request, loaded)


def _records(request: ExportRequest, loaded: LoadedGrades) -> Iterator[bytes]:
    """Each record on a line, for whom it is asked."""
    if request.audience == "student":
        return _records_for_students(request, loaded)
    return _records_as_published(request, loaded)


def _records_for_students(request: ExportRequest, loaded: LoadedGrades) -> Iterator[bytes]:
    from grader.export import public_record, without_graders
    from grader.pipeline import decided_whole
    from grader.report import result_for
    from grader.review import Book, by_hand_in
    from grader.store import SubmissionFolder

    assignment = assignment_of(request).assignment
    decisions = by_hand_in(Book(request.folder).all())
    for one in loaded.graded:
        folder = SubmissionFolder((request.folder / one.report).parent)
        whole = decided_whole(folder, decisions[folder.name])
        record = public_record(result_for(whole, assignment, "student"))
        record = without_graders(record) if request.blind else record
        yield record.model_dump_json().encode("utf-8", "replace") + b"\n"


def _records_as_published(request: ExportRequest, loaded: LoadedGrades) -> Iterator[bytes]:
    """Each published record on a line of its own; no text of JSON holds the end of a line."""
    from grader.batch import published_now
    from grader.export import PublicRecord, without_graders
    from grader.review import Book, by_hand_in
    from grader.store import SubmissionFolder

    decisions = by_hand_in(Book(request.folder).all())
    for one in loaded.graded:
        folder = SubmissionFolder((request.folder / one.report).parent)
        text = published_now(folder, one.result, decisions[folder.name])
        if request.blind:
            text = without_graders(PublicRecord.model_validate_json(text)).model_dump_json()
        lines = text.encode("utf-8", "replace").splitlines()
        yield b"".join([line.lstrip() for line in lines]) + b"\n"


def _put_out_table(request: ExportRequest, text: str) -> None:
    from grader.export import for_excel

    put_out(request, for_excel(text) if request.excel else text.encode("utf-8", "replace"))


CSV = Format("csv", "a table", _csv, frozenset({"excel"}))
NBGRADER = Format(
    "nbgrader",
    "a table with nbgrader's columns",
    _nbgrader,
    frozenset({"excel", "include_unfinished"}),
)
JSON = Format(
    "json",
    "the published records, one a line",
    _json,
    frozenset({"blind", "audience", "assignment"}),
)
JUNIT = Format("junit", "XML of build servers", _junit)

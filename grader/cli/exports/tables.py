"""The formats that hold all there is of a class: a table, and the XML of build servers."""

from __future__ import annotations

from grader.cli.exports.request import Format, Request, load, put_out, say_what_is_missing


def _csv(request: Request) -> None:
    from grader.export import as_csv

    loaded = load(request)
    put_out(request, as_csv(loaded.graded, loaded.others).encode("utf-8", "replace"))
    say_what_is_missing(request, loaded)


def _junit(request: Request) -> None:
    from grader.export import as_junit

    loaded = load(request)
    put_out(request, as_junit(loaded.graded).encode("utf-8", "replace"))
    say_what_is_missing(request, loaded)


CSV = Format("csv", "a table", _csv)
JUNIT = Format("junit", "XML of build servers", _junit)

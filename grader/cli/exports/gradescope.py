"""The format that Gradescope's harness reads: the results of the one hand-in of a folder."""

from __future__ import annotations

import click

from grader.cli.exports.request import ExportRequest, Format, load, put_out, read_gradebook


def _gradescope(request: ExportRequest) -> None:
    from grader.errors import ExportError
    from grader.export.gradescope import as_gradescope, read_total
    from grader.export.gradescope.results import read_as_gradescope
    from grader.text.points import points_as_text

    graded = load(request).graded
    if len(graded) != 1:
        raise click.BadParameter(
            f"{request.folder} holds {len(graded)} results; results.json is for one submission"
        )
    result = graded[0].result
    total = read_total(read_gradebook(request.gradebook)) if request.gradebook else None
    possible = result.grade.points_possible
    if total is not None and total != possible and not request.scale:
        raise ExportError(
            f"{request.gradebook}: the assignment is out of {points_as_text(total)} points, the "
            f"grade is out of {points_as_text(possible)}",
            hint="--scale converts it",
        )
    text = as_gradescope(result, total=total)
    read_as_gradescope(text)
    put_out(request, text.encode("utf-8", "replace"))
    for observation in result.grade.integrity:
        click.echo(f"{observation.severity}: {observation.message}", err=True)


GRADESCOPE = Format(
    "gradescope",
    "results.json of one submission",
    _gradescope,
    frozenset({"gradebook", "scale"}),
)

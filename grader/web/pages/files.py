"""Serves what pages ask for later: reports, style sheets and scripts, models, formulas, cells."""

from __future__ import annotations

from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

from grader.report.typesetting import MOST_FORMULAS
from grader.web.pages.page import NotThereError, Page
from grader.web.pages.shown import cells_shown

OF_REPORTS = {
    "content-security-policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
"""A report has its style sheet in itself, and its own policy names that sheet's digest."""
STATIC = {
    "htmx.min.js": ("review/static/htmx.min.js", "text/javascript"),
    "review.js": ("review/static/review.js", "text/javascript"),
    "formulas.js": ("review/static/formulas.js", "text/javascript"),
    "review.css": ("review/static/review.css", "text/css"),
    "report.css": ("report.css", "text/css"),
}


def report(page: Page) -> Response:
    """The report as it lies in the folder."""
    try:
        content = page.hand_in().folder.html.read_bytes()
    except OSError:
        why = "There is no report of it yet: grader report writes them."
        return page.render("nothing", status=404, why=why)
    return HTMLResponse(content, headers=OF_REPORTS)


def nothing(_page: Page) -> Response:
    """An address that no page of ours names."""
    raise NotThereError


def static(page: Page) -> Response:
    """A file of ours: a name out of a short list, never a path."""
    found = STATIC.get(page.request.path_params["name"])
    if found is None:
        raise NotThereError
    return FileResponse(page.services.templates / found[0], media_type=found[1])


def models(page: Page) -> Response:
    """Curves and matrices of the student's models."""
    return HTMLResponse(page.services.drawing.models(page.hand_in().folder.path))


def formulas(page: Page) -> Response:
    """The formulas that were sent, typeset; empty where one can't be."""
    asked = {kind: page.form.get(kind, ())[:MOST_FORMULAS] for kind in ("inline", "display")}
    return JSONResponse(
        {
            kind: page.services.drawing.formulas(written, display=kind == "display")
            for kind, written in asked.items()
        }
    )


def cells(page: Page) -> Response:
    """The notebook around an answer."""
    item, every = page.item(), page.request.query_params.get("every") == "1"
    cells = cells_shown(item, every=every, names=page.names_shown)
    return page.render("cells", cells=cells, every=every, item=item)

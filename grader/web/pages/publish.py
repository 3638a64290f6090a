"""The page that writes grades and reports which are behind what people decided."""

from __future__ import annotations

from starlette.responses import Response

from grader.web.pages.page import Page


def publish(page: Page) -> Response:
    """Begin to write, and say so."""
    page.services.publisher.begin()
    return page.go("/written")


def written(page: Page) -> Response:
    """What became of it."""
    publisher = page.services.publisher
    return page.render("written", busy=publisher.busy, said=publisher.said)

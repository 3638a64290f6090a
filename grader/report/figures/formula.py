"""A typeset formula as an element of a page, or as a picture for paper."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from grader.report.figures import palette
from grader.report.text import plain

PAPER_EM = 11.7
"""CSS pixels of a font size on paper, as `print.css` has it: 8.8 points."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What a formula looks like; sizes are in hundredths of the font size."""

    tex: str
    """As it was written, with what stands around it."""
    width: float
    height: float
    path: str
    display: bool
    """Whether it has a line of its own."""

    @property
    def kind(self) -> str:
        """The classes of its element."""
        return "formula display" if self.display else "formula"

    def svg(self) -> Markup:
        """The element for a page: as large as the text around it, and of its colour."""
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="{}" role="img" aria-label="{}" '
            'viewBox="0 0 {:g} {:g}" width="{:.2f}em" height="{:.2f}em" fill="currentColor">'
            '<path d="{}"/></svg>'
        ).format(
            self.kind, plain(self.tex), self.width, self.height, self.width / 100,
            self.height / 100, self.path,
        )  # fmt: skip

    def drawing(self) -> str:
        """The picture for paper, in CSS pixels."""
        width, height = (side * PAPER_EM / 100 for side in (self.width, self.height))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" '
            f'width="{width:.2f}" height="{height:.2f}" fill="{palette.INK}">'
            f'<path d="{self.path}"/></svg>'
        )

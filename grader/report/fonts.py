"""Says which writing systems this host has no fonts for: their letters would be empty boxes in a
PDF.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from grader.text.scripts import SCRIPTS, packages_for, script_of

INSTALL = "on Debian and Ubuntu: apt-get install {}; elsewhere the Noto fonts"
_WEASYPRINT = logging.getLogger("weasyprint")


class _Undrawn(logging.Handler):
    """Collects the characters of which WeasyPrint says that no font has them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Take the character out of the warning `.notdef glyph rendered … "%s" (U+%04X)`."""
        if ".notdef" in str(record.msg) and isinstance(record.args, tuple) and record.args:
            self.characters.add(str(record.args[0]))


@contextmanager
def undrawn_characters() -> Iterator[set[str]]:
    """Collect what no font has while WeasyPrint draws."""
    handler = _Undrawn()
    _WEASYPRINT.addHandler(handler)
    try:
        yield handler.characters
    finally:
        _WEASYPRINT.removeHandler(handler)


def scripts_of(characters: Iterable[str]) -> tuple[str, ...]:
    """The names of the writing systems of these characters, sorted."""
    return tuple(sorted({_script_name(character) for character in characters}))


def _script_name(character: str) -> str:
    script = script_of(character)
    if script is not None:
        return script.name
    name = unicodedata.name(character, "").partition(" ")[0].title()
    return name or f"the sign U+{ord(character):04X}"


def said_on_paper(characters: Iterable[str]) -> str:
    """What the PDF itself says about its empty boxes."""
    characters = list(characters)
    return (
        f"On this paper empty boxes stand for some signs ({', '.join(scripts_of(characters))}): "
        f"the computer that made it"
        " has no font for them. The report for a browser shows them. Whoever runs grader can "
        "install"
        f" {', '.join(packages_for(characters))} and make the report again."
    )


def said_to_operator(scripts: Iterable[str]) -> str:
    """What is missing and how to get it; `scripts` are names of writing systems."""
    names = sorted(scripts)
    samples = [script.sample for script in SCRIPTS if script.name in names]
    return (
        f"no font here for {', '.join(names)}: empty boxes stand for them in PDFs"
        f" ({INSTALL.format(' '.join(packages_for(samples or 'a')))})"
    )


def scripts_without_font() -> tuple[str, ...]:
    """The names of the writing systems that can't be drawn here; raises OSError where nothing can
    be.
    """
    from weasyprint import HTML  # noqa: PLC0415 - loading WeasyPrint takes 0.3 s

    with undrawn_characters() as undrawn:
        HTML(string=f"<p>{' '.join(script.sample for script in SCRIPTS)}</p>").write_pdf()
    return scripts_of(undrawn)

"""Makes an answer of what was found for a question: what is surest, and how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grader.evidence.answers.blocks import Block
from grader.model.assignment import PartSpec
from grader.model.evidence import Answer
from grader.model.submission import Picture


@dataclass(slots=True)
class Found:
    """What was found for one question, by how sure it is."""

    in_its_cell: list[Block] = field(default_factory=list)
    alone: list[Block] = field(default_factory=list)
    shared: list[Block] = field(default_factory=list)
    shared_with: list[str] = field(default_factory=list)
    comments: list[Block] = field(default_factory=list)
    shown: list[Block] = field(default_factory=list)
    elsewhere: list[Block] = field(default_factory=list)
    by_exclusion: list[Block] = field(default_factory=list)
    headings: list[Block] = field(default_factory=list)
    """What could be an answer written as a heading, or the heading of what comes next."""
    below: list[Block] = field(default_factory=list)
    """The text below such a heading, or below one that is only a label: `### Answer 1`."""
    further: list[Block] = field(default_factory=list)
    """What stands below the cell that the starter keeps for the answer, or below code that follows
    the answer.
    """

    def so_far(self) -> list[Block]:
        """What was found below the question."""
        return [*self.in_its_cell, *self.alone, *self.shared, *self.further]

    def is_empty(self) -> bool:
        """Whether nothing at all was found."""
        return not (
            self.in_its_cell
            or self.alone
            or self.shared
            or self.comments
            or self.shown
            or self.elsewhere
        )


def answer_from(part: PartSpec, found: Found, parts: Sequence[PartSpec]) -> Answer:
    """The answer to the question of `part`: what was found most surely, and how."""
    found_blocks, how = _best(found, parts)
    # A cell that was copied with its text says nothing twice.
    blocks = list({(block.text, block.pictures): block for block in found_blocks}.values())
    text = "\n\n".join(block.text.strip() for block in blocks)
    cells = tuple(dict.fromkeys(block.cell for block in blocks))
    return Answer(part.id, text, cells, how, pictures=tuple(_pictures(blocks)))


def _pictures(blocks: Sequence[Block]) -> Iterator[Picture]:
    """The pictures of an answer, each once, by names that no two share."""
    names: dict[str, Picture] = {}
    for picture in (picture for block in blocks for picture in block.pictures):
        if names.setdefault(picture.name, picture) is picture:
            yield picture


def _best(found: Found, parts: Sequence[PartSpec]) -> tuple[list[Block], str]:
    form = "The heading" if all(block.kind == "heading" for block in found.alone) else "The text"
    others = " and ".join(other.title for other in parts if other.id in found.shared_with)
    headed = all(block.kind == "heading" for block in found.in_its_cell)
    further = [*found.alone, *found.below] if headed else found.further
    cells = {block.cell for block in found.below}
    of_these = cells.issuperset(block.cell for block in found.elsewhere)
    under_it = of_these and len(found.below) > len(found.elsewhere)
    ways = (
        (
            [*found.in_its_cell, *further] if found.in_its_cell else [],
            "It stands in the cell that the starter notebook keeps for this answer.",
        ),
        (
            [*found.alone, *found.further] if found.alone else [],
            f"{form} follows the words of the question.",
        ),
        (
            [*found.shared, *found.further] if found.shared else [],
            f"The text follows this question and “{others}”, and answers them together.",
        ),
        (
            [*found.headings, *found.below] if under_it else [],
            "It follows the question under a heading of its own.",
        ),
        (found.elsewhere, "It stands under no question, but speaks of what this one asks."),
        (found.comments, "It stands in a code cell, as a comment or a printed sentence."),
        (found.shown, "No text follows the question, but this code cell shows something."),
        (
            found.by_exclusion,
            "It stands under no question that we know, and could answer only this one.",
        ),
        (found.headings, "No text follows the question but this heading."),
    )
    return next(
        ((blocks, how) for blocks, how in ways if blocks),
        ([], "No text follows the question or is about it."),
    )

"""Finds where in the notebook the student answers which question.

In this order: the cell that the starter keeps for the answer; the text that follows the words of
the question, up to the next heading or question; text elsewhere that speaks of the question's
topic. The number that a student writes in front of an answer only decides between answers that fit
alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.evidence.answers.blocks import Block, blocks_of
from grader.evidence.answers.found import Found, answer_from
from grader.evidence.answers.placeholders import is_placeholder
from grader.evidence.answers.questions import (
    after_the_question,
    asked_in,
    is_section,
    label_points_to,
    unlabelled,
)
from grader.evidence.answers.starter import StarterTexts
from grader.evidence.answers.topics import relevance
from grader.evidence.answers.words import (
    instructs,
    label_of,
    may_be_foreign,
    names_a_section,
    only_frames,
    says_something,
)
from grader.model.assignment import Assignment, PartSpec
from grader.model.evidence import Answer
from grader.model.submission import Cell, Notebook
from grader.text.scripts import amount_of

PLACE_CELLS = 2
"""How far below the question a heading may stand to be taken for the answer itself."""
MIN_RELEVANCE = 2
"""Signs of a question's topic that a text must show to answer it from anywhere else."""
MIN_COMMENT_WORDS = 8


@dataclass(frozen=True, slots=True)
class _UnplacedText:
    """Text under no question, with the question that its number points to, and those that wait for
    an answer.
    """

    block: Block
    hint: PartSpec | None
    waiting: tuple[PartSpec, ...]


def find_answers(
    notebook: Notebook, assignment: Assignment, starter: StarterTexts
) -> tuple[Answer, ...]:
    """Return an answer for every question, in the order of the assignment; an empty text where none
    was found.
    """
    parts = assignment.questions()
    code = [cell for cell in notebook.cells if cell.kind == "code" and cell.source.strip()]
    search = _AnswerSearch(parts, starter, code)
    for block in blocks_of(notebook):
        search.take(block)
    search.finish()
    return tuple(answer_from(part, search.found[part.id], parts) for part in parts)


class _AnswerSearch:
    """Goes through the notebook from top to bottom."""

    def __init__(
        self, parts: Sequence[PartSpec], starter: StarterTexts, code_cells: Sequence[Cell]
    ) -> None:
        self.found: dict[str, Found] = defaultdict(Found)
        self._parts, self._starter = parts, starter
        self._code_cells = [cell.index for cell in code_cells]
        self._own_code = {
            cell.index for cell in code_cells if cell.id and cell.id not in starter.code_cells
        }
        self._in_starters_cells: set[str] = set()
        """The questions that are asked, or answered, in cells that the starter has for them."""
        self._by_id = {part.id: part for part in parts}
        self._open: list[PartSpec] = []
        self._asked_in_cell: int | None = None
        self._texts: list[Block] = []
        self._hint: PartSpec | None = None
        self._below: list[PartSpec] = []
        """The questions in whose place a heading of the student's own stands."""
        self._answered: list[PartSpec] = []
        """The questions whose answer ended above a code cell, and may go on below it."""
        self._loose: list[_UnplacedText] = []

    def take(self, block: Block) -> None:
        """Read one more block."""
        own = self._starter.without(block)
        if block.kind == "shown":
            self._take_shown(own)
            return
        asked = self._asked(block)
        if asked is not None:
            self._ask(asked, block, own)
        elif own is None:
            self._take_given(block)
        elif not is_placeholder(own.text):
            self._take_own(own)

    def finish(self) -> None:
        """Close the last question, and give the loose texts to the questions that have no answer
        yet.
        """
        self._close()
        fitting: dict[str, list[tuple[float, Block]]] = defaultdict(list)
        for loose in self._loose:
            part, score = self._fitting(loose)
            if part is not None:
                fitting[part.id].append((score, loose.block))
        for part_id, blocks in fitting.items():
            best = max(blocks, key=lambda pair: pair[0])[1]
            self.found[part_id].elsewhere = [
                block for _score, block in blocks if block.cell == best.cell
            ]
        self._give_by_exclusion()

    def _give_by_exclusion(self) -> None:
        """Give what is left to the questions that are left: by number, or where nothing tells
        topics apart.

        The signs of a topic are English words; a text in another language, or a picture, shows none
        of them.
        """
        taken = {id(block) for found in self.found.values() for block in found.elsewhere}
        left = [
            loose
            for loose in self._loose
            if id(loose.block) not in taken and may_be_foreign(loose.block.text)
        ]
        waiting = [part for part in self._parts if self.found[part.id].is_empty()]
        for part in waiting:
            own = [loose.block for loose in left if loose.hint == part]
            unnamed = [loose.block for loose in left if loose.hint is None]
            self.found[part.id].by_exclusion = own or (unnamed if len(waiting) == 1 else [])

    def _asked(self, block: Block) -> PartSpec | None:
        by_words = asked_in(block, self._parts)
        if by_words is not None:
            return by_words
        part = self._starter.question_cells.get(block.cell_id or "")
        new_cell = block.cell != self._asked_in_cell
        return self._by_id.get(part) if part and new_cell and block.kind != "comment" else None

    def _ask(self, part: PartSpec, block: Block, own: Block | None) -> None:
        if self._texts or (
            self._open and self._open[-1].id != part.id and self._hasanswer_from(self._open)
        ):
            self._close()
        if part not in self._open:
            self._open.append(part)
        if self._starter.question_cells.get(block.cell_id or "") == part.id:
            self._in_starters_cells.add(part.id)
        self._hint, self._below, self._answered, self._asked_in_cell = None, [], [], block.cell
        rest = after_the_question(own.text, part) if own else ""
        if own is not None and says_something(rest) and not is_placeholder(rest):
            self._take_own(replace(own, text=rest, kind="prose"))

    def _take_given(self, block: Block) -> None:
        """The starter's own words end a question, unless they stand in the cell that asks it, or
        keep a place for the answer, which may stand below it in a cell of its own.
        """
        ends = block.kind != "comment" and block.cell != self._asked_in_cell
        if ends and not is_placeholder(block.text):
            self._close()
            self._open, self._below, self._answered = [], [], []

    def _take_own(self, block: Block) -> None:
        target = self._starter.answer_cells.get(block.cell_id or "")
        if target in self._by_id and block.kind != "comment":
            self.found[target].in_its_cell.append(unlabelled(block))
            self._in_starters_cells.add(target)
        elif block.kind == "comment":
            self._take_comment(block)
        elif is_section(block):
            self._take_heading(block)
            self._close()
            self._hint, self._answered = label_points_to(block, self._parts), []
            if self._hint is None:
                self._open = []
        elif block.cell == self._asked_in_cell and instructs(block.text):
            return
        elif self._hint is not None or not self._open or self._code_came_between(block):
            self._take_loose(block)
        else:
            for part in self._open:
                if self.found[part.id].in_its_cell and self._goes_on(part, block):
                    self.found[part.id].further.append(unlabelled(block))
            self._texts.append(unlabelled(block))

    def _take_loose(self, block: Block) -> None:
        """Text under no question, or below code that follows the answer."""
        if self._texts and self._open:
            self._answered = [part for part in self._open if self._goes_on(part, block)]
        self._close()
        hint = self._hint or label_points_to(block, self._parts)
        for part in self._answered if hint is None else ():
            if self._goes_on(part, block):
                self.found[part.id].further.append(block)
        self._loose.append(_UnplacedText(unlabelled(block), hint, tuple(self._open)))
        for part in self._below:
            self.found[part.id].below.append(block)

    def _goes_on(self, part: PartSpec, block: Block) -> bool:
        """Whether all code between the answer's last text and this block is the student's own,
        which shows what the answer says.

        That is known where the starter's cells can be told by their ids. In another notebook a line
        of text below code may as well be the heading of what comes next.
        """
        last = max(each.cell for each in (*self._texts, *self.found[part.id].so_far()))
        between = [cell for cell in self._code_cells if last < cell < block.cell]
        return not between or (
            part.id in self._in_starters_cells and self._own_code.issuperset(between)
        )

    def _take_heading(self, block: Block) -> None:
        """A heading in the place of the answer is one, should nothing else be found: `## Keras`."""
        asked = self._asked_in_cell
        near = asked is not None and block.cell - asked <= PLACE_CELLS
        labelled = not names_a_section(block.text)
        self._below = list(self._open) if near and labelled and not self._texts else []
        if near and block.kind == "heading" and not self._texts and not only_frames(block.text):
            for part in self._open:
                if not self.found[part.id].headings:
                    self.found[part.id].headings.append(block)

    def _take_comment(self, block: Block) -> None:
        labelled = label_of(block.text)[0] in ("question", "answer")
        for part in self._open or self._parts:
            needed = 1 if self._open else MIN_RELEVANCE
            enough = (
                amount_of(block.text).in_words >= MIN_COMMENT_WORDS
                and relevance(block.text, part) >= needed
            )
            if (labelled and self._open) or enough:
                self.found[part.id].comments.append(unlabelled(block))
                break

    def _take_shown(self, block: Block | None) -> None:
        """What a code cell shows answers the questions that still wait, for want of words."""
        if block is None or self._texts or is_placeholder(block.text):
            return
        hinted = [self._hint] if self._hint is not None else []
        for part in self._open or hinted:
            self.found[part.id].shown.append(block)

    def _code_came_between(self, block: Block) -> bool:
        """Whether the answer ended above a code cell, and this block stands below it."""
        return bool(self._texts) and any(
            self._texts[-1].cell < cell < block.cell for cell in self._code_cells
        )

    def _close(self) -> None:
        """Hand the texts to the question that they follow, or to each of several that they fit."""
        if len(self._open) == 1:
            self.found[self._open[0].id].alone += self._texts
        elif self._open and len(self._texts) == len(self._open):
            for part, text in zip(self._open, self._texts, strict=True):
                self.found[part.id].alone.append(text)
        elif self._texts:
            for part in self._open:
                self.found[part.id].shared += self._texts
                self.found[part.id].shared_with = [
                    other.id for other in self._open if other is not part
                ]
        if self._texts:
            self._open = []
        self._texts = []

    def _hasanswer_from(self, parts: Sequence[PartSpec]) -> bool:
        return any(self.found[part.id].in_its_cell for part in parts)

    def _fitting(self, loose: _UnplacedText) -> tuple[PartSpec | None, float]:
        """The unanswered question whose topic the text speaks of most; its number and its place
        break ties.
        """
        best: PartSpec | None = None
        best_score = 0.0
        for part in self._parts:
            found = self.found[part.id]
            if found.in_its_cell or found.alone:
                continue
            signs = relevance(loose.block.text, part)
            bonus = (1.5 if part == loose.hint else 0.0) + (1.5 if part in loose.waiting else 0.0)
            if (signs >= MIN_RELEVANCE or (signs and bonus)) and signs + bonus > best_score:
                best, best_score = part, signs + bonus
        return best, best_score

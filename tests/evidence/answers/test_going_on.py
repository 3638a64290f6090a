"""An answer that goes on below a code cell is one answer."""

import nbformat
import pytest

from grader.evidence.answers import find_answers, read_starter
from grader.intake import read_submission
from grader.pipeline import open_assignment

ASSIGNMENTS = {name: open_assignment(name)[0] for name in ("digits", "mnist")}
ASKED = [
    (name, part.id) for name, assignment in ASSIGNMENTS.items() for part in assignment.questions()
]
BEGINS = "It is what one would expect, I think."
CODE = "print(sum(range(3)))"
GOES_ON = ["Here it can be seen.", "And once more, with a number: 12."]
markdown, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell


def answered(tmp_path, name, part, *cells, in_its_cell=True, ids=True):
    """The text that is found for a question whose answer begins and is followed by these cells."""
    assignment = ASSIGNMENTS[name]
    starter = read_starter(assignment)
    notebook = nbformat.read(assignment.folder / "starter.ipynb", 4)
    moved = {cell.id for cell in cells}
    notebook.cells = [cell for cell in notebook.cells if cell.id not in moved]
    (place,) = [
        at for at, cell in enumerate(notebook.cells) if starter.answer_cells.get(cell.id) == part
    ]
    if in_its_cell:
        notebook.cells[place].source = BEGINS
    else:
        notebook.cells[place] = markdown(BEGINS)
    notebook.cells[place + 1 : place + 1] = cells
    if not ids:
        for cell in notebook.cells:
            del cell["id"]
        notebook.nbformat_minor = 4
    nbformat.write(notebook, tmp_path / "x.ipynb")
    found = find_answers(read_submission(tmp_path / "x.ipynb").notebook, assignment, starter)
    return {answer.question: answer.text for answer in found if answer.text}


@pytest.mark.parametrize(("name", "part"), ASKED)
@pytest.mark.parametrize(("in_its_cell", "ids"), [(True, True), (True, False), (False, True)])
def test_an_answer_goes_on_below_code(tmp_path, name, part, in_its_cell, ids):
    """It was cut there; it may go on more than once."""
    cells = [code(CODE), markdown(GOES_ON[0]), code(CODE), markdown(GOES_ON[1])]

    texts = answered(tmp_path, name, part, *cells, in_its_cell=in_its_cell, ids=ids)

    # Without ids nobody can tell the starter's code from the student's, nor captions from answers.
    assert texts == {part: "\n\n".join([BEGINS, *GOES_ON]) if ids else BEGINS}


@pytest.mark.parametrize("in_its_cell", [True, False])
def test_the_starters_code_ends_it(tmp_path, in_its_cell):
    """What stands below is a caption of what comes next, as in a notebook of the student's own."""
    notebook = nbformat.read(ASSIGNMENTS["mnist"].folder / "starter.ipynb", 4)
    given = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cells = [nbformat.v4.new_code_cell(CODE, id=given.id), markdown("The numbers become small.")]

    texts = answered(tmp_path, "mnist", "q1", *cells, in_its_cell=in_its_cell)

    assert texts == {"q1": BEGINS}


@pytest.mark.parametrize(("name", "part"), ASKED)
def test_an_answer_goes_on_in_a_second_cell(tmp_path, name, part):
    """What stood below the starter's own cell for it was lost."""
    texts = answered(tmp_path, name, part, markdown(GOES_ON[0]))

    assert texts == {part: f"{BEGINS}\n\n{GOES_ON[0]}"}


@pytest.mark.parametrize(("name", "part"), ASKED)
@pytest.mark.parametrize("ids", [True, False])
def test_a_heading_ends_it(tmp_path, name, part, ids):
    """What stands below is about something else."""
    cells = [code(CODE), markdown("## Looking at the pictures"), markdown(GOES_ON[0])]

    assert answered(tmp_path, name, part, *cells, ids=ids)[part] == BEGINS


@pytest.mark.parametrize("ids", [True, False])
def test_another_answer_ends_it(tmp_path, ids):
    """Where a number says whose it is it is no further text of this one."""
    cells = [code(CODE), markdown("Answer 4: the second model is better than the previous one.")]

    texts = answered(tmp_path, "mnist", "q3", *cells, in_its_cell=False, ids=ids)

    assert texts["q3"] == BEGINS
    assert "second model" in texts["q4"]


@pytest.mark.parametrize(("name", "part"), ASKED)
def test_a_copied_cell_says_nothing_twice(tmp_path, name, part):
    """Copying a cell copies its text, and with some editors its id."""
    texts = answered(tmp_path, name, part, markdown(BEGINS), markdown(GOES_ON[0]))

    assert texts == {part: f"{BEGINS}\n\n{GOES_ON[0]}"}

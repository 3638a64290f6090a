"""Who leaves the place for an answer as it is and writes in a cell below it has answered."""

import nbformat
import pytest

from grader.evidence.answers import find_answers, read_starter
from grader.intake import read_submission
from grader.pipeline import open_assignment

ASSIGNMENTS = {name: open_assignment(name)[0] for name in ("digits", "mnist")}
ASKED = [
    (name, part.id) for name, assignment in ASSIGNMENTS.items() for part in assignment.questions()
]
TEXTS = ["No.", "Both stay together, I think.\n\nThe second one is a little better."]


@pytest.mark.parametrize(("name", "part"), ASKED)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("above", [True, False])
def test_an_answer_beside_its_place(tmp_path, name, part, text, above):
    """Nothing was found there: the words of the starter's own placeholder ended the question."""
    assignment = ASSIGNMENTS[name]
    starter = read_starter(assignment)
    notebook = nbformat.read(assignment.folder / "starter.ipynb", 4)
    places = [
        at for at, cell in enumerate(notebook.cells) if starter.answer_cells.get(cell.id) == part
    ]
    cell = nbformat.v4.new_markdown_cell(text)
    notebook.cells.insert(places[0] + (not above), cell)
    nbformat.write(notebook, tmp_path / "x.ipynb")

    found = find_answers(read_submission(tmp_path / "x.ipynb").notebook, assignment, starter)

    assert {answer.question: answer.text for answer in found if answer.text} == {part: text}

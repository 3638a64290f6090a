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


@pytest.mark.parametrize(("name", "part"), ASKED)
@pytest.mark.parametrize(
    "heading", ["### Answer {}", "## My answer", "### Conclusion", "#### A{}:"]
)
@pytest.mark.parametrize("how", [(1, True), (1, False), (2, True), (2, False)])
def test_an_answer_under_a_heading_of_its_own(tmp_path, name, part, heading, how):
    """The heading was the answer, or nothing was; cells may have lost the ids that they had."""
    (cells, kept), assignment = how, ASSIGNMENTS[name]
    starter = read_starter(assignment)
    notebook = nbformat.read(assignment.folder / "starter.ipynb", 4)
    (place,) = [
        at for at, cell in enumerate(notebook.cells) if starter.answer_cells.get(cell.id) == part
    ]
    number = "".join(sign for sign in part if sign.isdigit())
    written = [heading.format(number), TEXTS[1]]
    texts = written if cells == 2 else ["\n".join(written)]
    notebook.cells[place].source = texts[0]
    if cells == 2:
        notebook.cells.insert(place + 1, nbformat.v4.new_markdown_cell(texts[1]))
    if not kept:
        for cell in notebook.cells:
            del cell["id"]
        notebook.nbformat_minor = 4
    nbformat.write(notebook, tmp_path / "x.ipynb")

    found = find_answers(read_submission(tmp_path / "x.ipynb").notebook, assignment, starter)

    texts = {answer.question: answer.text for answer in found if answer.text}
    assert TEXTS[1] in texts[part]
    assert len(texts) == 1 or (part.startswith("todo") and "{}" in heading)  # whose number?

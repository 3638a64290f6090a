"""The starter and the solution come from one source and can't drift."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from grader.assignment.starter import build_solution, build_starter, with_outputs_of
from grader.errors import ConfigError
from grader.pipeline import open_assignment
from tests.assignment.shorten import shorten, shorten_code

MNIST = Path(__file__).parents[2] / "reference" / "mnist"
SOURCE = MNIST / "notebook.md"
MARK_WORDS = ("<!--", "-->", "```python")

SMALL = """\
<!--
A word to the author, with a mark in it: <!- text: x ->
-->

<!-- text: q1-question -->
### Question 1

Why?

<!-- text: q1-answer -->
<!-- starter -->
*Your answer here*
<!-- solution -->
Because.
<!-- both -->

<!-- code: fit -->
```python
x = 1

```
<!-- starter -->
```python
# your code here
```
<!-- solution -->
```python
print(x)
```

<!-- code: extra -->
<!-- solution -->
```python
print("only in the solution")
```
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "notebook.md"
    path.write_text(SMALL, encoding="utf-8")
    return path


def sources(notebook):
    return {cell.id: (cell.cell_type, cell.source) for cell in notebook.cells}


def test_starter_shows_tasks_and_placeholders(small):
    """The starter has what both share and what is marked as its own, in the source's order."""
    starter = build_starter(small)

    assert sources(starter) == {
        "q1-question": ("markdown", "### Question 1\n\nWhy?"),
        "q1-answer": ("markdown", "*Your answer here*"),
        "fit": ("code", "x = 1\n\n# your code here"),
    }


def test_solution_shows_answers_and_code(small):
    """The solution has answers where the starter has placeholders, and cells of its own."""
    solution = build_solution(small)

    assert sources(solution) == {
        "q1-question": ("markdown", "### Question 1\n\nWhy?"),
        "q1-answer": ("markdown", "Because."),
        "fit": ("code", "x = 1\n\nprint(x)"),
        "extra": ("code", 'print("only in the solution")'),
    }


def test_same_source_gives_the_same_notebook(small):
    """Ids don't change from one building to the next, so that hand-ins can be aligned with the
    starter.
    """
    assert build_starter(small) == build_starter(small)


def test_every_mistake_of_a_source_is_reported_with_its_line(tmp_path):
    """An author sees all mistakes at once, near spellings included."""
    path = tmp_path / "notebook.md"
    lines = [
        "lost words",
        "<!-- text: intro -->",
        "Hello",
        "<!-- code: fit -->",
        "x = 1",
        "<!-- soluton -->",
        "<!-- text: intro -->",
        "again",
        "<!-- text: two words -->",
        "text",
        "<!-- code: open -->",
        "```python",
        "<!-- text: empty -->",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        build_starter(path)

    by_line = {problem.line: problem.message for problem in caught.value.problems}
    assert sorted(by_line) == [1, 5, 6, 7, 9, 11, 12, 13]
    assert "did you mean 'solution'?" in by_line[6]
    assert "line 2" in by_line[7]


def test_a_fence_that_a_mark_cuts_is_a_mistake(tmp_path):
    """Code can't be half in one notebook."""
    path = tmp_path / "notebook.md"
    path.write_text(
        "<!-- code: fit -->\n```python\nx = 1\n<!-- solution -->\n```\n", encoding="utf-8"
    )

    with pytest.raises(
        ConfigError, match="expected the fence of line 2 to close before the next mark"
    ):
        build_solution(path)


def test_a_source_without_cells_is_a_mistake(tmp_path):
    """An empty file is no assignment."""
    path = tmp_path / "notebook.md"
    path.write_text("", encoding="utf-8")

    with pytest.raises(ConfigError, match="at least one cell"):
        build_starter(path)


def test_a_missing_source_is_said_in_a_line(tmp_path):
    """An assignment without a source gives no traceback."""
    with pytest.raises(ConfigError, match="found no such file"):
        build_starter(tmp_path / "notebook.md")


def test_a_source_that_is_not_text_is_said_in_a_line(tmp_path):
    """A file in another encoding gives no traceback."""
    path = tmp_path / "notebook.md"
    path.write_bytes("<!-- text: a -->\nDépart".encode("latin-1"))

    with pytest.raises(ConfigError, match="expected UTF-8 text, got byte 0xe9"):
        build_starter(path)


def test_outputs_survive_a_change_of_words(small):
    """Mending an answer does not cost the outputs of a long training."""
    executed = build_solution(small)
    executed.cells[2].outputs = [nbformat.v4.new_output("stream", text="1\n")]
    small.write_text(SMALL.replace("Because.", "Because it is so."), encoding="utf-8")

    merged = with_outputs_of(build_solution(small), executed)

    assert merged.cells[1].source == "Because it is so."
    assert merged.cells[2].outputs[0].text == "1\n"


def test_outputs_do_not_survive_a_change_of_code(small):
    """What stands below changed code was not computed by it."""
    executed = build_solution(small)
    for cell in executed.cells[2:]:
        cell.outputs = [nbformat.v4.new_output("stream", text="1\n")]
    small.write_text(SMALL.replace("x = 1", "x = 2"), encoding="utf-8")

    merged = with_outputs_of(build_solution(small), executed)

    assert [cell.outputs for cell in merged.cells[2:]] == [[], []]


def test_bundled_starter_is_what_its_source_gives():
    """The starter in the repository was made from the source beside it."""
    assert nbformat.read(MNIST / "starter.ipynb", 4) == build_starter(SOURCE)


def test_bundled_solution_is_what_its_source_gives():
    """The solution in the repository differs from its source by outputs only."""
    solution = nbformat.read(MNIST / "solution.ipynb", 4)

    assert sources(solution) == sources(build_solution(SOURCE))
    assert all(cell.execution_count for cell in solution.cells if cell.cell_type == "code")
    assert with_outputs_of(build_solution(SOURCE), solution) == solution


def test_every_part_has_its_cells_in_order():
    """Each part of the assignment is in the starter, under its id, in the order of
    `assignment.yaml`.
    """
    parts = [part.id for part in open_assignment(MNIST)[0].parts]

    met = [cell.id.partition("-")[0] for cell in build_starter(SOURCE).cells]

    assert [part for part in dict.fromkeys(met) if part in parts] == parts


def test_every_question_is_asked_in_the_words_of_the_assignment():
    """The words by which an answer is found are the words that the student read."""
    questions = open_assignment(MNIST)[0].questions()

    asked = {cell.id: " ".join(cell.source.split()) for cell in build_starter(SOURCE).cells}

    assert questions
    for part in questions:
        assert part.question in asked[f"{part.id}-question"]
        assert f"{part.id}-answer" in asked


def test_starter_gives_nothing_away():
    """Answers are placeholders, and nothing is built, trained or evaluated yet."""
    starter = sources(build_starter(SOURCE))

    answers = {text for cell_id, (_, text) in starter.items() if cell_id.endswith("-answer")}
    code = "\n".join(text for kind, text in starter.values() if kind == "code")

    assert answers == {"*Your answer here*"}
    assert not re.search(
        r"Sequential|Dense\(|Conv2D|\.(compile|fit|evaluate|predict)\(|heatmap\(", code
    )


@pytest.mark.parametrize("build", [build_starter, build_solution])
def test_every_code_cell_of_mnist_is_python(build):
    """A slip in the source is found before a student finds it."""
    for cell in build(SOURCE).cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)
        assert not any(word in cell.source for word in MARK_WORDS)


@pytest.mark.parametrize(
    "path",
    sorted([*MNIST.glob("*.ipynb"), *MNIST.glob("samples/*.ipynb")]),
    ids=lambda path: path.stem,
)
def test_bundled_notebooks_are_valid_and_small(path):
    """Every bundled notebook is a valid one of less than 1.5 MB."""
    nbformat.validate(nbformat.read(path, nbformat.NO_CONVERT))

    assert path.stat().st_size < 1_500_000


@pytest.mark.parametrize(
    ("code", "shorter"),
    [
        ("model.fit(x, y, epochs=500)", "model.fit(x, y, epochs=2)"),
        ("EPOCHS = 1_000", "EPOCHS = 2"),
        ("n_epochs=1", "n_epochs=1"),
        ('{"epochs": 15}', '{"epochs": 2}'),
        ('print("Epoch 500/500")', 'print("Epoch 500/500")'),
        ("if epoch == 10:", "if epoch == 10:"),
    ],
)
def test_shortening_caps_every_literal_number_of_epochs(code, shorter):
    """Only numbers of epochs are cut, and only downwards."""
    assert shorten_code(code, epochs=2) == shorter


def test_shortening_leaves_the_notebook_alone_and_drops_outputs():
    """The copy has no outputs that its code did not make."""
    notebook = nbformat.read(MNIST / "samples" / "undertrained_no_cnn.ipynb", 4)
    before = nbformat.writes(notebook)

    shortened = shorten(notebook, epochs=1)

    assert nbformat.writes(notebook) == before
    assert "epochs=1," in next(
        cell.source for cell in shortened.cells if cell.get("id") == "baseline-fit"
    )
    assert not any(cell.outputs for cell in shortened.cells if cell.cell_type == "code")

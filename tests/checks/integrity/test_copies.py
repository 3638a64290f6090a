"""Copies among hand-ins are found, and nothing else is taken for one."""

import pytest

from grader.assignment import bundled
from grader.checks.integrity.copies import MAX_WORDS, copies, sketch
from grader.intake import read_submission
from grader.model.submission import Cell, Notebook

MNIST = bundled("reference") / "mnist"
STARTER = sketch(read_submission(MNIST / "starter.ipynb").notebook)
NOBODY: dict[str, frozenset[str]] = {}


def mnist(name: str) -> Notebook:
    return read_submission(MNIST / name).notebook


def changed(notebook: Notebook, change) -> Notebook:
    """The notebook with the source of every cell changed."""
    return Notebook(tuple(Cell(cell.index, cell.kind, change(cell)) for cell in notebook.cells))


def renamed(cell: Cell) -> str:
    if cell.kind != "code":
        return cell.source
    source = (
        cell.source.replace("model", "net").replace("history", "log").replace("train", "fitted")
    )
    lines = [line.partition("  #")[0] for line in source.splitlines() if not line.startswith("#")]
    return "\n\n".join(lines).replace(", ", ",   ")


def reported(owners=NOBODY, **notebooks: Notebook):
    found = copies(
        {name: sketch(one) for name, one in notebooks.items()}, starter=STARTER, owners=owners
    )
    return {
        name: [(finding.kind, finding.others) for finding in findings]
        for name, findings in found.items()
    }


def test_the_same_cells_are_identical():
    """Outputs, empty lines and spaces at the end make no other notebook."""
    good = mnist("samples/good.ipynb")
    spaced = changed(good, lambda cell: cell.source.replace("\n", "  \n\n"))

    assert reported(a=good, b=spaced) == {
        "a": [("identical_submission", ("b",))],
        "b": [("identical_submission", ("a",))],
    }


@pytest.mark.parametrize(
    "sample", ["solution.ipynb", "samples/good.ipynb", "samples/breaks_halfway.ipynb"]
)
def test_other_names_and_spaces_are_similar(sample):
    """What a copy changes first does not hide it."""
    original = mnist(sample)

    found = reported(
        a=original, b=changed(original, renamed), other=mnist("samples/renamed_functional.ipynb")
    )

    assert found == {"a": [("similar_submission", ("b",))], "b": [("similar_submission", ("a",))]}


def test_honest_solutions_of_one_assignment_are_not_similar():
    """The bundled samples answer the same questions with the same models, and none is a copy."""
    samples = {
        path.stem: mnist(f"samples/{path.name}") for path in (MNIST / "samples").glob("*.ipynb")
    }

    assert len(samples) >= 5
    assert reported(**samples, solution=mnist("solution.ipynb")) == {}


def test_starters_handed_in_as_they_are_accuse_nobody():
    """What the starter gave is nobody's own."""
    starter = mnist("starter.ipynb")

    assert reported(a=starter, b=starter) == {}


def test_one_student_is_no_copy_of_himself():
    """Two hand-ins under one id are one student's."""
    good = mnist("samples/good.ipynb")

    assert reported({"a": frozenset({"7"}), "b": frozenset({"7", "8"})}, a=good, b=good) == {}


def test_what_much_of_the_class_wrote_is_not_its_own():
    """Code that the teacher showed in class and everybody typed makes no two hand-ins similar."""
    shown = mnist("samples/good.ipynb")
    words = [f"word{n}" for n in range(4000)]
    class_ = {
        f"s{n}": Notebook(
            (*shown.cells, Cell(99, "markdown", " ".join(words[n * 100 : n * 100 + 100])))
        )
        for n in range(24)
    }

    assert reported(**class_) == {}
    assert set(reported(**class_, copy=class_["s3"])) == {"copy", "s3"}


def test_no_message_names_another_student():
    """Names stand in a field that no student's report shows."""
    good = mnist("samples/good.ipynb")

    found = copies({name: sketch(good) for name in ("ann", "bob")}, starter=None, owners=NOBODY)

    assert "bob" not in found["ann"][0].message + "".join(found["ann"][0].evidence)
    assert found["ann"][0].others == ("bob",)


def test_a_large_class_is_compared_by_a_part_of_its_marks():
    """One mark in eight tells copies from honest work as well."""
    notebooks = {
        path.stem: mnist(f"samples/{path.name}") for path in (MNIST / "samples").glob("*.ipynb")
    }
    notebooks["copy"] = changed(notebooks["good"], renamed)
    starter = sketch(mnist("starter.ipynb"), one_in=8)

    found = copies(
        {name: sketch(one, one_in=8) for name, one in notebooks.items()},
        starter=starter,
        owners=NOBODY,
    )

    assert set(found) == {"good", "copy"}


def test_of_an_endless_notebook_the_first_words_are_compared():
    """What stands behind them costs no class its time and memory, and the digest tells the
    notebooks apart all the same.
    """
    words = " ".join(f"{number}" for number in range(2 * MAX_WORDS))
    one, other = (sketch(Notebook((Cell(0, "code", words + end),))) for end in ("", " more"))

    assert MAX_WORDS - 20 < len(one.marks) < MAX_WORDS
    assert one.marks == other.marks
    assert one.digest != other.digest

"""The notebooks and classes that are measured."""

import json
import re

from benchmarks.classes.bounds import as_long, attackers
from benchmarks.classes.notebooks import (
    EPOCHS,
    SOLUTION,
    handed_in,
    shortened,
    solution,
    tiny,
    variation,
)
from benchmarks.stages.cluster import ROWS, UNSHARED, unshared
from benchmarks.stages.first_use import asking_again
from grader.evidence.code.workload import workload
from grader.intake.notebooks.cells import read_notebook


def codes(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def work_of(notebook):
    return workload(read_notebook(notebook, name="class.ipynb", repairs=[]))


def test_the_tiny_notebook_trains_three_models_for_one_epoch():
    """It is the solution but for its optional other training, and asks nobody for a download."""
    sources = codes(tiny())

    assert sum(source.count(".fit(") for source in sources) == 3
    assert {found[1] for source in sources for found in EPOCHS.finditer(source)} == {"1"}
    assert not any("load_data()" in source for source in sources)
    assert any('data["x_train"][:2000]' in source for source in sources)


def test_trainings_are_shortened_by_what_they_ask_for():
    """Long ones and short ones each have a bound."""
    asked = [
        int(found[1])
        for source in codes(shortened(solution(), epochs=20, few=3))
        for found in EPOCHS.finditer(source)
    ]

    assert asked == [20, 3, 20, 3]


def test_variations_differ_in_what_they_say_and_not_in_what_they_do(tmp_path):
    """Another seed, another name, a remark; the saved outputs stay, for they are claims."""
    original = json.loads(SOLUTION.read_text("utf-8"))
    varied = variation(original, 3)

    assert "set_random_seed(1003)" in "".join(codes(varied))
    assert "def plot_learning_curves_3(" in "".join(codes(varied))
    assert "plot_learning_curves(" not in "".join(codes(varied))
    assert EPOCHS.findall("".join(codes(varied))) == EPOCHS.findall("".join(codes(original)))
    assert all(compile(code, "cell", "exec") for code in codes(varied))
    assert "**Name:** Student 3" in "".join(varied["cells"][0]["source"])
    assert varied["cells"][20].get("outputs") == original["cells"][20].get("outputs")
    assert len({path.read_bytes() for path in handed_in(tiny(), tmp_path, 3)}) == 3


def test_the_same_fit_is_asked_for_again_and_again():
    """The model answer up to its first `fit`, and that one in a loop, with the same seed."""
    *_, trips = codes(asking_again())

    assert compile(trips, "cell", "exec")
    assert trips.count(".fit(") == 1
    assert "epochs=500" in trips


def test_no_two_hand_ins_of_an_unshared_class_train_the_same():
    """Each has a dense network and a convolutional one of its own; all of it is Python."""
    twelve = ["\n".join(codes(unshared(number))) for number in range(UNSHARED)]

    for shape in (r"layers\.Dense\((\d+),", r"layers\.Dropout\(([\d.]+)\)"):
        assert len({tuple(re.findall(shape, code)) for code in twelve}) == UNSHARED
    assert all(compile(code, "cell", "exec") for code in twelve)
    assert all(code.count(f'_train"][:{ROWS}]') == 2 for code in twelve)


def test_a_sleeper_has_the_turn_of_whom_it_stands_for_and_runs_nothing_of_it():
    """Whose turn it is depends on the training that the code asks for."""
    for notebook in attackers().values():
        sleeper = as_long(notebook, 0.0)

        assert work_of(sleeper) == work_of(notebook)
        ran = {}
        for code in codes(sleeper):
            exec(compile(code, "cell", "exec"), ran)
        assert not set(ran) - {"__builtins__", "time", "keras"}

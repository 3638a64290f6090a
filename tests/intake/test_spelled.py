"""Files beside a notebook are found under the names that its code asks for."""

import unicodedata

import pytest

from grader.intake import beside_one, collect, spelled
from tests.hostile.packing import notebook

E = "donn\N{LATIN SMALL LETTER E WITH ACUTE}es.csv"


def beside(folder, code, *names):
    """What a batch and `grader check` lay beside a notebook with this code."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"1\n")
    (folder / "hw.ipynb").write_bytes(notebook(code))
    intake = collect(folder, work=folder.parent / "work" / "intake")
    visible, _ = beside_one(folder / "hw.ipynb")
    return [[name for _, name in each] for each in (intake.hand_ins[0].visible, visible)]


@pytest.mark.parametrize(
    ("code", "name", "asked"),
    [
        (f"open({E!r})", unicodedata.normalize("NFD", E), E),
        (f"open({unicodedata.normalize('NFD', E)!r})", E, unicodedata.normalize("NFD", E)),
        ("open('Train.csv')", "train.CSV", "Train.csv"),
        ("data = open('Data/Train.csv')", "data/train.csv", "Data/Train.csv"),
        ("open(r'Data\\Train.csv')", "data/Train.csv", "Data/Train.csv"),
    ],
)
def test_a_name_that_differs_in_capitals_or_accents_is_the_codes(tmp_path, code, name, asked):
    """As on the computer where it was written, which finds both."""
    assert beside(tmp_path / "a", code, name) == [[asked], [asked]]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("open('train.csv'); print('Train.csv')", ["train.csv"]),
        ("import utils; title('Utils/')", ["utils/plot.py", "utils/plot.csv"]),
        ("open('Train.csv')", ["TRAIN.csv", "train.csv"]),
        ("for name in os.listdir('images'): labels = ['Cat', 'Dog']", ["images/cat/1.png"]),
        ("open('Train.csv') or open('tRain.csv')", ["train.csv"]),
    ],
)
def test_any_other_name_stays_as_it_was_handed_in(tmp_path, code, names):
    """What the code names as it is, what `import` looks for, and what nobody can decide."""
    laid, _ = beside(tmp_path / "a", code, *names)

    assert laid == sorted(names)


def test_a_module_keeps_its_capitals(tmp_path):
    """Python heeds them on every computer."""
    laid, _ = beside(tmp_path / "a", "open('Helper.py'); import helper", "helper.py")

    assert laid == ["helper.py"]


def test_more_names_than_anybody_asks_for_stay(tmp_path, monkeypatch):
    """Each would have to be sought in all of the code."""
    monkeypatch.setattr(spelled, "MAX_STEPS_ASKED", 2)

    assert beside(tmp_path / "a", "open('A.csv')", "a.CSV", "b.csv")[0] == ["A.csv", "b.csv"]
    assert beside(tmp_path / "b", "open('A.csv')", "a.CSV", "b.csv", "c.csv")[0] == [
        "a.CSV",
        "b.csv",
        "c.csv",
    ]

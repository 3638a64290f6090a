"""Every mistake of an assignment is named, all of them at once, each with its line."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from grader.assignment import bundled
from grader.cli import main
from grader.errors import ConfigError
from grader.pipeline import load_everything, open_assignment
from tests.assignment.problems import problems_of
from tests.assignment.test_load import TINY, load


def test_fourteen_mistakes_are_fourteen_lines(digits):
    """A typing mistake in the shape hides none in the meaning, nor in the data, and none is
    reported that only follows.
    """
    reported = problems_of(
        digits,
        ("activation: relu", "activation: rleu"),
        ("kind: Dense, units: 10", "kind: Dens, units: 10"),
        ("optimizer: Adam", "optimizer: Adamm"),
        ("loss: sparse_cat", "loss: sparse_catt"),
        (', "9"]', "]"),
        ("floor: 0.80", "floor: 80"),
        ("floor: 0.80}", "floor: .nan}"),
        ('question: "Which of the two models would you use, and why?"', 'question: ""'),
        ("verify_epochs: 5", "verify_epochs: 500"),
        ("points: 100\n", "points: 100\npoints: 90\n"),
        ("epochs: 60", "epochs: yes"),
        ("role: network, points: 10}", "role: netwrk, points: 10}"),
        ("points: 20", "points: -20"),
        ("batch_size: 32", "batch_size: 0x20"),
    )

    assert len(reported) == 14
    assert all(line.startswith("/assignment.yaml:") for line in reported)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("optimizer: Adam", "optimizer: adam", (":24 roles.classifier.optimizer: unknown optimizer "
                                               "'adam'; did you mean 'Adam'?")),
        ("activation: relu", "activation: ReLU", "did you mean 'relu'?"),
        ("points: 20", "points: yes", (":49 parts.0.checks.2.points: got yes, which YAML reads as "
                                      "true or false")),
        ("points: 20", "points: .nan", "should be a finite number, got .nan"),
        ("points: 20", "points: 1e99", "no more than 9 digits"),
        ("name: digits", "name: no", ":3 name: got no, which YAML reads"),
        ("name: digits", "name: a/b", "file names"),
        ("epochs: 60", "epochs: 060", "expected a plain number, got '060'"),
        ("epochs: 60", "epochs: 1:00", "expected a plain number, got '1:00'"),
        ("epochs: 60", f"epochs: {'9' * 5000}", "got one of 5000 digits"),
        ("epochs: 60", "epochs: 999999999999", "at most 100,000"),
        ("epochs: 60", "epochs: 60\n    epochs: 70", (":27 roles.classifier.epochs: is there "
                                                     "twice; the first is in line 26")),
        ("title: MLPClassifier", "title:", (":19 roles.classifier.title: should be a valid string, "
                                           "got nothing")),
        ("title: MLPClassifier", "title: MLP: Classifier", (":19: not YAML: a colon where none can "
                                                           "be")),
        ("title: MLPClassifier", "title: 'MLP", "a quote is opened and never closed"),
        ("title: MLPClassifier", "title: !x y", "the YAML tag '!x' means nothing here"),
        ("  file: data", "\tfile: data", ":12: not YAML: a tab stands where only spaces may"),
        (
            "  file: data",
            "\u00a0 file: data",
            ":12: not YAML: a line begins with a space that YAML does not accept (U+00A0)",
        ),
        ("roles:\n", "---\nroles:\n", "begins a second document"),
        ("roles:\n  classifier:", "roles:\n  - classifier:", "indentation"),
        ("depends_on: [network.trained]", "depends_on: network.trained", ("should be a list, got "
                                                                         "'network.trained'")),
        ("depends_on: [network.trained]", "depends_on: [q1.answered]", "must stand above"),
        (", depends_on: [network.trained]}", "}", ("must name the check that finds the training of "
                                                  "'network': write [network.trained]")),


        (
            "role: network, points: 10, depends_on",
            "points: 10, depends_on",
            "missing: 'architecture' looks at one model",
        ),
        ("options: {floor: 0.80}", "options: [0.8]", "should be keys and values, got a list"),
        ("floor: 0.80", "floor: high", "expected a number from 0 to 1, got 'high'"),
        ("floor: 0.80", "floor: true", "expected a number from 0 to 1, got True"),
        ("floor: 0.80", "floor: 80", "write 80 per cent as 0.8"),
        ('["0", "1"', "[0, 1", "got 0; put it in quotes"),
        ('["0", "1"', '["0", "0"', "'0' is there twice"),
        ("schema_version: 1\n", "", "schema_version: missing; write: schema_version: 1"),
        ("[x_test, y_test]", "[x_train, y_train]", "measured on others than they trained on"),
        ("data/digits.npz", "data", "/data: a folder, not a file"),
        ("[x_train, y_train]", "[x_train, y_trian]", ("holds no array 'y_trian'; did you mean "
                                                     "'y_train'?")),
        ("parameters: 2410", "parameters: 2411", ("roles.classifier.parameters: expected 2411, got "
                                                 "2410")),
        ("  network:\n    title", "  net:\n    title", "unknown role 'network'"),
    ],
)  # fmt: skip
def test_one_mistake_is_reported_in_plain_words(digits, old, new, said):
    """What came, what was expected, and where."""
    assert any(said in line for line in problems_of(digits, (old, new)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"# nothing\n", "the file is empty"),
        (bytes(range(256)), "expected text in UTF-8, got the byte 0x80"),
        ("title: Größe".encode("latin-1"), "expected text in UTF-8"),
        ("title: x".encode("utf-16"), "saved as UTF-16"),
        (b"a: 1\nb: x\0y\n", ":2: not YAML: a character that no text may have (U+0000)"),
        (b"- a\n", "expected keys and values, got a list"),
        (b"hello", "expected keys and values, got one value"),
        (b"a: &x 1\nb: *x\n", ":2: uses a YAML alias (*x)"),
    ],
)
def test_what_is_no_assignment_is_refused_in_a_sentence(tmp_path, content, said):
    """Empty, binary, in another encoding, a list: never a traceback."""
    (tmp_path / "assignment.yaml").write_bytes(content)

    with pytest.raises(ConfigError) as raised:
        open_assignment(tmp_path)

    assert said in str(raised.value)


@pytest.mark.parametrize(
    "change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")]
)
def test_files_as_windows_saves_them_are_read(tmp_path, change):
    """A byte order mark and other line ends change nothing."""
    (tmp_path / "assignment.yaml").write_bytes(change(TINY).encode())

    assert open_assignment(tmp_path)[0].name == "tiny"


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"y_train": np.eye(3)[[0, 1, 2, 0]]}, "one-hot rows"),
        ({"y_train": np.array([0, 1, -1, 0])}, "a whole number from 0"),
        ({"y_train": np.array([0.5, 1, 1, 0])}, "such as 0.5: an assignment is about classes"),
        ({"y_train": np.array(["a", "b", "c", "d"])}, "words such as 'a': numpy.unique(y, "),
        ({"y_train": np.array([[0], [1], [1], [0]])}, "a column of shape (4, 1): y.ravel()"),
        ({"y_train": np.array([0, 1, np.nan, 0])}, "not numbers (NaN or infinite)"),
        ({"y_train": np.array([0, 1, 10**6, 0])}, "0 to 1e+06, of at most 10,000 classes"),
        ({"y_train": np.array([True, False, True, True])}, "True and False: y.astype(int)"),
        ({"x_train": np.array([[1, None]] * 4)}, "an array of Python objects"),
        ({"x_train": np.full((4, 2), np.nan)}, "8 of its 8 values are not numbers"),
        ({"x_train": np.zeros((3, 2))}, "differ in length: 3 and 4"),
        ({"x_test": np.zeros((2, 5))}, "one example has the shape (5,), in 'x_train' it is (2,)"),
        ({"x_train": np.zeros((0, 2)), "y_train": np.zeros(0, int)}, "expected numbers"),
    ],
)
def test_data_that_cannot_be_used_is_reported(tmp_path, arrays, said):
    """Labels that are none, values that are none, arrays that don't go together."""
    good = {
        "x_train": np.zeros((4, 2)),
        "y_train": np.array([0, 1, 1, 0]),
        "x_test": np.zeros((2, 2)),
        "y_test": np.array([0, 1]),
    }
    np.savez(tmp_path / "data.npz", **{**good, **arrays})
    (tmp_path / "assignment.yaml").write_text(TINY)

    with pytest.raises(ConfigError) as raised:
        load_everything(tmp_path)

    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "no npz, but another kind of file (.npz)"),
        (b"", "not a readable npz (No data left in file)"),
        (None, "one array, not a readable npz with several"),
    ],
)
def test_a_data_file_of_another_kind_is_named(tmp_path, content, said):
    """A table, an empty file, a single array: with the line that writes the right one."""
    (tmp_path / "assignment.yaml").write_text(TINY)
    if content is None:
        with (tmp_path / "data.npz").open("wb") as stream:
            np.save(stream, np.zeros(3))
    else:
        (tmp_path / "data.npz").write_bytes(content)

    with pytest.raises(ConfigError, match=r"numpy\.savez\(file, x_train=") as raised:
        load_everything(tmp_path)

    assert said in str(raised.value)


def test_layers_and_losses_of_ones_own_are_known_by_models_py(tmp_path):
    """What `models.py` defines may be asked for; what it only mentions may not."""
    (tmp_path / "models.py").write_text(
        "class Gate(Layer): ...\ndef odd_loss(y, p): ...\nx = 'Denze'\n"
    )
    text = TINY.replace("kind: Dense", "kind: Gate").replace("mean_squared_error", "odd_loss")

    assert load(text, tmp_path).roles["net"].loss == "odd_loss"
    with pytest.raises(ConfigError, match="did you mean 'Dense'"):
        load(TINY.replace("kind: Dense", "kind: Denze"), tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = (", "SyntaxError"),
        ("1 / 0\n", "checks.py:1"),
        ("import sys\nsys.exit()\n", "SystemExit"),
        ("\0", "checks.py"),
    ],
)
def test_a_broken_checks_py_hides_no_mistake_of_the_yaml(digits, text, said):
    """Both are reported, and checks that only the broken file could know are not."""
    (digits / "checks.py").write_text(text)

    reported = problems_of(
        digits,
        ("optimizer: Adam", "optimizer: Adamm"),
        ("check: question_answered", "check: my_own"),
    )

    assert any(said in line for line in reported)
    assert any("Adamm" in line for line in reported)
    assert not any("my_own" in line for line in reported)


@pytest.mark.slow
def test_every_name_that_keras_knows_is_known():
    """The catalogue has the names of the installed Keras; without importing it."""
    script = (
        "import keras\n"
        "from keras.src import activations\n"
        "from grader.assignment.catalogue import ACTIVATIONS\n"
        "print(sorted(set(activations.ALL_OBJECTS_DICT) - ACTIVATIONS))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.strip().endswith("[]")


@pytest.mark.parametrize(
    ("file", "old", "new", "reported"),
    [
        ("thresholds.json", '"schema_version": 1', '"schema_version": 9', (r"thresholds\.json:\d+ "
                                                                          r"schema_version")),
        ("thresholds.json", '"seeds": [', '"seeds": "x", "odd": [', (r"thresholds\.json:\d+ "
                                                                    r"roles\.\w+\.seeds")),
        ("starter.ipynb", None, "x", r"starter\.ipynb: not a notebook"),
        (
            "starter.ipynb",
            None,
            '{"cells": [{"cell_type": "code", "source": "x"}, {"cel',
            r"starter\.ipynb: The file is damaged",
        ),
        ("models.py", None, "x = 1\nimport (\n", r"models\.py:2: no Python"),
    ],
)  # fmt: skip
def test_the_files_beside_the_yaml_are_looked_at_too(tmp_path, file, old, new, reported):
    """Each mistake with its line, where the file has lines; a starter that can't be read would make
    answers of its words.
    """
    folder = tmp_path / "digits"
    shutil.copytree(bundled("reference") / "digits", folder)
    text = (folder / file).read_text("utf-8")
    assert old is None or old in text
    (folder / file).write_text(new if old is None else text.replace(old, new, 1), "utf-8")

    ended = CliRunner().invoke(main, ["assignment", "validate", str(folder)])

    assert ended.exit_code == 2, ended.output
    assert re.search(reported, ended.output), ended.output

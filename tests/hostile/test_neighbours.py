"""Grades a good hand-in in one batch with attacks, two at a time: it must not notice them."""

import tempfile
from collections import Counter
from pathlib import Path

import nbformat
import pytest

import grader
from grader.checks.integrity.copies import IDENTICAL, SIMILAR
from tests.hostile.corpus import CLASSES, GRADED, read_corpus
from tests.hostile.packing import GOOD, notebook
from tests.hostile.test_intake import batch, outputs
from tests.hostile.test_truth import TRAINING, with_the_cell

pytestmark = pytest.mark.usefixtures("shared_processes")
CORPUS = read_corpus()
REPRESENTATIVES = (
    "limits/heap",
    "output/prints_300_megabytes",
    "kernel/kill_all",
    "channel/object_array",
)
"""Of the classes whose attacks need a kernel of their own, one each; of the others all attacks
share a notebook.
"""
OPTIONS = (
    *("--policy", "decisive", "--jobs", "2", "--cell-timeout", "40", "--timeout", "300"),
    *("--memory", "2.5"),
)
"""After `--jobs 1`, of which this one is taken instead."""
FILLED = {"tcp": 9, "udp": 9, "abstract": "grader-nobody", "socket": "/tmp/grader-nobody.socket"}


def filled(attack, folder: Path) -> str:
    return attack.filled(
        secret=folder / "class" / "good.ipynb", package=Path(grader.__file__).parent, **FILLED
    )


def together(kind: str, folder: Path) -> bytes:
    """The attacks of a class that share a kernel, in one notebook."""
    attacks = [attack for attack in CORPUS if attack.kind == kind and not attack.own_kernel]
    return notebook(*(filled(attack, folder) for attack in attacks), "print('alive')")


def hand_ins(names, folder: Path):
    """The attacks by name: those of a whole class in one notebook, the others alone."""
    for attack in CORPUS:
        if attack.name in names and attack.kind not in GRADED:
            yield (
                attack.name.replace("/", "-"),
                notebook("print('before')", filled(attack, folder), "print('after')"),
            )
        elif attack.name in names and attack.kind == "truth":
            path = with_the_cell(attack.source, folder, place=attack.keys.get("place", TRAINING))
            yield attack.name.replace("/", "-"), path.read_bytes()
    for kind in CLASSES:
        if kind in names:
            yield kind, together(kind, folder)


def graded(folder: Path, **hand_ins: bytes) -> dict[str, dict]:
    """Grade hand-ins as an operator does; return the published records by name."""
    (folder / "class").mkdir(parents=True)
    for name, content in hand_ins.items():
        (folder / "class" / f"{name}.ipynb").write_bytes(content)

    ran = batch(folder / "class", folder / "out", *OPTIONS, timeout_s=1500)

    assert ran.exit_code == 0, ran.printed[-3000:]
    assert list(Path(tempfile.gettempdir()).glob("grader-kernel-*")) == []
    return {Path(record["submission"]["notebook"]).stem: record for record in ran.records}


def what_counts(record: dict) -> dict:
    """What a student would notice; that attacks are made of the model answer is no fault of the
    model answer.
    """
    doubts = [doubt for doubt in record["integrity"] if doubt["kind"] not in (IDENTICAL, SIMILAR)]
    kept = {
        key: record[key]
        for key in ("status", "points", "points_awaiting_review", "findings", "reason")
    }
    return {**kept, "integrity": doubts, "outcome": record["execution"]["outcome"]}


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The grade of the good hand-in where nobody is beside it."""
    return graded(tmp_path_factory.mktemp("alone"), good=without_outputs(GOOD))["good"]


def without_outputs(content: bytes) -> bytes:
    """The same notebook as if it had never been run: what it gets it gets for what runs now."""
    document = nbformat.reads(content.decode(), as_version=4)
    for cell in document.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(document).encode()


SHARED = tuple(
    kind
    for kind in CLASSES
    if kind not in GRADED and any(one.kind == kind and not one.own_kernel for one in CORPUS)
)
ALL = tuple(one.name for one in CORPUS if one.kind not in GRADED and one.own_kernel)
TRUTH = tuple(one.name for one in CORPUS if one.kind == "truth")


@pytest.mark.parametrize(
    "names",
    [
        pytest.param((*SHARED, *REPRESENTATIVES), id="one-of-each-class"),
        *(
            pytest.param(
                tuple(name for name in ALL if name.startswith(f"{kind}/")),
                id=kind,
                marks=pytest.mark.slow,
            )
            for kind in CLASSES
            if any(name.startswith(f"{kind}/") for name in ALL)
        ),
        pytest.param(TRUTH, id="truth", marks=pytest.mark.slow),
    ],
)
def test_a_good_hand_in_does_not_notice(names, alone, tmp_path):
    """It gets exactly what it gets alone, and nothing is a fault of the grader's."""
    (tmp_path / "made").mkdir()
    attacks = dict(hand_ins(names, tmp_path / "made"))

    records = graded(tmp_path / "batch", good=without_outputs(GOOD), **attacks)

    assert set(records) == {"good", *attacks}
    assert what_counts(records["good"]) == what_counts(alone)
    assert alone["points"] == "90"
    assert alone["execution"]["outcome"] == "completed"
    assert Counter(record["status"] for record in records.values())["grader_fault"] == 0
    assert "BREACH" not in "".join(outputs(tmp_path / "batch" / "out"))

"""Makes the notebooks that are run: the bundled solution and samples, shortened and varied."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from benchmarks.stage import ROOT

Json = dict[str, Any]

MNIST = ROOT / "reference" / "mnist"
SOLUTION = MNIST / "solution.ipynb"
TINY_ROWS = {"train": 2000, "test": 1000}
MANY_EPOCHS = 15
"""More than that only the dense networks are trained."""
LOADED = "(x_train, y_train), (x_valid, y_valid) = keras.datasets.mnist.load_data()"
LOADED_FROM_FILE = """with np.load(keras.utils.get_file("mnist.npz", origin="mnist.npz")) as data:
    x_train, y_train = data["x_train"], data["y_train"]
    x_valid, y_valid = data["x_test"], data["y_test"]"""
"""The same pictures without asking Keras for a checksum: the bundled file is compressed anew."""
EPOCHS = re.compile(r"\bepochs=(\d+)")
SEED = re.compile(r"set_random_seed\(\d+\)")
OWN_NAME = re.compile(r"^(?:def )?(\w+_\w+)(?=\(| = )", re.MULTILINE)
"""Of functions and data that students name as they like."""
NAME = re.compile(r"\*\*Name:\*\*.*")
OTHER_TRAINING = "other_model"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def solution() -> Json:
    """The model answer as a teacher's tool would get it: no outputs, the pictures from a file."""
    notebook = json.loads(SOLUTION.read_text("utf-8"))
    return edited(notebook, lambda code: code.replace(LOADED, LOADED_FROM_FILE))


def tiny(*, epochs: int = 1, few: int = 1) -> Json:
    """Three models, one short epoch: the whole solution, but for its optional other training, on
    few of the pictures.
    """
    notebook = shortened(solution(), epochs=epochs, few=few)
    notebook["cells"] = [
        cell for cell in notebook["cells"] if OTHER_TRAINING not in "".join(cell["source"])
    ]

    def cut(code: str) -> str:
        for part, rows in TINY_ROWS.items():
            code = code.replace(
                f'data["x_{part}"], data["y_{part}"]',
                f'data["x_{part}"][:{rows}], data["y_{part}"][:{rows}]',
            )
        return code

    return edited(notebook, cut)


def shortened(notebook: Json, *, epochs: int, few: int | None = None) -> Json:
    """The same with no training of more than `epochs` epochs; of those of 15 or fewer, none of more
    than `few`.
    """

    def shorter(found: re.Match[str]) -> str:
        asked = int(found[1])
        return f"epochs={min(asked, epochs if few is None or asked > MANY_EPOCHS else few)}"

    return edited(notebook, lambda code: EPOCHS.sub(shorter, code))


def variation(notebook: Json, number: int) -> Json:
    """The same by another student: another seed, other names of their functions and data, a remark
    in every cell.
    """
    code = "\n".join(
        "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"
    )
    own = re.compile(rf"(?<![\w.'\"])({'|'.join(sorted({*OWN_NAME.findall(code)}))})\b(?!=[^=])")

    def another(code: str) -> str:
        seeded = SEED.sub(f"set_random_seed({1000 + number})", own.sub(rf"\1_{number}", code))
        return f"{seeded}\n# as student {number} wrote it"

    changed = edited(notebook, another, keep_outputs=True)
    for cell in changed["cells"]:
        if cell["cell_type"] == "markdown":
            text = NAME.sub(f"**Name:** Student {number}", "".join(cell["source"]))
            cell["source"] = f"{text}\n\nStudent {number} wrote this." if "\n" in text else text
    return changed


def edited(notebook: Json, change: Callable[[str], str], *, keep_outputs: bool = False) -> Json:
    """A copy in which `change` has gone over the code of every code cell."""
    copy = deepcopy(notebook)
    for cell in copy["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = change("".join(cell["source"]))
            if not keep_outputs:
                cell["outputs"], cell["execution_count"] = [], None
    return copy


def code_cell(name: str, source: str) -> Json:
    """A code cell that has not run."""
    return {
        "cell_type": "code", "id": name, "source": source, "metadata": {}, "outputs": [],
        "execution_count": None,
    }  # fmt: skip


def notebook_of(*sources: str) -> Json:
    """A notebook of code cells."""
    cells = [code_cell(f"cell-{number}", source) for number, source in enumerate(sources)]
    return {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}


def written(notebook: Json, path: Path) -> Path:
    """Write the notebook and return where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), "utf-8")
    return path


def printed_by(path: Path) -> str:
    """All that the cells of a notebook that has run have printed."""
    return "".join(
        "".join(output.get("text", ""))
        for cell in json.loads(path.read_bytes())["cells"]
        for output in cell.get("outputs", ())
    )


def handed_in(notebook: Json, folder: Path, count: int) -> list[Path]:
    """`count` variations of the notebook in a folder."""
    return [
        written(variation(notebook, number), folder / f"student{number:03}.ipynb")
        for number in range(count)
    ]

"""Writes the corpus: small notebooks, one trait each, explained in the first cell.

    python tests/notebooks/build.py

The files are committed; a test fails where they and this script have drifted apart.
"""

from __future__ import annotations

from pathlib import Path

from parts import md, notebook
from seed_like import seed_like
from traits.answers import ANSWERS
from traits.drawn import DRAWN
from traits.elsewhere import ELSEWHERE, OTHER_DATA
from traits.figures import FIGURES
from traits.files import FILES, dumped
from traits.logs import LOGS
from traits.old import OLD
from traits.training import TRAINING
from traits.ways import ORDER, WAYS

FOLDER = Path(__file__).parent


def corpus() -> dict[str, bytes]:
    """Every file by its name, without `.ipynb`."""
    files = dict(FILES)
    files["seed_like"] = dumped(seed_like())
    for group in (LOGS, FIGURES, ORDER, WAYS, ANSWERS, OLD, ELSEWHERE, TRAINING, OTHER_DATA, DRAWN):
        for name, (explanation, *cells) in group.items():
            files[name] = dumped(notebook(md(f"{name}: {explanation}."), *cells))
    return files


if __name__ == "__main__":
    for name, content in corpus().items():
        (FOLDER / f"{name}.ipynb").write_bytes(content)

"""Trains the reference models of one seed; `grader reference train` runs it."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.training.seeds import train_one_seed

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

if __name__ == "__main__":
    from models import RECIPES

    train_one_seed(RECIPES, HERE / "data" / "mnist.npz")

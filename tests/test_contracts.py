"""The contracts of import-linter leave no package out."""

from __future__ import annotations

import pkgutil
import tomllib
from pathlib import Path

import grader

WITH_TENSORFLOW = {"grader.recorder", "grader.scoring", "grader.training"}


def test_every_package_but_three_is_kept_from_tensorflow():
    """A new package is named in the contract, or here with those that may import TensorFlow."""
    settings = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    kept_from_it = next(
        one["source_modules"]
        for one in contracts
        if "tensorflow" in one.get("forbidden_modules", ())
    )

    packages = {f"grader.{found.name}" for found in pkgutil.iter_modules(grader.__path__)}

    assert packages - WITH_TENSORFLOW == set(kept_from_it)

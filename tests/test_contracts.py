"""The contracts of import-linter leave no package out."""

from __future__ import annotations

import pkgutil
import tomllib
from pathlib import Path

import grader
from grader import batch

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


def test_every_module_but_those_of_the_cluster_is_kept_from_dask():
    """It is an extra: a batch on one machine does without it."""
    settings = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    kept_from_it = next(
        one["source_modules"] for one in contracts if "dask" in one.get("forbidden_modules", ())
    )

    packages = {f"grader.{found.name}" for found in pkgutil.iter_modules(grader.__path__)}
    of_batch = {f"grader.batch.{found.name}" for found in pkgutil.iter_modules(batch.__path__)}

    assert (packages - {"grader.batch"}) | (of_batch - {"grader.batch.cluster"}) == set(
        kept_from_it
    )

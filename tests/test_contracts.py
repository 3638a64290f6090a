"""The contracts of import-linter leave no package out, and files and folders stay small."""

from __future__ import annotations

import pkgutil
import tomllib
from collections import Counter
from pathlib import Path

import grader
from grader import batch

WITH_TENSORFLOW = {"grader.recorder", "grader.scoring", "grader.training"}
MOST_LINES, MOST_MODULES = 300, 15


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


def test_no_file_and_no_folder_grows_too_large():
    """A newcomer reads a file at a sitting, and a folder at a glance."""
    root = Path(__file__).parents[1]
    files = [*(root / "grader").rglob("*.py"), *(root / "tests").rglob("*.py")]
    modules = Counter(path.parent for path in files if path.name != "__init__.py")

    assert [path for path in files if len(path.read_text("utf-8").splitlines()) > MOST_LINES] == []
    assert [
        folder
        for folder, count in modules.items()
        if count > MOST_MODULES
        and not folder.is_relative_to(root / "tests" / "hostile")
        and not folder.is_relative_to(root / "tests" / "honest")
    ] == []

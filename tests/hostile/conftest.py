"""Attacks run in folders of their own too."""

from tests.sandbox.conftest import a_folder_of_its_own

__all__ = ["a_folder_of_its_own"]

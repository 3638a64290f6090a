"""Attacks run in folders of their own too, and in both kinds of kernels."""

import pytest

from tests.sandbox.conftest import a_folder_of_its_own

__all__ = ["a_folder_of_its_own"]


@pytest.fixture(scope="module", params=["warm", pytest.param("cold", marks=pytest.mark.slow)])
def kernels(request, zygote):
    """Attacks are run in forked kernels, which a class is graded in, and in `make test-slow` in
    those started cold too.
    """
    if request.param == "cold":
        yield
        return
    with zygote():
        yield

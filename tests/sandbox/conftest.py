"""Holds what all tests of the sandbox share."""

import tempfile

import pytest


@pytest.fixture(autouse=True, scope="session")
def a_folder_of_its_own(tmp_path_factory):
    """Temporary folders of these tests lie apart from those of other programs, so that strays can
    be reported.
    """
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("t"))
    yield
    tempfile.tempdir = before


@pytest.fixture(scope="module", params=["cold", "warm"])
def kernels(request, zygote):
    """For tests that start kernels: they are run with both kinds."""
    if request.param == "cold":
        yield
        return
    with zygote():
        yield

"""Every habit that was asked for is graded once, beside the others."""

import pytest

from tests.honest.grading import graded


@pytest.fixture(scope="session")
def grading(request, tmp_path_factory):
    """Begin with those that this session has tests of: `-k` chooses among them."""
    chosen = {
        item.callspec.params["habit"].name: item.callspec.params["habit"]
        for item in request.session.items
        if "habit" in getattr(getattr(item, "callspec", None), "params", {})
    }
    with graded(list(chosen.values()), tmp_path_factory.mktemp("honest")) as grading:
        yield grading

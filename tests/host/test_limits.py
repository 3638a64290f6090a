"""Limits of our own processes on a machine that has some of its own."""

import json
import subprocess
import sys

import pytest

CODE = """
import json, resource
from grader.host.limits import limit
resource.setrlimit(resource.RLIMIT_DATA, ({given}, {given}))
limit(resource.RLIMIT_DATA, 2 << 30, for_good={for_good})
print(json.dumps(resource.getrlimit(resource.RLIMIT_DATA)))
"""
ENDLESS = "resource.RLIM_INFINITY"


def limits(given: object, *, for_good: bool) -> list[int]:
    """Soft and hard, where so much was given to begin with."""
    code = CODE.format(given=given, for_good=for_good)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("for_good", [True, False])
def test_what_the_machine_allows_is_not_raised(for_good):
    """Only root may, and an error would keep everybody else from grading anything."""
    assert limits(1 << 30, for_good=for_good) == [1 << 30, 1 << 30]


def test_where_nothing_is_limited_ours_counts():
    """For good where nobody is to raise it."""
    assert limits(ENDLESS, for_good=False) == [2 << 30, -1]
    assert limits(ENDLESS, for_good=True) == [2 << 30, 2 << 30]

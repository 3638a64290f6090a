"""A notebook runs where its student's did, and as bounded as ever."""

import pytest

from tests.sandbox.notebooks import run

pytestmark = pytest.mark.usefixtures("kernels")

SAVE = """
import os
from pathlib import Path
places = ["../models/a", "../../reports/figures/a", "../../../a/b", "/content/drive/MyDrive/a", "/kaggle/working/sub/a",
          "/content/a", "/kaggle/input/mine/a", "/home/anna/Desktop/a", "/Users/anna/Documents/week 1/a",
          "C:/Users/anna/a", r"C:\\Users\\anna\\a", "./data/a", "/mnt/data/a", "/workspace/a"]
places += [os.path.expanduser(name) for name in ("~/Desktop/a", "~/Downloads/new/a", "~/.kaggle/a")]
for place in places:
    with open(place, "w") as file:
        file.write("kept")
    assert Path(place).read_text() == "kept"
for name in ("/kaggle/input", "/kaggle/working", "/content/drive/MyDrive"):
    os.chdir(name)
print("all", Path("~/Desktop").expanduser().is_dir())
"""
REFUSED = """
import os, sys
for place in ("/usr/a", "/etc/a", "/opt/grader/a", "/run/kernel/a", "/new", sys.prefix + "/a", "/opt/grader/recorder/a", "/dev/a"):
    for make in (lambda: open(place, "w"), lambda: os.makedirs(place + "/b")):
        try:
            make()
            print("made", place)
        except OSError as error:
            pass
print("none")
"""


def test_things_are_saved_where_students_save_them():
    """Parents of the working directory, other people's roots, the desktop; folders that are missing
    are made.
    """
    assert run(SAVE).texts == ("all True\n",)


def test_nothing_else_can_be_written():
    """The system, Python, the recorder and the devices are as read-only as they were."""
    assert run(REFUSED).texts == ("none\n",)


def test_what_is_saved_anywhere_is_bounded_together():
    """Folders at the root of other machines are no further space."""
    ran = run(
        "import os\n"
        "one = {os.statvfs(p).f_fsid for p in ('/content', '/kaggle/working', '/home', '..', "
        "'/Users')}\n"
        "print(len(one), os.statvfs('..').f_blocks * os.statvfs('..').f_frsize)"
    )

    distinct, size = map(int, ran.texts[0].split())
    assert distinct == 1
    assert size <= 4 << 30

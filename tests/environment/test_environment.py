"""Environments of courses: found, looked at, and what is said of those that won't do."""

import dataclasses
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from grader.environment import build, environment_of
from grader.environment.build import Requirements, build_environment, built_folder, find_python
from grader.environment.probe import UnfitInterpreter, probe
from grader.errors import ConfigError, PrerequisiteError
from grader.model.assignment import Assignment, DatasetSpec

FAKE = """\
#!/bin/sh
echo '{"version": [3, %d, 1], "prefixes": ["%s", "/usr"], "path": [], "packages": {%s}}'
"""


def an_assignment(folder, environment=None, python=None):
    """The least of an assignment."""
    plain = Assignment("small", "Small", (), folder, DatasetSpec("data.npz"))
    return dataclasses.replace(plain, environment=environment, python=python)


def an_environment(folder, *, minor=10, packages='"ipykernel": "6.29.5", "keras": "2.15.0"'):
    """A folder that looks like a virtual environment; its Python only tells what it is."""
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text(FAKE % (minor, folder, packages))
    python.chmod(0o755)
    return folder


def problem_of(assignment):
    """What is said of its environment, and the hint."""
    with pytest.raises(ConfigError) as raised:
        environment_of(assignment)
    return raised.value.message, raised.value.hint


def test_without_one_the_graders_own_is_taken(tmp_path):
    """Most assignments name none."""
    assert environment_of(an_assignment(tmp_path)) is None


@pytest.mark.parametrize("absolute", [True, False])
def test_a_virtual_environment_is_taken_as_it_is(tmp_path, absolute):
    """By its path from the assignment's folder, or an absolute one."""
    made = an_environment(tmp_path / "course" / ".venv")
    found = environment_of(an_assignment(tmp_path / "course", str(made) if absolute else ".venv"))

    assert found.executable == made / "bin" / "python"
    assert (found.version, found.version_of("keras"), found.is_own) == ("3.10.1", "2.15.0", False)
    assert found.folders == (made,)


def test_its_versions_are_what_a_result_depends_on(tmp_path):
    """Another version of one package is another fingerprint."""
    one = probe(an_environment(tmp_path / "a") / "bin" / "python")
    other = probe(
        an_environment(tmp_path / "b", packages='"ipykernel": "6.29.5", "keras": "2.14.0"')
        / "bin/python"
    )

    assert one.fingerprint != other.fingerprint != ""


@pytest.mark.parametrize(
    ("named", "words", "hint"),
    [
        ("nowhere", "no such file or folder: 'nowhere'", "a virtual environment"),
        ("empty", "has no bin/python", "python3 -m venv"),
        ("without", "has no ipykernel", "bin/python -m pip install 'ipykernel>=6'"),
        ("ancient", "ipykernel 5.1.0, which is too old", "pip install"),
        ("old", "its Python is 3.8.1", "3.9 or later"),
        ("broken", "does not run", "again"),
        ("requirements.txt", "is not built yet", "grader assignment environment"),
    ],
)
def test_what_will_not_do_is_named_with_what_to_do(tmp_path, named, words, hint):
    """Nothing there, no ipykernel, too old, broken, not built."""
    an_environment(tmp_path / "without", packages="")
    an_environment(tmp_path / "ancient", packages='"ipykernel": "5.1.0"')
    an_environment(tmp_path / "old", minor=8)
    (an_environment(tmp_path / "broken") / "bin" / "python").write_text("#!/nowhere/python\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "requirements.txt").write_text("keras==2.15.0\n")

    message, reported = problem_of(an_assignment(tmp_path, named))

    assert words in message
    assert message.startswith(f"{tmp_path}/assignment.yaml environment: ")
    assert hint in reported


def test_it_must_not_hold_the_assignment(tmp_path):
    """Its folder is shown to notebooks: the solution would be, too."""
    made = an_environment(tmp_path / "venv")
    (made / "course").mkdir()

    message, _ = problem_of(an_assignment(made / "course", str(made)))

    assert "holds the assignment itself" in message


@pytest.fixture
def requirements(tmp_path, monkeypatch):
    """A file of requirements for which nothing has to be fetched: `venv` and `pip` only seem to
    run.
    """

    def run(command, **options):
        if "venv" in command:
            an_environment(Path(command[-1]))
        return subprocess.CompletedProcess(command, 0, "idle==1.0\n", "")

    monkeypatch.setattr(build, "_run", run)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    file = tmp_path / "requirements.txt"
    file.write_text("idle\n")
    return Requirements(file, None)


def test_it_is_built_once_and_locked(requirements):
    """The lock names what was installed; with it, and the same requirements, the same is built
    again.
    """
    said = []

    lock = build_environment(requirements, say=said.append)
    build_environment(requirements, say=said.append)
    build_environment(requirements, say=said.append, anew=True)

    assert lock.name == "requirements.lock"
    assert "idle==1.0" in lock.read_text()
    assert [line.split(" from ")[1].split(",")[0] for line in said] == [
        "requirements.txt",
        "requirements.lock",
        "requirements.txt",
    ]
    assert requirements.is_built()
    assert not requirements.has_changed()


def test_other_requirements_are_to_be_built_again(requirements):
    """Changed after it was built: it says so, and the lock is not taken."""
    build_environment(requirements, say=lambda _: None)
    requirements.file.write_text("idle==2.0\n")

    message, hint = problem_of(an_assignment(requirements.file.parent, "requirements.txt"))

    assert "has changed since it was built" in message
    assert "grader assignment environment" in hint
    assert not requirements.is_locked()
    assert requirements.has_changed()


def test_a_build_that_was_cut_off_is_none(requirements):
    """The stamp is written last."""
    build_environment(requirements, say=lambda _: None)
    (built_folder(requirements.file) / build.STAMP).unlink()

    assert not requirements.is_built()


def test_what_the_installer_said_is_reported(tmp_path):
    """A package that can't be had is the operator's to mend, who needs pip's own words."""
    with pytest.raises(PrerequisiteError, match="No matching distribution") as raised:
        build._run(
            ["sh", "-c", "echo 'ERROR: No matching distribution found for keras==99' >&2; exit 1"]
        )

    assert "run the command again" in raised.value.hint


def test_a_python_is_found_by_its_version():
    """Ours for our own version, none for one that nobody has; a path is taken as it is."""
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"

    assert find_python(None, None) == Path(sys.executable)
    assert find_python(own, None) == Path(sys.executable)
    assert find_python(sys.executable, None) == Path(sys.executable)
    with pytest.raises(PrerequisiteError, match=r"there is no Python 3\.77 here"):
        find_python("3.77", None)


def test_a_real_environment_without_ipykernel_is_reported(tmp_path):
    """As `python -m venv` makes it: it answers, and lacks what runs cells."""
    venv.create(tmp_path / "venv", symlinks=True, with_pip=False)

    with pytest.raises(UnfitInterpreter, match="no ipykernel"):
        probe(tmp_path / "venv" / "bin" / "python")


def test_an_installer_that_hangs_is_ended(monkeypatch):
    """Whoever waits for it is told."""
    monkeypatch.setattr(build, "BUILD_TIMEOUT_S", 0.2)

    with pytest.raises(
        PrerequisiteError, match=r"had not finished after .* minutes, and was ended"
    ):
        build._run([sys.executable, "-c", "import time; time.sleep(600)"])

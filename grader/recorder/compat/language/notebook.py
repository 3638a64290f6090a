"""Runs what is IPython's and not Python's: magics, shell commands, `pip install` without either.

Nothing is installed or downloaded here, so commands that would are left out, and reported. What
only looks at the notebook's own files runs as ever.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from ..notes import Notes
from . import magics

LEFT_OUT = (
    "apt",
    "apt-get",
    "aria2c",
    "brew",
    "bzip2",
    "conda",
    "curl",
    "gdown",
    "gcloud",
    "git",
    "gunzip",
    "gzip",
    "kaggle",
    "mamba",
    "nvcc",
    "nvidia-smi",
    "pip",
    "pip2",
    "pip3",
    "poetry",
    "rclone",
    "scp",
    "ssh",
    "tar",
    "tensorboard",
    "unrar",
    "unzip",
    "uv",
    "wget",
    "yum",
    "7z",
    "7za",
    "kill",
    "killall",
    "pkill",
    "reboot",
    "shutdown",
)
"""Programs that install, download, unpack what was downloaded, look for a GPU, or end what runs."""
BEFORE_PROGRAM = {"sudo", "time", "nohup", "exec", "yes", "then", "do"}
LEFT_OUT_MAGICS = ("conda", "mamba", "micromamba", "pip", "uv", "tensorboard", "tensorflow_version")
SHELL_MAGICS = ("bash", "sh", "script", "system", "sx", "!")
BACKENDS = ("inline", "agg", "auto", "-l", "--list", "")
"""Figures of other backends need a screen or another program; they are drawn inline."""
BARE = re.compile(r"^(pip3?|conda|apt-get|apt)\s+(install|update|upgrade)\b.*$")
PYTHON_KERAS = "tensorflow.python.keras"


def attach(shell: Any, notes: Notes) -> _Habits:
    """Teach IPython's `shell` what to leave out."""
    habits = _Habits(shell, notes)
    shell.system = habits.around_system(shell.system)
    shell.getoutput = habits.around_getoutput(shell.getoutput)
    shell.run_line_magic = habits.around_line_magic(shell.run_line_magic)
    shell.run_cell_magic = habits.around_cell_magic(shell.run_cell_magic)
    shell.input_transformers_cleanup.append(habits.bare_commands)
    shell.ast_transformers.append(_PublicKeras(notes))
    return habits


def left_out(command: str) -> str | None:
    """The program for whose sake a line of shell is left out; None where it may run."""
    for part in re.split(r"&&|\|\||[;|&\n]|\$\(|`", command):
        words = [word for word in part.split() if "=" not in word.split("/")[0]]
        while words and words[0] in BEFORE_PROGRAM:
            words = words[1:]
        if not words:
            continue
        program = words[0].rsplit("/", 1)[-1].strip("()\"'")
        if program in LEFT_OUT:
            return program
        if program.startswith("python") and words[1:3] in (["-m", "pip"], ["-m", "conda"]):
            return "pip"
    return None


class _Habits:
    def __init__(self, shell: Any, notes: Notes) -> None:
        self._shell, self._notes = shell, notes

    def around_system(self, stock: Any) -> Any:
        def system(command: str) -> Any:
            if self._leaves_out(command):
                self._shell.user_ns["_exit_code"] = 0
                return None
            return stock(command)

        return system

    def around_getoutput(self, stock: Any) -> Any:
        def getoutput(command: str, *args: Any, **kwargs: Any) -> Any:
            if not self._leaves_out(command):
                return stock(command, *args, **kwargs)
            from IPython.utils.text import SList

            return SList()

        return getoutput

    def around_line_magic(self, stock: Any) -> Any:
        def run_line_magic(name: str, line: str, _stack_depth: int = 1) -> Any:
            if name in LEFT_OUT_MAGICS:
                return self.tell_left_out(f"%{name} {line}".strip())
            if name in SHELL_MAGICS and self._leaves_out(line):
                return None
            if name in magics.MEASURING and self._shell.find_line_magic(name) is None:
                return magics.run_line(self._shell, name, line, notes=self._notes)
            if name == "load_ext" or self._shell.find_line_magic(name) is None:
                return self._try_magic(stock, name, line, _stack_depth)
            if name == "matplotlib" and line.strip().split(" ")[0] not in BACKENDS:
                self._notes.used(f"%matplotlib {line.strip()}", "%matplotlib inline")
                line = "inline"
            return stock(name, line, _stack_depth=_stack_depth + 1)

        return run_line_magic

    def around_cell_magic(self, stock: Any) -> Any:
        def run_cell_magic(name: str, line: str, cell: str) -> Any:
            if name in SHELL_MAGICS:
                cell = (
                    "\n".join(row for row in cell.splitlines() if not self._leaves_out(row)) + "\n"
                )
            if self._shell.find_cell_magic(name) is None and magics.run_body(
                self._shell, name, cell, notes=self._notes
            ):
                return None
            return stock(name, line, cell)

        return run_cell_magic

    def bare_commands(self, lines: list[str]) -> list[str]:
        """`pip install x` as a line of Python, in a cell that is no Python because of it."""
        found = [place for place, line in enumerate(lines) if BARE.match(line)]
        if not found or "".join(lines).lstrip().startswith("%%") or not _is_broken(lines):
            return lines
        return [f"%{line}" if place in found else line for place, line in enumerate(lines)]

    def _try_magic(self, stock: Any, name: str, line: str, depth: int) -> Any:
        """Extensions and magics that aren't here decorate or measure; the cell goes on without
        them.
        """
        from IPython.core.error import UsageError

        try:
            return stock(name, line, _stack_depth=depth + 2)
        except (ImportError, UsageError) as error:
            self._notes.tell(
                "not_run",
                f"%{name} {line}",
                f"%{name} {line} did nothing here: {error}".strip()[:300],
            )
            return None

    def _leaves_out(self, command: str) -> bool:
        program = left_out(command)
        if program is not None:
            self.tell_left_out(f"!{command.strip()}")
        return program is not None

    def tell_left_out(self, command: str) -> None:
        """Say that a command was not run."""
        message = (
            f"`{command[:200]}` was not run: nothing is installed, downloaded or ended while "
            f"marking."
        )
        self._notes.tell("not_run", command[:200], message)


def _is_broken(lines: list[str]) -> bool:
    source = "".join("pass\n" if line.startswith(("%", "!")) else line for line in lines)
    try:
        ast.parse(source)
    except SyntaxError:
        return True
    return False


class _PublicKeras(ast.NodeTransformer):
    """Imports of TensorFlow's private copy of Keras 2 become imports of Keras: the copy trains what
    nobody else knows.
    """

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        """Rename the module of `from tensorflow.python.keras… import …`."""
        node.module = self._renamed(node.module) if node.module and not node.level else node.module
        if node.module == "tensorflow.python" and any(
            alias.name == "keras" for alias in node.names
        ):
            self._notes.used(PYTHON_KERAS, "tensorflow.keras")
            node.module = "tensorflow"
        return node

    def visit_Import(self, node: ast.Import) -> ast.Import:
        """Rename the modules of `import tensorflow.python.keras… as …`."""
        for alias in node.names:
            alias.name = self._renamed(alias.name) if alias.asname else alias.name
        return node

    def _renamed(self, module: str) -> str:
        if module != PYTHON_KERAS and not module.startswith(f"{PYTHON_KERAS}."):
            return module
        self._notes.used(PYTHON_KERAS, "tensorflow.keras")
        return "tensorflow.keras" + module.removeprefix(PYTHON_KERAS)

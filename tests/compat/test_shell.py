"""Shell commands are left out where they would install, and the importing code is recognised."""

import sys

import pytest

from grader.recorder.compat.caller import expects_failure
from grader.recorder.compat.language.notebook import _is_broken, left_out
from grader.recorder.compat.packages.stubs import Nothing, ProgressBar, Stub, progress_range


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("pip install keras", "pip"),
        ("python -m pip install keras", "pip"),
        ("python3 -m pip install keras", "pip"),
        ("sudo apt-get -y install graphviz", "apt-get"),
        ("cd data && wget -q http://example.org/a.zip", "wget"),
        ("KAGGLE_KEY=x kaggle datasets download", "kaggle"),
        ("cat urls.txt | xargs -n 1 echo; curl -O x", "curl"),
        ("/usr/bin/git clone x", "git"),
        ("x=$(nvidia-smi)", "nvidia-smi"),
        ("ls -la", None),
        ("cat pip.txt", None),
        ("echo 'pip install'", None),
        ("python train.py", None),
        ("mkdir -p models", None),
        ("", None),
    ],
)
def test_commands_that_install_or_download(command, program):
    """The program decides, wherever in the line it stands; its name as an argument does not."""
    assert left_out(command) == program


def test_only_broken_cells_are_mended():
    """A line that is part of a text leaves the cell valid."""
    assert _is_broken(["x = 1\n", "pip install y\n"])
    assert not _is_broken(['text = """\n', "pip install y\n", '"""\n'])
    assert not _is_broken(["%matplotlib inline\n", "x = 1\n"])


def frame_of(source, tmp_path):
    path = tmp_path / "cell.py"
    path.write_text(source)
    frames = []
    namespace = {"look": lambda: frames.append(sys._getframe(1))}
    lines = []

    def look():
        frame = sys._getframe(1)
        frames.append(frame)
        lines.append(expects_failure(frame))

    namespace["look"] = look
    exec(compile(source, str(path), "exec"), namespace)
    return lines


def test_a_guarded_import_is_the_notebooks_own_affair(tmp_path):
    """Inside `try … except ImportError` a failure is expected; in its other branches, or with other
    errors, it is not.
    """
    source = """
look()
try:
    look()
except (ImportError, OSError):
    pass
try:
    look()
except ValueError:
    pass
try:
    look()
except:
    look()
try:
    1 / 0
except Exception:
    look()
"""
    assert frame_of(source, tmp_path) == [False, True, False, True, False]


def test_nothing_can_be_used_like_anything():
    """Calls, attributes, items, blocks, loops and decorators go through."""
    nothing = Nothing("plotly")

    @nothing.interact(x=3)
    def decorated():
        return 4

    with nothing.figure(width=3) as figure:
        figure.layout["title"].text = "x"
    assert decorated() == 4
    assert list(nothing) == []
    assert not hasattr(nothing, "_repr_html_")


def test_settings_of_a_log_come_out_again():
    """Notebooks of W&B take their numbers from there."""
    wandb = Stub("wandb")

    run = wandb.init(project="digits", config={"epochs": 40})
    wandb.config.rate = 0.01
    wandb.config.update({"units": 32}, allow_val_change=True)

    assert (wandb.config.epochs, wandb.config["rate"], run.config.units) == (40, 0.01, 32)
    assert repr(wandb.config.unknown) == "<unknown: not installed here>"


def test_loggers_for_keras_are_callbacks():
    """Keras calls each of their methods."""
    keras = pytest.importorskip("keras")

    logger = Stub("wandb.integration.keras").WandbMetricsLogger(log_freq=5)

    assert isinstance(logger, keras.callbacks.Callback)


def test_a_bar_hands_on_its_items():
    """As an iterator, a counter and a context."""
    with ProgressBar(total=5) as bar:
        bar.update(2)
        bar.set_description("x")

    assert (bar.n, len(bar)) == (2, 5)
    assert list(progress_range(3)) == [0, 1, 2]
    assert Stub("tqdm.auto").tqdm is ProgressBar
    assert Stub("tqdm").trange is progress_range

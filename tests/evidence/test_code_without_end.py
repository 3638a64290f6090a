"""Code is followed in the process of a whole batch, too: whatever a cell says, that neither fails
nor takes long.
"""

from __future__ import annotations

import time

import pytest

from grader.evidence import order_to_run, workload
from grader.evidence.program import FitCall, read_program
from grader.evidence.program.values import MOST_LAYERS
from grader.model.submission import Cell, Notebook, Output

DIGITS = "x, y = load_digits(return_X_y=True)\n"
MODEL = "m = Sequential([Input((4,)), Dense(1)])\nm.compile('sgd', 'mse')\n"
ENDLESS = "0x" + "f" * 20_000
"""Of more digits than Python writes."""
FAR_BELOW_S = 20
"""What doubles with every line would take hours."""


def a_notebook(source: str) -> Notebook:
    shown = (Output("stream", "17 0.5\n", stream="stdout"),)
    return Notebook((Cell(0, "code", source, execution_count=1, outputs=shown),))


@pytest.mark.parametrize(
    "source",
    [
        "for i in range(0, 10, 0):\n    pass",
        "for i in range(1, 2, 3, 4):\n    pass",
        DIGITS + "a, b = train_test_split(x, train_size=1e999)",
        DIGITS + "a, b = train_test_split(x, train_size=5000)\nb[0:1]",
        DIGITS + "x = x.reshape(-2, -57504)\nx[0:1]",
        DIGITS + f"z = to_categorical(y, 1{'0' * 30}).T\nz[0 : 1{'0' * 25}]",
        DIGITS
        + f"z = to_categorical(y, 1{'0' * 400}).T\na, b = train_test_split(z, test_size=0.5)",
        DIGITS + f"x = x * 1{'0' * 400}\nx = x / 3",
        DIGITS + f"x = x * 1{'0' * 400}\nx = x * 0.5",
        DIGITS + "for i in range(50):\n    x = x * 999999999999\nx = x / 3",
        f"a = {ENDLESS}\nb = f'{{a}}'",
        f"{MODEL}m.predict(x[{ENDLESS}])",
        f"print({ENDLESS})",
        f"print(1{'0' * 400})",
        f"m = Sequential([Input((4,)), Dense({ENDLESS})])\nm.summary()\nm.fit(x, y, epochs=3)",
    ],
)
def test_numbers_that_no_notebook_works_with_are_unknown(source):
    """Each of these raised ValueError, TypeError or OverflowError, and ended the batch."""
    workload(a_notebook(source))

    assert order_to_run(a_notebook(source)).cells == (0,)


@pytest.mark.parametrize(
    "source",
    [
        MODEL + "m.add(m)\n" * 60 + "m.fit(x, y)",
        "t = Dense(1)(Input((3,)))\n" + "m = Model(t, t)\nt = m(t)\n" * 60 + "m.fit(x, y)",
        MODEL
        + "n = clone_model(m)\nm.fit(x)\nn.fit(x)\n"
        + "m.set_weights(n)\nn.set_weights(m)\n" * 60,
        MODEL + "a = [1, 1]\n" + "a = [a, a]\n" * 60 + "Dense(a)\nm.fit(x, y)",
        "w = Dense(1)\n" + "w = Bidirectional(layer=w, other=w)\n" * 60 + MODEL + "m.fit(x, y)",
        MODEL
        + "m.add(m)\n" * 11
        + "r = range(50)\nfor a in r:\n for b in r:\n  for c in r:\n   m.fit()",
        "".join(
            f"def f{n}():\n"
            + "".join(f"    f{m}()\n" for m in range(n + 1, min(n + 4, 60)))
            + "    u\n"
            for n in range(60)
        )
        + "f0()",
    ],
    ids=["added", "called", "weights", "lists", "layers", "fits", "functions"],
)
def test_what_doubles_with_every_line_is_followed_so_far(source):
    """Each of these took hours, or all memory."""
    begin = time.process_time()

    workload(a_notebook(source))
    order_to_run(a_notebook(source))

    assert time.process_time() - begin < FAR_BELOW_S


def test_a_model_within_itself_has_a_bounded_number_of_layers():
    """What lies beyond is not looked at."""
    cells = a_notebook(MODEL + "m.add(m)\n" * 60 + "m.fit(x, y)").code_cells()

    (fit,) = (one for one in read_program(cells) if isinstance(one, FitCall))

    assert len(fit.model.layers) == MOST_LAYERS

"""The scoring process: rebuilds a model, loads its weights, and computes its outputs and loss.

    python -m grader.scoring.process.worker --memory-bytes N --threads N

It answers each request, JSON in a frame (`host/child.py`), with JSON. Whatever goes wrong with a
model becomes `{"ok": false, "reason": "…"}`; the next request finds the process as new.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.host.child import serve
from grader.host.limits import NO_CORE_BYTES, limit
from grader.untrusted.npz import NpzRefused

if TYPE_CHECKING:
    from grader.scoring.process.afresh import Afresh
    from grader.scoring.process.gradients import Gradients
    from grader.scoring.process.step_again import RecordedSteps
    from grader.scoring.rebuilding.rebuild import RebuildRequest

MAX_FILE_BYTES = 4 * 1024**3
NOT_NEEDED = ("IPython", "PIL", "matplotlib", "pandas", "pydot", "scipy", "sklearn")
"""What Keras imports where it is installed, for plots, tables and wrappers: nearly half of the
processor time that starting it takes.
"""


def main() -> None:
    """Measure until stdin ends."""
    answer_requests(__doc__, _answer)


def answer_requests(about: str, answer: Callable[[Any], Mapping[str, Any]]) -> None:
    """Take limits from the command line and TensorFlow within them, then answer one request after
    another until stdin ends. The training process does the same.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--memory-bytes", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    limit_resources(arguments.memory_bytes)
    import_tensorflow(arguments.threads)
    gc.freeze()
    serve(lambda request: json.dumps(answer(json.loads(request))).encode())


def limit_resources(memory_bytes: int) -> None:
    """Limit this process for good: memory that it may allocate, size of files, no core dumps."""
    limit(resource.RLIMIT_DATA, memory_bytes, for_good=True)
    limit(resource.RLIMIT_FSIZE, MAX_FILE_BYTES, for_good=True)
    limit(resource.RLIMIT_CORE, NO_CORE_BYTES, for_good=True)


def import_tensorflow(threads: int) -> None:
    """Load it for so many threads, and for good without what no model is computed with."""
    sys.modules.update(dict.fromkeys(NOT_NEEDED))  # type: ignore[arg-type]
    gc.disable()  # all of it stays: looking for what doesn't takes a tenth of the time
    import tensorflow as tf  # noqa: PLC0415 - after the limits, and never in the process that asks

    gc.enable()
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)


def _answer(request: RebuildRequest | RecordedSteps | Gradients | Afresh) -> dict[str, Any]:  # noqa: PLR0911 - one for each reason
    import tensorflow as tf  # noqa: PLC0415

    from grader.scoring.process.afresh import train_afresh  # noqa: PLC0415
    from grader.scoring.process.gradients import explain_gradients  # noqa: PLC0415
    from grader.scoring.process.step_again import take_again  # noqa: PLC0415
    from grader.scoring.rebuilding.rebuild import Unfit, measure  # noqa: PLC0415

    try:
        if "steps" in request:
            return take_again(request)
        if "gradients" in request:
            return explain_gradients(request)
        return train_afresh(request) if "afresh" in request else measure(request)
    except NpzRefused as refusal:
        return {"ok": False, "reason": f"the file with its weights {refusal}"}
    except (MemoryError, tf.errors.ResourceExhaustedError):
        return {"ok": False, "reason": "it needs more memory than measuring may use"}
    except Unfit as unfit:
        return {"ok": False, "reason": str(unfit)}
    except Exception as error:  # noqa: BLE001 - Keras raises anything; all of it is about this one model
        return {"ok": False, "reason": f"Keras does not accept it ({last_line(error)})"}
    finally:
        forget_models()


def forget_models() -> None:
    """Let go of all that models have left in Keras and in TensorFlow.

    Keras' optimizers add gradients up by a function that TensorFlow keeps for good, with the graph
    of the step around it: with every training the process grows, and collecting takes longer.
    """
    import keras  # noqa: PLC0415
    from tensorflow.python.framework import ops  # noqa: PLC0415

    kept = ops.gradient_registry._registry  # noqa: SLF001 - nothing else takes out what was put in
    for name in [name for name in kept if name.startswith("CustomGradient-")]:
        del kept[name]
    keras.backend.clear_session()  # collects what is free now


def last_line(error: Exception) -> str:
    """What Keras says in the end: it wraps the cause in advice."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [""]
    return f"{type(error).__name__}: {lines[-1].removeprefix('Exception encountered: ')[:200]}"


if __name__ == "__main__":
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path.cwd()]
    main()

"""The training process: trains one job after another.

    python -m grader.training.process.worker --memory-bytes N --threads N

A request is JSON in a frame (`host/child.py`): the job, the data, the earlier result's file, and
the file to write. The answer is `{"ok": true, "epochs": N}` or a reason, with `"by_the_job": false`
where it lies in this machine. Whatever goes wrong with a job, the next one finds the process as
new, but for the models that the last ones have left.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from grader.scoring.process.worker import answer_requests, forget_models, last_line
from grader.training.process.last_models import LastModels


def main() -> None:
    """Train until stdin ends."""
    known: dict[str, Any] = {}
    last = LastModels()
    answer_requests(__doc__, lambda request: _answer(request, known, last))


def _answer(
    request: dict[str, Any], known: dict[str, Any], last_models: LastModels
) -> dict[str, Any]:
    import tensorflow as tf

    from grader.scoring.rebuilding.architecture import ModelRefused
    from grader.training.kept.content import Damaged

    _spread_over(request["cores"])
    try:
        epochs = _train(request, known, last_models)
    except (MemoryError, tf.errors.ResourceExhaustedError):
        return {"ok": False, "reason": "it takes more memory than a training may"}
    except ModelRefused as refusal:
        return {"ok": False, "reason": str(refusal)}
    except (OSError, Damaged) as error:
        reason = f"what it begins with or comes to can't be read or written ({last_line(error)})"
        return {"ok": False, "reason": reason, "by_the_job": False}
    except Exception as error:  # noqa: BLE001 - Keras raises anything; all of it is about this one job
        return {"ok": False, "reason": f"Keras does not accept it ({last_line(error)})"}
    else:
        return {"ok": True, "epochs": epochs}
    finally:
        forget_models()


def _spread_over(cores: list[int]) -> None:
    """Use these cores: the process was started by a thread that may have been kept on one."""
    if hasattr(os, "sched_setaffinity"):
        with suppress(OSError):  # it costs time and changes no result
            os.sched_setaffinity(0, cores)


def _train(request: dict[str, Any], known: dict[str, Any], last_models: LastModels) -> int:
    """Write what the job comes to; how many epochs of it that is, also where it ended by itself."""
    from grader.model.training import TrainedModel, TrainingJob
    from grader.training.kept.content import decoded, encoded
    from grader.training.process.training import Begun, round_numbers, trained

    job = TrainingJob.from_json(request["job"])

    def read(which: str) -> TrainedModel | None:
        file = request[which]
        return decoded(Path(file["path"]).read_bytes(), file["digest"]) if file else None

    begun = Begun(
        earlier=read("earlier"),
        first_epochs=read("first_epochs"),
        keeps=round_numbers,
        keeps_all=request["all_states"],
        allowed_s=request["allowed_s"],
        last_models=last_models,
    )
    result = trained(job, _data(request["data"], known), begun)
    Path(request["result"]).write_bytes(encoded(result))
    return job.epochs if result.digest == job.digest else result.epochs_run


def _data(described: dict[str, Any], known: dict[str, Any]) -> Any:
    """The assignment's examples; those asked for last are kept."""
    import numpy as np

    from grader.training.process.training import PreparedExamples

    key = json.dumps(described)
    if key not in known:
        known.clear()
        with np.load(described["path"], allow_pickle=False) as arrays:
            x, y = (
                np.concatenate([arrays[name] for name in described[kind]]) for kind in ("x", "y")
            )
        known[key] = PreparedExamples(x, y)
    return known[key]


if __name__ == "__main__":
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path.cwd()]
    main()

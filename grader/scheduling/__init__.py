"""Decides how many notebooks run at a time, on which cores, when the next one may start; work
without a kernel on all cores.
"""

from grader.scheduling.memory import (
    Admission,
    MemoryNow,
    all_memory_bytes,
    expected_bytes,
    memory_now,
)
from grader.scheduling.processes import in_processes
from grader.scheduling.slots import (
    Slot,
    allowed_cores,
    bind_this_thread,
    cores_of,
    plan_slots,
    slots_that_fit,
)
from grader.scheduling.turns import CoreTurns, TurnKind
from grader.scheduling.workers import Workers

__all__ = [
    "Admission",
    "CoreTurns",
    "MemoryNow",
    "Slot",
    "TurnKind",
    "Workers",
    "all_memory_bytes",
    "allowed_cores",
    "bind_this_thread",
    "cores_of",
    "expected_bytes",
    "in_processes",
    "memory_now",
    "plan_slots",
    "slots_that_fit",
]

"""Decides how many notebooks run at a time, on which cores, when the next one may start, and which one that is."""

from grader.scheduling.memory import Admission, MemoryNow, memory_now
from grader.scheduling.slots import Slot, allowed_cores, plan_slots, slots_that_fit
from grader.scheduling.workers import Workers

__all__ = [
    "Admission",
    "MemoryNow",
    "Slot",
    "Workers",
    "allowed_cores",
    "memory_now",
    "plan_slots",
    "slots_that_fit",
]

"""Names what every event of the recorder carries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBase:
    """What every event carries."""

    execution_count: int | None = None
    """IPython's count of the cell that was running."""
    kernel_time_s: float = 0.0
    """Seconds since the recorder started, by the kernel's own clock."""
    host_time_s: float = 0.0
    """Seconds since the kernel was started, stamped by the host."""
    arrays: str | None = None
    """The npz beside the event stream, relative to the recording's folder; stamped by the host."""
    same_arrays_as: int | None = None
    """The number of an earlier event, from 1, whose arrays are this one's too."""

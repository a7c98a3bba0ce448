"""How long a search may go on, how much memory it may take, and who is told how far it is.

A search is handed one `Limits` and calls `check` at every step; past a limit that raises `LimitReached`, and the search
gives back what it has. Nothing here is global: two searches at once have two.
"""

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import InvalidParameter, LimitReached

__all__ = ["Limits", "Progress"]

#: Told the share of the search that is done, in [0, 1], and what is going on.
Progress = Callable[[float, str], object]

#: Seconds between two looks at the memory and between two reports of progress.
PAUSE = 0.1

STATM = Path("/proc/self/statm")


class Limits:
    """Limits of one search, counted from the moment this is made.

    Parameters
    ----------
    time_limit : float, optional
        In seconds.
    memory_limit : float, optional
        Growth of the process, in bytes.
    progress : callable, optional
        Called with the share that is done and a message, at most every 0.1 seconds.

    Attributes
    ----------
    share : float
        How much of the search is done; the search keeps it up to date.
    stopped : str
        Which limit ended the search; empty while none did.
    """

    def __init__(
        self, time_limit: float | None = None, memory_limit: float | None = None, progress: Progress | None = None
    ) -> None:
        self.seconds = _positive(time_limit, "time_limit", "seconds")
        self.bytes = _positive(memory_limit, "memory_limit", "bytes")
        if progress is not None and not callable(progress):
            raise InvalidParameter(f"progress is {progress!r}; give a function of the share that is done and a message")
        self.progress = progress
        self.share, self.stopped = 0.0, ""
        self.started = time.monotonic()
        self._memory = resident() if self.bytes < math.inf else 0
        self._next = self.started + PAUSE

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def out_of_time(self) -> str:
        """What to say when the time limit was reached."""
        return f"the time limit of {self.seconds:g} s was reached"

    def check(self, message: str = "searching", grace: float = 0.0) -> None:
        """Go on, or raise `LimitReached`; report progress when it is time.

        What only tidies up may take some seconds of grace past the time limit.
        """
        now = time.monotonic()
        if now - self.started > self.seconds + grace:
            raise LimitReached(self.out_of_time)
        if now < self._next:
            return
        self._next = now + PAUSE
        if resident() - self._memory > self.bytes and self.bytes < math.inf:
            raise LimitReached(f"the process grew by more than the memory limit of {self.bytes / 2**20:.3g} MiB")
        self.report(message)

    @contextmanager
    def stopping(self) -> Iterator[None]:
        """Leave the block when a limit is reached, and keep the reason in ``stopped``."""
        try:
            yield
        except LimitReached as reason:
            self.stopped = str(reason)

    def report(self, message: str) -> None:
        """Tell the caller how far the search is."""
        if self.progress is not None:
            self.progress(min(self.share, 1.0), message)


def resident() -> int:
    """Memory of this process in bytes; where the system only tells the largest so far, that."""
    if STATM.exists():
        import resource

        return int(STATM.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    try:
        import resource
    except ImportError as error:  # Windows
        raise InvalidParameter("memory_limit cannot be watched on this system; leave it out") from error
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _positive(value: float | None, name: str, unit: str) -> float:
    """A positive number; none means no limit."""
    if value is None:
        return math.inf
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        raise InvalidParameter(f"{name} is {value!r}; give a positive number of {unit}, or None for no limit")
    return float(value)

"""Processes that work out states side by side, since one interpreter uses one core."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from fractions import Fraction
from multiprocessing import connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .crisis import Explorer

__all__ = ["Workers"]

#: More cores than this bring nothing to one reader.
MOST = 4


class Workers:
    """As many processes as there are cores, each with the scenario; until they have started, there are none.

    Parameters
    ----------
    scenario : Scenario
        Sent to each process once.
    count : int
        How many; none is worth its start on a single core.
    """

    def __init__(self, scenario: Any, count: int) -> None:
        # a started process would hold copies of the sockets and locks of this one
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(scenario,))
        self._first: list[Future[Any]] = [self._pool.submit(_state, {}) for _ in range(count)]

    @staticmethod
    def count() -> int:
        """How many processes this machine has cores for; 0 where one core does all."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return 0 if cores < 2 else min(cores, MOST)

    @property
    def ready(self) -> bool:
        """Whether a question would be answered rather than wait for a start."""
        return all(first.done() and first.exception() is None for first in self._first)

    def wait(self) -> None:
        """Until all have started."""
        for first in self._first:
            first.result()

    def state(self, values: Mapping[str, Fraction]) -> dict[str, Any] | None:
        """A state, or None when the processes are gone."""
        with suppress(BrokenProcessPool):
            found: dict[str, Any] = self._pool.submit(_state, dict(values)).result()
            return found
        return None

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)


_explorer: "Explorer"


def _begin(scenario: Any) -> None:
    """What each process does first: read the scenario, leave Ctrl-C to the server, and end when the server has ended."""
    from .crisis import Explorer

    global _explorer
    _explorer = Explorer(scenario)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        connection.wait([parent.sentinel])
        os._exit(0)

    threading.Thread(target=follow, daemon=True).start()


def _state(values: dict[str, Fraction]) -> dict[str, Any]:
    return _explorer.state(values)

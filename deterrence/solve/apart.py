"""Work in a process of its own, which is ended when the time is up.

Algebra in a library cannot be asked to stop. What such work yields is sent over piece by piece, so that all that was done
in time is kept.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from ..errors import LimitReached
from .limits import PAUSE, Limits

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["Work", "apart"]

#: Yields results, and keeps to the limits it is given between them.
Work = Callable[[Limits], Iterator[Any]]

#: Seconds past the time limit after which the system ends a process that nobody has ended.
LAST = 2.0
#: No alarm can be set much later, in seconds.
LATEST = 1e8

#: Systems that call themselves POSIX without processes: browsers.
NO_PROCESSES = ("emscripten", "wasi")

#: What a new interpreter runs: the same modules are found there, and a program's own file is not run again.
PROGRAM = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from deterrence.solve.apart import serve_from_input
serve_from_input(int(sys.argv[1]))
"""


@contextmanager
def apart(work: Work, limits: Limits) -> Iterator[Iterator[Any]]:
    """Do some work in another process, which is gone when the block is left.

    A copy of this process does it where that is safe, which is while there are no threads; else a new interpreter, to which
    the work is pickled. Where neither can be had (on Windows, in a browser), the work is done here, and stops only where it
    looks at its limits.

    Parameters
    ----------
    work : callable
        Is given the limits that are left to it; yields results that can be pickled.
    limits : Limits
        Checked while waiting.

    Yields
    ------
    iterator
        The results. It raises what the work raised, and `LimitReached` past a limit, or when the process was ended by
        somebody else.
    """
    begin = _way(work, limits)
    if begin is None:
        yield work(limits)
        return
    from multiprocessing import Pipe

    ours, theirs = Pipe(duplex=False)
    end: Callable[[], object] | None = None
    try:
        with _uninterrupted():
            end = begin(ours, theirs)
        theirs.close()
        yield _received(ours, limits)
    finally:
        if end is not None:
            end()
        ours.close()
        theirs.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Interrupts wait: until it is known how to end the new process, which itself is spared them for good.

    While a process is copied, they would be lost in what Python itself does then.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _way(work: Work, limits: Limits) -> "Callable[[Connection, Connection], Callable[[], object]] | None":
    """How to begin the work elsewhere: given both ends of a pipe it begins, and returns what ends it."""
    if os.name != "posix" or sys.platform in NO_PROCESSES:
        return None
    if threading.active_count() == 1 and threading.current_thread() is threading.main_thread():
        return lambda ours, theirs: _forked(work, limits, ours, theirs)
    try:
        order = pickle.dumps(sys.path) + pickle.dumps((work, _left(limits), limits.bytes))
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
    if not sys.executable or getattr(sys, "frozen", False):  # no interpreter, but a program that holds one
        return None
    return lambda ours, theirs: _started(order, theirs)


def _left(limits: Limits) -> float:
    """Seconds until the time limit, which has perhaps just been reached."""
    return max(limits.seconds - limits.elapsed, 1e-3)


def _forked(work: Work, limits: Limits, ours: "Connection", theirs: "Connection") -> Callable[[], object]:
    """A copy of this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of idle threads that a numerical library keeps
        pid = os.fork()
    if not pid:
        try:
            ours.close()
            serve(work, theirs, _left(limits), limits.bytes)
        finally:
            os._exit(0)  # nothing that this process had begun is finished twice

    def end() -> None:
        with suppress(ProcessLookupError, ChildProcessError):  # where the system itself buries the dead
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    return end


def _started(order: bytes, theirs: "Connection") -> Callable[[], object]:
    """A new interpreter."""
    command = [sys.executable, "-I", "-c", PROGRAM, str(theirs.fileno())]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[theirs.fileno()])

    def end() -> None:
        process.kill()
        process.wait()

    try:
        assert process.stdin is not None
        with process.stdin, suppress(BrokenPipeError):
            process.stdin.write(order)
    except BaseException:
        end()
        raise
    return end


def serve_from_input(handle: int) -> None:
    """The other side, in a new interpreter."""
    from multiprocessing.connection import Connection

    work, seconds, most = pickle.load(sys.stdin.buffer)
    with Connection(handle, readable=False) as pipe:
        serve(work, pipe, seconds, most)


def serve(work: Work, pipe: "Connection", seconds: float, most: float) -> None:
    """The other side: send what the work yields, then how it ended.

    The process that waits ends this one; should that be gone, an alarm does.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, min(seconds + LAST, LATEST))
    with suppress(BrokenPipeError):
        pipe.send(_sent_all(work, pipe, Limits(memory_limit=most)))


def _sent_all(work: Work, pipe: "Connection", limits: Limits) -> tuple[str, Any]:
    """Send all results; the last word."""
    try:
        for result in work(limits):
            pipe.send(("result", result))
    except BrokenPipeError:
        raise
    except Exception as error:
        return "raised", error
    return "done", None


def _received(pipe: "Connection", limits: Limits) -> Iterator[Any]:
    """What the other side sends."""
    while True:
        limits.check()
        if not pipe.poll(min(PAUSE, _left(limits))):
            continue
        try:
            kind, value = pipe.recv()
        except EOFError:
            limits.check()
            raise LimitReached("the process that searched was ended") from None
        if kind == "done":
            return
        if kind == "raised":
            raise value
        yield value

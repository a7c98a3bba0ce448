"""Work in a process of its own: all that was done in time is kept, whatever the rest is doing, and no process is left."""

import os
import pickle
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

import deterrence as dt
from deterrence.errors import InvalidParameter, LimitReached
from deterrence.solve.apart import apart
from deterrence.solve.limits import Limits
from deterrence.solve.markov.system import ProfileSearch
from deterrence.solve.nplayer import engine
from deterrence.solve.nplayer.supports import Supports, Table
from tests.solve.test_markov_perfect import random_game

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs processes that can be ended")


@pytest.fixture(params=["copy", "interpreter"])
def way(request):
    """Alone a process is copied; beside a thread a new interpreter is started."""
    done = threading.Event()
    if request.param == "interpreter":
        threading.Thread(target=done.wait).start()
    yield request.param
    done.set()


def count(most, limits):
    yield os.getpid()
    yield from range(most)


def stuck(limits):
    yield os.getpid()
    while True:  # as algebra that looks at no clock
        pass


def wrong(limits):
    yield os.getpid()
    raise InvalidParameter("no such number")


def killed(limits):
    yield os.getpid()
    os.kill(os.getpid(), signal.SIGKILL)


def too_large(limits):
    yield os.getpid()
    kept = []
    while True:
        kept.append(bytearray(b"1") * 2**20)
        limits.check()


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def collected(work, limits, found):
    with apart(work, limits) as results:
        found.extend(results)


def test_results_come_in_order(way):
    found = []
    collected(partial(count, 200), Limits(time_limit=60), found)
    pid, *numbers = found
    assert numbers == list(range(200))
    assert pid != os.getpid()
    assert gone(pid)


def test_work_that_looks_at_no_clock_is_ended(way):
    limits = Limits()
    with apart(stuck, limits) as results:
        pid = next(results)
        limits.seconds = limits.elapsed  # the time is up as soon as the work is stuck
        with pytest.raises(LimitReached, match=r"the time limit of .* s was reached"):
            next(results)
    assert gone(pid)


def test_what_the_work_raises_is_raised(way):
    found = []
    with pytest.raises(InvalidParameter, match="no such number"):
        collected(wrong, Limits(time_limit=60), found)
    assert gone(found[0])


def test_a_process_that_somebody_ends():
    found = []
    with pytest.raises(LimitReached, match="the process that searched was ended"):
        collected(killed, Limits(time_limit=60), found)
    assert gone(found[0])


def test_the_memory_limit_holds_there_too():
    found = []
    with pytest.raises(LimitReached, match="memory limit of 20 MiB"):
        collected(too_large, Limits(time_limit=60, memory_limit=20 * 2**20), found)
    assert gone(found[0])


def test_whoever_leaves_the_block_leaves_no_process(way):
    pids = []

    def leave():
        with apart(stuck, Limits()) as results:
            pids.append(next(results))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leave()
    assert gone(*pids)


def test_work_that_cannot_be_sent_is_done_here():
    done = threading.Event()
    threading.Thread(target=done.wait).start()
    with apart(lambda limits: count(3, limits), Limits(time_limit=60)) as results:
        assert list(results) == [os.getpid(), 0, 1, 2]
    done.set()


def test_where_there_are_no_processes_the_work_is_done_here(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    with apart(partial(count, 2), Limits(time_limit=60)) as results:
        assert list(results) == [os.getpid(), 0, 1]


# In a program of its own: under pytest the interrupt may fall into some library's callback, which swallows it.
INTERRUPTED = """
import os, signal
from deterrence.solve.apart import apart
from deterrence.solve.limits import Limits
from deterrence.solve.markov.system import ProfileSearch

signal.signal(signal.SIGINT, signal.default_int_handler)

def work(limits):
    yield os.getpid()
    os.kill(os.getppid(), signal.SIGINT)
    while True:
        pass

try:
    with apart(work, Limits(time_limit=60)) as results:
        list(results)
except KeyboardInterrupt:
    print("interrupted")
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no process is left")
"""


def test_an_interrupt_while_waiting_is_heard():
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, cwd=ROOT, timeout=50, check=False
    )
    assert done.stdout == "interrupted\nno process is left\n", done.stderr


ORPHANED = """
import os, signal
from deterrence.solve.apart import apart
from deterrence.solve.limits import Limits

def work(limits):
    yield "begun"
    signal.pause()

with apart(work, Limits(time_limit=0.5)) as results:
    print(next(results), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_nobody_waits_for_ends_by_itself():
    """It shares the output of the program that was killed, which is read until both are gone."""
    done = subprocess.run(
        [sys.executable, "-c", ORPHANED], capture_output=True, text=True, cwd=ROOT, timeout=50, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert done.stdout == "begun\n"


# --- games ----------------------------------------------------------------------------------------------------------


def arrays(shape, players, entry):
    """One array per player, in nested lists, from a function of player and cell."""

    def nested(i, cell):
        rest = shape[len(cell) :]
        return [nested(i, (*cell, a)) for a in range(rest[0])] if rest else entry(i, cell)

    return [nested(i, ()) for i in range(players)]


def matching(shape):
    """Whoever does what all others do gets 1."""
    return dt.NormalForm.from_arrays(*arrays(shape, len(shape), lambda i, cell: int(len(set(cell)) == 1)))


@pytest.mark.parametrize("shape", [(3, 3, 2), (2, 2, 2, 2)])
def test_a_limit_that_is_not_reached_changes_nothing(shape):
    game = matching(shape)
    plain, limited = dt.nash(game), dt.nash(game, time_limit=600)
    assert limited.complete == plain.complete
    assert limited.components == plain.components
    assert [c.index for c in limited] == [c.index for c in plain]
    assert limited.why == plain.why


def test_algebra_that_does_not_come_back(monkeypatch):
    """The pure equilibria by hand: all do the same, or nobody can make all the same by himself."""
    solve = engine.solve_support

    def stuck_where_it_is_large(system, layout, limits):
        while sum(map(len, system.profile)) > 3 + len(system.profile):
            pass
        return solve(system, layout, limits)

    monkeypatch.setattr(engine, "solve_support", stuck_where_it_is_large)
    monkeypatch.setattr("threading.active_count", lambda: 1)  # a copy of this process has what was changed here
    eqs = dt.nash(matching((2, 2, 2, 2)), time_limit=1)
    assert not eqs.complete
    assert eqs.why.endswith(
        "support profiles, those with the most actions, were not looked at because the time limit of 1 s was reached; "
        "pure equilibria are all there"
    )
    pure = {tuple(v.index(1) for v in eq.vectors) for eq in eqs.extreme if all(1 in v for v in eq.vectors)}
    assert {(0,) * 4, (1,) * 4, (0, 0, 1, 1), (0, 1, 0, 1)} <= pure
    assert (0, 0, 0, 1) not in pure


def test_numbers_of_profiles_by_unknowns():
    game = matching((3, 1, 2, 2))
    supports = Supports(Table(game, tuple(tuple(range(n)) for n in game.shape)))
    unknowns = [sum(len(s) - 1 for s in profile) for profile in supports]
    assert [supports.up_to(k) for k in range(5)] == [sum(u <= k for u in unknowns) for k in range(5)]


def test_a_region_of_equilibria_can_be_sent():
    """Only the last player cares, for 2xy + 2yz + 2zx > 1 or not: surfaces and regions in the others' strategies."""
    sign = {0: -1, 1: -1, 2: 1, 3: 5}

    def entry(i, cell):
        return sign[cell[:3].count(0)] if i == 3 and cell[3] == 0 else 0

    eqs = dt.nash(dt.NormalForm.from_arrays(*arrays((2, 2, 2, 2), 4, entry)))
    curved = [piece for component in eqs for piece in component.pieces if not piece.polytopal]
    assert any(type(part).__name__ == "Region" for piece in curved for part in piece.shape.parts)
    for piece in curved:
        back = pickle.loads(pickle.dumps(piece))
        assert back == piece
        assert back.shape.parts == piece.shape.parts
        assert back.shape.contains(piece.sample)


# --- stochastic games -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 9])
def test_a_limit_changes_nothing_in_stochastic_games_either(size):
    """Points and curves, rational and not."""
    game = random_game(1, size=size)
    plain, limited = dt.markov_perfect(game), dt.markov_perfect(game, time_limit=600)
    assert any(not piece.polytopal for component in plain for piece in component.pieces)
    assert limited.complete
    assert limited.components == plain.components


def test_algebra_of_stochastic_games_that_does_not_come_back(monkeypatch):
    def stuck_at_once(search, profile, limits):
        while True:
            pass

    monkeypatch.setattr(ProfileSearch, "solve", stuck_at_once)
    monkeypatch.setattr("threading.active_count", lambda: 1)
    eqs = dt.markov_perfect(random_game(0), time_limit=0.5)
    assert not eqs
    assert eqs.why.startswith("81 support profiles, those with the most actions, were not looked at because the time limit")

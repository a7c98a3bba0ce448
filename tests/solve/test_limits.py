"""Limits on time and memory, progress, and interruption: an answer that says how far it is, and nothing half-done."""

import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

import deterrence as dt
from deterrence.solve.limits import Limits, resident
from tests.brute import draw

#: What an answer may take past its time limit; the machine may be busy, so processor time counts.
LATE = 1.0

ROOT = Path(__file__).resolve().parents[2]


def ties(size, largest=1, seed=0):
    """A game with so many ties that its equilibria cannot be listed in seconds."""
    rng = Random(seed)
    rows, columns = ([[rng.randint(0, largest) for _ in range(size)] for _ in range(size)] for _ in "ab")
    return dt.NormalForm.from_arrays(rows, columns)


def coordination(size):
    """Equal actions pay: 2^size - 1 equilibria, one for every set of actions."""
    identity = [[int(i == j) for j in range(size)] for i in range(size)]
    return dt.NormalForm.from_arrays(identity, identity)


def generic(size):
    rng = Random(f"generic {size}")
    return dt.NormalForm.from_arrays(*(draw.matrix(rng, size, size, 1000) for _ in "ab"))


GAMES = {
    "many ties": lambda: ties(18),
    "ties, larger": lambda: ties(30, 2),
    "very many equilibria": lambda: coordination(14),
    "generic and large": lambda: generic(34),
    "generic and larger": lambda: generic(48),
}


@pytest.mark.parametrize("build", GAMES.values(), ids=GAMES)
def test_past_the_time_limit_the_answer_has_what_was_found(build):
    game = build()
    start = time.process_time()
    eqs = dt.nash(game, method="all", time_limit=0.7)
    assert time.process_time() - start < 0.7 + LATE
    assert not eqs.complete
    assert eqs.why.startswith("the time limit of 0.7 s was reached with ")
    assert "of the search done; what is listed may be part of larger sets" in eqs.why
    assert "Give nash a larger time_limit or memory_limit" in eqs.why
    assert eqs
    assert all(component.index is None for component in eqs)
    eqs.verify()


def test_what_is_found_in_time_is_part_of_the_whole():
    game = ties(13)
    # the compiled search may be done in a tenth of a second
    parts = (dt.nash(game, time_limit=seconds) for seconds in (0.05, 0.02, 0.01, 0.005))
    part = next(part for part in parts if not part.complete)
    whole = dt.nash(game)
    assert whole.complete
    assert whole.why == ""
    assert part
    assert {eq.vectors for eq in part.extreme} < {eq.vectors for eq in whole.extreme}


def test_signalling_games_have_limits_too():
    rng = Random("limits")
    table = draw.signalling(rng, 5, (5, 5, 5, 5, 5), 1)
    game = dt.SignallingGame(
        sender="s",
        receiver="r",
        types={f"t{t}": p for t, p in enumerate(table.prior)},
        messages=[f"m{m}" for m in range(5)],
        replies=[f"a{a}" for a in range(5)],
        payoffs=lambda t, m, a: [side[int(t[1])][int(m[1])][int(a[1])] for side in (table.sender, table.receiver)],
    )
    start = time.process_time()
    eqs = dt.perfect_bayesian(game, time_limit=0.5)
    assert time.process_time() - start < 0.5 + LATE
    assert not eqs.complete
    assert "the time limit of 0.5 s was reached" in eqs.why


def test_memory_limit():
    before = resident()
    eqs = dt.nash(ties(22), method="all", memory_limit=3 * 2**20, time_limit=60)
    assert not eqs.complete
    assert eqs.why.startswith("the process grew by more than the memory limit of 3 MiB with ")
    assert resident() - before < 60 * 2**20


def test_a_limit_that_is_not_reached_changes_nothing():
    game = ties(6, 2)
    plain, limited = dt.nash(game), dt.nash(game, time_limit=math.inf, memory_limit=2**40, progress=lambda *_: None)
    assert limited.complete
    assert limited.components == plain.components
    assert [c.index for c in limited] == [c.index for c in plain]


def test_progress_grows_to_one():
    told = []
    dt.nash(generic(13), progress=lambda share, message: told.append((share, message)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert told[-1] == (1.0, "done")
    assert all(isinstance(message, str) and message for _, message in told)


def test_progress_of_a_search_that_takes_a_while():
    told = []
    dt.nash(ties(16), time_limit=0.6, progress=lambda share, message: told.append(share))
    assert 2 <= len(told) <= 12
    assert all(0 <= share <= 1 for share in told)


def test_what_progress_raises_ends_the_search():
    class Enough(Exception):
        pass

    def stop(share, message):
        raise Enough

    with pytest.raises(Enough):
        dt.nash(ties(18), progress=stop)


@pytest.mark.parametrize("method", ["all", "one"])
def test_shares_of_the_search_add_up(method):
    limits = []

    def keep(share, message):
        limits.append(share)

    dt.nash(ties(5), method=method, progress=keep)
    assert limits[-1] == 1.0


BAD = [
    ({"time_limit": 0}, "time_limit is 0; give a positive number of seconds, or None"),
    ({"time_limit": -1}, "time_limit is -1; give a positive number of seconds"),
    ({"time_limit": math.nan}, "time_limit is nan; give a positive number of seconds"),
    ({"time_limit": "5"}, "time_limit is '5'; give a positive number of seconds"),
    ({"time_limit": True}, "time_limit is True; give a positive number of seconds"),
    ({"memory_limit": 0}, "memory_limit is 0; give a positive number of bytes"),
    ({"progress": 5}, "progress is 5; give a function of the share that is done and a message"),
    ({"method": "some"}, "method is 'some'; give 'all', 'one', or None"),
]


@pytest.mark.parametrize(("given", "words"), BAD)
def test_bad_limits(given, words):
    with pytest.raises(dt.InvalidParameter, match=words):
        dt.nash(coordination(2), **given)


def test_two_searches_have_two_clocks():
    first, second = Limits(time_limit=0.01), Limits()
    time.sleep(0.02)
    with pytest.raises(dt.LimitReached, match=r"the time limit of 0.01 s was reached"):
        first.check()
    second.check()


# In a program of its own: under pytest the interrupt may fall into some library's callback, which swallows it.
INTERRUPTED = """
import signal, sys, threading, time
import deterrence as dt
from tests.solve.test_limits import generic, ties

# a shell's background jobs start with interrupts ignored, and what they start inherits that
signal.signal(signal.SIGINT, signal.default_int_handler)
game = ties(24) if sys.argv[1] == "all" else generic(130)
# compilers have such callbacks too: what is compiled at first use is compiled before
dt.nash(ties(13), method="all")
sent = []

def interrupt():
    sent.append(time.monotonic())
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

threading.Timer(0.3, interrupt).start()
try:
    dt.nash(game, method=sys.argv[1])
except KeyboardInterrupt:
    print(time.monotonic() - sent[0])
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="needs signals of threads")
@pytest.mark.parametrize("method", ["all", "one"])
def test_an_interrupt_is_heard(method):
    command = [sys.executable, "-c", INTERRUPTED, method]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 1


def test_the_command_line_says_that_a_set_is_incomplete(tmp_path):
    file = tmp_path / "ties.nfg.toml"
    game = ties(18)
    dt.save(game, file)
    command = [sys.executable, "-m", "deterrence", "solve", str(file), "--time-limit", "0.5"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ}, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert "these may not be all equilibria: the time limit of 0.5 s was reached" in done.stderr

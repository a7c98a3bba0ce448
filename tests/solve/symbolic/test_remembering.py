"""Contexts remember what they were asked, and derivations do not depend on the order in which Python keeps its sets."""

import os
import subprocess
import sys

from deterrence.parameters import Interval
from deterrence.solve.symbolic.context import Context
from deterrence.solve.symbolic.polynomials import ring_of
from deterrence.solve.symbolic.signs import Oracle

DERIVED = """
import hashlib, json
import deterrence as dt
from deterrence.solve.symbolic.families import derive
from deterrence.solve.symbolic.storing import written
game = dt.models.probe_game().free("credibility", "readiness_cost", "accident_rate")
print(hashlib.sha256(json.dumps(written(derive(game, "sympy"))).encode()).hexdigest())
"""


def test_a_context_gives_the_same_answer_twice():
    ring = ring_of(["x", "y"], "sympy")
    x, y = ring.gens.values()
    start = Context(Oracle(ring, [Interval.read("real"), Interval.read("> 0")]))
    first = start.assume(x - y, ">")
    assert start.assume(x - y, ">") is first
    # the same polynomial, but another question
    assert start.assume(x - y, ">=") is not first
    assert len(first) == 1
    # on the surface x = y the one symbol is put in for the other, for every context of the surface
    (one,) = start.assume(x - y, "=")
    (other,) = start.assume((x - y) * y, "=")
    assert one.reduce(x + y) is other.reduce(x + y)
    assert one.reduce(x + y) in (2 * x, 2 * y)


def test_a_derivation_is_the_same_in_every_process():
    found = {
        subprocess.run(
            [sys.executable, "-c", DERIVED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1

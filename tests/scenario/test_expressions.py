"""What the reader of expressions reads, and all that it refuses."""

import subprocess
import sys
import time
from contextlib import suppress
from fractions import Fraction as F
from pathlib import Path

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from deterrence.errors import DeterrenceError, InvalidParameter
from deterrence.exact import evaluate
from deterrence.scenario.expressions import ExpressionError, read_expression
from deterrence.scenario.writing import expression_text
from tests.scenario import hostile

ROOT = Path(__file__).parents[2]
X, Y = sympy.symbols("x y", real=True)


@pytest.mark.parametrize(
    "text, value",
    [
        ("3/10", F(3, 10)),
        ("0.1", F(1, 10)),
        (" 1 +\n\t2 ", F(3)),
        ("0.1 + 0.2", F(3, 10)),
        ("1e-3", F(1, 1000)),
        (".5", F(1, 2)),
        ("5.", F(5)),
        ("-2**2", F(-4)),
        ("(-2)**2", F(4)),
        ("2**-1", F(1, 2)),
        ("2**64", F(2**64)),
        ("2**3**2", F(512)),
        ("0**0", F(1)),
        ("1 - 2 - 3", F(-4)),
        ("8/4/2", F(1)),
        ("+3", F(3)),
        ("min(3, 1, 2)", F(1)),
        ("max(3, 1/2)", F(3)),
        ("abs(-1/3)", F(1, 3)),
        ("sqrt(4/9)", F(2, 3)),
        ("exp(0) + log(1)", F(1)),
        ("1e100", F(10**100)),
        ("0.10000000000000000000001", F(10**22 + 1, 10**23)),
        ("piecewise((1, 2 < 1), (2, 1 <= 1 < 2), 3)", F(2)),
        ("piecewise((1, 1 > 2 or 1 == 1), 3)", F(1)),
        ("piecewise((1, 1 < 2 and 1 != 1), 3)", F(3)),
    ],
)
def test_numbers_are_exact(text, value):
    read = read_expression(text)
    assert type(read) is F
    assert read == value


@pytest.mark.parametrize(
    "text, value",
    [
        ("x", X),
        ("x*(1 - y)", X * (1 - Y)),
        ("x/2 - y**3", X / 2 - Y**3),
        ("-x**2", -(X**2)),
        ("x**-2", X**-2),
        ("min(x, 1 - x)", sympy.Min(X, 1 - X)),
        ("max(0, x, y)", sympy.Max(0, X, Y)),
        ("abs(x - y)", sympy.Abs(X - Y)),
        ("sqrt(x) + exp(y) - log(x)", sympy.sqrt(X) + sympy.exp(Y) - sympy.log(X)),
        ("piecewise((1, x > y), (y, x == 0), 2)", sympy.Piecewise((1, X > Y), (Y, sympy.Eq(X, 0)), (2, True))),
        ("piecewise((1, x > y), (0, x < y))", sympy.Piecewise((1, X > Y), (0, X < Y))),
        ("piecewise((1, 0 < x <= 1), 0)", sympy.Piecewise((1, sympy.And(X > 0, X <= 1)), (0, True))),
        ("piecewise((1, x < 0 or y != 1), 0)", sympy.Piecewise((1, sympy.Or(X < 0, sympy.Ne(Y, 1))), (0, True))),
    ],
)
def test_names_become_the_symbols_of_parameters(text, value):
    read = read_expression(text, ["x", "y"])
    assert read == value
    # what is written reads back as the same expression
    assert read_expression(expression_text(read), ["x", "y"]) == value


def test_what_cancels_is_a_fraction():
    assert read_expression("(x - x) + 1/2", ["x"]) == F(1, 2)
    assert type(read_expression("(x - x) + 1/2", ["x"])) is F


def test_names_that_sympy_uses_are_ordinary_names():
    assert read_expression("S + E*I", ["S", "E", "I"]) == sympy.Symbol("S", real=True) + sympy.Symbol(
        "E", real=True
    ) * sympy.Symbol("I", real=True)


def test_long_sums_are_not_deep():
    assert read_expression(" + ".join(["x"] * 200), ["x"]) == 200 * X


def test_numbers_do_not_load_sympy():
    code = (
        "import sys; from deterrence.scenario.expressions import read_expression as r; "
        "r('max(1/3, 0.1)**2 + sqrt(4) - piecewise((1, 2 > 1), 0)'); sys.exit('sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(
    "text, column, words",
    [
        ("gian*2", 1, "'gian' is not a parameter here; did you mean 'gain'? (parameters: gain, loss)"),
        ("1 + gian", 5, "did you mean 'gain'"),
        ("  1 + gian", 7, "did you mean 'gain'"),
        ("gain +\n gian", 9, "did you mean 'gain'"),
        ("gain ^ 2", 6, "the character '^' has no meaning in an expression; write ** for a power"),
        ("gain + ²", 8, "the character U+00B2 has no meaning"),
        ("gain = 2", 6, "write == to compare"),
        ("2 * (gain", 5, "'(' was never closed"),
        ("gain * 1_000", 8, "'1_000' is not a plain number"),
        ("gain + 1/0", 8, "divides by zero"),
        ("gain + maxx(1, 2)", 8, "only functions may be called; did you mean 'max'?"),
        ("gain + max", 8, "max is a function; write max(...)"),
        ("gain < 2", 1, "conditions belong inside piecewise"),
        ("1 + gain**loss", 5, "an exponent is a whole number from -64 to 64"),
        ("1 + sqrt(2)", 5, "sqrt of this number is not rational"),
        ("1 + (gain if 1 else 2)", 6, "if exp is no part of an expression"),
        ("abs(1, 2)", 1, "abs takes one argument, got 2"),
        ("piecewise((1, 2 < piecewise((gain, loss > 1), 2)), 3)", 19, "a condition cannot hold a piecewise"),
        ("piecewise((1, gain))", 15, "a condition compares two expressions"),
    ],
)
def test_errors_say_where_and_what_to_type(text, column, words):
    with pytest.raises(ExpressionError) as caught:
        read_expression(text, ["gain", "loss"])
    assert caught.value.column == column
    assert words in caught.value.problem


def test_there_are_enough_hostile_expressions():
    assert len(set(hostile.EXPRESSIONS)) == len(hostile.EXPRESSIONS) >= 100


@pytest.mark.parametrize("text", hostile.EXPRESSIONS, ids=lambda text: ascii(text)[:40])
def test_hostile_expressions_are_refused_at_once(text):
    read_expression("max(x, exp(y))", ["x", "y"])  # so that loading sympy is not on the clock
    start = time.process_time()
    with pytest.raises(DeterrenceError) as caught:
        read_expression(text, ["x", "y"])
    assert time.process_time() - start < 1
    message = str(caught.value)
    assert len(message) < 300
    assert message.isprintable()


@pytest.mark.parametrize("name", hostile.NAMES, ids=lambda name: ascii(name)[:40])
def test_hostile_names_are_refused(name):
    with pytest.raises(InvalidParameter):
        read_expression("1", [name])


def test_hostile_expressions_run_nothing_and_stay_small():
    """All of them in one fresh process, which reports what it opened or started, and its peak memory."""
    code = """
import pathlib, resource, sys
from deterrence.errors import DeterrenceError
from deterrence.scenario.expressions import read_expression
from tests.scenario import hostile

def watch(event, arguments):
    started = event.startswith(("os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess", "socket", "ctypes"))
    opened = event == "open" and not str(arguments[0]).endswith((".py", ".pyc"))
    if started or opened:
        happened.append((event, arguments))

read_expression('max(x, exp(y), abs(x))', ['x', 'y'])  # loads sympy
happened = []
sys.addaudithook(watch)
for text in hostile.EXPRESSIONS:
    try:
        read_expression(text, ["x", "y"])
    except DeterrenceError:
        continue
    sys.exit(f"read {text[:50]!a}")
if happened:
    sys.exit(f"ran {happened}")
open("/dev/null").close()
assert happened, "the watch sees nothing"

# what getrusage reports goes back to before the start of this program, when it was a copy of its parent
status = pathlib.Path("/proc/self/status")
if status.exists():
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) < 256 * 1024  # kilobytes


TOKENS = ["x", "y", "1", "0.5", "1e9", "+", "-", "*", "/", "**", "(", ")", ",", "<", "==", " ", *hostile.CODE[:5]]
TOKENS += ["min(", "max(", "abs(", "exp(", "log(", "sqrt(", "piecewise((", "and", "or", "not", ".", "e", "_", "lambda"]


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(TOKENS), max_size=25).map("".join))
def test_nothing_but_our_own_errors(text):
    try:
        read = read_expression(text, ["x", "y"])
    except DeterrenceError:
        return
    assert isinstance(read, F | sympy.Expr)


QUARTERS = st.fractions(-3, 3, max_denominator=4)
LEAVES = st.sampled_from(["x", "y", "1", "2", "1/3", "0.5"])


def _grow(parts):
    pairs = st.tuples(parts, parts)
    return (
        st.tuples(parts, st.sampled_from("+-*"), parts).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | pairs.map(lambda t: f"min({t[0]}, {t[1]})")
        | pairs.map(lambda t: f"max({t[0]}, {t[1]})")
        | parts.map(lambda t: f"abs({t})")
        | st.tuples(parts, st.integers(0, 3)).map(lambda t: f"{t[0]}**{t[1]}")
        | st.tuples(parts, LEAVES, LEAVES).map(lambda t: f"piecewise(({t[0]}, abs({t[1]}) < min({t[2]}, 1)), {t[1]})")
    )


def _grow_wildly(parts):
    """What may have no value: roots and logarithms of anything, quotients, conditions on anything."""
    pairs = st.tuples(st.sampled_from([" / ", "**-", " - "]), parts, parts).map(lambda t: f"({t[1]}{t[0]}{t[2]})")
    calls = st.tuples(st.sampled_from(["sqrt", "log", "exp", "abs"]), parts).map(lambda t: f"{t[0]}({t[1]})")
    several = st.tuples(parts, parts, st.sampled_from(["<", ">=", "==", "!="])).map(
        lambda t: f"piecewise((max({t[0]}, {t[1]}), {t[0]} {t[2]} {t[1]}), ({t[1]}, {t[1]} < 0))"
    )
    return pairs | calls | several


@settings(max_examples=300, deadline=None)
@given(st.recursive(LEAVES, _grow_wildly, max_leaves=6))
def test_expressions_without_a_value_raise_nothing_but_our_own_errors(text):
    with suppress(DeterrenceError):
        read_expression(text, ["x", "y"])


@settings(max_examples=150, deadline=None)
@given(st.recursive(LEAVES, _grow, max_leaves=6), QUARTERS, QUARTERS)
def test_values_are_those_of_python(text, x, y):
    """A second reading of the same arithmetic: Python's own, over Fractions."""

    def piecewise(case, otherwise):
        return case[0] if case[1] else otherwise

    number_by_number = text.replace("1/3", "F(1,3)").replace("0.5", "F(1,2)")
    known = {"x": x, "y": y, "F": F, "min": min, "max": max, "abs": abs, "piecewise": piecewise}
    expected = eval(number_by_number, {"__builtins__": {}}, known)
    assert evaluate(read_expression(text, ["x", "y"]), {"x": x, "y": y}) == expected

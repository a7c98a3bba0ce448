"""Arithmetic written as text, read without ever being run.

The text is parsed into Python's syntax tree and only numbers, given names, ``+ - * / **`` and a few functions are
accepted; everything else is refused before it has any effect. Sizes are bounded before any large number is formed:
sub-expressions without names are always Fractions, at most LARGEST and MAX_BITS, when sympy first sees them.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

from ..errors import did_you_mean
from ..exact import Number, exact
from ..parameters import Parameter, check_name
from .conditions import as_sympy, compare, holds_piecewise, join
from .syntax import MAX_DEPTH, ExpressionError, parse

__all__ = ["FUNCTIONS", "ExpressionError", "read_expression"]

FUNCTIONS = ("min", "max", "abs", "exp", "log", "sqrt", "piecewise")

MAX_EXPONENT = 64
#: Largest size of a number without names, in absolute value.
LARGEST = 10**100
#: Most bits that numerator and denominator may take together (4,000 digits); a name counts as NAME_BITS, so that
#: powers of names are bounded too.
MAX_BITS = 13_300
NAME_BITS = 32
#: Most pairs of expressions that min and max may compare, each at about a millisecond.
MAX_COMPARISONS = 150

_NUMBER = re.compile(r"(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z")
_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def read_expression(text: str, names: Iterable[str] = ()) -> Number:
    """Read arithmetic exactly.

    Parameters
    ----------
    text : str
        Numbers, names, ``+ - * / **``, parentheses, ``min max abs exp log sqrt`` and
        ``piecewise((value, condition), ..., otherwise)``, where conditions compare with ``< <= > >= == !=`` and may be
        joined by ``and``, ``or``. Decimals are exact: ``0.1`` is 1/10.
    names : iterable of str
        The parameters that may appear.

    Returns
    -------
    Fraction or sympy.Expr
        A Fraction whenever the value is rational.

    Raises
    ------
    ExpressionError
        For anything else, saying where and what is allowed.
    InvalidParameter
        When one of `names` cannot name a parameter.

    Examples
    --------
    >>> read_expression("0.1 + 1/5"), read_expression("max(2, 3) ** 2")
    (Fraction(3, 10), Fraction(9, 1))
    >>> read_expression("gain * (1 - credibility)", ["gain", "credibility"])
    gain*(1 - credibility)
    >>> read_expression("__import__('os')")
    Traceback (most recent call last):
        ...
    deterrence.scenario.syntax.ExpressionError: column 12: the character "'" has no meaning in an expression
    """
    known = {check_name(name): None for name in names}
    tree, start = parse(text)
    try:
        return exact(_Reader(text, start, tuple(known)).read(tree, 1).exact)
    except ExpressionError:
        raise
    except (ArithmeticError, TypeError, ValueError, RecursionError) as error:
        # sympy refuses, among others, to compare what is never a real number: sqrt(-1 - x**2) > 0
        reason = " ".join(str(error).split())[:150]
        raise ExpressionError(f"this is not a real number or expression: {reason}", start + 1) from None


@dataclass(frozen=True)
class _Value:
    """A sub-expression, exactly, and a bound on its size in bits; without names it is always a Fraction."""

    exact: Number
    bits: int


class _Reader:
    """One walk over a syntax tree."""

    def __init__(self, text: str, start: int, names: tuple[str, ...]) -> None:
        self.text, self.start, self.names = text, start, names
        self.comparisons = 0

    def refuse(self, node: ast.expr, problem: str) -> NoReturn:
        raise ExpressionError(problem, self.start + node.col_offset + 1)

    def read(self, node: ast.expr, depth: int) -> _Value:
        if depth > MAX_DEPTH:
            self.refuse(node, f"the expression is nested too deeply; at most {MAX_DEPTH} levels are read")
        if isinstance(node, ast.Constant):
            return self._number(node)
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            value = self.read(node.operand, depth + 1)
            return _Value(-value.exact, value.bits) if isinstance(node.op, ast.USub) else value
        if isinstance(node, ast.BinOp):
            return self._chain(node, depth)
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        if isinstance(node, ast.Compare | ast.BoolOp):
            self.refuse(node, "conditions belong inside piecewise((value, condition), ..., otherwise)")
        what = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__).lower()
        return self.refuse(node, f"{what} is no part of an expression; allowed: numbers, names, + - * / ** and functions")

    def _number(self, node: ast.Constant) -> _Value:
        literal = self.text[self.start + node.col_offset : self.start + (node.end_col_offset or 0)]
        if not _NUMBER.match(literal):
            self.refuse(node, f"{literal[:40]!r} is not a plain number; write digits such as 12, 0.5 or 1e-3")
        try:
            number = exact(literal)
        except ValueError as error:
            self.refuse(node, str(error))
        return self._checked(node, number, 0)

    def _name(self, node: ast.Name) -> _Value:
        if node.id in FUNCTIONS:
            self.refuse(node, f"{node.id} is a function; write {node.id}(...)")
        if node.id not in self.names:
            shown = node.id if len(node.id) <= 64 else node.id[:61] + "..."
            allowed = ", ".join(self.names) or "none"
            near = did_you_mean(shown, self.names)
            self.refuse(node, f"{shown!r} is not a parameter here{near} (parameters: {allowed})")
        return _Value(Parameter(node.id).symbol, NAME_BITS)

    def _chain(self, node: ast.BinOp, depth: int) -> _Value:
        """Operations from left to right; a long sum is not deep."""
        steps: list[ast.BinOp] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            steps.append(left)
            left = left.left
        value = self.read(left, depth + 1)
        for step in reversed(steps):
            value = self._operation(step, value, self.read(step.right, depth + 1))
        return value

    def _operation(self, node: ast.BinOp, a: _Value, b: _Value) -> _Value:
        if isinstance(node.op, ast.Pow):
            return self._power(node, a, b)
        formula = _OPERATIONS.get(type(node.op))
        if formula is None:
            self.refuse(node, "this operation is not allowed; allowed: + - * / and ** for a power")
        if isinstance(node.op, ast.Div) and b.exact == 0:
            self.refuse(node, "this divides by zero")
        bits = self._bounded(node, a.bits + b.bits + 1)
        if isinstance(a.exact, Fraction) and isinstance(b.exact, Fraction):
            return self._checked(node, formula(a.exact, b.exact), bits)
        return self._checked(node, formula(as_sympy(a.exact), as_sympy(b.exact)), bits)

    def _power(self, node: ast.BinOp, base: _Value, exponent: _Value) -> _Value:
        n = exponent.exact
        if not isinstance(n, Fraction) or n.denominator != 1 or abs(n) > MAX_EXPONENT:
            self.refuse(node, f"an exponent is a whole number from -{MAX_EXPONENT} to {MAX_EXPONENT}; sqrt(...) is a root")
        if n < 0 and base.exact == 0:
            self.refuse(node, "this divides by zero")
        return self._checked(node, base.exact ** int(n), self._bounded(node, base.bits * max(abs(int(n)), 1)))

    def _checked(self, node: ast.expr, value: Any, bits: int) -> _Value:
        """What was formed, a Fraction where it is rational."""
        if getattr(value, "is_Rational", False):
            value = Fraction(int(value.p), int(value.q))
        if not isinstance(value, Fraction):
            return _Value(value, bits)
        if abs(value) > LARGEST:
            self.refuse(node, "this number is too large; numbers up to 1e100 are read")
        return _Value(value, self._bounded(node, value.numerator.bit_length() + value.denominator.bit_length()))

    def _bounded(self, node: ast.expr, bits: int) -> int:
        if bits > MAX_BITS:
            self.refuse(node, "this is too large: numbers of at most 4,000 digits and powers of at most about 400 are read")
        return bits

    # --- functions --------------------------------------------------------------------------------------------

    def _call(self, node: ast.Call, depth: int) -> _Value:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            near = did_you_mean(name, FUNCTIONS)
            self.refuse(node, f"only functions may be called{near} (functions: {', '.join(FUNCTIONS)})")
        if node.keywords or not node.args or any(isinstance(a, ast.Starred) for a in node.args):
            self.refuse(node, f"{name} takes one or more plain arguments: {name}(...)")
        if name == "piecewise":
            return self._piecewise(node, depth)
        parts = [self.read(a, depth + 1) for a in node.args]
        if name in ("min", "max"):
            return self._extreme(node, name, parts)
        if len(parts) != 1:
            self.refuse(node, f"{name} takes one argument, got {len(parts)}")
        return self._one_argument(node, name, parts[0])

    def _extreme(self, node: ast.Call, name: str, parts: list[_Value]) -> _Value:
        bits = self._bounded(node, sum(part.bits for part in parts))
        rational = [part.exact for part in parts if isinstance(part.exact, Fraction)]
        if len(rational) == len(parts):
            return self._checked(node, min(rational) if name == "min" else max(rational), bits)
        import sympy

        function = sympy.Min if name == "min" else sympy.Max
        values = [as_sympy(part.exact) for part in parts]
        # sympy flattens nested ones and compares every two
        size = sum(len(v.args) if isinstance(v, function) else 1 for v in values)
        self.comparisons += size * (size - 1) // 2
        if self.comparisons > MAX_COMPARISONS:
            self.refuse(node, "min and max compare too many expressions here; about 15 in all are read")
        return self._checked(node, function(*values), bits)

    def _one_argument(self, node: ast.Call, name: str, part: _Value) -> _Value:
        value = part.exact
        if isinstance(value, Fraction):
            number = _rational(name, value)
            if number is None:
                self.refuse(node, f"{name} of this number is not rational; the game is solved exactly, so write a decimal")
            return self._checked(node, number, part.bits)
        import sympy

        # exp(n log(x)) is x**n, whose size no bound on the text would limit
        if name == "exp" and value.has(sympy.log):
            self.refuse(node, "exp of a logarithm is a power; write it with **")
        return self._checked(node, getattr(sympy, "Abs" if name == "abs" else name)(value), part.bits)

    def _piecewise(self, node: ast.Call, depth: int) -> _Value:
        cases: list[tuple[_Value, Any]] = []
        for k, argument in enumerate(node.args):
            if isinstance(argument, ast.Tuple):
                if len(argument.elts) != 2:
                    self.refuse(argument, "a case of piecewise is (value, condition)")
                cases.append((self.read(argument.elts[0], depth + 1), self._condition(argument.elts[1], depth + 1)))
            elif k < len(node.args) - 1:
                self.refuse(argument, "a case of piecewise is (value, condition); only the last may be a value alone")
            else:
                cases.append((self.read(argument, depth + 1), True))
        bits = self._bounded(node, sum(value.bits for value, _ in cases))
        possible = [case for case in cases if case[1] is not False]
        if not possible:
            self.refuse(node, "no case of this piecewise ever holds; end it with a value alone")
        if possible[0][1] is True:
            return possible[0][0]
        import sympy

        exactly = sympy.Piecewise(*((as_sympy(value.exact), condition) for value, condition in possible))
        return self._checked(node, exactly, bits)

    def _condition(self, node: ast.expr, depth: int) -> Any:
        """A sympy condition, or True or False where it does not depend on names."""
        if depth > MAX_DEPTH:
            self.refuse(node, f"the expression is nested too deeply; at most {MAX_DEPTH} levels are read")
        if isinstance(node, ast.BoolOp):
            holds = [self._condition(part, depth + 1) for part in node.values]
            return join(holds, isinstance(node.op, ast.And))
        if not isinstance(node, ast.Compare):
            self.refuse(node, "a condition compares two expressions with < <= > >= == or !=")
        sides = [self.read(side, depth + 1) for side in (node.left, *node.comparators)]
        for side, value in zip((node.left, *node.comparators), sides, strict=True):
            # sympy would fold it into an if-then-else of conditions, which nothing else here knows
            if holds_piecewise(value.exact):
                self.refuse(side, "a condition cannot hold a piecewise; write its cases as cases of the outer one")
        for op in node.ops:
            if not isinstance(op, ast.Eq | ast.NotEq | ast.Lt | ast.LtE | ast.Gt | ast.GtE):
                self.refuse(node, "a condition compares two expressions with < <= > >= == or !=")
        return join([compare(op, a.exact, b.exact) for op, a, b in zip(node.ops, sides, sides[1:], strict=False)], True)


def _rational(name: str, value: Fraction) -> Fraction | None:
    """A function's value where it is rational."""
    if name == "abs":
        return abs(value)
    if name == "exp":
        return Fraction(1) if value == 0 else None
    if name == "log":
        return Fraction(0) if value == 1 else None
    if value < 0:
        return None
    root = Fraction(math.isqrt(value.numerator), math.isqrt(value.denominator))
    return root if root**2 == value else None

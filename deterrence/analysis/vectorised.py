"""Expressions of a game over arrays, with a guard wherever rounding could decide a sign.

An engine in floats may only be asked where no sign that it reads hangs on rounding. Every such quantity is a `guard`: it is
evaluated beside its magnitude (the same expression with every term made positive, which bounds the rounding errors of its
terms), and cells where it is small beside its magnitude are left to the exact solver. What is zero for all values of the
parameters is no matter of rounding, and is known before.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

__all__ = ["NEAR", "Compiled", "constant", "fixed", "is_zero", "switches"]

#: A guard is near zero if it is at most this share of its magnitude; rounding stays far below.
NEAR = 1e-11


def fixed(value: Any, values: Mapping[str, Fraction]) -> Any:
    """A number as a sympy expression, with the parameters that have a value replaced by it."""
    import sympy

    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    known = {s: sympy.Rational(*values[s.name].as_integer_ratio()) for s in value.free_symbols if s.name in values}
    return value.subs(known) if known else value


def is_zero(expression: Any) -> bool:
    """Whether an expression is zero whatever its symbols; a miss costs time only, since its cells are solved exactly."""
    import sympy

    if expression.is_zero:
        return True
    if expression.has(sympy.Piecewise, sympy.Min, sympy.Max, sympy.Abs):
        return bool(sympy.expand(expression) == 0)
    return bool(sympy.cancel(expression) == 0)


def constant(expression: Any) -> bool:
    """Whether an expression holds no symbol."""
    return not expression.free_symbols


def switches(expressions: Iterable[Any]) -> list[Any]:
    """What must not be near zero for some expressions to have the value that floats give: conditions and denominators."""
    import sympy

    found: dict[Any, None] = {}
    for expression in expressions:
        for piecewise in expression.atoms(sympy.Piecewise):
            for _, condition in piecewise.args:
                for relation in getattr(condition, "atoms", lambda _: ())(sympy.core.relational.Relational):
                    found[relation.lhs - relation.rhs] = None
        for power in expression.atoms(sympy.Pow):
            if not (power.exp.is_Integer and power.exp > 0) and power.base.free_symbols:
                found[power.base] = None
    return list(found)


def _magnitude(node: Any) -> Any:
    """The same expression with every term positive."""
    import sympy

    if node.is_Number:
        return abs(node)
    if node.is_Symbol:
        return sympy.Abs(node)
    if node.is_Add:
        return sympy.Add(*(_magnitude(a) for a in node.args))
    if node.is_Mul:
        return sympy.Mul(*(_magnitude(a) for a in node.args))
    if node.is_Pow and node.exp.is_Integer and node.exp > 0:
        return _magnitude(node.base) ** node.exp
    if isinstance(node, sympy.Abs):
        return _magnitude(node.args[0])
    if isinstance(node, sympy.Min | sympy.Max):
        return sympy.Max(*(_magnitude(a) for a in node.args), evaluate=False)
    if isinstance(node, sympy.Piecewise):
        return sympy.Add(*(_magnitude(case) for case, _ in node.args))
    return sympy.Abs(node)


class _And:
    """`numpy.logical_and` and the like, for arguments that are broadcast against each other."""

    def __init__(self, function: Any) -> None:
        self.function = function

    def __call__(self, *values: Any) -> Any:
        return self.function(*values)

    def reduce(self, values: Sequence[Any]) -> Any:
        """Over a tuple."""
        return reduce(self.function, values)


class Compiled:
    """Some expressions and guards in some symbols, as one function of arrays that broadcast.

    Parameters
    ----------
    names : sequence of str
        The symbols, in the order of the arguments.
    expressions : mapping of key to sympy expression
    guards : sequence of sympy expression
    """

    def __init__(self, names: Sequence[str], expressions: Mapping[Any, Any], guards: Sequence[Any]) -> None:
        import numpy as np
        import sympy

        self.expressions, self.keys = expressions, tuple(expressions)
        symbols = [sympy.Symbol(name, real=True) for name in names]
        own = {"logical_and": _And(np.logical_and), "logical_or": _And(np.logical_or)}
        modules: list[Any] = [own, "numpy"]
        kept = [guard for guard in dict.fromkeys(guards) if not (constant(guard) and guard != 0)]
        wanted = [*expressions.values(), *kept]
        self._function = sympy.lambdify(symbols, wanted, modules=modules, cse=True)
        sizes = [_magnitude(guard) for guard in kept]
        # a magnitude of sums and products grows with its symbols, so its value at the largest is enough for all
        self._grows = all(map(_grows, sizes))
        self._sizes = sympy.lambdify(symbols, sizes, modules=modules, cse=True)

    def __call__(self, arrays: Sequence[Any], largest: Sequence[float]) -> tuple[dict[Any, Any], Any]:
        """Values by key, and where some guard is near zero (False for nowhere).

        Parameters
        ----------
        arrays : sequence of ndarray
            One per symbol; they broadcast.
        largest : sequence of float
            The largest size of each.
        """
        import numpy as np

        with np.errstate(all="ignore"):
            values = self._function(*arrays)
            sizes = self._sizes(*(largest if self._grows else arrays))
            near: Any = False
            for guard, size in zip(values[len(self.keys) :], sizes, strict=True):
                # written so that NaN counts as near
                near = near | np.logical_not(np.abs(guard) > NEAR * size)
        return dict(zip(self.keys, values, strict=False)), near


def _grows(size: Any) -> bool:
    """Whether a magnitude holds sums and products only: then it is largest where its symbols are."""
    import sympy

    return all(
        node.is_Number
        or isinstance(node, sympy.Symbol | sympy.Add | sympy.Mul | sympy.Abs | sympy.Max)
        or (node.is_Pow and node.exp.is_Integer and node.exp > 0)
        for node in sympy.preorder_traversal(size)
    )

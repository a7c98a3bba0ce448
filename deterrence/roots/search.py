"""All roots of a function of one unknown on an interval, with certified brackets.

Expressions are evaluated over intervals whose ends are rounded outwards. A piece on which the enclosure of the function
misses 0 has no root; one on which the enclosure of its derivative misses 0 has at most one, and opposite signs at its ends
prove it. Everything else is halved. So a list is complete, or says where it may not be.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter
from .enclosure import Ends, enclosure

if TYPE_CHECKING:
    import sympy

__all__ = ["Implicit", "Root", "Roots", "all_roots", "normal_cdf", "normal_quantile"]

#: Pieces narrower than this share of the interval are given up as undecided: a root of even order, or a flat stretch.
NARROW = 1e-10
#: Doubtful pieces are looked at from no further away than this share of the interval.
WIDEST = 1e-5
#: Pieces that are looked at before the search gives up.
MOST_PIECES = 200_000


@dataclass(frozen=True)
class Root:
    """One root.

    Attributes
    ----------
    value : Fraction or float
        Exact where a short fraction solves the equation exactly.
    bracket : (float, float)
        The function has opposite signs at its ends, or vanishes at the value exactly.
    rising : bool
        Whether the function goes from negative to positive.
    """

    value: Any
    bracket: Ends
    rising: bool

    def __float__(self) -> float:
        return float(self.value)


@dataclass(frozen=True)
class Roots:
    """All roots, in ascending order.

    Attributes
    ----------
    roots : tuple of Root
    complete : bool
    why : str
        Where roots may be missing, if they may.
    """

    roots: tuple[Root, ...]
    complete: bool = True
    why: str = ""

    @property
    def values(self) -> tuple[Any, ...]:
        """The roots as numbers."""
        return tuple(r.value for r in self.roots)


@dataclass(frozen=True)
class Implicit:
    """Numbers that are defined by an equation: the roots of an expression in one unknown on an interval.

    Parameters
    ----------
    equation : sympy.Expr
        What is to vanish.
    unknown : sympy.Symbol
    least, most : number or sympy.Expr
        Ends of the interval.
    reported : sympy.Expr, optional
        What is wanted of each root, if not the root itself.
    """

    equation: "sympy.Expr"
    unknown: "sympy.Symbol"
    least: Any = 0
    most: Any = 1
    reported: Any = None

    def subs(self, values: Any) -> "Implicit":
        """The same equation at values of its parameters."""
        import sympy

        least, most = (sympy.sympify(end).subs(values) for end in (self.least, self.most))
        reported = None if self.reported is None else self.reported.subs(values)
        return Implicit(self.equation.subs(values), self.unknown, least, most, reported)

    @property
    def free_symbols(self) -> set[Any]:
        """Parameters that are still free."""
        import sympy

        ends = sympy.sympify(self.least).free_symbols | sympy.sympify(self.most).free_symbols
        return set((self.equation.free_symbols - {self.unknown}) | ends)

    def solve(self) -> Roots:
        """All roots."""
        return all_roots(self.equation, self.unknown, self.least, self.most)

    @property
    def values(self) -> tuple[Any, ...]:
        """What is wanted of each root, in the order of the roots."""
        roots = self.solve().values
        if self.reported is None:
            return roots
        return tuple(float(self.reported.subs(self.unknown, float(root))) for root in roots)


def normal_cdf(x: Any) -> Any:
    """The standard normal distribution function of an expression."""
    import sympy

    return sympy.erfc(-x / sympy.sqrt(2)) / 2


def normal_quantile(p: Any) -> Any:
    """The standard normal quantile of an expression."""
    import sympy

    return sympy.sqrt(2) * sympy.erfinv(2 * sympy.sympify(p) - 1)


def all_roots(equation: "sympy.Expr", unknown: "sympy.Symbol", least: Any, most: Any) -> Roots:
    """Find every root on the closed interval from `least` to `most`.

    Parameters
    ----------
    equation : sympy.Expr
        Of numbers and the unknown, with ``+ - * /``, powers, exp, log, erf, erfc, erfinv, Min and Max.
    unknown : sympy.Symbol
    least, most : number

    Returns
    -------
    Roots
        Where ``complete`` is False, ``why`` says on which pieces a root of even order may hide.

    Raises
    ------
    InvalidParameter
        For an interval that is empty, or an equation with other symbols.

    Examples
    --------
    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> all_roots(3 * x**3 - x, x, -1, 1).complete, [round(float(r), 6) for r in all_roots(3 * x**3 - x, x, -1, 1).roots]
    (True, [-0.57735, 0.0, 0.57735])
    """
    import sympy

    equation, low, high = sympy.sympify(equation), float(least), float(most)
    if not low < high:
        raise InvalidParameter(f"there is no interval from {low:.6g} to {high:.6g}; give least < most")
    other = sorted(str(s) for s in equation.free_symbols - {unknown})
    if other:
        raise InvalidParameter(f"the equation still holds {', '.join(other)}; give values to all but {unknown}")
    search = _Search(equation, unknown, low, high)
    work, seen = [(low, high)], 0
    while work:
        piece = work.pop()
        seen += 1
        if not _holds_0(search.f(piece)):
            continue
        a, b = piece
        incline = search.slope(piece)
        if not _holds_0(incline):
            search.monotone(piece, rising=incline[0] > 0)
        elif b - a <= NARROW * (high - low) or seen > MOST_PIECES:
            search.doubtful.append(piece)
        else:
            middle = a + (b - a) / 2
            work += [(middle, b), (a, middle)]
    return search.answer()


class _Search:
    """What is known of the roots so far: proven ones, and pieces on which rounding hides the sign."""

    def __init__(self, equation: Any, unknown: Any, low: float, high: float) -> None:
        import sympy

        self.equation, self.unknown, self.low, self.high = equation, unknown, low, high
        self.f, self.slope = enclosure(equation, unknown), enclosure(sympy.diff(equation, unknown), unknown)
        self.roots: list[Root] = []
        self.doubtful: list[Ends] = []

    def sign(self, at: float) -> int:
        """Sign at a point; 0 where it cannot be told."""
        value = self.f((at, at))
        return 1 if value[0] > 0 else -1 if value[1] < 0 else 0

    def monotone(self, piece: Ends, *, rising: bool) -> None:
        """Find the root of a monotone piece, if there is one."""
        way = 1 if rising else -1
        low, high = piece
        before, after = way * self.sign(low), way * self.sign(high)
        if before > 0 or after < 0:
            return
        for _ in range(200):
            middle = low + (high - low) / 2
            if not low < middle < high:
                break
            sign = way * self.sign(middle)
            if sign < 0:
                low, before = middle, sign
            elif sign > 0:
                high, after = middle, sign
            else:
                # rounding hides the sign here: close in from both sides
                low, high = self._close_in(low, middle, before), self._close_in(high, middle, after)
                break
        if before and after:
            self.roots.append(self._root((low, high), rising=rising))
        else:
            self.doubtful.append((low, high))

    def _close_in(self, known: float, hidden: float, sign: int) -> float:
        """From an end where the sign is known towards a point where it is not, as far as it stays known."""
        if not sign:
            return known
        start = self.sign(known)
        for _ in range(200):
            middle = known + (hidden - known) / 2
            if middle in (known, hidden):
                break
            known, hidden = (middle, hidden) if self.sign(middle) == start else (known, middle)
        return known

    def _root(self, bracket: Ends, *, rising: bool) -> Root:
        exact = self._short_fraction(bracket)
        return Root(bracket[0] + (bracket[1] - bracket[0]) / 2 if exact is None else exact, bracket, rising)

    def _short_fraction(self, piece: Ends) -> Fraction | None:
        """A short fraction in a bracket that solves the equation exactly, as far as algebra can tell."""
        guess = Fraction(piece[0] + (piece[1] - piece[0]) / 2).limit_denominator(1_000_000)
        return guess if piece[0] <= guess <= piece[1] and self._vanishes(guess) else None

    def _vanishes(self, at: Fraction) -> bool:
        import sympy

        return bool(self.equation.subs(self.unknown, sympy.Rational(*at.as_integer_ratio())).is_zero)

    def answer(self) -> Roots:
        """Decide the doubtful pieces from a little further away; what stays in doubt is said."""
        left: list[Ends] = []
        beyond: list[float] = []
        for piece in _joined(self.doubtful):
            around = self._around(piece)
            signs = self.sign(around[0]), self.sign(around[1])
            steep = not _holds_0(self.slope(around))
            # an end of the whole interval has nothing beyond it, and may be a root itself
            at_end = next((e for e in (self.low, self.high) if e in around and self._vanishes(Fraction(e))), None)
            if steep and (signs[0] * signs[1] < 0 or at_end is not None):
                self.roots = [r for r in self.roots if not around[0] <= float(r) <= around[1]]
                rising = self.slope(around)[0] > 0
                self.roots.append(
                    Root(Fraction(at_end), around, rising) if at_end is not None else self._root(around, rising=rising)
                )
            elif steep and 0 in signs and (self.low, self.high)[signs.index(0)] == around[signs.index(0)]:
                # the one root of this steep piece lies within rounding of an end, on one side of it or the other
                self.roots = [r for r in self.roots if not around[0] <= float(r) <= around[1]]
                self.roots.append(Root(around[signs.index(0)], around, self.slope(around)[0] > 0))
                beyond.append(around[signs.index(0)])
            elif not (steep and signs[0] * signs[1] > 0):
                left.append(piece)
                touched = self._short_fraction(around)
                if touched is not None and all(not around[0] <= float(r) <= around[1] for r in self.roots):
                    self.roots.append(Root(touched, around, False))
        roots = tuple(sorted(self.roots, key=float))
        if beyond:
            return Roots(roots, False, f"a root within rounding of the end {beyond[0]:.6g} may lie just beyond it")
        if not left:
            return Roots(roots)
        where = ", ".join(f"[{a:.10g}, {b:.10g}]" for a, b in left[:5]) + (" and elsewhere" if len(left) > 5 else "")
        return Roots(roots, False, f"roots of even order cannot be told from near misses on {where}")

    def _around(self, piece: Ends) -> Ends:
        """A little more than a piece, so that the signs at its ends can be told if possible."""
        a, b = piece
        step = max(b - a, 1e-15 * (self.high - self.low))
        while step < WIDEST * (self.high - self.low):
            a, b = max(self.low, piece[0] - step), min(self.high, piece[1] + step)
            if all(self.sign(end) or end in (self.low, self.high) for end in (a, b)):
                break
            step *= 2
        return a, b


def _joined(pieces: list[Ends]) -> list[Ends]:
    """Pieces with common points, as one."""
    found: list[Ends] = []
    for a, b in sorted(pieces):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found


def _holds_0(ends: Ends) -> bool:
    return ends[0] <= 0 <= ends[1]

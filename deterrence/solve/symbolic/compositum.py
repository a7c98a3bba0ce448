"""One number field for numbers of two fields: the field that a + t b generates, for the first t that tells roots apart."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .algebraic import Algebraic
from .root import Coefficients, Root, real_roots

__all__ = ["together"]

#: Degree beyond which exact numbers are too long to be of use.
MOST_DEGREE = 24


def together(numbers: Sequence[Any]) -> list[Any]:
    """The same numbers, all irrational ones in one field.

    Parameters
    ----------
    numbers : sequence of Fraction or Algebraic

    Returns
    -------
    list of Fraction or Algebraic

    Raises
    ------
    ArithmeticError
        Where the common field would be of too high a degree.

    Examples
    --------
    >>> root2, root3 = (Algebraic.generator(real_roots((1, 0, -n))[1]) for n in (2, 3))
    >>> a, b = together([root2, root3])
    >>> print((a * b).minimal.coefficients, a * a, b * b)
    (1, 0, -6) 2 3
    """
    found = list(numbers)
    roots = list(dict.fromkeys(x.root for x in found if isinstance(x, Algebraic) and x.rational is None))
    while len(roots) > 1:
        one, other = roots[:2]
        joint, first, second = _joint(one, other)
        images = {one: first, other: second}
        found = [_moved(x, images[x.root]) if isinstance(x, Algebraic) and x.root in images else x for x in found]
        roots = [joint, *roots[2:]]
    return [x.rational if isinstance(x, Algebraic) and x.rational is not None else x for x in found]


def _moved(number: Algebraic, image: Algebraic) -> Algebraic:
    """The number as the same polynomial in the image of its root."""
    total = Algebraic.number(image.root, 0)
    for c in number.numerators:
        total = total * image + c
    return total / number.denominator


def _joint(one: Root, other: Root) -> tuple[Root, Algebraic, Algebraic]:
    """The root of a common field, and both roots in it."""
    degree = (len(one.coefficients) - 1) * (len(other.coefficients) - 1)
    if degree > MOST_DEGREE:
        raise ArithmeticError(f"numbers of two fields of common degree {degree}")
    turn = 0
    while True:
        turn += 1
        root = _sum_root(one, other, turn)
        generator = Algebraic.generator(root)
        # the second root is the common zero of g(y) and f(generator - turn y), if there is just one
        shifted = _shifted(one.coefficients, generator, turn)
        plain: list[Any] = [Algebraic.number(root, c) for c in other.coefficients]
        shared = _common(plain, shifted)
        if len(shared) == 2:
            second = -(shared[1] / shared[0])
            return root, generator - second * turn, second


def _sum_root(one: Root, other: Root, turn: int) -> Root:
    """One root plus a multiple of the other, as a root of its own."""
    from sympy import ZZ, ring

    ring_, x, y = ring("x,y", ZZ)
    f = sum((c * (y - turn * x) ** k for k, c in enumerate(reversed(one.coefficients))), ring_.zero)
    g = sum((c * x**k for k, c in enumerate(reversed(other.coefficients))), ring_.zero)
    last = f.resultant(g)  # eliminates x, the first unknown
    line: Coefficients = tuple(int(c) for c in _dense(last))
    candidates = real_roots(line)
    width = Fraction(1, 2**8)
    while len(candidates) > 1:
        for root in (one, other, *candidates):
            root.narrow(width)
        low, high = one.low + turn * other.low, one.high + turn * other.high
        candidates = [root for root in candidates if root.low <= high and low <= root.high]
        width /= 2**8
    return candidates[0]


def _dense(p: Any) -> list[Any]:
    """Coefficients of a polynomial in one unknown, highest power first."""
    powers = {sum(exponents): c for exponents, c in p.iterterms()}
    return [powers.get(k, 0) for k in range(max(powers), -1, -1)]


def _shifted(f: Coefficients, generator: Algebraic, turn: int) -> list[Any]:
    """f(generator - turn y) as a polynomial in y, highest power first."""
    total: list[Any] = [Algebraic.number(generator.root, 0)]
    for c in f:
        longer: list[Any] = [Algebraic.number(generator.root, 0)] * (len(total) + 1)
        for k, x in enumerate(total):
            longer[k] = longer[k] - x * turn
            longer[k + 1] = longer[k + 1] + x * generator
        longer[-1] = longer[-1] + c
        total = longer
    return _trim(total)


def _trim(p: list[Any]) -> list[Any]:
    while p and not p[0]:
        p = p[1:]
    return p


def _common(p: list[Any], q: list[Any]) -> list[Any]:
    """Greatest common divisor by Euclid's algorithm; highest power first."""
    while q:
        p = list(p)
        while len(p) >= len(q):
            factor = p[0] / q[0]
            for k, c in enumerate(q):
                p[k] = p[k] - factor * c
            p = p[1:]
        p, q = q, _trim(p)
    return p

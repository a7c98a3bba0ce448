"""The inverse of an integer polynomial modulo another one, by arithmetic modulo many primes.

With R the resultant of f and g there are integer polynomials with u f + v g = R, so that v / R is the inverse of g modulo f.
R and the coefficients of v are minors of Sylvester's matrix, bounded by Hadamard's inequality; they are worked out modulo
enough primes and put together (von zur Gathen and Gerhard, Modern Computer Algebra, ch. 6). Intermediate numbers stay small,
while those of an elimination over the rationals explode.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

__all__ = ["inverse"]

#: Highest power first.
Line = Sequence[int]


def inverse(f: Line, g: Line) -> tuple[list[int], int]:
    """Numerators, highest power first and one less than f has coefficients, and denominator of 1 / g modulo f.

    Parameters
    ----------
    f, g : sequence of int
        Without a common root; the degree of g is positive and less than that of f.

    Examples
    --------
    >>> inverse((1, 0, -2), (1, 1))  # 1 / (x + 1) is x - 1 where x^2 = 2
    ([-1, 1], -1)
    """
    n, m = len(f) - 1, len(g) - 1
    bound = m * _norm_bits(f) + n * _norm_bits(g) + 2
    values = [0] * (n + 1)
    modulus, k = 1, 0
    while modulus.bit_length() <= bound:
        p = _prime(k)
        k += 1
        if f[0] % p == 0 or g[0] % p == 0:
            continue
        at = _modulo(f, g, p)
        if at is None:
            continue
        factor = pow(modulus % p, -1, p)
        values = [x + modulus * ((r - x) * factor % p) for x, r in zip(values, at, strict=True)]
        modulus *= p
    half = modulus // 2
    *numerators, denominator = (x - modulus if x > half else x for x in values)
    return numerators, denominator


def _norm_bits(f: Line) -> int:
    """Bits that the Euclidean norm has at most."""
    return sum(c * c for c in f).bit_length() // 2 + 1


def _modulo(f: Line, g: Line, p: int) -> list[int] | None:
    """The cofactor of g and the resultant modulo a prime; None where the resultant vanishes."""
    n = len(f) - 1
    a, b = [c % p for c in f], [c % p for c in g]
    s, t = [0], [1]  # cofactors of g
    result = 1
    while len(b) > 1:
        quotient, rest = _divided(a, b, p)
        if not rest:
            return None
        degree, other = len(a) - 1, len(b) - 1
        lost = degree - (len(rest) - 1)
        result = result * pow(b[0], lost, p) % p
        if degree * other % 2:
            result = -result % p
        a, b = b, rest
        s, t = t, _minus_product(s, quotient, t, p)
    result = result * pow(b[0], len(a) - 1, p) % p
    scale = result * pow(b[0], -1, p) % p
    t = [c * scale % p for c in t]
    return [0] * (n - len(t)) + t[-n:] + [result]


def _divided(a: list[int], b: list[int], p: int) -> tuple[list[int], list[int]]:
    lead = pow(b[0], -1, p)
    left = list(a)
    quotient = []
    size = len(b)
    for k in range(len(a) - size + 1):
        q = left[k] * lead % p
        quotient.append(q)
        if q:
            for j in range(1, size):
                left[k + j] = (left[k + j] - q * b[j]) % p
    rest = left[len(a) - size + 1 :]
    start = next((k for k, c in enumerate(rest) if c), len(rest))
    return quotient, rest[start:]


def _minus_product(s: list[int], q: list[int], t: list[int], p: int) -> list[int]:
    """The polynomial s - q t."""
    result = [0] * (len(q) + len(t) - 1)
    for i, x in enumerate(q):
        if x:
            for j, y in enumerate(t):
                result[i + j] -= x * y
    padding = [0] * (len(result) - len(s))
    return [(x + y) % p for x, y in zip(padding + s, result, strict=True)]


@lru_cache(maxsize=1)
def _primes() -> tuple[list[int], Iterator[int]]:
    return [], _below(2**61)


def _prime(k: int) -> int:
    known, more = _primes()
    while len(known) <= k:
        known.append(next(more))
    return known[k]


def _below(start: int) -> Iterator[int]:
    from sympy import isprime

    for candidate in range(start - 1, 2, -2):
        if isprime(candidate):
            yield candidate

"""Conditions and strategies as sympy expressions that can be read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .linear import Form
from .polynomials import Ring
from .signs import NEGATIVE, POSITIVE, ZERO, Literal, Oracle

if TYPE_CHECKING:
    import sympy

__all__ = ["condition", "expression", "form_ratio", "ratio", "relation"]


def expression(ring: Ring, p: Any) -> "sympy.Expr":
    """A polynomial in the symbols of `Parameter`."""
    import sympy

    symbols = [sympy.Symbol(name, real=True) for name in ring.names]
    terms = []
    for powers, coefficient in ring.atom(p):
        factors = [x**k for x, k in zip(symbols, powers, strict=False) if k]
        terms.append(sympy.Mul(sympy.Integer(coefficient), *factors))
    return sympy.Add(*terms)


def ratio(oracle: Oracle, top: Any, bottom: Any) -> "sympy.Expr":
    """A quotient in lowest terms, the shorter of its forms, factors turned to their positive side where that is known."""
    import sympy

    ring = oracle.ring
    if ring.is_zero(top):
        return sympy.Integer(0)
    common = ring.gcd(top, bottom)
    top, bottom = ring.quotient(top, common), ring.quotient(bottom, common)
    sign, below = _factored(oracle, bottom)
    if sign < 0:
        top = -top
    side, above = _factored(oracle, top)
    options = [expression(ring, top) / below, side * above / below]
    return min(options, key=_size)


def _factored(oracle: Oracle, p: Any) -> tuple[int, "sympy.Expr"]:
    """Sign and size; the sign is that of the content when every factor is turned to its positive side."""
    import sympy

    ring = oracle.ring
    content, factors = ring.factors(p)
    sign = 1 if content > 0 else -1
    shown = [sympy.Integer(abs(content))]
    for atom, k in factors:
        q = ring.polynomial(atom)
        if oracle.mask(atom) in (NEGATIVE, NEGATIVE | ZERO):
            q, sign = -q, sign * (-1) ** k
        shown.append(_grouped(ring, q) ** k)
    return sign, sympy.Mul(*shown)


def _grouped(ring: Ring, p: Any) -> "sympy.Expr":
    """A sum collected in one symbol where that is shorter, its coefficients factored."""
    import sympy

    plain = expression(ring, p)
    if not plain.is_Add:
        return plain
    options = [plain]
    for name in sorted(s.name for s in plain.free_symbols):
        i, x = ring.names.index(name), sympy.Symbol(name, real=True)
        by_power: dict[int, dict[tuple[int, ...], int]] = {}
        for m, c in ring.atom(p):
            by_power.setdefault(m[i], {})[(*m[:i], 0, *m[i + 1 :])] = c
        if len(by_power) < len(ring.atom(p)):
            options.append(sympy.Add(*(_product(ring, ring.build(terms)) * x**k for k, terms in by_power.items())))
    return min(options, key=_size)


def _product(ring: Ring, p: Any) -> "sympy.Expr":
    """A polynomial as a product of its factors."""
    import sympy

    content, factors = ring.factors(p)
    return sympy.Mul(content, *(expression(ring, ring.polynomial(a)) ** k for a, k in factors))


def _size(e: "sympy.Expr") -> tuple[int, str]:
    return int(e.count_ops()), str(e)


def form_ratio(oracle: Oracle, form: Form, bottom: Any, names: Mapping[Any, "sympy.Symbol"]) -> "sympy.Expr":
    """A form in free variables over a polynomial."""
    total = ratio(oracle, form.start, bottom)
    for v, slope in form.slopes.items():
        total = total + ratio(oracle, slope, bottom) * names[v]
    return total


def condition(oracle: Oracle, literal: Literal) -> "sympy.Basic":
    """A literal as a relation: solved for the parameter for which that is shortest, else without minus signs."""
    import sympy

    ring = oracle.ring
    p = ring.constant(literal.sign)
    for atom, power in literal.atoms:
        for _ in range(power):
            p = p * ring.polynomial(atom)
    if len(literal.atoms) != 1 or literal.atoms[0][1] != 1:
        shown = literal.sign * sympy.Mul(*(expression(ring, ring.polynomial(a)) ** k for a, k in literal.atoms))
        return relation(shown, sympy.Integer(0), literal.relation)
    options = []
    for i, name in enumerate(ring.names):
        parts = ring.linear_parts(p, i)
        if parts is None:
            continue
        slope, start = parts
        side = _side(oracle, slope)
        if side:
            sign = literal.relation if side > 0 else {">": "<", ">=": "<=", "=": "="}[literal.relation]
            options.append(relation(sympy.Symbol(name, real=True), ratio(oracle, -start, slope), sign))
    split = _split(ring, p, literal.relation)
    if split.rhs == 0:
        return split  # a sum of positive terms: no parameter is to be solved for
    # the first of equal length: solved for a parameter, in the order of their declaration
    return min([*options, split], key=_cost)


def _side(oracle: Oracle, p: Any) -> int:
    """Sign of a polynomial throughout the domain; 0 where it has none."""
    content, factors = oracle.ring.factors(p)
    sign = 1 if content > 0 else -1
    for atom, k in factors:
        mask = oracle.mask(atom)
        if mask not in (POSITIVE, NEGATIVE):
            return 0
        sign *= (-1) ** k if mask == NEGATIVE else 1
    return sign


def _cost(r: Any) -> int:
    return int(r.lhs.count_ops() + r.rhs.count_ops())


def _split(ring: Ring, p: Any, sign: str) -> "sympy.Basic":
    """Positive terms on the left, negative ones on the right."""
    terms = dict(ring.atom(p))
    left = _grouped(ring, ring.build({m: c for m, c in terms.items() if c > 0}))
    right = _grouped(ring, ring.build({m: -c for m, c in terms.items() if c < 0}))
    return relation(left, right, sign)


def relation(left: Any, right: Any, sign: str) -> "sympy.Basic":
    """A relation that sympy leaves as it is."""
    import sympy

    kinds = {">": sympy.StrictGreaterThan, ">=": sympy.GreaterThan, "<": sympy.StrictLessThan, "<=": sympy.LessThan}
    kinds["="] = sympy.Equality
    return kinds[sign](left, right, evaluate=False)

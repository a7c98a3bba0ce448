"""Certificates: identities between polynomials that prove that a condition follows from others."""

from dataclasses import dataclass, field
from fractions import Fraction

from .signs import Literal, Monomial

__all__ = ["Certificate", "Frozen", "Log", "Terms", "multiplied"]

Terms = dict[Monomial, Fraction]
Frozen = tuple[tuple[Monomial, Fraction], ...]


@dataclass(frozen=True)
class Certificate:
    """``multiplier * target = sum of factor * premise + rest`` in lifted symbols, terms as (powers, coefficient).

    Multiplier, factors and rest have no negative coefficient. The multiplier does not vanish; in a strict proof neither
    do the factors of strict premises and the rest together. Where they vanish with some symbol, that face of the domain
    has a certificate of its own, from premises and target without the terms that hold the symbol.

    Attributes
    ----------
    goal : pair of terms
        Target and multiplier.
    premises : tuple of pairs of terms
        Premise and factor.
    rest : terms
    firm : tuple of bool
        Which premises are strict.
    faces : tuple of (symbol, Certificate)
    vacuous : bool
        Whether a strict premise has no positive term there, or nothing is left of a weak target.
    """

    goal: tuple[Frozen, Frozen] | tuple[()]
    premises: tuple[tuple[Frozen, Frozen], ...]
    rest: Frozen
    firm: tuple[bool, ...] = ()
    faces: tuple[tuple[int, "Certificate"], ...] = ()
    vacuous: bool = False

    @property
    def multiplier(self) -> Frozen:
        """What multiplies the target."""
        return self.goal[1] if self.goal else ()

    def check(self) -> bool:
        """Multiply out, on every face."""
        if not all(face.check() for _, face in self.faces):
            return False
        if self.vacuous or not self.goal:
            return self.vacuous
        total = multiplied(dict(self.goal[0]), dict(self.goal[1]))
        for m, c in self.rest:
            total[m] = total.get(m, Fraction(0)) - c
        for polynomial, factor in self.premises:
            for m, c in multiplied(dict(polynomial), dict(factor)).items():
                total[m] = total.get(m, Fraction(0)) - c
        parts = (*(f for _, f in self.premises), self.rest, self.multiplier)
        return bool(self.multiplier) and all(c >= 0 for part in parts for _, c in part) and not any(total.values())


def multiplied(one: Terms, other: Terms) -> Terms:
    """Product of two polynomials."""
    found: Terms = {}
    for a, x in one.items():
        for b, y in other.items():
            m = tuple(map(sum, zip(a, b, strict=True)))
            found[m] = found.get(m, Fraction(0)) + x * y
    return {m: c for m, c in found.items() if c}


@dataclass
class Log:
    """What was removed, with proof, and what could not be decided.

    ``removed`` pairs a sentence with a certificate; ``needed`` a kept literal with the point at which only it fails.
    """

    removed: list[tuple[str, Certificate]] = field(default_factory=list)
    needed: dict[tuple[frozenset[Literal], Literal], tuple[Fraction, ...]] = field(default_factory=dict)
    undecided: set[tuple[frozenset[Literal], Literal]] = field(default_factory=set)
    perhaps_empty: set[frozenset[Literal]] = field(default_factory=set)

"""Proofs that conditions imply another one, each with a certificate that a few lines can check.

Every parameter is written with symbols that are never negative (see `lifted`). Then ``m p = sum of (factor q) + rest``,
where the multiplier m, the factors and the rest have no negative coefficient and m never vanishes, proves p >= 0 from
conditions q >= 0. A linear program proposes the coefficients; they are made rational and the identity is checked exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Any

from .certificates import Certificate, Terms, multiplied
from .polynomials import Atom
from .programs import Problem
from .signs import Literal, Oracle, lifted

__all__ = ["Prover"]

#: Large multipliers are tried with this many premises, those most like the target.
MAX_WIDE = 3
#: A face of a face of a face is the last that is looked at.
MAX_FACES = 3


class Prover:
    """Proves implications between literals under the domains of an oracle."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.n = len(oracle.domains)
        self.bounded = [i for i, d in enumerate(oracle.domains) if d.least is not None and d.most is not None]
        self._lifted: dict[Atom, Terms] = {}
        self._of_literal: dict[Literal, Terms] = {}
        self._known: dict[Any, Certificate | None] = {}

    def implied(self, premises: Iterable[Literal], target: Literal) -> Certificate | None:
        """A proof that the premises imply the target; None if none was found."""
        useful = tuple(sorted({p for p in premises if p.relation != "="}))
        key = (useful, target)
        if key not in self._known:
            self._known[key] = self._search(useful, target)
        return self._known[key]

    def contradiction(self, premises: Sequence[Literal]) -> Certificate | None:
        """A proof that the premises exclude each other."""
        ordered = sorted((p for p in premises if p.relation != "="), key=lambda p: sum(len(a) for a, _ in p.atoms))
        for p in ordered:
            found = self.implied([q for q in premises if q != p], p.negated)
            if found is not None:
                return found
        return None

    def _terms(self, literal: Literal) -> Terms:
        found = self._of_literal.get(literal)
        if found is None:
            found = {(0,) * (2 * self.n): Fraction(literal.sign)}
            for atom, power in literal.atoms:
                for _ in range(power):
                    found = multiplied(found, self._lift(atom))
            self._of_literal[literal] = found
        return found

    def _lift(self, atom: Atom) -> Terms:
        if atom not in self._lifted:
            terms = lifted(atom, self.oracle.domains)
            scale = lcm(*(c.denominator for c in terms.values()))
            self._lifted[atom] = {m: c * scale for m, c in terms.items()}
        return self._lifted[atom]

    def _search(self, premises: Sequence[Literal], target: Literal) -> Certificate | None:
        goal = self._terms(target)
        known = [(self._terms(p), p.relation == ">") for p in premises]
        return self._proved(known, goal, frozenset(), strict=target.relation == ">")

    def _proved(
        self, known: Sequence[tuple[Terms, bool]], goal: Terms, gone: frozenset[int], *, strict: bool
    ) -> Certificate | None:
        """A proof on the face of the domain where some lifted symbols vanish."""
        if _absurd(known) or (not goal and not strict):
            return Certificate((), (), (), vacuous=True)
        if not goal:
            return None
        wanted = {i % self.n for m in goal for i, k in enumerate(m) if k}
        related = [(q, s) for q, s in known if q and wanted & {i % self.n for m in q for i, k in enumerate(m) if k}]
        nearest = sorted(related, key=lambda premise: -_likeness(premise[0], goal))[:MAX_WIDE]
        for wide in (False, True):
            premises = nearest if wide else related
            problem = Problem(self.oracle, self.bounded, premises, goal, gone, wide=wide, strict=strict)
            # what cannot be proved inside the domain cannot be proved on all of it
            found = problem.solved(inside=True)
            if found is not None:
                whole = problem.solved(inside=False)
                if whole is not None:
                    return whole
                break
        if found is None:
            return None
        # proved where the symbols in the multiplier are positive; the faces where one of them vanishes come apart
        faces = []
        for i in sorted(problem.may_vanish(found)):
            if len(gone) >= MAX_FACES:
                return None
            rest = [({m: c for m, c in q.items() if not m[i]}, s) for q, s in known]
            face = self._proved(rest, {m: c for m, c in goal.items() if not m[i]}, gone | {i}, strict=strict)
            if face is None:
                return None
            faces.append((i, face))
        return replace(found, faces=tuple(faces))


def _absurd(known: Iterable[tuple[Terms, bool]]) -> bool:
    """Whether a strict condition has no positive term: there is no such point."""
    return any(strict and all(c < 0 for c in q.values()) for q, strict in known)


def _likeness(one: Terms, other: Terms) -> float:
    """Share of the symbols of two polynomials that both have."""
    a, b = ({i for m in terms for i, k in enumerate(m) if k} for terms in (one, other))
    return len(a & b) / len(a | b)

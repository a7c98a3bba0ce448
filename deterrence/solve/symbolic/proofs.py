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
        #: For every target the premises that a proof used, with the proof; and premises from which none was found.
        self._proofs: dict[Literal, list[tuple[frozenset[Literal], Certificate]]] = {}
        self._failures: dict[Literal, list[frozenset[Literal]]] = {}
        #: Premises that exclude each other.
        self._excluded: list[tuple[frozenset[Literal], Certificate]] = []

    def implied(self, premises: Iterable[Literal], target: Literal) -> Certificate | None:
        """A proof that the premises imply the target; None if none was found."""
        useful = frozenset(p for p in premises if p.relation != "=")
        known: Certificate | None
        _, known = _first(self._proofs.get(target, ()), useful) or (useful, None)
        if known is not None or any(useful <= failed for failed in self._failures.get(target, ())):
            return known
        ordered = sorted(useful)
        found = self._search(ordered, target)
        if found is None:
            self._failures.setdefault(target, []).append(useful)
            return None
        certificate, used = found
        self._proofs.setdefault(target, []).append((frozenset(ordered[k] for k in used), certificate))
        return certificate

    def contradiction(
        self, premises: Iterable[Literal], suspects: Sequence[Literal] = (), *, thorough: bool = True
    ) -> Certificate | None:
        """A proof that the premises exclude each other, one of which then fails where all others hold.

        That is tried for the suspects first, and for the others only if it is to be thorough.
        """
        every = frozenset(p for p in premises if p.relation != "=")
        proof = _first(self._excluded, every)
        if proof is not None:
            known: Certificate = proof[1]
            return known
        short = sorted(every, key=lambda p: (sum(len(a) for a, _ in p.atoms), p))
        for p in dict.fromkeys((*suspects, *short)) if thorough else suspects:
            found = self.implied(every - {p}, p.negated)
            if found is not None:
                used, _ = _first(self._proofs[p.negated], every)
                self._excluded.append((used | {p}, found))
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

    def _search(self, premises: Sequence[Literal], target: Literal) -> tuple[Certificate, frozenset[int]] | None:
        """A proof, and which premises it uses."""
        goal = self._terms(target)
        known = [(self._terms(p), p.relation == ">") for p in premises]
        return self._proved(known, goal, frozenset(), strict=target.relation == ">")

    def _proved(
        self, known: Sequence[tuple[Terms, bool]], goal: Terms, gone: frozenset[int], *, strict: bool
    ) -> tuple[Certificate, frozenset[int]] | None:
        """A proof on the face of the domain where some lifted symbols vanish, and which premises it uses."""
        absurd = _absurd(known)
        if absurd or (not goal and not strict):
            return Certificate((), (), (), vacuous=True), frozenset(absurd)
        if not goal:
            return None
        wanted = {i % self.n for m in goal for i, k in enumerate(m) if k}
        related = [k for k, (q, _) in enumerate(known) if wanted & {i % self.n for m in q for i, n in enumerate(m) if n}]
        nearest = sorted(related, key=lambda k: -_likeness(known[k][0], goal))[:MAX_WIDE]
        for wide in (False, True):
            premises = [known[k] for k in (nearest if wide else related)]
            problem = Problem(self.oracle, self.bounded, premises, goal, gone, wide=wide, strict=strict)
            # what cannot be proved inside the domain cannot be proved on all of it
            found = problem.solved(inside=True)
            if found is not None:
                whole = found if problem.everywhere(found) else problem.solved(inside=False)
                if whole is not None:
                    return whole, _used(whole, known)
                break
        if found is None:
            return None
        # proved where the symbols in the multiplier are positive; the faces where one of them vanishes come apart
        faces, used = [], _used(found, known)
        cut = {i: [_without(q, i) for q in (goal, *(q for q, _ in known))] for i in sorted(problem.may_vanish(found))}
        if cut and len(gone) >= MAX_FACES:
            return None
        # short ones first: where the goal vanishes, nothing can be proved to be positive
        for i, (rest, *others) in sorted(cut.items(), key=lambda face: len(face[1][0])):
            face = self._proved([(q, s) for q, (_, s) in zip(others, known, strict=True)], rest, gone | {i}, strict=strict)
            if face is None:
                return None
            faces.append((i, face[0]))
            used |= face[1]
        return replace(found, faces=tuple(sorted(faces, key=lambda face: face[0]))), used


def _without(terms: Terms, symbol: int) -> Terms:
    """What is left of a polynomial where a lifted symbol vanishes."""
    return {m: c for m, c in terms.items() if not m[symbol]}


def _absurd(known: Sequence[tuple[Terms, bool]]) -> list[int]:
    """The first strict condition without a positive term, if there is one: there is no such point."""
    return next(([k] for k, (q, strict) in enumerate(known) if strict and all(c < 0 for c in q.values())), [])


def _used(found: Certificate, known: Sequence[tuple[Terms, bool]]) -> frozenset[int]:
    """Which premises a certificate multiplies."""
    multiplied = {q for q, _ in found.premises}
    return frozenset(k for k, (q, _) in enumerate(known) if tuple(q.items()) in multiplied)


def _first(proofs: Iterable[tuple[frozenset[Literal], Certificate]], premises: frozenset[Literal]) -> Any:
    """The first of some proofs, with what it uses, that these premises are enough for; None if there is none."""
    return next((proof for proof in proofs if proof[0] <= premises), None)


def _likeness(one: Terms, other: Terms) -> float:
    """Share of the symbols of two polynomials that both have."""
    a, b = ({i for m in terms for i, k in enumerate(m) if k} for terms in (one, other))
    return len(a & b) / len(a | b)

"""Strategies and beliefs of a derived family as sympy expressions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...equilibria.piece import information_sets
from ...games.signalling import SignallingGame
from .cases import Case
from .families import Derivation
from .formulas import form_ratio, ratio, relation
from .linear import Form
from .profiles import Record
from .signs import NEGATIVE, POSITIVE

__all__ = ["Solution", "solution_of"]


@dataclass(frozen=True)
class Solution:
    """Closed forms that hold in some clauses of a region.

    Attributes
    ----------
    strategies : mapping
        Player to (information set to) action to probability. Replies after messages that are not sent are those of one
        belief.
    bounds : tuple of sympy relations
        What free probabilities, symbols named for their action, satisfy; beside being probabilities.
    beliefs : mapping
        Message to type to probability, or to a tuple of relations after messages that are not sent.
    where : tuple of tuple of sympy relations
        Any case, all of its conditions, beside those of the region; empty where they hold throughout.
    """

    strategies: Mapping[str, Any]
    bounds: tuple[Any, ...]
    beliefs: Mapping[str, Any]
    where: tuple[tuple[Any, ...], ...] = ()

    @property
    def key(self) -> str:
        """What tells two solutions apart."""
        return f"{self.strategies} {self.bounds} {self.beliefs}"

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON; formulae as text."""

        def shown(x: Any) -> Any:
            if isinstance(x, Mapping):
                return {k: shown(v) for k, v in x.items()}
            return [str(y) for y in x] if isinstance(x, tuple) else str(x)

        found = {"strategies": shown(self.strategies), "bounds": shown(self.bounds), "beliefs": shown(self.beliefs)}
        return {**found, "where": [shown(c) for c in self.where]} if self.where else found


def solution_of(derivation: Derivation, record: Record, case: Case) -> Solution:
    """Closed forms of one record."""
    import sympy

    game = derivation.game
    free = sorted({v for form, _ in record.bounds for v in form.slopes})
    labels = _labels(derivation)
    plain = [labels[v][-1] for v in free]
    names = {
        v: sympy.Symbol(label if plain.count(label) == 1 else " after ".join(reversed(labels[v])), real=True)
        for v, label in zip(free, plain, strict=True)
    }
    strategies: dict[str, Any] = {}
    for k, (player, sets) in enumerate(zip(game.players, information_sets(game), strict=True)):
        by_set = {}
        for at, (label, actions) in enumerate(sets):
            chances = {}
            for a, action in enumerate(actions):
                found = record.values.get((k, at, a))
                chances[action] = sympy.Integer(0) if found is None else form_ratio(derivation.oracle, *found, names)
            by_set[label] = chances
        strategies[player] = by_set.get(None, by_set)
    beliefs = _beliefs(derivation, record, case, names) if isinstance(game, SignallingGame) else {}
    return Solution(strategies, _bounds(derivation, record, names), beliefs)


def _labels(derivation: Derivation) -> dict[tuple[int, int, int], tuple[str, ...]]:
    found: dict[tuple[int, int, int], tuple[str, ...]] = {}
    for k, sets in enumerate(information_sets(derivation.game)):
        for at, (label, actions) in enumerate(sets):
            for a, action in enumerate(actions):
                found[k, at, a] = (action,) if label is None else (label, action)
    return found


def _bounds(derivation: Derivation, record: Record, names: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Conditions on free probabilities, without those that say that they are probabilities or that others imply."""
    ring, oracle, context = derivation.ring, derivation.oracle, record.context
    found: list[tuple[Any, str, Any, Any]] = []
    several = []
    for form, sign in record.bounds:
        if len(form.slopes) != 1:
            left = form_ratio(oracle, form, ring.one, names)
            several.append(relation(left, 0, sign))
            continue
        ((v, slope),) = form.slopes.items()
        mask = context.mask(slope)
        if mask not in (POSITIVE, NEGATIVE):
            several.append(relation(form_ratio(oracle, form, ring.one, names), 0, sign))
            continue
        top, bottom = (-form.start, slope) if mask == POSITIVE else (form.start, -slope)
        found.append((v, sign if mask == POSITIVE else {">": "<", ">=": "<="}[sign], top, bottom))
    kept = [b for k, b in enumerate(found) if not _trivial(context, *b[1:]) and not _implied(derivation, record, found, k)]
    return (*(relation(names[v], ratio(oracle, top, bottom), sign) for v, sign, top, bottom in kept), *several)


def _trivial(context: Any, sign: str, top: Any, bottom: Any) -> bool:
    """Whether a bound says no more than that a probability lies in [0, 1]."""
    if sign in (">", ">="):
        return not context.mask(top) & POSITIVE
    return not context.mask(top - bottom) & NEGATIVE


def _implied(derivation: Derivation, record: Record, bounds: list[tuple[Any, str, Any, Any]], k: int) -> bool:
    """Whether another bound on the same side is at least as tight throughout."""
    v, sign, top, bottom = bounds[k]
    for j, (w, other, t, b) in enumerate(bounds):
        if j == k or w != v or sign[0] != other[0]:
            continue
        gap = t * bottom - top * b if sign[0] == ">" else top * b - t * bottom
        strict = len(sign) == 1 and len(other) == 2
        if derivation.simplifier.implied(record.context, gap, ">" if strict or j > k else ">="):
            return True
    return False


def _beliefs(derivation: Derivation, record: Record, case: Case, names: Mapping[Any, Any]) -> dict[str, Any]:
    import sympy

    game, ring, oracle = derivation.game, derivation.ring, derivation.oracle
    assert isinstance(game, SignallingGame)
    unsent = dict(record.off_path)
    found: dict[str, Any] = {}
    for m, message in enumerate(game.messages):
        if m in unsent:
            found[message] = _justifying(derivation, record, case, m, unsent[m])
            continue
        weights = {}
        for t, kind in enumerate(game.types):
            value = record.values.get((0, t, m))
            chance = sympy.Integer(0) if value is None else form_ratio(oracle, *value, names)
            weights[kind] = ratio(oracle, case.prior[t], ring.one) * chance
        total = sympy.Add(*weights.values())
        found[message] = {kind: sympy.factor(sympy.cancel(w / total)) for kind, w in weights.items()}
    return found


def _justifying(derivation: Derivation, record: Record, case: Case, m: int, used: tuple[int, ...]) -> tuple[Any, ...]:
    """Relations on the belief after a message that is not sent; symbols stand for the types' probabilities."""
    import sympy

    game, ring, oracle, context = derivation.game, derivation.ring, derivation.oracle, record.context
    assert isinstance(game, SignallingGame)
    types = [sympy.Symbol(kind, real=True) for kind in game.types]
    found = []
    for a in range(len(case.second[0][m])):
        if a == used[0]:
            continue
        gains = [row[m][used[0]] - row[m][a] for row in case.second]
        sign = "=" if a in used else ">="
        if len(types) == 2:
            # gain_1 b + gain_2 (1 - b) >= 0, solved for the belief on the first type
            slope = gains[0] - gains[1]
            mask = context.mask(slope)
            if ring.is_zero(slope):
                continue  # no belief matters
            if mask in (POSITIVE, NEGATIVE):
                side = sign if mask == POSITIVE or sign == "=" else "<="
                top, bottom = (-gains[1], slope) if mask == POSITIVE else (gains[1], -slope)
                if sign == "=" or not _trivial(context, side, top, bottom):
                    found.append(relation(types[0], ratio(oracle, top, bottom), side))
                continue
        form = Form(ring, {(t,): g for t, g in enumerate(gains)}, ring.zero)
        found.append(relation(form_ratio(oracle, form, ring.one, {(t,): x for t, x in enumerate(types)}), 0, sign))
    return tuple(found)

"""Equilibrium sets as text: each family in words, with ranges where it is a continuum."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from ...equilibria.component import Component
from ...equilibria.continuum import Continuum
from ...equilibria.equilibrium import Equilibrium
from ...equilibria.equilibrium_set import EquilibriumSet
from ...equilibria.family import Family
from ...games.game import Game
from ...games.signalling import SignallingGame
from ...games.stochastic import StochasticGame
from ...games.tree import ExtensiveForm
from ..numbers import span
from ..words import Choice, after_message, beliefs, choices, dependent, family_phrase, heading, main_families, telling
from .tables import listed, plural, printable, table, wrapped

__all__ = ["component_text", "counts", "equilibria_text", "extent", "family_lines", "removed_lines"]

#: Families printed before the rest is only counted.
MOST_FAMILIES = 12

#: Pieces of one family whose dimension is computed.
MOST_RANKED = 20


def equilibria_text(eqs: EquilibriumSet, limit: int | None = MOST_FAMILIES) -> str:
    """A whole set as a terminal shows it.

    Parameters
    ----------
    eqs : EquilibriumSet
    limit : int or None
        Families that are spelled out; None for all.

    Examples
    --------
    >>> import deterrence as dt
    >>> print(equilibria_text(dt.nash(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1))))
    Nash equilibria: 1 component, 1 piece, 2 extreme points; these are all
    <BLANKLINE>
      1. challenger: refrain; defender: respond or tolerate (a segment)
         challenger  refrain
         defender    respond with probability in [1/4, 1] = 0.25 to 1, else tolerate
         payoffs     challenger 0, defender 0
         outcomes    clash 0, unanswered 0, deterred 1
    """
    lines = [counts(eqs)]
    if not eqs.complete:
        lines.append(wrapped(f"not complete: {eqs.why}"))
    families = main_families(eqs)
    for number, family in enumerate(families[:limit], 1):
        lines += ["", *family_lines(number, family)]
    hidden = len(families) - len(families[:limit])
    if hidden:
        lines += ["", f"  ... and {plural(hidden, 'family')} more: .families has all of them, in Python and in JSON"]
    edges = dict.fromkeys(note for piece in eqs.pieces for note in piece.open_at)
    lines += [wrapped(f"an edge is left out: {note}") for note in edges]
    if eqs.removed:
        lines += ["", *removed_lines(eqs)]
    return "\n".join(lines)


def component_text(component: Component) -> str:
    """One connected component, as in `equilibria_text`."""
    eqs = EquilibriumSet(component.game, "", (component,))
    points = plural(len(component.points), "extreme point")
    index = f", index {component.index}" if component.index is not None else ""
    lines = [f"Component: {plural(len(component.pieces), 'piece')}, {points}, dimension {component.dimension}{index}"]
    for number, family in enumerate(main_families(eqs)[:MOST_FAMILIES], 1):
        lines += ["", *family_lines(number, family)]
    return "\n".join(lines)


def counts(eqs: EquilibriumSet) -> str:
    """How many there are, of which kind, and whether these are all."""
    name = _concept(eqs.concept)
    after = f" after {', '.join(eqs.refinements)}" if eqs.refinements else ""
    if not eqs.components:
        return f"{name}{after}: none{' is left' if after else ''}"
    points = sum(len(c.points) for c in eqs.components)
    sizes = [plural(len(eqs.components), "component"), plural(len(eqs.pieces), "piece"), plural(points, "extreme point")]
    # after a refinement the set is what survives, so that "all" would be misread
    whole = "these are all" if eqs.complete and not after else "complete" if eqs.complete else "NOT complete"
    return f"{name}{after}: {', '.join(sizes)}; {whole}"


def _concept(concept: str) -> str:
    """``nash`` as "Nash equilibria"; named for people, so capitals stay inside the name."""
    words = concept.split("_")
    named = [w.capitalize() if w == "bayesian" or not k else w for k, w in enumerate(words)]
    return " ".join([*named, "equilibria"])


def extent(family: Family) -> str:
    """The size of a family in words."""
    if len(family.pieces) > MOST_RANKED:
        return plural(len(family.pieces), "piece")
    dimension = max(piece.dimension for piece in family.pieces)
    names = {
        0: "one point" if len(family.pieces) == 1 else "points",
        1: "a segment" if len(family.pieces) == 1 else "segments",
    }
    size = names.get(dimension, f"a set of dimension {dimension}")
    if not all(piece.polytopal for piece in family.pieces):
        size = "a curve" if dimension == 1 else f"a curved set of dimension {dimension}"
    return size if len(family.pieces) == 1 else f"{size}, {plural(len(family.pieces), 'piece')}"


def family_lines(number: int, family: Family) -> list[str]:
    """One family: its shape, who does what, beliefs, payoffs and outcomes."""
    game, pieces = family.game, family.pieces
    lines = [printable(f"  {number}. {heading(family)} ({extent(family)})")]
    sent = list(family.supports[game.receiver]) if isinstance(game, SignallingGame) else None
    for continuum in (piece for piece in pieces if isinstance(piece, Continuum)):
        lines.append(listed("where", [printable(condition) for condition in continuum.conditions], indent=5))
        lines.append("     for example")
    rows = [_choice_row(game, choice) for choice in choices(game, pieces, sent)]
    rows += [("belief", after_message(b.message, b.sent), str(b)) for b in beliefs(game, pieces, sent)]
    if isinstance(game, SignallingGame):
        lines += table(_once(rows), indent=5)
        lead = max(len(printable(row[0])) for row in rows)
    elif isinstance(game, ExtensiveForm | StochasticGame):
        lines += table(_once(rows), indent=5)
        lead = max((len(printable(row[0])) for row in rows), default=0)
    else:
        lead = max(len("outcomes"), *(len(printable(row[0])) for row in rows))
        lines += table([(row[0].ljust(lead), row[2]) for row in rows], indent=5)
    if dependent(game, pieces):
        lines.append(wrapped("these ranges hang together: .subsets has the exact corners", indent=5))
    return lines + _numbers(family, max(lead, len("outcomes")))


def _choice_row(game: Game, choice: Choice) -> tuple[str, str, str]:
    if choice.at is None:
        return choice.player, "", str(choice)
    if isinstance(game, ExtensiveForm | StochasticGame):
        return choice.player, choice.at, str(choice)
    at = after_message(choice.at, choice.sent) if choice.player == game.players[-1] else choice.at
    return choice.player, at, str(choice)


def _once(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Repeat no first cell."""
    shown, last = [], None
    for row in rows:
        shown.append(row if row[0] != last else ("", *row[1:]))
        last = row[0]
    return shown


def _numbers(family: Family, lead: int) -> list[str]:
    game = family.game
    # the ends of a curve say nothing of what lies between
    extreme = telling(family) if all(piece.polytopal for piece in family.pieces) else [family.sample]
    rows = [("payoffs", [f"{p} {_range([eq.payoffs[p] for eq in extreme])}" for p in game.players])]
    if isinstance(game, SignallingGame):
        rows.append(("by type", [f"{t} {_range([eq.payoffs_by_type[t] for eq in extreme])}" for t in game.types]))
    chances = [f"{name} {_range([_chance(eq, name) for eq in extreme])}" for name in game.outcome_names]
    rows += [("outcomes", chances)] if chances else []
    return [listed(name.ljust(lead), items, indent=5) for name, items in rows]


def _chance(eq: Equilibrium, outcome: str) -> Fraction:
    """Expected weight of an outcome."""
    game: Any = eq.game
    weights = ((p, game.outcomes[cell].get(outcome, Fraction(0))) for cell, p in eq.reached.items())
    return sum((p * game.evaluate(weight) for p, weight in weights), Fraction(0))


def _range(numbers: Sequence[Fraction]) -> str:
    return span(min(numbers), max(numbers))


def removed_lines(eqs: EquilibriumSet) -> list[str]:
    """What the refinements took away, and why."""
    lines = []
    for removed in eqs.removed[:MOST_FAMILIES]:
        whole = [f for f in removed.families if any(piece.key == removed.piece.key for piece in f.pieces)]
        names = " / ".join(dict.fromkeys(family_phrase(f) for f in whole or removed.families))
        lines.append(wrapped(f"removed by {removed.refinement}: {'all' if removed.whole else 'part'} of {names}"))
        lines += [wrapped(removed.reason, indent=4)] if removed.reason else []
    if len(eqs.removed) > MOST_FAMILIES:
        lines.append(f"  ... and {plural(len(eqs.removed) - MOST_FAMILIES, 'removal')} more: .removed has all of them")
    return lines

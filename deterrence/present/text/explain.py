"""Why an equilibrium is one: what every player would get from every alternative."""

from ...equilibria.equilibrium import Deviation, Equilibrium
from ...equilibria.equilibrium_set import EquilibriumSet
from ...games.signalling import SignallingGame
from ...games.stochastic import StochasticGame
from ...games.tree import ExtensiveForm
from ..numbers import full, span
from ..words import after_message, plain_shape
from .equilibria import counts, removed_lines
from .tables import listed, table, wrapped

__all__ = ["explain_text", "fate", "place", "used"]

#: Extreme equilibria that are spelled out before the rest is only counted.
MOST_EQUILIBRIA = 12


def explain_text(eqs: EquilibriumSet, refined: EquilibriumSet | None = None, limit: int | None = MOST_EQUILIBRIA) -> str:
    """For every extreme equilibrium what each player would get from each alternative, and why refinements removed it.

    Parameters
    ----------
    eqs : EquilibriumSet
        Before any refinement.
    refined : EquilibriumSet, optional
        What refinements left of it.
    limit : int or None
        Extreme equilibria that are spelled out; None for all.

    Examples
    --------
    >>> import deterrence as dt
    >>> eqs = dt.nash(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2))
    >>> print(explain_text(eqs, limit=1))
    Nash equilibria: 2 components, 2 pieces, 3 extreme points; these are all
    Used: the probability of an action. Best: no action there pays more; a loss is how much less it pays.
    <BLANKLINE>
    Extreme equilibrium 1 of 3
      player      action   used  pays  against the best
      challenger  probe    1     1     best
                  refrain  0     0     loses 1
      defender    respond   0     -2    loses 1
                  tolerate  1     -1    best
    <BLANKLINE>
      ... and 2 equilibria more: .extreme has all of them, each with .deviations()
    """
    lines = [
        counts(eqs),
        "Used: the probability of an action. Best: no action there pays more; a loss is how much less it pays.",
    ]
    total = sum(len(c.points) for c in eqs.components)
    shown = 0
    for component in eqs.components:
        for point in component.points:
            if limit is not None and shown >= limit:
                break
            shown += 1
            eq = Equilibrium(eqs.game, point)
            shape = f": {plain_shape(eq.shape)}" if eq.shape else ""
            lines += ["", f"Extreme equilibrium {shown} of {total}{shape}", *_equilibrium(eq)]
            lines += map(wrapped, fate(eq, refined))
    if total > shown:
        lines += ["", f"  ... and {total - shown} equilibria more: .extreme has all of them, each with .deviations()"]
    if refined is not None:
        lines += ["", counts(refined), *removed_lines(refined)]
        if not refined.removed:
            lines.append(wrapped(f"{' and '.join(refined.refinements)} removed nothing"))
    return "\n".join(lines)


def _equilibrium(eq: Equilibrium) -> list[str]:
    places = isinstance(eq.game, SignallingGame | ExtensiveForm | StochasticGame)
    rows = [["player", "at", "action", "used", "pays", "against the best"]]
    last: tuple[str, str | None] | None = None
    for d in eq.deviations():
        here = (d.player, d.at)
        player = d.player if last is None or last[0] != d.player else ""
        at = place(eq, d) if here != last else ""
        rows.append([player, at, d.action, full(used(eq, d)), full(d.payoff), _judged(d)])
        last = here
    if not places:
        rows = [[row[0], *row[2:]] for row in rows]
    return table(rows) + _beliefs(eq)


def used(eq: Equilibrium, d: Deviation) -> object:
    """The probability with which an action is used."""
    return eq[d.player][d.action] if d.at is None else eq[d.player][d.at][d.action]


def place(eq: Equilibrium, d: Deviation) -> str:
    """Where a choice is made; empty where there is just one place."""
    if d.at is None:
        return ""
    if d.at not in eq.beliefs or d.player == eq.game.players[0]:
        return d.at
    return after_message(d.at, eq.beliefs[d.at].on_path)


def _judged(d: Deviation) -> str:
    if not d.loss:
        return "best" if d.used else "as good, not used"
    return f"loses {full(d.loss)}"


def _beliefs(eq: Equilibrium) -> list[str]:
    lines = []
    for message, beliefs in eq.beliefs.items():
        types = list(beliefs.vertices[0])
        shown = types[: 1 if len(types) == 2 else None]
        chances = [
            f"Pr({t}) {'=' if beliefs.band(t)[0] == beliefs.band(t)[1] else 'in'} {span(*beliefs.band(t))}" for t in shown
        ]
        lines.append(listed(f"belief {after_message(message, beliefs.on_path)}:", chances))
    if any(not b.on_path for b in eq.beliefs.values()):
        lines.append("  (after an unsent message: every belief that justifies the reply; payoffs there are at its middle)")
    return lines


def fate(eq: Equilibrium, refined: EquilibriumSet | None) -> list[str]:
    """Whether refinements keep this equilibrium, or why not; nothing where there are none."""
    if refined is None:
        return []
    names = " and ".join(refined.refinements)
    holding = [piece for piece in refined.pieces if eq.flat in piece.points]
    if any(piece.attains(eq.flat) for piece in holding):
        return [f"kept by {names}"]
    if holding:
        return [f"on the edge of what {names} keeps: {'; '.join(holding[0].open_at)}"]
    reasons = [f"removed by {r.refinement}: {r.reason or 'see above'}" for r in refined.removed if eq.flat in r.piece.points]
    return list(dict.fromkeys(reasons))

"""The best coverage of a security game: one exact linear program for each target that the attacker might pick."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..errors import UnsupportedGame
from ..frozen import FrozenDict
from ..games.security_game import SecurityGame
from .linear_program import Constraint, maximise

__all__ = ["Coverage", "coverage"]


@dataclass(frozen=True)
class Coverage:
    """The defender's best commitment.

    Attributes
    ----------
    game : SecurityGame
    chances : mapping
        Target to the probability that it is guarded.
    attacked : str
        What the attacker picks: of those it likes best, the one that the defender minds least.
    attacker, defender : Fraction
        Payoffs.
    tempting : tuple of str
        All targets that the attacker likes best.
    """

    game: SecurityGame
    chances: Mapping[str, Fraction]
    attacked: str
    attacker: Fraction
    defender: Fraction
    tempting: tuple[str, ...]

    def measures(self) -> dict[str, tuple[Fraction, Fraction]]:
        """Payoffs and coverage; what `compare` takes."""
        found = {f"payoff:{name}": u for name, u in zip(self.game.players, (self.attacker, self.defender), strict=True)}
        found |= {f"guarded:{name}": chance for name, chance in self.chances.items()}
        return {name: (value, value) for name, value in found.items()}


def coverage(game: SecurityGame) -> Coverage:
    """Find the best commitment of a defender, exactly.

    For each target the coverage is found that is best for the defender among those under which the attacker likes this
    target best; the best of these is the strong Stackelberg equilibrium. Among equally good ones the coverage is taken that
    leaves the attacker least.

    Parameters
    ----------
    game : SecurityGame

    Returns
    -------
    Coverage

    Raises
    ------
    UnsupportedGame
        For another kind of game.

    References
    ----------
    .. [1] V. Conitzer and T. Sandholm (2006), Computing the optimal strategy to commit to, ACM Conference on Electronic
       Commerce.

    Examples
    --------
    >>> import deterrence as dt
    >>> worth = {"north": 5, "south": 4}
    >>> targets = {n: dt.Target(w, -1, defender_open=-w, defender_guarded=0) for n, w in worth.items()}
    >>> dt.coverage(dt.SecurityGame(targets, guards=1)).chances
    {'north': Fraction(6, 11), 'south': Fraction(5, 11)}
    """
    if not isinstance(game, SecurityGame):
        raise UnsupportedGame(f"coverage takes a SecurityGame, not {type(game).__name__}")
    found = [plan for name in game.targets if (plan := _if_attacked(game, name)) is not None]
    assert found
    return max(found, key=lambda plan: (plan.defender, -plan.attacker))


def _if_attacked(game: SecurityGame, name: str) -> Coverage | None:
    targets, names = game.targets, list(game.targets)
    aim, n = names.index(name), len(names)
    zero, one = Fraction(0), Fraction(1)
    limits: list[Constraint] = [([one] * n, game.guards)]
    limits += [([one if k == i else zero for k in range(n)], one) for i in range(n)]
    spared = [t.attacker_open - t.attacker_guarded for t in targets.values()]
    for i, target in enumerate(targets.values()):
        if i != aim:
            row = [spared[aim] if k == aim else -spared[i] if k == i else zero for k in range(n)]
            limits.append((row, targets[name].attacker_open - target.attacker_open))
    helped = targets[name].defender_guarded - targets[name].defender_open
    # what the defender gains by covering the target that is attacked; nothing where it does not care
    best = maximise([helped if k == aim else zero for k in range(n)], limits)
    if best is None:
        return None
    fixed = [([one if k == aim else zero for k in range(n)], best.point[aim])] if helped else []
    # of these, cover the tempting targets no more than needed: the least total coverage elsewhere
    least = maximise([-one] * n, limits, fixed)
    point = least.point if least is not None else best.point
    worth = {
        m: t.attacker_open - c * (t.attacker_open - t.attacker_guarded)
        for (m, t), c in zip(targets.items(), point, strict=True)
    }
    top = max(worth.values())
    chosen = targets[name]
    defender = chosen.defender_open + point[aim] * helped
    tempting = tuple(m for m, w in worth.items() if w == top)
    return Coverage(game, FrozenDict(dict(zip(names, point, strict=True))), name, worth[name], defender, tempting)

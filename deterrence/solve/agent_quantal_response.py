"""Agent quantal response equilibria of trees: at every information set better actions are chosen more often."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import LimitReached, UnsupportedGame
from ..frozen import FrozenDict
from ..games.tree import ExtensiveForm
from .branch import read_rationality

__all__ = ["AgentResponse", "agent_quantal_response"]

#: A fixed point is accepted when no log-odds is off by more than this.
RESIDUAL = 1e-12
#: Steps from uniform play to the precision asked for.
STEPS = 40


@dataclass(frozen=True)
class AgentResponse:
    """A logit agent equilibrium, in floats.

    Attributes
    ----------
    game : ExtensiveForm
    rationality : float
    chances : mapping
        Information set to action to probability.
    outcomes : mapping
        Probability of each outcome, by its name; outcomes without a name by their path.
    payoffs : mapping
        Player to expected payoff.
    unique : bool
        True where a tree of perfect information makes it the only one; else it is the one on the path from uniform play.
    """

    game: ExtensiveForm
    rationality: float
    chances: Mapping[str, Mapping[str, float]] = field(hash=False)
    outcomes: Mapping[str, float] = field(hash=False)
    payoffs: Mapping[str, float] = field(hash=False)
    unique: bool

    def __getitem__(self, information_set: str) -> Mapping[str, float]:
        """Probabilities of the actions at an information set."""
        return self.chances[information_set]


def agent_quantal_response(game: ExtensiveForm, rationality: float) -> AgentResponse:
    """Find a logit agent equilibrium of a tree: at each information set, by payoffs given that it is reached.

    Parameters
    ----------
    game : ExtensiveForm
        Without free parameters.
    rationality : float
        Precision lambda >= 0, in 1 / utils; 0 is uniform play.

    Returns
    -------
    AgentResponse
        With perfect information the only equilibrium, by backward recursion; else the one that is reached from uniform play
        when the precision is raised in small steps.

    Raises
    ------
    InvalidParameter
        For a negative or infinite precision.
    UnsupportedGame
        While parameters are free, and for games of another kind.
    LimitReached
        Where the path from uniform play is lost.

    References
    ----------
    .. [1] R. D. McKelvey and T. R. Palfrey (1998), Quantal response equilibria for extensive form games, Experimental
       Economics 1, 9-41.

    Examples
    --------
    >>> import deterrence as dt
    >>> one, two = dt.players("one two")
    >>> short = dt.ExtensiveForm(one.chooses(
    ...     take=dt.outcome(one="2/5", two="1/10"),
    ...     leave=two.chooses(take=dt.outcome(one="1/5", two="4/5"), leave=dt.outcome(one="8/5", two="2/5"))))
    >>> found = dt.agent_quantal_response(short, 1)
    >>> round(found["leave"]["take"], 6)
    0.598688
    """
    precision = read_rationality(rationality)
    if not isinstance(game, ExtensiveForm):
        raise UnsupportedGame(f"agent_quantal_response takes an ExtensiveForm, not {type(game).__name__}")
    game.require_numbers()
    play = _Play(game)
    if game.perfect_information:
        logits = play.logits(play.start, precision)
        for _ in range(len(game.layout.sets)):
            logits = play.logits(logits, precision)
    else:
        logits = _climb(play, precision)
    return play.answer(logits, precision)


def _climb(play: "_Play", precision: float) -> Any:
    """Follow the fixed point from uniform play, halving steps that do not arrive."""
    import numpy as np
    from scipy.optimize import root

    at, here, step = 0.0, play.start, precision / STEPS
    while at < precision:
        aim = min(precision, at + step)
        found = root(_gap, here, args=(play, aim), tol=1e-14)
        if np.abs(found.x - play.logits(found.x, aim)).max() < RESIDUAL * (1 + aim) and np.abs(found.x - here).max() < 2:
            at, here = aim, found.x
        elif step > precision * 1e-6:
            step /= 2
        else:
            raise LimitReached(f"the path from uniform play is lost at rationality {at:.6g}; ask for a smaller one")
    return here


def _gap(logits: Any, play: "_Play", precision: float) -> Any:
    return logits - play.logits(logits, precision)


class _Play:
    """Behaviour as logits, one for each action of each information set, and what the actions are worth."""

    def __init__(self, game: ExtensiveForm) -> None:
        import numpy as np

        self.np, self.game, layout = np, game, game.layout
        self.chance = {node: [float(p) for p in chances] for node, chances in game.chance_numbers.items()}
        try:
            self.ends = {node: np.array([float(u) for u in row]) for node, row in game.payoff_numbers.items()}
        except OverflowError:
            raise UnsupportedGame("a payoff is more than a float can hold; divide all by a common factor") from None
        first, self.slices = 0, []
        for held in layout.sets:
            self.slices.append(slice(first, first + len(held.actions)))
            first += len(held.actions)
        self.start = np.zeros(first)

    def chances(self, logits: Any) -> list[Any]:
        """Probabilities at each information set."""
        np = self.np
        found = []
        for part in self.slices:
            weights = np.exp(logits[part] - logits[part].max())
            found.append(weights / weights.sum())
        return found

    def reach(self, chances: list[Any]) -> Any:
        """Probability of every node."""
        layout = self.game.layout
        found = self.np.ones(len(layout.parent))
        for node, children in enumerate(layout.children):
            taken = self.chance[node] if node in self.chance else chances[layout.set_of[node]] if len(children) else ()
            for child, p in zip(children, taken, strict=True):
                found[child] = found[node] * p
        return found

    def values(self, chances: list[Any]) -> Any:
        """Expected payoffs at every node."""
        layout = self.game.layout
        found = self.np.zeros((len(layout.parent), len(layout.players)))
        for node in reversed(range(len(layout.parent))):
            if node in self.ends:
                found[node] = self.ends[node]
            else:
                taken = self.chance[node] if node in self.chance else chances[layout.set_of[node]]
                for child, p in zip(layout.children[node], taken, strict=True):
                    found[node] += p * found[child]
        return found

    def logits(self, logits: Any, precision: float) -> Any:
        """Precision times what each action is worth at its information set, less the first one's."""
        np, layout = self.np, self.game.layout
        chances = self.chances(logits)
        reach, values = self.reach(chances), self.values(chances)
        found = np.zeros_like(logits)
        for held, part in zip(layout.sets, self.slices, strict=True):
            weights = reach[held.nodes]
            total = weights.sum()
            weights = weights / total if total else np.full(len(weights), 1 / len(weights))
            worth = sum(
                w * values[list(layout.children[node]), held.player] for w, node in zip(weights, held.nodes, strict=True)
            )
            found[part] = precision * (worth - worth[0])
        return found

    def answer(self, logits: Any, precision: float) -> AgentResponse:
        """In labels."""
        layout, chances = self.game.layout, self.chances(logits)
        reach, values = self.reach(chances), self.values(chances)
        by_set = {
            held.label: FrozenDict(zip(held.actions, map(float, row), strict=True))
            for held, row in zip(layout.sets, chances, strict=True)
        }
        outcomes: dict[str, float] = {}
        for node, end in layout.ends.items():
            for name, weight in (end.weights or {layout.name(node): 1}).items():
                outcomes[name] = outcomes.get(name, 0.0) + float(reach[node]) * float(
                    self.game.evaluate(weight) if end.weights else 1
                )
        payoffs = dict(zip(layout.players, map(float, values[0]), strict=True))
        return AgentResponse(
            self.game,
            precision,
            FrozenDict(by_set),
            FrozenDict(outcomes),
            FrozenDict(payoffs),
            self.game.perfect_information,
        )

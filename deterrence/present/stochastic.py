"""Stochastic games as indented lines: in every state who chooses, what each choice pays and where it leads."""

from ..games.stochastic import StochasticGame
from .numbers import full, short
from .payoffs import settled

__all__ = ["stochastic_lines"]

#: Most cells that are drawn.
MOST_LINES = 60


def stochastic_lines(game: StochasticGame) -> list[str]:
    r"""A stochastic game, one cell a line.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.StochasticGame(("a", "b"), {"calm": {"a": ("go", "stay")}, "over": {}},
    ...     {("calm", "go"): (1, -1), ("calm", "stay"): (0, 0), "over": (0, 0)},
    ...     {("calm", "go"): {"over": "1/4", "calm": "3/4"}}, discount="1/2")
    >>> print("\n".join(stochastic_lines(game)))
    discount 1/2 = 0.5; play starts in calm
    calm: a chooses
      go: (1, -1), then over 1/4 = 0.25, calm 3/4 = 0.75
      stay: (0, 0), then calm
    over
      (0, 0), then over
    """
    start = _next(game, game.start)
    lines = [f"discount {full(settled(game, game.discount))}; play starts in {start}"]
    shown = 0
    for state, choices in game.states.items():
        who = " and ".join(choices)
        verb = "chooses" if len(choices) == 1 else "choose"
        seen = ", within the same period" if state in game.same_period else ""
        lines.append(f"{state}: {who} {verb}{seen}" if choices else state)
        for cell in game.cells(state):
            if shown == MOST_LINES:
                return [*lines, f"... {len(game.payoffs) - shown} cells more: game.payoffs has them all"]
            shown += 1
            acts = " / ".join(a for a in cell[1:] if a)
            payoffs = ", ".join(short(settled(game, u)) for u in game.payoffs[cell])
            lines.append(f"  {acts + ': ' if acts else ''}({payoffs}), then {_next(game, game.transitions[cell])}")
    return lines


def _next(game: StochasticGame, move: object) -> str:
    chances = {state: settled(game, p) for state, p in dict(move).items()}  # type: ignore[call-overload]
    if len(chances) == 1:
        return str(next(iter(chances)))
    return ", ".join(f"{state} {full(p)}" for state, p in chances.items() if p)

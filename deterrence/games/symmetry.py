"""Whether a game is symmetric: the same actions for all, and payoffs that do not depend on who is who."""

from .normal_form import NormalForm

__all__ = ["asymmetry"]


def asymmetry(game: NormalForm) -> str:
    """Why a game is not symmetric, or "" if it is: nobody's payoffs depend on which player one is."""
    first, *others = game.players
    for other in others:
        if game.actions[other] != game.actions[first]:
            return f"the actions of {other!r} are not those of {first!r}, in the same order"
    payoffs = dict(zip(game.payoffs, game.numbers, strict=True))
    for i in range(len(others)):
        # neighbours that can change places generate all permutations of the players
        order = list(range(len(game.players)))
        order[i], order[i + 1] = i + 1, i
        for cell, row in payoffs.items():
            swapped = tuple(cell[k] for k in order)
            if tuple(row[k] for k in order) != payoffs[swapped]:
                return f"the payoffs at {' / '.join(cell)} and {' / '.join(swapped)} do not mirror each other"
    return ""

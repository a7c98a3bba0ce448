"""What both of Gambit's formats can hold of a game, and the refusal of the rest."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from ...errors import DeterrenceError, ScenarioError
from ...exact import Number, show
from ...games.game import Game

__all__ = ["number_of", "plain_name", "written"]


@contextmanager
def written(what: str) -> Iterator[None]:
    """Say that it was the writing that failed."""
    try:
        yield
    except DeterrenceError as error:
        raise ScenarioError(f"this {what} cannot be written for Gambit without loss: {error}") from None


def number_of(game: Game, number: Number, where: Callable[[], str]) -> str:
    """A payoff or probability at the game's own values; an irrational one is refused, saying where it stands."""
    try:
        return show(game.evaluate(number))
    except DeterrenceError as error:
        raise ScenarioError(f"at {where()} {number} would be lost; these files hold rational numbers ({error})") from None


def plain_name(weights: Mapping[str, Number], where: Callable[[], str]) -> str:
    """The name of the one outcome here, or nothing; weights other than 1 are refused."""
    if not weights:
        return ""
    if len(weights) == 1 and next(iter(weights.values())) == 1:
        return next(iter(weights))
    listed = ", ".join(f"{name} = {show(weight)}" for name, weight in weights.items())
    raise ScenarioError(f"the weights of the outcomes at {where()} ({listed}) would be lost; Gambit has one, of weight 1")

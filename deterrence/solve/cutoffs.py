"""Equilibria in cutoffs: all of them where the equation can be enclosed, and a word where it cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..errors import UnsupportedGame
from ..frozen import FrozenDict
from ..games.cutoff_game import CutoffGame
from ..games.global_game import GlobalGame
from ..roots import Root, enclosure
from .global_cutoffs import one_cutoff, own_cutoffs

__all__ = ["Cutoffs", "cutoffs"]


@dataclass(frozen=True)
class Cutoffs:
    """All equilibria in cutoffs of a game.

    Attributes
    ----------
    game : CutoffGame or GlobalGame
    values : tuple
        The cutoffs in ascending order, corners included; a Fraction where it is exact. Where the players of a global game
        differ, one tuple per equilibrium.
    roots : tuple of Root
        Those at which the marginal type is indifferent, with certified brackets.
    complete : bool
    why : str
        What may be missing.
    """

    game: Any
    values: tuple[Any, ...]
    roots: tuple[Root, ...] = ()
    complete: bool = True
    why: str = ""
    _measures: Mapping[str, tuple[Any, Any]] = field(default_factory=dict, hash=False, repr=False)

    @property
    def unique(self) -> bool:
        """Whether there is exactly one, for sure."""
        return self.complete and len(self.values) == 1

    def measures(self) -> dict[str, tuple[Any, Any]]:
        """Least and most of every measure over all cutoffs; what `compare` takes."""
        return dict(self._measures)

    def __len__(self) -> int:
        return len(self.values)


def cutoffs(game: CutoffGame | GlobalGame) -> Cutoffs:
    """Find every equilibrium in cutoffs.

    Parameters
    ----------
    game : CutoffGame or GlobalGame

    Returns
    -------
    Cutoffs
        All of them: where there are several, several are returned, and none where there is none. ``complete`` is False
        where an equation only touches zero, or where a game of many players with an informative prior had to be sampled.

    Raises
    ------
    UnsupportedGame
        For another kind of game.

    Notes
    -----
    The gain of the marginal type is enclosed over intervals with rounding outwards, and halved until each piece holds
    no root or exactly one. Global games of two players are of that kind; with more, the number of others that act is
    integrated by quadrature over the noise, and uniqueness is proved from a bound on the slope where the prior is
    diffuse enough.

    References
    ----------
    .. [1] S. Morris and H. S. Shin (2003), Global games: theory and applications, in Advances in Economics and
       Econometrics, Cambridge University Press.

    Examples
    --------
    Two players invest iff the state looks good enough; with a sharp prior there are three thresholds:

    >>> import deterrence as dt
    >>> found = dt.cutoffs(dt.GlobalGame([-1, 0], prior=("1/2", 4), precision=1))
    >>> [round(float(k), 6) for k in found.values], found.complete
    ([0.05028, 0.5, 0.94972], True)
    """
    if isinstance(game, CutoffGame):
        return _of_types(game)
    if isinstance(game, GlobalGame):
        if not game.symmetric:
            (each,) = own_cutoffs(game)
            band = FrozenDict({"threshold": (min(each), max(each))})
            why = "one equilibrium near the common threshold is given"
            return Cutoffs(game, (each,), complete=False, why=why, _measures=band)
        found = one_cutoff(game)
        band = FrozenDict({"threshold": (found.values[0], found.values[-1])} if found.values else {})
        return Cutoffs(game, found.values, found.roots, found.complete, found.why, band)
    raise UnsupportedGame(f"cutoffs takes a CutoffGame or a GlobalGame, not {type(game).__name__}")


def _of_types(game: CutoffGame) -> Cutoffs:
    found = game.condition.solve()
    low, high = (_end(v) for v in (game.least, game.most))
    gain = enclosure(game.gain, game.unknown)
    values: list[Any] = list(found.values)
    if game.corners:
        if gain((float(low),) * 2)[1] < 0:
            values.insert(0, low)
        if gain((float(high),) * 2)[0] > 0:
            values.append(high)
    measured = {name: _band(_function(form, game), values) for name, form in game.measures.items()} if values else {}
    return Cutoffs(game, tuple(values), found.roots, found.complete, found.why, FrozenDict(measured))


def _function(form: Any, game: CutoffGame) -> Callable[[Any], Any]:
    """A measure at a cutoff: exact where it can be."""
    import sympy

    from ..exact import Undefined, evaluate

    expression = sympy.sympify(form)

    def at(cutoff: Any) -> Any:
        if isinstance(cutoff, Fraction):
            try:
                return evaluate(expression, {str(game.unknown): cutoff})
            except (Undefined, ValueError):
                pass
        return float(expression.subs(game.unknown, float(cutoff)))

    return at


def _band(at: Callable[[Any], Any], values: list[Any]) -> tuple[Any, Any]:
    found = [at(v) for v in values]
    return min(found), max(found)


def _end(value: Any) -> Any:
    from ..exact import exact

    try:
        return exact(value)
    except ValueError:
        return float(value)

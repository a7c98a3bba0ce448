"""Comparing games: what a channel, a posture or a parameter changes, as bands over all equilibria.

Nothing is picked: a measure of a game is the band from its least to its most over the equilibrium set, unrefined and
after the refinements that were asked for, and a difference of two games is the band over all pairs of equilibria.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import exact, show
from ..frozen import FrozenDict
from ..games.game import Game
from .comparison import Comparison, Measured
from .concepts import concept_of
from .measures import Band, measures
from .solved import solved

__all__ = ["compare"]

Concept = Callable[[Any], EquilibriumSet]


def compare(
    games: Mapping[str, Any],
    *,
    refine: str | Iterable[str] | None = None,
    baseline: str | None = None,
    concept: Concept | None = None,
) -> Comparison:
    """Compare games: every equilibrium of each, the band of every measure, and what differs from a baseline.

    Parameters
    ----------
    games : mapping
        Name to game of any kind, or to anything with ``.measures()`` that returns ``{measure: (least, most)}``.
    refine : str or sequence of str, optional
        Refinements, applied in order; see `EquilibriumSet.refine`. Bands are given before and after.
    baseline : str, optional
        The game with which the others are compared; the first by default.
    concept : callable, optional
        Game to EquilibriumSet; by default the one that goes with its kind: `nash`, `perfect_bayesian`, `markov_perfect`.

    Returns
    -------
    Comparison

    Raises
    ------
    InvalidParameter
        For an empty mapping, an unknown baseline or refinement.
    UnsupportedGame
        For a game with free parameters, or a refinement that is not defined for it.

    Notes
    -----
    Differences are exact: ``least = least(game) - most(baseline)``, ``most = most(game) - least(baseline)``. Each
    criterion that a game declares is answered by itself; criteria may disagree, and then both answers stand.

    Examples
    --------
    >>> import deterrence as dt
    >>> crisis = dict(credibility="1/5", gain=1, clash_cost=2, accident_rate="1/10", loss_resolute=1, loss_irresolute=1,
    ...     commitment_gap=2, reputation_cost="1/2", audience_cost=3, leak="1/10", face_cost="3/2", warning_cost="1/1000")
    >>> comparison = dt.compare(dt.models.warning_channels(**crisis), refine="d1", baseline="silence")
    >>> print(comparison.bands["private"]["deterred"].unrefined, comparison.bands["private"]["deterred"].refined)
    [0, 89/345] 89/345
    >>> verdict = comparison.verdicts["private"]["deters more often"]
    >>> verdict.unrefined, verdict.refined
    ('depends on which equilibrium', 'yes')
    """
    if not isinstance(games, Mapping) or not games:
        raise InvalidParameter(
            "compare takes a mapping of names to games with at least one entry, such as {'silence': game, ...}"
        )
    if baseline is not None and baseline not in games:
        raise InvalidParameter(
            f"baseline {baseline!r}{did_you_mean(baseline, games)} is not compared (games: {', '.join(games)})"
        )
    names = (refine,) if isinstance(refine, str) else tuple(refine or ())
    equilibria: dict[str, EquilibriumSet | None] = {}
    refined: dict[str, EquilibriumSet | None] = {}
    bands: dict[str, Mapping[str, Measured]] = {}
    for channel, given in games.items():
        try:
            game = solved(given)
            eqs = _solve(channel, game, concept)
            after = eqs if names else None
            for name in names:
                after = after.refine(name) if after is not None else None
        except UnsupportedGame as error:
            raise UnsupportedGame(f"{channel}: {error}") from error
        equilibria[channel], refined[channel] = eqs, after
        bands[channel] = FrozenDict(_bands(game, eqs, after, refining=bool(names)))
    return Comparison(
        FrozenDict(games),
        next(iter(games)) if baseline is None else baseline,
        names,
        FrozenDict(equilibria),
        FrozenDict(refined),
        FrozenDict(bands),
    )


def _solve(channel: str, game: Any, concept: Concept | None) -> EquilibriumSet | None:
    if isinstance(game, Game):
        game.require_numbers()
        if concept is not None:
            return concept(game)
        return concept_of(game)(game)
    if not callable(getattr(game, "measures", None)):
        hint = f"; write {{{channel!r}: eqs.game}}" if isinstance(game, EquilibriumSet) else ""
        raise UnsupportedGame(f"compare takes games, or objects with .measures(), not {type(game).__name__}{hint}")
    return None


def _given(name: str, ends: Any) -> Band:
    """A band that an object with .measures() gives as (least, most)."""
    try:
        least, most = map(exact, ends)
    except (TypeError, ValueError) as error:
        raise InvalidParameter(f"measure {name!r} is {ends!r}, not (least, most) in numbers: {error}") from None
    if least > most:
        raise InvalidParameter(f"measure {name!r} has least {show(least)} above most {show(most)}; give (least, most)")
    return Band(least, most)


def _bands(game: Any, eqs: EquilibriumSet | None, refined: EquilibriumSet | None, *, refining: bool) -> dict[str, Measured]:
    if eqs is None:
        # what only has measures cannot be refined, and is compared as it is
        given = {name: _given(name, ends) for name, ends in game.measures().items()}
        return {name: Measured(band, band if refining else None) for name, band in given.items()}
    after = measures(refined) if refined is not None and refined.components else {}
    return {name: Measured(band, after.get(name)) for name, band in measures(eqs).items()}

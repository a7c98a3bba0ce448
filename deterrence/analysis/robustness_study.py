"""What a study of robustness asks: games, what is plausible of their parameters, and which measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..equilibria.refinements import REFINEMENTS
from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..frozen import FrozenDict
from ..games.game import Criterion, Game
from .cells import has_measure
from .measures import measure_names
from .robustness_formulae import formula_measures, is_formulae
from .robustness_points import Points, PointSolver
from .robustness_spread import Spread, read_spreads

__all__ = ["Study", "read_study"]


@dataclass(frozen=True)
class Study:
    """What is asked: games, what is plausible, which measures. The solver of its points is worked out once.

    Games may be models of formulae; ``known`` has the measures of these.
    """

    games: Mapping[str, Any]
    known: Mapping[str, tuple[str, ...]]
    spreads: tuple[Spread, ...]
    measures: tuple[str, ...]
    refinements: tuple[str, ...]
    baseline: str
    solve: PointSolver = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that vary."""
        return tuple(spread.name for spread in self.spreads)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of the games whose measures were taken, each once."""
        found = {c.name: c for game in self.games.values() for c in game.criteria if c.measure in self.measures}
        return tuple(found.values())

    def has(self, channel: str, measure: str) -> bool:
        """Whether a channel has a measure."""
        return _has(self.games, self.known, channel, measure)

    def points(self, shares: Any) -> tuple[dict[str, Any], Points]:
        """Solve at the quantiles ``shares``, an ndarray of shape (n_points, n_parameters)."""
        values = {spread.name: spread.ppf(shares[:, k]) for k, spread in enumerate(self.spreads)}
        return values, self.solve(values)


def read_study(what: Any, ranges: Any, measures: Any, baseline: Any, refine: Any) -> Study:
    """Check what is asked for before any work starts."""
    quantities: Mapping[str, Any] = getattr(what, "parameters", {}) if hasattr(what, "games") else {}
    games = dict(what.games) if hasattr(what, "games") else dict(what) if isinstance(what, Mapping) else {"game": what}
    for name, game in games.items():
        if not (isinstance(game, Game) or is_formulae(game)):
            raise UnsupportedGame(f"{name!r} is a {type(game).__name__}; give a scenario, a game or a mapping of games")
    if not games:
        raise InvalidParameter("there is no game; give a scenario, a game or a mapping of names to games")
    base = baseline if baseline is not None else getattr(what, "baseline", None) or next(iter(games))
    if base not in games:
        raise InvalidParameter(
            f"no channel {base!r} for the baseline{did_you_mean(base, games)} (channels: {', '.join(games)})"
        )
    refinements = (refine,) if isinstance(refine, str) else tuple(refine or ())
    for one in refinements:
        if one not in REFINEMENTS:
            raise InvalidParameter(
                f"no refinement {one!r}{did_you_mean(one, REFINEMENTS)} (known: {', '.join(REFINEMENTS)})"
            )
    formulae = [name for name, game in games.items() if is_formulae(game)]
    if refinements and formulae:
        raise UnsupportedGame(
            f"{formulae[0]}: this model has formulae and measures, not sets of equilibria to refine; leave out refine="
        )
    spreads = read_spreads(games, quantities, ranges)
    own = _own(what)
    varied = {
        channel: [
            s.name for s in spreads if s.name in {p.name for p in game.all_parameters} and s.name not in own.get(channel, ())
        ]
        for channel, game in games.items()
    }
    moved = {name: [s for s in spreads if s.name in varied[name]] for name in formulae}
    known = FrozenDict({name: formula_measures(name, games[name], moved[name]) for name in formulae})
    names = _measures(games, known, measures)
    return Study(FrozenDict(games), known, spreads, names, refinements, base, PointSolver(games, varied, names, refinements))


def _own(what: Any) -> dict[str, Sequence[str]]:
    """What the channels of a scenario set for themselves, which no range of the file moves."""
    tables = getattr(what, "document", {}).get("channels") if hasattr(what, "games") else None
    return {c: tuple(t) for c, t in tables.items()} if isinstance(tables, dict) else {}


def _has(games: Mapping[str, Any], formulae: Mapping[str, tuple[str, ...]], channel: str, measure: str) -> bool:
    return measure in formulae[channel] if channel in formulae else has_measure(games[channel], measure)


def _measures(games: Mapping[str, Any], formulae: Mapping[str, tuple[str, ...]], given: Any) -> tuple[str, ...]:
    known = list(dict.fromkeys(m for name, game in games.items() for m in formulae.get(name) or measure_names(game)))
    if given is None:
        criteria = [c.measure for game in games.values() for c in game.criteria]
        outcomes = [name for game in games.values() for name in getattr(game, "outcome_names", ())]
        chosen = [m for m in dict.fromkeys([*criteria, *outcomes]) if any(_has(games, formulae, g, m) for g in games)]
        return tuple(chosen or known)
    wanted = [given] if isinstance(given, str) else list(given)
    for name in wanted:
        if not any(_has(games, formulae, channel, name) for channel in games):
            raise InvalidParameter(f"no measure {name!r}{did_you_mean(name, known)} (measures: {', '.join(known)})")
    return tuple(wanted)

"""Comparing games: what a channel, a posture or a parameter changes, as bands over all equilibria.

Nothing is picked: a measure of a game is the band from its least to its most over the equilibrium set, unrefined and
after the refinements that were asked for, and a difference of two games is the band over all pairs of equilibria.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import exact
from ..games.game import Criterion, Game
from ..games.signalling import SignallingGame
from ..solve.nash import nash
from ..solve.perfect_bayesian import perfect_bayesian
from .measures import Band, measures

if TYPE_CHECKING:
    import pandas

__all__ = ["Comparison", "Difference", "Measured", "Verdict", "answer", "compare"]

Concept = Callable[[Any], EquilibriumSet]


@dataclass(frozen=True)
class Measured:
    """A measure of one game; unpacks as the least and most over all equilibria, before any refinement."""

    unrefined: Band
    refined: Band | None = None

    def __iter__(self) -> Any:
        return iter(self.unrefined)

    @property
    def least(self) -> Fraction:
        """Least over all equilibria."""
        return self.unrefined.least

    @property
    def most(self) -> Fraction:
        """Most over all equilibria."""
        return self.unrefined.most

    def to_dict(self) -> dict[str, Any]:
        """Both bands, ready for JSON."""
        return {"unrefined": self.unrefined.to_dict(), "refined": self.refined.to_dict() if self.refined else None}


@dataclass(frozen=True)
class Difference(Measured):
    """What a measure gains over the baseline: over all pairs of equilibria, of one game and of the baseline."""

    @property
    def plain(self) -> Fraction | None:
        """The difference where either side has one value, unrefined."""
        return self.unrefined.least if self.unrefined.single else None

    @property
    def plain_refined(self) -> Fraction | None:
        """The difference where either side has one value, refined."""
        return self.refined.least if self.refined is not None and self.refined.single else None


@dataclass(frozen=True)
class Verdict:
    """The answer to one criterion: "yes", "no", or "depends on which equilibrium".

    For a criterion that compares with the baseline, "yes" means that the claim holds strictly for every pair of an
    equilibrium of the game and one of the baseline, "no" that it holds for none. For one that asks for "never", that the
    measure is 0 in every equilibrium, or in none.
    """

    criterion: Criterion
    unrefined: str
    refined: str | None = None


@dataclass(frozen=True, repr=False)
class Comparison:
    """Several games side by side.

    Attributes
    ----------
    games : mapping
        Channel to the game, or to the object whose measures were taken.
    baseline : str
        The channel with which the others are compared.
    refinements : tuple of str
        Applied in order; empty if none was asked for.
    equilibria, refined : mapping
        Channel to its EquilibriumSet before and after the refinements; None where there is none.
    bands : mapping
        ``bands[channel][measure]`` is a `Measured`.
    """

    games: Mapping[str, Any]
    baseline: str
    refinements: tuple[str, ...]
    equilibria: Mapping[str, EquilibriumSet | None]
    refined: Mapping[str, EquilibriumSet | None]
    bands: Mapping[str, Mapping[str, Measured]]

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the games compared, in the order given."""
        return tuple(self.games)

    @cached_property
    def differences(self) -> Mapping[str, Mapping[str, Difference]]:
        """``differences[channel][measure]``, for the channels other than the baseline and the measures of both."""
        base = self.bands[self.baseline]
        return MappingProxyType(
            {
                channel: MappingProxyType({m: _difference(mine[m], base[m]) for m in mine if m in base})
                for channel, mine in self.bands.items()
                if channel != self.baseline
            }
        )

    @cached_property
    def verdicts(self) -> Mapping[str, Mapping[str, Verdict]]:
        """``verdicts[channel][criterion]``, for the channels other than the baseline; the criteria are the games' own."""
        return MappingProxyType(
            {
                channel: MappingProxyType(
                    {c.name: v for c in getattr(game, "criteria", ()) if (v := self._verdict(channel, c)) is not None}
                )
                for channel, game in self.games.items()
                if channel != self.baseline
            }
        )

    def _verdict(self, channel: str, criterion: Criterion) -> Verdict | None:
        source = self.bands if criterion.sense == "never" else self.differences
        measured = source[channel].get(criterion.measure)
        if measured is None:
            return None
        refined = answer(criterion.sense, measured.refined) if measured.refined is not None else None
        return Verdict(criterion, answer(criterion.sense, measured.unrefined), refined)

    @cached_property
    def table(self) -> "pandas.DataFrame":
        """One row per channel and measure: exact bands, unrefined and refined, and the differences from the baseline."""
        import pandas

        rows = []
        for channel, by_measure in self.bands.items():
            for name, measured in by_measure.items():
                gain = self.differences.get(channel, {}).get(name)
                row: dict[str, Any] = {"channel": channel, "measure": name, "least": measured.least, "most": measured.most}
                if self.refinements:
                    row["refined_least"], row["refined_most"] = _ends(measured.refined)
                row["difference_least"], row["difference_most"] = _ends(gain.unrefined if gain else None)
                if self.refinements:
                    row["refined_difference_least"], row["refined_difference_most"] = _ends(gain.refined if gain else None)
                rows.append(row)
        return pandas.DataFrame(rows).set_index(["channel", "measure"])

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON; exact numbers as strings, floats beside them."""
        channels = {}
        for channel in self.channels:
            eqs, refined = self.equilibria[channel], self.refined[channel]
            channels[channel] = {
                "equilibria": eqs.to_dict() if eqs is not None else None,
                "refined": refined.to_dict() if refined is not None else None,
                "bands": {name: m.to_dict() for name, m in self.bands[channel].items()},
                "differences": {name: d.to_dict() for name, d in self.differences.get(channel, {}).items()},
                "verdicts": {
                    name: {"measure": v.criterion.measure, "unrefined": v.unrefined, "refined": v.refined}
                    for name, v in self.verdicts.get(channel, {}).items()
                },
            }
        return {
            "schema": "deterrence.comparison",
            "version": 1,
            "baseline": self.baseline,
            "refinements": list(self.refinements),
            "channels": channels,
        }

    def __repr__(self) -> str:
        from ..present.text import comparison_text

        return comparison_text(self)

    def _repr_html_(self) -> str:
        from ..present.html import comparison_html

        return comparison_html(self)

    def to_latex(self) -> str:
        """The bands as a LaTeX table."""
        from ..present.latex import comparison_latex

        return comparison_latex(self)


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
        Name to game, or to anything with ``.measures()`` that returns ``{measure: (least, most)}``.
    refine : str or sequence of str, optional
        Refinements, applied in order; see `EquilibriumSet.refine`. Bands are given before and after.
    baseline : str, optional
        The game with which the others are compared; the first by default.
    concept : callable, optional
        Game to EquilibriumSet; by default `nash` for normal forms and `perfect_bayesian` for signalling games.

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
    for channel, game in games.items():
        eqs = _solve(channel, game, concept)
        after = eqs if names else None
        for name in names:
            after = after.refine(name) if after is not None else None
        equilibria[channel], refined[channel] = eqs, after
        bands[channel] = MappingProxyType(_bands(game, eqs, after, refining=bool(names)))
    return Comparison(
        MappingProxyType(dict(games)),
        next(iter(games)) if baseline is None else baseline,
        names,
        MappingProxyType(equilibria),
        MappingProxyType(refined),
        MappingProxyType(bands),
    )


def answer(sense: str, band: Band) -> str:
    """Decide a criterion from a band: of the difference from the baseline, or of the measure where it asks for "never"."""
    if sense == "never":
        always, nowhere = band.most == 0, band.least > 0 or (band.least == 0 and not band.least_attained)
    elif sense == "more":
        always = band.least > 0 or (band.least == 0 and not band.least_attained)
        nowhere = band.most <= 0
    else:
        always = band.most < 0 or (band.most == 0 and not band.most_attained)
        nowhere = band.least >= 0
    return "yes" if always else "no" if nowhere else "depends on which equilibrium"


def _solve(channel: str, game: Any, concept: Concept | None) -> EquilibriumSet | None:
    if isinstance(game, Game):
        if concept is not None:
            return concept(game)
        return perfect_bayesian(game) if isinstance(game, SignallingGame) else nash(game)  # type: ignore[arg-type]
    if not callable(getattr(game, "measures", None)):
        raise UnsupportedGame(f"{channel!r} is a {type(game).__name__}; compare takes games, or objects with .measures()")
    return None


def _bands(game: Any, eqs: EquilibriumSet | None, refined: EquilibriumSet | None, *, refining: bool) -> dict[str, Measured]:
    if eqs is None:
        # what only has measures cannot be refined, and is compared as it is
        given = {name: Band(*map(exact, ends)) for name, ends in game.measures().items()}  # type: ignore[arg-type]
        return {name: Measured(band, band if refining else None) for name, band in given.items()}
    after = measures(refined) if refined is not None and refined.components else {}
    return {name: Measured(band, after.get(name)) for name, band in measures(eqs).items()}


def _difference(mine: Measured, base: Measured) -> Difference:
    refined = mine.refined - base.refined if mine.refined is not None and base.refined is not None else None
    return Difference(mine.unrefined - base.unrefined, refined)


def _ends(band: Band | None) -> tuple[Fraction | None, Fraction | None]:
    return (band.least, band.most) if band is not None else (None, None)

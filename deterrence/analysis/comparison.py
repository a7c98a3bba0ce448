"""What a comparison of games holds: bands, differences over all pairs of equilibria, and verdicts by stated rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..frozen import FrozenDict
from ..games.game import Criterion
from .measures import Band

if TYPE_CHECKING:
    import pandas

    from .atlas_claims import Claim
    from .why import Why

__all__ = ["Comparison", "Difference", "Measured", "Verdict", "answer"]


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

    def __str__(self) -> str:
        return str(self.unrefined) if self.refined is None else f"{self.unrefined}; refined: {self.refined}"


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

    def __str__(self) -> str:
        said = f"{self.criterion.name}: {self.unrefined}"
        return said if self.refined is None else f"{said}; refined: {self.refined}"


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
        return FrozenDict(
            {
                channel: FrozenDict({m: _difference(mine[m], base[m]) for m in mine if m in base})
                for channel, mine in self.bands.items()
                if channel != self.baseline
            }
        )

    @cached_property
    def verdicts(self) -> Mapping[str, Mapping[str, Verdict]]:
        """``verdicts[channel][criterion]``, for the channels other than the baseline; the criteria are the games' own."""
        return FrozenDict(
            {
                channel: FrozenDict(
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
    def why(self) -> "Why":
        """Why it comes out like this: the conditions under which each equilibrium exists, read off each game's atlas.

        Derived when it is first asked for, with every parameter free that was given a value of its own (values are kept
        beside the symbols); that takes seconds, and is kept on disk. For each channel: the families that exist, and those
        that would spoil a criterion of the kind "never", each with the conditions of its region and how far these are met.

        Examples
        --------
        >>> import deterrence as dt
        >>> crisis = dict(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
        >>> comparison = dt.compare({"weak": dt.models.probe_game(**crisis, credibility="1/5")})
        >>> (reason,) = comparison.why["weak"]
        >>> reason.family.name, str(reason.binding.relation), reason.binding.margin
        ('challenger: probe; defender: respond', 'credibility <= gain/(clash_cost + gain)', Fraction(1, 20))
        """
        from .why import why

        return why(self)

    def suffices(self, channel: str, *free: str) -> "tuple[Claim, ...]":
        """What a channel needs to meet the criteria, as conditions on its parameters, the others at their values.

        Parameters
        ----------
        channel : str
        *free : str
            Parameters that become symbols; by default those of the channel's that were given a value of their own and that
            the baseline lacks, or has at another value. The baseline's are the same symbols where both have one value.

        Returns
        -------
        tuple of Claim
            For every criterion that the game declares where the verdict is "yes" (in every equilibrium, against every one
            of the baseline) and where it is not "no" (in some); last, where all criteria are met at once. Of the baseline
            itself only criteria that ask for "never". After the comparison's refinement, if it has one.

        Raises
        ------
        InvalidParameter
            For a channel or a parameter that there is not.
        UnsupportedGame
            Where the conditions are not known as formulae, saying why.

        Examples
        --------
        >>> import deterrence as dt
        >>> crisis = dict(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
        >>> believed = {"doubted": "1/5", "trusted": "1/2"}
        >>> postures = {n: dt.models.probe_game(**crisis, credibility=p) for n, p in believed.items()}
        >>> claim = dt.compare(postures, baseline="doubted").suffices("trusted", "credibility", "clash_cost")[0]
        >>> claim.criteria, claim.quantifier, claim.region
        (('deters more often',), 'every', clash_cost < 4 and credibility > 1/(clash_cost + 1))
        """
        from .why import claims

        return claims(self, channel, free)

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


def _difference(mine: Measured, base: Measured) -> Difference:
    refined = mine.refined - base.refined if mine.refined is not None and base.refined is not None else None
    return Difference(mine.unrefined - base.unrefined, refined)


def _ends(band: Band | None) -> tuple[Fraction | None, Fraction | None]:
    return (band.least, band.most) if band is not None else (None, None)

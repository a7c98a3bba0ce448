"""The atlas of a game: every family of equilibria with its strategies in closed form and the region where it exists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, overload

from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import UnsupportedGame
from ..exact import as_data
from ..games.game import Game
from ..solve.symbolic.atlas_family import AtlasFamily, families_of
from ..solve.symbolic.cache import derived
from ..solve.symbolic.families import Derivation
from ..solve.symbolic.lifting import lifted
from ..solve.symbolic.refined import refined
from ..solve.symbolic.regimes import families_at, solved_at
from ..solve.symbolic.region import Region, point_of
from .atlas_points import Audit, asked_points

if TYPE_CHECKING:
    import numpy as np

    from .atlas_statics import ComparativeStatics
    from .atlas_thresholds import AtlasThreshold

__all__ = ["Atlas", "AtlasFamily", "Audit", "Region", "atlas"]


@dataclass(frozen=True, repr=False)
class Atlas(Sequence[AtlasFamily]):
    """Families of equilibria of a game with free parameters.

    A sequence of the families that exist on more than a surface; those that need an equality are `knife_edges`.

    Attributes
    ----------
    game : Game
    families : tuple of AtlasFamily
    knife_edges : tuple of AtlasFamily
    refinement : str
        What `refine` was given; "" before.
    by_point : tuple of AtlasFamily
        After `refine`, families in the regions, before the refinement, in which the exact solver decides at each point
        whether they survive: where the types' payoffs vary on the path, and with more than two replies. `holding` and `at`
        ask it; `sweep`, `thresholds` and the conditions leave these out.
    """

    game: Game
    families: tuple[AtlasFamily, ...]
    knife_edges: tuple[AtlasFamily, ...]
    _derivation: Derivation = field(compare=False)
    refinement: str = ""
    by_point: tuple[AtlasFamily, ...] = ()

    @property
    def undecided(self) -> int:
        """How many conditions could be shown neither to follow from the others nor to be needed."""
        return len(self._derivation.log.undecided)

    @property
    def certificates(self) -> tuple[Any, ...]:
        """Proofs of everything that was left out of the regions; each has a method ``check``."""
        return tuple(c for _, c in self._derivation.log.removed)

    def holding(self, **values: Any) -> tuple[AtlasFamily, ...]:
        """Families that exist at some values, read off the regions; exact, boundaries included."""
        signs: dict[Any, int] = {}
        point = point_of(self._derivation, values)
        perhaps = {f.name: f for f in self.by_point if f.region.holds_at(point, signs)}
        left = {f.name for f in families_at(self.game, values, self.refinement) or ()} if perhaps else set()
        known = (f for f in (*self.families, *self.knife_edges) if f.name not in perhaps)
        found = tuple(f for f in known if f.region.holds_at(point, signs))
        return found + tuple(f for name, f in perhaps.items() if name in left)

    def at(self, **values: Any) -> EquilibriumSet:
        """All equilibria at some values of the parameters.

        The regions say which families exist; the set itself, with its pieces and components, is the exact solver's at these
        values. Its families carry their region in ``exists_when``.

        Raises
        ------
        InvalidParameter
            For values outside their domain, or at which the game has no value.
        """
        eqs = solved_at(self.game, values)
        if self.refinement:
            eqs = eqs.refine(self.refinement)
        regions = {f.name: f.region for f in (*self.families, *self.knife_edges)}
        eqs.__dict__["families"] = tuple(replace(f, exists_when=regions.get(f.name, True)) for f in eqs.families)
        return eqs

    def refine(self, name: str) -> "Atlas":
        """The atlas of what a refinement leaves: the region in which each family, or a part of it, survives.

        Parameters
        ----------
        name : {"d1", "intuitive_criterion", "undominated", "undefeated"}
            As for `EquilibriumSet.refine`; for games in normal form "undominated".

        Returns
        -------
        Atlas
            Its families exist where an equilibrium with their supports survives, in closed form where every message has at
            most two replies (in a normal form: where both players have two actions); see `by_point` for what is left to the
            solver. Its `at` refines the set at these values, and its `audit` compares with that.

        Raises
        ------
        UnsupportedGame
            For a refinement that is unknown, or not defined for this kind of game; and of an atlas that is refined already.

        Examples
        --------
        >>> import deterrence as dt
        >>> found = dt.atlas(dt.models.probe_game(tolerate_cost=2, respond_cost=1).free("credibility"))
        >>> [f.name for f in found.refine("undominated")]
        ['challenger: probe; defender: respond', 'challenger: refrain; defender: respond']
        """
        if self.refinement:
            both = f".at(...).refine({name!r})"
            raise UnsupportedGame(f"this atlas is what {self.refinement} leaves; refine the whole, or apply both: {both}")
        left = refined(self._derivation, name)
        by_point = families_of(left.undecided)
        return Atlas(self.game, *_parted(families_of(left.derivation)), left.derivation, name, by_point)

    def audit(self, points: int | Iterable[Mapping[str, Any]] = 60) -> Audit:
        """Compare the families that the regions name with those that the exact solver finds.

        Parameters
        ----------
        points : int or iterable of mappings, optional
            How many points for every clause of every region, about a third of them on its boundaries; or the points.
        """
        chosen = asked_points(self._derivation, points)
        wrong = []
        for values, _ in chosen:
            mine = tuple(sorted(f.name for f in self.holding(**values)))
            theirs = tuple(sorted(f.name for f in families_at(self.game, values, self.refinement) or ()))
            if mine != theirs:
                wrong.append((values, mine, theirs))
        return Audit(len(chosen), sum(edge for _, edge in chosen), tuple(wrong))

    def thresholds(self, name: str, **others: Any) -> "tuple[AtlasThreshold, ...]":
        """Values of a parameter at which the list of families changes.

        Parameters
        ----------
        name : str
        **others : number
            Values of the other parameters. With all of them the thresholds are exact numbers, in ascending order, each
            with the families below, at and above. Where some stay free they are formulae: the boundaries of the regions,
            solved for the parameter.
        """
        from .atlas_thresholds import thresholds_of

        return thresholds_of(self, name, others)

    def sweep(self, grid: Mapping[str, Any], measures: Sequence[str] = ()) -> "dict[str, np.ndarray[Any, Any]]":
        """Where each family exists, and what measures are worth, over arrays of parameter values.

        Parameters
        ----------
        grid : mapping of name to number or array
            Every free parameter; arrays are broadcast against each other.
        measures : sequence of str, optional
            Outcomes, actions, or "payoff:player".

        Returns
        -------
        dict
            Family name to array of bool, and ``<measure>_least`` and ``<measure>_most`` (":" becomes "_") to arrays of
            float: the band over all families that exist there, NaN where none does. Floating point: within rounding of a
            boundary either side may be named; families on surfaces are left out. `holding` is exact.

        Raises
        ------
        InvalidParameter
            For a parameter or a measure that there is not, one that is missing, and values outside their domain.
        UnsupportedGame
            For a measure that depends on products of free probabilities.
        """
        from .atlas_sweep import evaluate

        return evaluate(self, grid, measures)

    def comparative_statics(self, measure: str, parameter: str) -> "ComparativeStatics":
        """Which way a measure moves with a parameter in each family, and how fast.

        Parameters
        ----------
        measure : str
            An action, an outcome, or "payoff:player".
        parameter : str
            A free one.

        Returns
        -------
        ComparativeStatics
            For every family off the surfaces the measure (the least and the most of a continuum) as a formula, its
            derivative, and the derivative's sign throughout the family's region, with proof; where it has none, when it is
            positive.

        Raises
        ------
        InvalidParameter
            For a measure that the game does not have, or a parameter that is not free.
        UnsupportedGame
            Where the measure depends on products of free probabilities.

        Examples
        --------
        >>> import deterrence as dt
        >>> found = dt.atlas(dt.models.probe_game().free("credibility"))
        >>> effect = found.comparative_statics("respond", "clash_cost")[-2]
        >>> effect.family.name, effect.end, effect.value, effect.sign
        ('challenger: refrain; defender: respond or tolerate', 'least', gain/(credibility*(clash_cost + gain)), 'negative')
        """
        from .atlas_statics import statics_of

        return statics_of(self, measure, parameter)

    def to_latex(self) -> str:
        """Propositions, ready to be pasted."""
        from ..present.atlas import atlas_latex

        return atlas_latex(self)

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "schema": "deterrence.atlas",
            "version": 1,
            **({"refinement": self.refinement} if self.refinement else {}),
            "parameters": [{"name": p.name, "domain": p.domain, "meaning": p.meaning} for p in self.game.parameters],
            "values": {n: as_data(v) for n, v in self.game.values.items()},
            "abbreviations": {name: str(meaning) for name, meaning in self.game.abbreviations.items()},
            "families": [f.to_dict() for f in self.families],
            "knife_edges": [f.to_dict() for f in self.knife_edges],
            "undecided": self.undecided,
        }

    @overload
    def __getitem__(self, index: int) -> AtlasFamily: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[AtlasFamily, ...]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.families[index]

    def __len__(self) -> int:
        return len(self.families)

    def __iter__(self) -> Iterator[AtlasFamily]:
        return iter(self.families)

    def __repr__(self) -> str:
        from ..present.atlas import atlas_text

        return atlas_text(self)

    def _repr_html_(self) -> str:
        from ..present.atlas import atlas_html

        return atlas_html(self)

    def _repr_latex_(self) -> str:
        return self.to_latex()


def atlas(game: Game, *, knife_edges: bool = True, engine: str | None = None, cache: bool = True) -> Atlas:
    """Derive every family of equilibria of a game with free parameters, and the exact region where each exists.

    What a theory paper's propositions state, derived: for every support profile that can be an equilibrium, the
    strategies and beliefs as formulae, and the conditions under which it is one, boundaries right.

    Parameters
    ----------
    game : NormalForm or SignallingGame
        Two players. Payoffs and priors are rational functions of the parameters, also inside Min, Max, Abs and Piecewise;
        other terms, such as exp(x), become parameters of their own. One without a domain is taken to be any real number.
    knife_edges : bool, optional
        Whether families that exist only where an equality holds are derived too. Without them large games take far less
        time, and `Atlas.holding` is exact off the surfaces on which two compared quantities are equal.
    engine : {"flint", "sympy"}, optional
        What multiplies and factors polynomials: flint where it is installed, else sympy. Both give the same atlas.
    cache : bool, optional
        Whether a derivation that takes longer than a moment is kept in the user's cache folder, and found there again. The
        environment variable ``DETERRENCE_CACHE`` names another folder, or is "off"; the folder can be deleted at any time.

    Returns
    -------
    Atlas

    Raises
    ------
    UnsupportedGame
        For games of another kind.
    LimitReached
        For too many support profiles.

    Notes
    -----
    For each support profile the equilibrium conditions are linear systems, with Bayes' rule multiplied out: one for the
    receiver's replies in the sender's mixture, one for the sender's messages in the receiver's, one for a belief after
    every message that is not sent. They are eliminated without fractions, branching where the sign of a pivot is unknown,
    and inequalities by Fourier and Motzkin's method. Conditions are dropped only with a proof (`Atlas.certificates`); what
    can be neither proved nor refuted is kept, and counted (`Atlas.undecided`).

    Examples
    --------
    >>> import deterrence as dt
    >>> found = dt.atlas(dt.models.probe_game().free("credibility").at(tolerate_cost=2, respond_cost=1))
    >>> deterred = found[-1]
    >>> deterred.name
    'challenger: refrain; defender: respond or tolerate'
    >>> deterred.region
    credibility > gain/(clash_cost + gain)
    >>> deterred.bounds
    (respond >= gain/(credibility*(clash_cost + gain)),)
    >>> deterred.region.holds(credibility="1/4", gain=1, clash_cost=3)
    False
    """
    game = lifted(game)
    found = derived(game, engine, surfaces=knife_edges, keep=cache)
    return Atlas(game, *_parted(families_of(found)), found)


def _parted(families: Sequence[AtlasFamily]) -> tuple[tuple[AtlasFamily, ...], tuple[AtlasFamily, ...]]:
    """Families that exist in regions, and those that exist only where an equality holds."""
    return tuple(f for f in families if f.generic), tuple(f for f in families if not f.generic)

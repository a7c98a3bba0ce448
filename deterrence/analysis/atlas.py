"""The atlas of a game: every family of equilibria with its strategies in closed form and the region where it exists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.family import describe
from ..exact import as_data
from ..games.game import Game
from ..games.signalling import SignallingGame
from ..solve.nash import nash
from ..solve.perfect_bayesian import perfect_bayesian
from ..solve.symbolic.families import Derivation, DerivedFamily, derive
from ..solve.symbolic.regimes import families_at
from .atlas_families import AtlasFamily, Region, point_of
from .atlas_points import audit_points

if TYPE_CHECKING:
    import numpy as np

    from .atlas_thresholds import AtlasThreshold

__all__ = ["Atlas", "AtlasFamily", "Audit", "Region", "atlas"]


@dataclass(frozen=True)
class Audit:
    """A comparison of an atlas with the exact solver.

    Attributes
    ----------
    points : int
        How many points were compared.
    on_boundaries : int
        How many of them were chosen on a boundary.
    disagreements : tuple of (values, families of the atlas, families of the solver)
    """

    points: int
    on_boundaries: int
    disagreements: tuple[tuple[Mapping[str, Fraction], tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, repr=False)
class Atlas(Sequence[AtlasFamily]):
    """Families of equilibria of a game with free parameters.

    A sequence of the families that exist on more than a surface; those that need an equality are `knife_edges`.

    Attributes
    ----------
    game : Game
    families : tuple of AtlasFamily
    knife_edges : tuple of AtlasFamily
    """

    game: Game
    families: tuple[AtlasFamily, ...]
    knife_edges: tuple[AtlasFamily, ...]
    _derivation: Derivation

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
        return tuple(f for f in (*self.families, *self.knife_edges) if f.region.holds_at(point, signs))

    def at(self, **values: Any) -> EquilibriumSet:
        """All equilibria at some values of the parameters.

        The regions say which families exist; the set itself, with its pieces and components, is the exact solver's at these
        values. Its families carry their region in ``exists_when``.

        Raises
        ------
        InvalidParameter
            For values outside their domain, or at which the game has no value.
        """
        at = self.game.at(**values)
        at.require_numbers()
        eqs: EquilibriumSet = perfect_bayesian(at) if isinstance(at, SignallingGame) else nash(at)  # type: ignore[arg-type]
        regions = {f.name: f.region for f in (*self.families, *self.knife_edges)}
        families = tuple(replace(f, exists_when=regions.get(f.name, True)) for f in eqs.families)
        eqs.__dict__["families"] = families
        return eqs

    def audit(self, points: int | Iterable[Mapping[str, Any]] = 60) -> Audit:
        """Compare the families that the regions name with those that the exact solver finds.

        Parameters
        ----------
        points : int or iterable of mappings, optional
            How many points for every clause of every region, about a third of them on its boundaries; or the points.
        """
        if isinstance(points, int):
            chosen = list(audit_points(self._derivation, points))
        else:
            chosen = [({n: Fraction(v) for n, v in p.items()}, False) for p in points]
        wrong = []
        for values, _ in chosen:
            mine = tuple(sorted(f.name for f in self.holding(**values)))
            theirs = tuple(sorted(f.name for f in families_at(self.game, values) or ()))
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

    def sweep(self, grid: Mapping[str, Any]) -> "dict[str, np.ndarray[Any, Any]]":
        """Where each family exists, over arrays of parameter values.

        Parameters
        ----------
        grid : mapping of name to number or array
            Every free parameter; arrays are broadcast against each other.

        Returns
        -------
        dict
            Family name to array of bool. Floating point: within rounding of a boundary either side may be named; families on
            surfaces are left out. `holding` is exact.
        """
        from .atlas_sweep import masks

        return masks(self, grid)

    def to_latex(self) -> str:
        """Propositions, ready to be pasted."""
        from ..present.atlas import atlas_latex

        return atlas_latex(self)

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "schema": "deterrence.atlas",
            "version": 1,
            "parameters": [{"name": p.name, "domain": p.domain, "meaning": p.meaning} for p in self.game.parameters],
            "values": {n: as_data(v) for n, v in self.game.values.items()},
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


def atlas(game: Game, *, knife_edges: bool = True, engine: str | None = None) -> Atlas:
    """Derive every family of equilibria of a game with free parameters, and the exact region where each exists.

    What a theory paper's propositions state, derived: for every support profile that can be an equilibrium, the
    strategies and beliefs as formulae, and the conditions under which it is one, boundaries right.

    Parameters
    ----------
    game : NormalForm or SignallingGame
        Two players. Payoffs and priors are rational functions of the parameters, also inside Min, Max, Abs and Piecewise. A
        parameter without a domain is taken to be any real number.
    knife_edges : bool, optional
        Whether families that exist only where an equality holds are derived too. Without them large games take far less
        time, and `Atlas.holding` is exact off the surfaces on which two compared quantities are equal.
    engine : {"flint", "sympy"}, optional
        What multiplies and factors polynomials: flint where it is installed, else sympy. Both give the same atlas.

    Returns
    -------
    Atlas

    Raises
    ------
    UnsupportedGame
        For games of another kind, and payoffs that are no rational functions.
    LimitReached
        For too many support profiles.

    Notes ----- For each support profile the equilibrium conditions are linear systems, with Bayes' rule multiplied out:
    one for the receiver's replies in the sender's mixture, one for the sender's messages in the receiver's, one for a
    belief after every message that is not sent. They are eliminated without fractions, branching where the sign of a
    pivot is unknown, and inequalities by Fourier and Motzkin's method. Conditions are dropped only with a proof
    (`Atlas.certificates`); what can be neither proved nor refuted is kept, and counted (`Atlas.undecided`).

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
    found = derive(game, engine, surfaces=knife_edges)
    families = []
    for one in found.families:
        name, supports = describe(game, one.key)
        families.append(AtlasFamily(name, _shape(found, one, name), supports, Region(found, one.clauses), one))
    generic = tuple(f for f in families if f.generic)
    return Atlas(game, generic, tuple(f for f in families if not f.generic), found)


def _shape(derivation: Derivation, family: DerivedFamily, name: str) -> str | None:
    """The shape that the solver gives the family at a point of its region, or else what the supports say."""
    if not isinstance(derivation.game, SignallingGame):
        return None
    for point in family.witnesses:
        if point is not None:
            values = dict(zip(derivation.ring.names, point, strict=True))
            for at in families_at(derivation.game, values) or ():
                if at.name == name:
                    return at.shape
    n = len(derivation.game.messages)
    by_type: dict[int, set[int]] = {}
    for i in family.key[0]:
        by_type.setdefault(i // n, set()).add(i % n)
    sent = set().union(*by_type.values())
    if len(sent) == 1:
        return "pooling"
    return "separating" if sum(map(len, by_type.values())) == len(sent) else "semi_separating"

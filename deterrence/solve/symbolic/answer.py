"""What a solver returns for a game with free parameters: its families as formulae, each with the region where it exists."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from ...equilibria.equilibrium_set import EquilibriumSet
from ...errors import LimitReached, UnsupportedGame
from ...exact import as_data
from ...games.game import Game
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from ...games.tree import ExtensiveForm
from .atlas_family import AtlasFamily, families_of
from .cache import derived
from .families import Derivation, count_of
from .regimes import solved_at

if TYPE_CHECKING:
    from .checking import SymbolicVerification

__all__ = ["SymbolicSet", "renamed", "symbolic_set"]

#: With more support profiles than this, families that exist only where an equality holds are not looked for.
WITH_SURFACES = 500


class SymbolicSet(EquilibriumSet):
    """All equilibria of a game with free parameters, family by family.

    Which families there are, and how they hang together, depends on the values: `families` hold strategies and beliefs as
    formulae, and in ``exists_when`` the region of the parameters; `at` gives the set at some values.
    """

    def __init__(self, derivation: Derivation, concept: str, why: str) -> None:
        fields = {"game": derivation.game, "concept": concept, "complete": not why, "why": why, "_derivation": derivation}
        self.__dict__.update(fields, refinements=(), removed=(), _certify=None)

    def __reduce__(self) -> tuple[Any, ...]:
        return SymbolicSet, (self.derivation, self.concept, self.why)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SymbolicSet) and (self.concept, self.families) == (other.concept, other.families)

    def __hash__(self) -> int:
        return hash((self.concept, self.game))

    @property
    def derivation(self) -> Derivation:
        """What was derived."""
        found: Derivation = self.__dict__["_derivation"]
        return found

    @cached_property
    def families(self) -> tuple[AtlasFamily, ...]:  # type: ignore[override]
        """Every family, those on surfaces last, with formulae and regions."""
        return tuple(sorted(families_of(self.derivation), key=lambda f: not f.generic))

    @property
    def knife_edges(self) -> tuple[AtlasFamily, ...]:
        """Families that exist on surfaces only."""
        return tuple(f for f in self.families if not f.generic)

    def at(self, **values: Any) -> EquilibriumSet:
        """The set at some values of all free parameters, its families with their regions.

        Raises
        ------
        InvalidParameter
            For values outside their domain, or at which the game has no value.
        """
        eqs = solved_at(self.game, values)
        if isinstance(self.game, ExtensiveForm):  # of perfect information, where the concepts agree
            eqs = renamed(eqs, self.concept)
        regions = {f.name: f.region for f in self.families}
        eqs.__dict__["families"] = tuple(replace(f, exists_when=regions.get(f.name, True)) for f in eqs.families)
        return eqs

    def check(self) -> None:
        """Verify; see `verify`."""
        self.verify()

    def verify(self) -> "SymbolicVerification":
        """Check every family: its conditions as identities, and at a point of each clause of its region.

        Indifference, Bayes' rule and sums of probabilities are reduced to zero, from the game's payoffs alone; what does not
        reduce, as where payoffs have cases, is listed, and holds at the points. There the solver on numbers and its verifier
        must find the family as well.

        Returns
        -------
        SymbolicVerification
            With ``proved``, how many conditions vanish whatever the parameters, and ``at_points``, those that were only
            tried.

        Raises
        ------
        NotAnEquilibrium
            If a family is not there: a fault of this package.
        """
        from .checking import verify_families

        return verify_families(self.game, self.families)

    @property
    def components(self) -> NoReturn:
        """Depend on the values of the parameters."""
        self._unsupported("components")

    @property
    def pieces(self) -> NoReturn:
        """Depend on the values of the parameters."""
        self._unsupported("pieces")

    @property
    def extreme(self) -> NoReturn:
        """Depend on the values of the parameters."""
        self._unsupported("extreme equilibria")

    def refine(self, name: str) -> NoReturn:
        """Refinements are applied at values."""
        self._unsupported(f"what {name} keeps", f".refine({name!r})")

    def certificate(self, form: str | None = None) -> NoReturn:
        """Certificates are about numbers."""
        self._unsupported("a certificate", ".certificate()")

    def _unsupported(self, what: str, then: str = "") -> NoReturn:
        example = ", ".join(f"{p.name}=..." for p in self.game.parameters[:3])
        raise UnsupportedGame(
            f"{what}: not fixed while parameters are free; .families hold formulae and regions, and .at({example}){then} "
            "gives this at some values"
        )

    def __len__(self) -> NoReturn:
        self._unsupported("the number of components")

    def __bool__(self) -> bool:
        return bool(self.families)

    def __iter__(self) -> Iterator[Any]:
        self._unsupported("components")

    def __getitem__(self, index: Any) -> NoReturn:
        self._unsupported("components")

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON: formulae and conditions as text, no components."""
        return {
            "schema": "deterrence.equilibria",
            "version": 1,
            "concept": self.concept,
            "complete": self.complete,
            "why": self.why,
            "players": list(self.game.players),
            "parameters": [{"name": p.name, "domain": p.domain} for p in self.game.parameters],
            "values": {n: as_data(v) for n, v in self.game.values.items()},
            "families": [f.to_dict() for f in self.families],
            "components": None,
        }

    def __repr__(self) -> str:
        from ...present.atlas import symbolic_text

        return symbolic_text(self)

    def _repr_html_(self) -> str:
        from ...present.atlas import atlas_html, atlas_of

        return atlas_html(atlas_of(self))

    def to_latex(self) -> str:
        """Propositions."""
        from ...present.atlas import atlas_latex, atlas_of

        return atlas_latex(atlas_of(self))


def renamed(found: EquilibriumSet, concept: str) -> EquilibriumSet:
    """The same set as that of another concept with which it agrees."""
    if isinstance(found, SymbolicSet):
        return SymbolicSet(found.derivation, concept, found.why)
    return replace(found, concept=concept)


def symbolic_set(game: Game, concept: str) -> SymbolicSet:
    """Solve a game with free parameters.

    Raises
    ------
    UnsupportedGame
        For games whose families are not derived from symbols, saying how to give values.
    """
    if not isinstance(game, NormalForm | SignallingGame) or len(game.players) != 2:
        game.require_numbers()
    many = count_of(game) > WITH_SURFACES
    try:
        found = derived(game, surfaces=not many)
    except (UnsupportedGame, LimitReached) as error:
        names = ", ".join(p.name for p in game.parameters)
        raise type(error)(f"the game still has free parameters ({names}), and {error}") from None
    why = (
        "families that exist only where an equality of parameters holds are left out, for there are very many support "
        "profiles; dt.atlas(game) derives them too, and .at(...) is complete"
    )
    return SymbolicSet(found, concept, why if many else "")

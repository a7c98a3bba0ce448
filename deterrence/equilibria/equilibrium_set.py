"""Equilibrium sets: what every solver returns."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, overload

from ..errors import UnsupportedGame
from ..games.game import Game
from .component import Component, connected
from .equilibrium import Equilibrium
from .family import Family, families_of
from .piece import Piece
from .verify import Verification, verify_pieces

__all__ = ["EquilibriumSet", "Removed"]


@dataclass(frozen=True, repr=False)
class Removed:
    """A part of a set that a refinement took away.

    Attributes
    ----------
    piece : Piece
        The piece from which something was removed.
    refinement : str
    reason : str
        Which test failed, for whom, after which message.
    whole : bool
        Whether nothing of the piece is left.
    """

    game: Game
    piece: Piece
    refinement: str
    reason: str
    whole: bool

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Families of the piece from which something was removed."""
        return families_of(self.game, (self.piece,))

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "refinement": self.refinement,
            "reason": self.reason,
            "whole": self.whole,
            "families": [f.to_dict() for f in self.families],
        }

    def __repr__(self) -> str:
        names = " / ".join(f.name for f in self.families)
        return f"<{self.refinement} removed {'all' if self.whole else 'part'} of {names}: {self.reason}>"


@dataclass(frozen=True, repr=False)
class EquilibriumSet(Sequence[Component]):
    """All equilibria of a game: a sequence of connected components.

    Attributes
    ----------
    game : Game
    concept : str
        "nash", "perfect_bayesian", ...
    components : tuple of Component
    complete : bool
        Whether these are all of them.
    why : str
        If not, what is not covered.
    refinements : tuple of str
        Refinements applied, in order.
    removed : tuple of Removed
        What the refinements took away, and why.
    """

    game: Game
    concept: str
    components: tuple[Component, ...]
    complete: bool = True
    why: str = ""
    refinements: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = field(default=())
    _certify: "Callable[[EquilibriumSet, str | None], dict[str, Any]] | None" = field(default=None, compare=False)
    #: of a set that was found in another form of the game: how it is cut there
    _refined: "Callable[[str], EquilibriumSet] | None" = field(default=None, compare=False, kw_only=True)

    @classmethod
    def build(
        cls,
        game: Game,
        concept: str,
        pieces: Iterable[Piece],
        *,
        complete: bool = True,
        why: str = "",
        index_of: Callable[[Component], int | None] | None = None,
        certify: "Callable[[EquilibriumSet, str | None], dict[str, Any]] | None" = None,
    ) -> "EquilibriumSet":
        """Group pieces into components, in a fixed order."""
        ordered = sorted(pieces, key=lambda p: [side.order for side in p.sides], reverse=True)
        components = tuple(Component(game, tuple(group), index_of) for group in connected(ordered))
        return cls(game, concept, components, complete, why, _certify=certify)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Maximal convex pieces of all components."""
        return tuple(piece for component in self.components for piece in component.pieces)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Families: one support profile on the path each, with its shape."""
        return families_of(self.game, self.pieces)

    @cached_property
    def extreme(self) -> tuple[Equilibrium, ...]:
        """Every extreme equilibrium, exact."""
        return tuple(eq for component in self.components for eq in component.extreme)

    def check(self) -> None:
        """Verify the pieces; solvers call this before they return."""
        verify_pieces(self.game, self.pieces, self.concept)

    def verify(self) -> Verification:
        """Check every piece against the definition of equilibrium, exactly.

        Returns
        -------
        Verification
            Its ``max_regret`` is exactly 0.

        Raises
        ------
        NotAnEquilibrium
            If any point fails: a fault of this package.
        """
        return verify_pieces(self.game, self.pieces, self.concept)

    def refine(self, name: str) -> "EquilibriumSet":
        """Cut the set by a refinement, exactly.

        Parameters
        ----------
        name : str
            "undominated", "intuitive_criterion", "d1", "undefeated", "risk_dominance", "payoff_dominance",
            "trembling_hand" or "iterated_dominance".

        Returns
        -------
        EquilibriumSet
            What survives, its components recomputed; ``removed`` says what went and why. Sets of a tree are cut where they
            were found: those of `nash` in its reduced normal form, those of `perfect_bayesian` in its signalling game. What
            plays like an equilibrium that survives there survives.

        Raises
        ------
        UnsupportedGame
            For a refinement that is not defined for this kind of game.
        """
        if self._refined is not None:
            return self._refined(name)
        from .refinements import refine

        pieces, removed = refine(self, name)
        built = EquilibriumSet.build(self.game, self.concept, pieces, complete=self.complete, why=self.why)
        return replace(built, refinements=(*self.refinements, name), removed=(*self.removed, *removed))

    def certificate(self, form: str | None = None) -> dict[str, Any]:
        """What proves to a stranger that these are equilibria and that none is missing; Nash sets of two players have it.

        Written to a file, it is checked by ``python -I deterrence/check.py FILE``, which needs nothing installed.

        Parameters
        ----------
        form : {"vertices", "tree"}, optional
            The kind of proof: vertex lists, or a search tree where all equilibria are isolated. By default what fits the
            size of the game.

        Returns
        -------
        dict
            Ready for JSON.

        Raises
        ------
        UnsupportedGame
            For sets that are incomplete, refined or of another concept, and for large games with degenerate equilibria.

        Examples
        --------
        >>> import deterrence as dt
        >>> eqs = dt.nash(dt.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
        >>> [component["index"] for component in eqs.certificate()["components"]]
        [1, -1, 1]
        """
        if self.refinements:
            cut = ", ".join(self.refinements)
            raise UnsupportedGame(
                f"a certificate proves a whole set of equilibria, and this one was cut by {cut}; call certificate() on "
                "the set before refine()"
            )
        if not self.complete:
            raise UnsupportedGame(
                f"a certificate proves that nothing is missing, and this set may lack equilibria ({self.why}); "
                "verify() checks those that were found"
            )
        if self._certify is None:
            raise UnsupportedGame(
                f"certificates cover complete Nash equilibrium sets of two-player games in normal form, not {self.concept} "
                f"of a {type(self.game).__name__} with {len(self.game.players)} players; verify() checks what was found"
            )
        return self._certify(self, form)

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON; exact numbers as strings, floats beside them."""
        return {
            "schema": "deterrence.equilibria",
            "version": 1,
            "concept": self.concept,
            "complete": self.complete,
            "why": self.why,
            "refinements": list(self.refinements),
            "players": list(self.game.players),
            "families": [f.to_dict() for f in self.families],
            "components": [c.to_dict() for c in self.components],
            "removed": [r.to_dict() for r in self.removed],
        }

    @overload
    def __getitem__(self, index: int) -> Component: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Component, ...]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.components[index]

    def __len__(self) -> int:
        return len(self.components)

    def __iter__(self) -> Iterator[Component]:
        return iter(self.components)

    def __repr__(self) -> str:
        from ..present.text import equilibria_text

        return equilibria_text(self)

    def _repr_html_(self) -> str:
        from ..present.html import equilibria_html

        return equilibria_html(self)

    def to_latex(self) -> str:
        """The extreme equilibria as a LaTeX table."""
        from ..present.latex import equilibria_latex

        return equilibria_latex(self)

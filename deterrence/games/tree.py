"""Games in extensive form: trees with chance moves and information sets."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import InvalidGame
from ..exact import Number, show
from ..frozen import FrozenDict
from ..parameters import Parameter
from .game import Criterion, Game
from .moves import Chance, Choice, Outcome, Subtree
from .subgames import Stage, stages
from .tree_layout import Layout, lay_out

if TYPE_CHECKING:
    from .normal_form import NormalForm
    from .reduced_form import ReducedForm
    from .sequence_form import SequenceForm
    from .signalling import SignallingGame

__all__ = ["ExtensiveForm"]

Cell = tuple[str, ...]


class ExtensiveForm(Game):
    """A finite game in extensive form, with perfect recall.

    The tree has the shape of the code that writes it: see `players`, `Player.chooses`, `nature` and `outcome`.

    Parameters
    ----------
    root : subtree
        What `Player.chooses`, `nature` or `outcome` return.
    parameters, title, criteria, undefined
        As for `NormalForm`.

    Raises
    ------
    InvalidGame
        With the path of the node: when an information set has two players, two sets of actions, or nodes between which
        its player would forget its own moves; when chance probabilities do not sum to 1, or an outcome lacks a player.

    Notes
    -----
    An information set without ``knowing=`` is named by its path, such as ``probe.warn``, the first one ``root``; more than
    32 moves from the root by its last move and number. An action is a measure: the probability that it is taken at least
    once. Nodes number up to two millions, of any depth.

    Examples
    --------
    >>> import deterrence as dt
    >>> challenger, defender = dt.players("challenger defender")
    >>> game = dt.ExtensiveForm(challenger.chooses(
    ...     refrain=dt.outcome("status_quo", challenger=0, defender=0),
    ...     probe=defender.chooses(
    ...         tolerate=dt.outcome("capitulation", challenger=1, defender=-1),
    ...         respond=dt.outcome("clash", challenger=-1, defender=-2))))
    >>> game.information_sets["defender"]
    {'probe': ('tolerate', 'respond')}
    >>> dt.subgame_perfect(game).extreme[0]["challenger"]["root"]["probe"]
    Fraction(1, 1)
    """

    def __init__(
        self,
        root: Subtree,
        *,
        parameters: Iterable[Parameter] = (),
        title: str = "",
        criteria: Iterable[Criterion] = (),
        undefined: str = "",
    ) -> None:
        if not isinstance(root, Outcome | Choice | Chance):
            raise InvalidGame(f"the root of a tree is {root!r}; use player.chooses(...), dt.nature(...) or dt.outcome(...)")
        self.layout: Layout = lay_out(root)
        numbers = [n for end in self.layout.ends.values() for n in end.payoffs.values()]
        numbers += [n for end in self.layout.ends.values() for n in end.weights.values()]
        numbers += [p for chances in self.layout.chances.values() for p in chances]
        for node, chances in self.layout.chances.items():
            _check_sum(self.layout, node, chances)
        self._declare(numbers, parameters, title, criteria, undefined)

    # --- what there is ----------------------------------------------------------------------------------------

    @property
    def players(self) -> tuple[str, ...]:
        """Labels of the players, in the order in which they were named together."""
        return self.layout.players

    @cached_property
    def information_sets(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Player to information set to actions, in depth-first order."""
        found: dict[str, dict[str, tuple[str, ...]]] = {player: {} for player in self.players}
        for held in self.layout.sets:
            found[self.players[held.player]][held.label] = held.actions
        return FrozenDict({player: FrozenDict(sets) for player, sets in found.items()})

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """Names of the outcomes, in the order of their first appearance."""
        return tuple(dict.fromkeys(name for end in self.layout.ends.values() for name in end.weights))

    @cached_property
    def cells(self) -> Mapping[Cell, int]:
        """The ends of the game by name: what the branches that lead there are called, joined by points."""
        names: dict[Cell, int] = {}
        for node in self.layout.ends:
            name = self.layout.name(node)
            names[(name,) if (name,) not in names else (f"{name} (node {node})",)] = node
        return FrozenDict(names)

    @cached_property
    def payoffs(self) -> Mapping[Cell, tuple[Number, ...]]:
        """End of the game to one payoff per player."""
        ends = self.layout.ends
        return FrozenDict({c: tuple(ends[n].payoffs[p] for p in self.players) for c, n in self.cells.items()})

    @cached_property
    def outcomes(self) -> Mapping[Cell, Mapping[str, Number]]:  # type: ignore[override]
        """End of the game to the weights of its outcomes."""
        return FrozenDict({c: self.layout.ends[n].weights for c, n in self.cells.items()})

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of all subgames, the whole game's first."""
        return tuple(stages(self.layout))

    @cached_property
    def _cell_of(self) -> Mapping[int, Cell]:
        return {node: cell for cell, node in self.cells.items()}

    def by_cell(self, ends: Mapping[int, Fraction]) -> dict[Cell, Fraction]:
        """What is known by an end's number, by its name."""
        return {self._cell_of[node]: x for node, x in ends.items()}

    def taking(self, player: int, action: str) -> list[Cell]:
        """The ends before which a player takes an action at least once."""
        layout = self.layout
        taken = [False] * len(layout.parent)
        for node, children in enumerate(layout.children):
            for child in children:
                taken[child] = taken[node] or (layout.owner[node] == player and layout.branch[child] == action)
        return [cell for cell, node in self.cells.items() if taken[node]]

    # --- numbers ----------------------------------------------------------------------------------------------

    @cached_property
    def chance_numbers(self) -> Mapping[int, tuple[Fraction, ...]]:
        """Probabilities at every chance node, by number."""
        self.require_numbers()
        return {n: tuple(self.evaluate(p) for p in chances) for n, chances in self.layout.chances.items()}

    @cached_property
    def payoff_numbers(self) -> Mapping[int, tuple[Fraction, ...]]:
        """Payoffs at every end, by number."""
        self.require_numbers()
        return {
            n: tuple(self.evaluate(end.payoffs[player]) for player in self.players) for n, end in self.layout.ends.items()
        }

    def _check_numbers(self) -> None:
        _ = self.payoff_numbers
        for node, chances in self.chance_numbers.items():
            for child, p in zip(self.layout.children[node], chances, strict=True):
                if not 0 <= p <= 1:
                    raise InvalidGame(
                        f"{self.layout.path(node)}: branch {self.layout.branch[child]!r} has probability {show(p)}; "
                        "probabilities lie in [0, 1]"
                    )
            _check_sum(self.layout, node, chances)
        for node, end in self.layout.ends.items():
            for name, weight in end.weights.items():
                if not isinstance(weight, Fraction) and not 0 <= self.evaluate(weight) <= 1:
                    found = show(self.evaluate(weight))
                    raise InvalidGame(f"{self.layout.path(node)}: weight of {name!r} is {found}; weights lie in [0, 1]")

    # --- reductions -------------------------------------------------------------------------------------------

    def normal_form(self) -> "ReducedForm":
        """The reduced normal form, with the way back.

        A strategy says what a player does at the information sets that its own moves do not exclude. Strategies stand in
        the order of their choices, first information set and first action first.

        Returns
        -------
        ReducedForm
            A `NormalForm` that knows its tree: ``strategies[player][label]`` spells a strategy out, and
            ``behaviour(eq)`` takes an equilibrium back.

        Raises
        ------
        UnsupportedGame
            When the table would have more than a million cells.

        Examples
        --------
        >>> import deterrence as dt
        >>> one, two = dt.players("one two")
        >>> end = dt.outcome("end", one=0, two=0)
        >>> tree = dt.ExtensiveForm(one.chooses(out=end, go=two.chooses(out=end, go=one.chooses(left=end, right=end))))
        >>> tree.normal_form().actions["one"]
        ('out', 'go, left', 'go, right')
        """
        from .reduced_form import reduced_form

        return reduced_form(self)

    def agent_form(self) -> "NormalForm":
        """The agent normal form: every information set is decided by a player of its own.

        Returns
        -------
        NormalForm
            With one player per information set, called ``player: information set``, who gets its player's payoffs.

        Raises
        ------
        UnsupportedGame
            When the table would have more than a million cells, or nobody moves.

        Examples
        --------
        >>> import deterrence as dt
        >>> one, two = dt.players("one two")
        >>> end = dt.outcome("end", one=0, two=0)
        >>> tree = dt.ExtensiveForm(one.chooses(out=end, go=two.chooses(out=end, go=one.chooses(left=end, right=end))))
        >>> tree.agent_form().players
        ('one: root', 'two: go', 'one: go.go')
        """
        from .agent_form import agent_form

        return agent_form(self)

    def sequence_form(self) -> "SequenceForm":
        """The sequence form: realisation plans instead of strategies, no larger than the tree (von Stengel 1996).

        Returns
        -------
        SequenceForm

        Examples
        --------
        >>> import deterrence as dt
        >>> one, two = dt.players("one two")
        >>> end = dt.outcome("end", one=0, two=0)
        >>> tree = dt.ExtensiveForm(one.chooses(out=end, go=two.chooses(out=end, go=one.chooses(left=end, right=end))))
        >>> form = tree.sequence_form()
        >>> form.shape, form.sequences["one"][-1]
        ((5, 3), (('root', 'go'), ('go.go', 'right')))
        """
        from .sequence_form import sequence_form

        return sequence_form(self)

    @property
    def perfect_information(self) -> bool:
        """Whether whoever moves knows all moves before: every information set has one node."""
        return all(len(held.nodes) == 1 for held in self.layout.sets)

    def signalling(self) -> "SignallingGame | None":
        """The same game as a `SignallingGame` if the tree is one; otherwise None.

        Chance draws a type, one player sees it and sends a message, another sees the message only and replies; after that
        only chance may move.
        """
        from .signalling_tree import recognise

        return recognise(self)

    def _key(self) -> tuple[Any, ...]:
        layout = self.layout
        ends = tuple((e.name, *(e.payoffs[p] for p in self.players), *e.weights.items()) for e in layout.ends.values())
        sets = tuple((held.label, held.player, held.actions, *held.nodes) for held in layout.sets)
        shape = tuple(layout.parent), tuple(layout.branch), tuple(layout.chances.items())
        return self.players, shape, sets, ends, tuple(sorted(self.values.items()))

    def __repr__(self) -> str:
        from ..present.text import game_text

        return game_text(self)


def _check_sum(layout: Layout, node: int, chances: Sequence[Number]) -> None:
    """Probabilities sum to 1, whatever the values of their symbols."""
    total: Any = sum(chances, Fraction(0)) if all(isinstance(p, Fraction) for p in chances) else None
    if total is None:
        import sympy

        total = sympy.simplify(sum(sympy.sympify(p) for p in chances))
    if total != 1:
        names = ", ".join(layout.branch[child] for child in layout.children[node])
        raise InvalidGame(f"{layout.path(node)}: the probabilities of {names} sum to {show(total)}; they must sum to 1")

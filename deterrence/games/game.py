"""What every game has: labels, exact numbers that may hold parameters, and values for some of these."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from ..errors import InvalidGame, InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import Number, Undefined, evaluate, exact, show, symbols_in
from ..frozen import FrozenDict
from ..parameters import Parameter, by_name, read_values

if TYPE_CHECKING:
    import sympy

__all__ = ["Criterion", "Game", "read_labels", "read_number", "read_weights"]


@dataclass(frozen=True)
class Criterion:
    """A question that a comparison of games answers with yes, no, or it depends on the equilibrium.

    Parameters
    ----------
    name : str
        The claim, such as "clashes less".
    measure : str
        The measure that decides it: an outcome, an action, or "payoff:player".
    sense : {"more", "less", "never"}
        Whether the claim is that the measure is larger than in the baseline, smaller, or zero.
    """

    name: str
    measure: str
    sense: str

    def __post_init__(self) -> None:
        if self.sense not in ("more", "less", "never"):
            raise InvalidGame(f"criterion {self.name!r} has sense {self.sense!r}; allowed: 'more', 'less', 'never'")


class Game(ABC):
    """A game whose payoffs may hold parameters, together with the values that some of them were given."""

    title: str
    criteria: tuple[Criterion, ...]
    outcomes: Mapping[Any, Mapping[str, Number]]
    abbreviations: Mapping[str, Number] = FrozenDict()
    _declared: tuple[Parameter, ...]
    _expressions: tuple[Any, ...]
    _symbols: tuple[set[str], ...]
    _undefined: str
    _values: Mapping[str, Fraction]

    def _declare(
        self,
        numbers: Iterable[Number],
        parameters: Iterable[Parameter],
        title: str,
        criteria: Iterable[Criterion],
        undefined: str,
        abbreviations: Mapping[str, Any] | None = None,
    ) -> None:
        """Set what all games share; parameters that were not declared are real numbers without a meaning."""
        declared = by_name(parameters)
        self._expressions = tuple(dict.fromkeys(n for n in numbers if not isinstance(n, Fraction)))
        self._symbols = tuple(symbols_in(n) for n in self._expressions)
        for name in sorted(set().union(*self._symbols)):
            declared.setdefault(name, Parameter(name))
        self._declared = tuple(declared.values())
        self.title, self.criteria, self._undefined = title, tuple(criteria), undefined
        if abbreviations:
            from .abbreviations import read_abbreviations

            self.abbreviations = read_abbreviations(abbreviations, declared)
        self._values = FrozenDict()
        if not self.parameters:
            self._check_numbers()

    # --- parameters -------------------------------------------------------------------------------------------

    @property
    def values(self) -> Mapping[str, Fraction]:
        """Values of the parameters that have one, by name."""
        return self._values

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that are still free, in the order of their declaration."""
        return tuple(p for p in self._declared if p.name in self._free)

    @cached_property
    def _free(self) -> frozenset[str]:
        """Names without a value on which some number still depends: a cost that is multiplied by 0 does not count."""
        missing = {p.name for p in self._declared} - set(self._values)
        expressions = [n for n, names in zip(self._expressions, self._symbols, strict=True) if missing & names]
        if not expressions:
            return frozenset()
        import sympy

        known = {
            p.symbol: sympy.Rational(*self._values[p.name].as_integer_ratio())
            for p in self._declared
            if p.name in self._values
        }
        try:
            return frozenset().union(*(symbols_in(e.subs(known)) for e in expressions)) & missing
        except (TypeError, ValueError) as error:
            # sympy compares as it substitutes, and refuses to compare what is not real
            raise InvalidParameter(
                self._undefined or f"at these values an expression is not a real number: {error}"
            ) from None

    def irrational_in(self, name: str) -> "sympy.Expr | None":
        """The first part of its expressions that is no rational function of a parameter (piecewise ones are), or None."""
        import sympy

        piecewise = (sympy.Min, sympy.Max, sympy.Abs, sympy.Piecewise)
        for expression in (e for e in self._expressions if name in symbols_in(e)):
            for part in sympy.preorder_traversal(expression):
                apart = (part.is_Pow and not part.exp.is_Integer) or (part.is_Function and not isinstance(part, piecewise))
                if apart and name in symbols_in(part):
                    return part
        return None

    @property
    def all_parameters(self) -> tuple[Parameter, ...]:
        """Every parameter, free or not."""
        return self._declared

    def at(self, **values: Any) -> Self:
        """Give parameters their values.

        Parameters
        ----------
        **values : number
            By name; read exactly ("3/10", 0.3 and Fraction(3, 10) are the same number).

        Returns
        -------
        game
            A game of the same kind; the symbols stay beside the values (see `free`).

        Raises
        ------
        InvalidParameter
            For an unknown name, a value outside its domain, or values at which a payoff is undefined.
        """
        read = read_values(self._declared, values, "this game")
        changed = self._with_values({**self._values, **read})
        if not changed.parameters:
            changed._check_numbers()
        return changed

    def free(self, *names: str) -> Self:
        """Make parameters that have a value free again."""
        known = {p.name for p in self._declared}
        for name in names:
            if name not in known:
                raise InvalidParameter(f"this game has no parameter {name!r}{did_you_mean(name, known)}")
        return self._with_values({k: v for k, v in self._values.items() if k not in names})

    def _with_values(self, values: Mapping[str, Fraction]) -> Self:
        changed = object.__new__(type(self))
        cached = {name for cls in type(self).__mro__ for name, v in vars(cls).items() if isinstance(v, cached_property)}
        changed.__dict__.update({k: v for k, v in self.__dict__.items() if k not in cached})
        changed.__dict__["_values"] = FrozenDict(values)
        return changed

    @cached_property
    def known(self) -> Mapping[str, Fraction]:
        """A value for every parameter, for evaluation; those without one take 1, which matters only where they are free."""
        return {p.name: self._values.get(p.name, Fraction(1)) for p in self._declared}

    @cached_property
    def _evaluated(self) -> dict[Any, Fraction]:
        """Expressions that were evaluated at the game's own values: payoffs share most of their parts."""
        return {}

    def require_numbers(self) -> None:
        """Raise `UnsupportedGame` while parameters are free."""
        if self.parameters:
            names = ", ".join(p.name for p in self.parameters)
            example = ", ".join(f"{p.name}=..." for p in self.parameters[:3])
            raise UnsupportedGame(f"the game still has free parameters ({names}); give them values: game.at({example})")

    def evaluate(
        self,
        value: Number,
        values: Mapping[str, Any] | None = None,
        number: Callable[[Fraction], Any] | None = None,
    ) -> Any:
        """Evaluate one of the game's expressions; over Fractions and at the game's own values by default."""
        if isinstance(value, Fraction):
            return value if number is None else number(value)
        try:
            if values is None and number is None:
                return evaluate(value, self.known, seen=self._evaluated)
            return evaluate(value, self.known if values is None else values, number or (lambda fraction: fraction))
        except Undefined as error:
            raise InvalidParameter(self._undefined or f"a payoff has no value here: {error}") from None

    # --- what each kind of game says of itself ----------------------------------------------------------------

    @property
    @abstractmethod
    def players(self) -> tuple[str, ...]:
        """Labels of the players."""

    @property
    @abstractmethod
    def outcome_names(self) -> tuple[str, ...]:
        """Names of the outcomes attached to the cells, in the order of their first appearance."""

    @abstractmethod
    def _check_numbers(self) -> None:
        """Check what can only be checked on numbers; called when no parameter is free."""

    def _check_weights(self) -> None:
        """Weights with parameters must lie in [0, 1] at these values; plain ones were checked when they were read."""
        for cell, weights in self.outcomes.items():
            for name, weight in weights.items():
                if not isinstance(weight, Fraction) and not 0 <= self.evaluate(weight) <= 1:
                    raise InvalidGame(_outside(name, " / ".join(cell), self.evaluate(weight)))

    @abstractmethod
    def _key(self) -> tuple[Any, ...]:
        """What makes two games equal."""

    def __setattr__(self, name: str, value: Any) -> None:
        if "_values" in self.__dict__:
            raise AttributeError(f"games are immutable; build another one, or use game.at({name}=...)")
        super().__setattr__(name, value)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _repr_html_(self) -> str:
        from ..present.html import game_html

        return game_html(self)

    def to_latex(self) -> str:
        """The payoff table in LaTeX."""
        from ..present.latex import game_latex

        return game_latex(self)


def read_labels(labels: Any, what: str) -> tuple[str, ...]:
    """Labels are any non-empty text, each used once."""
    if isinstance(labels, str) or not isinstance(labels, Iterable):
        raise InvalidGame(f"{what} must be a sequence of labels, not {labels!r}")
    read = tuple(labels)
    for label in read:
        if not isinstance(label, str) or not label:
            raise InvalidGame(f"{what}: {label!r} is not a label; use non-empty text")
    if not read:
        raise InvalidGame(f"{what} are empty; name at least one")
    if len(set(read)) < len(read):
        twice = next(label for label in read if read.count(label) > 1)
        raise InvalidGame(f"{what} name {twice!r} twice")
    return read


def read_number(value: Any, where: str) -> Number:
    """Read a payoff, prior or weight; symbols are told apart by name only."""
    if type(value) is int:
        return Fraction(value)
    try:
        number = exact(value)
    except ValueError as error:
        raise InvalidGame(f"{where}: {error}") from None
    return number if isinstance(number, Fraction) else _canonical(number)


def _canonical(expression: Any) -> Any:
    """The same expression in the symbols of `Parameter`, so that assumptions made elsewhere do not matter."""
    wanted = {s: Parameter(str(s)).symbol for s in expression.free_symbols}
    changed = {s: w for s, w in wanted.items() if s != w}
    return expression.xreplace(changed) if changed else expression


def read_weights(given: Any, where: str) -> Mapping[str, Number]:
    """Read the outcomes of one cell: name to weight."""
    if isinstance(given, str):
        given = {given: 1}
    if not isinstance(given, Mapping):
        raise InvalidGame(f"outcomes at {where}: expected {{name: weight}}, got {given!r}")
    weights = {}
    for name, weight in given.items():
        if not isinstance(name, str) or not name:
            raise InvalidGame(f"outcomes at {where}: {name!r} is not a name")
        number = read_number(weight, f"weight of {name!r} at {where}")
        if isinstance(number, Fraction) and not 0 <= number <= 1:
            raise InvalidGame(_outside(name, where, number))
        weights[name] = number
    return FrozenDict(weights)


def _outside(name: str, where: str, weight: Fraction) -> str:
    return f"weight of {name!r} at {where} is {show(weight)}; weights lie in [0, 1]"


def read_cells(cells: Any, wanted: Sequence[tuple[str, ...]], what: str, *, complete: bool) -> dict[Any, Any]:
    """Turn a callable or mapping over cells into a mapping with exactly the cells wanted."""
    if callable(cells):
        return {cell: cells(*cell) for cell in wanted}
    if not isinstance(cells, Mapping):
        raise InvalidGame(f"{what} must be a mapping or a function of a cell, not {type(cells).__name__}")
    known = set(wanted)
    for cell in cells:
        if cell not in known:
            near = did_you_mean(str(cell), [str(c) for c in wanted])
            raise InvalidGame(f"{what} name the cell {cell!r}, which the game does not have{near}")
    if complete:
        for cell in wanted:
            if cell not in cells:
                raise InvalidGame(f"{what} lack the cell {cell!r}; every cell needs an entry")
    return {cell: cells[cell] for cell in wanted if cell in cells}


def outcome_order(outcomes: Mapping[Any, Mapping[str, Number]]) -> tuple[str, ...]:
    """Names of outcomes by first appearance."""
    return tuple(dict.fromkeys(name for weights in outcomes.values() for name in weights))

"""Models that are their formulae: closed forms in declared parameters, with the game that a solver takes beside them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import show
from ..frozen import FrozenDict
from ..games.game import Criterion
from ..parameters import Parameter, read_values
from ..roots import Implicit
from .declaring import bind
from .evaluating import as_number, holds_at, value_at

__all__ = ["ClosedFormModel", "bound", "closed", "numbers", "whole"]


@dataclass(frozen=True, repr=False)
class ClosedFormModel:
    """A model whose answers are formulae in its parameters.

    Attributes
    ----------
    title : str
    declared : tuple of Parameter
    forms : mapping
        Name to sympy expression, to `Implicit` where an equation defines the number, or to a tuple of these where there
        are several solutions.
    holds : mapping
        What the formulae presuppose: a sentence to a sympy condition.
    values : mapping
        Values of the parameters that have one.
    play : callable
        From the values to the game that a general solver takes.
    plays_out : bool
        Whether a comparison asks the game, too: where the formulae say when something happens, and not what happens.
    criteria : tuple of Criterion
        What a comparison should decide.

    Examples
    --------
    >>> from deterrence import models
    >>> model = models.cumulative_risk(encounters=70)
    >>> model.forms["accident"]
    1 - (1 - accident_risk)**70
    >>> model.at(accident_risk="1/100").numbers["accident"] > 0.5
    True
    """

    title: str
    declared: tuple[Parameter, ...]
    forms: Mapping[str, Any] = field(hash=False)
    holds: Mapping[str, Any] = field(default_factory=dict, hash=False)
    values: Mapping[str, Fraction] = field(default_factory=dict, hash=False)
    play: Callable[[Mapping[str, Fraction]], Any] | None = field(default=None, compare=False)
    plays_out: bool = False
    criteria: tuple[Criterion, ...] = ()

    def __post_init__(self) -> None:
        for name in ("forms", "holds", "values"):
            object.__setattr__(self, name, FrozenDict(getattr(self, name)))

    @property
    def all_parameters(self) -> tuple[Parameter, ...]:
        """Every parameter, free or not."""
        return self.declared

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that are still free, in the order of their declaration."""
        return tuple(p for p in self.declared if p.name not in self.values)

    def at(self, **values: Any) -> "ClosedFormModel":
        """The same model with values for some of its parameters."""
        return replace(self, values={**self.values, **read_values(self.declared, values, "this model")})

    def free(self, *names: str) -> "ClosedFormModel":
        """The same model with some parameters free again."""
        known = [p.name for p in self.declared]
        for name in names:
            if name not in known:
                raise InvalidParameter(f"this model has no parameter {name!r}{did_you_mean(name, known)}")
        return replace(self, values={k: v for k, v in self.values.items() if k not in names})

    def __getitem__(self, name: str) -> Any:
        """One formula, with the values put in."""
        if name not in self.forms:
            raise InvalidParameter(f"this model has no formula {name!r}{did_you_mean(name, self.forms)}")
        return _put(self.forms[name], self._substitution)

    @property
    def _substitution(self) -> dict[Any, Any]:
        import sympy

        return {
            p.symbol: sympy.Rational(*self.values[p.name].as_integer_ratio()) for p in self.declared if p.name in self.values
        }

    @property
    def game(self) -> Any:
        """The game behind the formulae, which a general solver takes."""
        self._require_numbers()
        if self.play is None:
            raise UnsupportedGame(f"{self.title}: there is no game beside the formulae; see .numbers")
        return self.play(self.values)

    def _require_numbers(self) -> None:
        if self.parameters:
            names = ", ".join(p.name for p in self.parameters)
            example = ", ".join(f"{p.name}=..." for p in self.parameters[:3])
            raise UnsupportedGame(f"the model still has free parameters ({names}); give them values: model.at({example})")

    @property
    def numbers(self) -> dict[str, Any]:
        """Every formula as a number: a Fraction where it is rational, a float else, a tuple where there are several.

        Raises
        ------
        UnsupportedGame
            While parameters are free.
        InvalidParameter
            Where the formulae do not hold at these values.
        """
        self._require_numbers()
        exact_known = {p.symbol: self.values[p.name] for p in self.declared}
        known = self._substitution
        for sentence, condition in self.holds.items():
            if not holds_at(condition, exact_known):
                at = ", ".join(f"{n}={show(v)}" for n, v in self.values.items())
                raise InvalidParameter(f"{self.title}: the formulae need {sentence}, which fails at {at or 'these values'}")
        return {name: _value(form, exact_known, known) for name, form in self.forms.items()}

    def measures(self) -> dict[str, tuple[Any, Any]]:
        """Least and most of every number over all solutions; what `compare` takes. Left out where there is no solution."""
        bands = {}
        for name, value in self.numbers.items():
            several = value if isinstance(value, tuple) else (value,)
            if several:
                bands[name] = (min(several), max(several))
        return bands

    def to_latex(self) -> str:
        """The formulae in a LaTeX table."""
        from ..present.latex import formulae_latex

        return formulae_latex(self)

    def _repr_latex_(self) -> str:
        from ..present.latex import formulae_mathjax

        return formulae_mathjax(self)

    def __repr__(self) -> str:
        given = ", ".join(f"{n}={show(v)}" for n, v in self.values.items())
        return f"<{self.title}{': ' + given if given else ''}; formulae for {', '.join(self.forms)}>"


def _put(form: Any, known: Mapping[Any, Any]) -> Any:
    import sympy

    if isinstance(form, tuple):
        return tuple(_put(part, known) for part in form)
    return form.subs(known) if isinstance(form, Implicit) else sympy.sympify(form).subs(known)


def _value(form: Any, exact_known: Mapping[Any, Fraction], known: Mapping[Any, Any]) -> Any:
    if isinstance(form, tuple):
        return tuple(v for part in form for v in _several(part, exact_known, known))
    if isinstance(form, Implicit):
        return form.subs(known).values
    return _number(form, exact_known)


def _several(part: Any, exact_known: Mapping[Any, Fraction], known: Mapping[Any, Any]) -> tuple[Any, ...]:
    """The numbers that one of several solutions stands for: those of an equation, or one if it is real."""
    if isinstance(part, Implicit):
        return part.subs(known).values
    found = _number(part, exact_known)
    return () if found is None else (found,)


def _number(form: Any, known: Mapping[Any, Fraction]) -> Any:
    import sympy

    return as_number(value_at(sympy.sympify(form), known))


def numbers(values: Any, what: str, *, least: int = 1) -> tuple[Any, ...]:
    """A sequence of exact numbers, one per player, field or rung."""
    from ..exact import exact

    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InvalidParameter(f"{what} is {values!r}; give a sequence of numbers such as ['1/4', '1/3']")
    read = []
    for k, value in enumerate(values):
        try:
            read.append(exact(value))
        except ValueError as error:
            raise InvalidParameter(f"{what}[{k}]: {error}") from None
    if len(read) < least:
        raise InvalidParameter(f"{what} has {len(read)} entries; give at least {least}")
    return tuple(read)


def whole(value: Any, what: str, *, least: int = 1, most: int | None = None) -> int:
    """A whole number in a range."""
    try:
        read = int(value)
    except (TypeError, ValueError):
        raise InvalidParameter(f"{what} is {value!r}; give a whole number") from None
    if isinstance(value, bool) or read != value:
        raise InvalidParameter(f"{what} is {value!r}; give a whole number")
    if read < least or (most is not None and read > most):
        raise InvalidParameter(f"{what} is {read}; allowed: {least} to {most if most is not None else 'any larger number'}")
    return read


def closed(
    title: str,
    bound_to: SimpleNamespace,
    values: Mapping[str, Any],
    forms: Mapping[str, Any],
    *,
    holds: Mapping[str, Any] | None = None,
    play: Callable[[Mapping[str, Fraction]], Any] | None = None,
) -> ClosedFormModel:
    """A model with the parameters that `bound` found, and the symbols of expressions that took the place of others."""
    import sympy

    met: set[str] = set()
    for form in (*forms.values(), *(holds or {}).values()):
        for part in form if isinstance(form, tuple) else (form,):
            free = part.free_symbols if isinstance(part, Implicit) else sympy.sympify(part).free_symbols
            met |= {s.name for s in free}
    known = bound_to.taken
    extra = [Parameter(name) for name in sorted(met - {p.name for p in known})]
    return ClosedFormModel(title, (*known, *extra), forms, holds or {}, values, play)


def bound(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> tuple[SimpleNamespace, dict[str, Any]]:
    """As `bind`, for a model that takes some of a file's parameters: which ones it takes is ``.taken``."""
    names, values = bind(parameters, given)
    own = [p for p in parameters if p.name in given]
    names.taken = tuple(p for p in own if getattr(names, p.name) == p.symbol)
    return names, {p.name: values[p.name] for p in own if p.name in values}

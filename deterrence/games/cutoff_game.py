"""Games with a continuum of private types whose equilibria are cutoffs: everybody on one side of a number acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import InvalidGame
from ..frozen import FrozenDict
from ..roots import Implicit, normal_cdf, normal_quantile

if TYPE_CHECKING:
    import sympy

__all__ = ["CutoffGame", "regime_change"]


@dataclass(frozen=True)
class CutoffGame:
    """A game in which types below a cutoff act, and what acting gains the type at the cutoff decides where it lies.

    A cutoff inside the interval is an equilibrium iff the marginal type gains nothing, the lower end (nobody acts) iff it
    gains nothing or loses there, the upper end (everybody acts) iff it loses nothing there.

    Parameters
    ----------
    gain : sympy.Expr
        What acting gains the marginal type, given that all types below it act, in utils.
    unknown : sympy.Symbol
        The cutoff.
    least, most : number or sympy.Expr
        Ends of the interval of types.
    measures : mapping
        Name to expression in the cutoff: what an equilibrium amounts to.
    corners : bool
        Whether "nobody" and "everybody" may be equilibria; not where types have no end.
    title : str

    Examples
    --------
    Each of two states arms iff its cost is at most x, where the other arms with probability x**2:

    >>> import deterrence as dt
    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> game = dt.CutoffGame(sympy.Rational(6, 5) * x**2 + (1 - x**2) / 5 - x, x, measures={"arms": x**2})
    >>> [round(float(v), 4) for v in dt.cutoffs(game).values]
    [0.2764, 0.7236, 1.0]
    """

    gain: "sympy.Expr"
    unknown: "sympy.Symbol"
    least: Any = 0
    most: Any = 1
    measures: Mapping[str, Any] = field(default_factory=dict, hash=False)
    corners: bool = True
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "measures", FrozenDict(self.measures))
        if self.parameters:
            names = ", ".join(sorted(str(s) for s in self.parameters))
            raise InvalidGame(f"the gain of the marginal type still holds {names}; give values to all but {self.unknown}")

    @property
    def parameters(self) -> set[Any]:
        """Symbols other than the cutoff."""
        return self.condition.free_symbols

    @property
    def condition(self) -> Implicit:
        """The equation of cutoffs inside the interval."""
        return Implicit(self.gain, self.unknown, self.least, self.most)


def regime_change(cost: Any, *, prior_mean: Any, prior_precision: Any, precision: Any) -> Implicit:
    """The threshold of a response that succeeds iff enough of a continuum of players takes part.

    Taking part costs `cost` and pays 1 if it succeeds. It succeeds iff the mass of those who take part is at least theta.
    Everybody sees theta with normal noise; theta itself is drawn from a normal prior, which is public.

    Parameters
    ----------
    cost : number or sympy.Expr
        In (0, 1), in units of the prize.
    prior_mean, prior_precision, precision : number or sympy.Expr
        Of the public prior, and the precision of the private signals.

    Returns
    -------
    Implicit
        Theta*, below which the response succeeds, by ``theta = Phi(r (theta - mean) - sqrt(1 + r**2 / ...) ...)``.

    Examples
    --------
    >>> [round(float(t), 5) for t in regime_change("2/5", prior_mean="3/5", prior_precision=10, precision=4).solve().values]
    [0.00631, 0.51044, 0.99259]
    """
    import sympy

    from ..exact import exact

    c, mean, alpha, beta = (sympy.sympify(exact(v)) for v in (cost, prior_mean, prior_precision, precision))
    theta = sympy.Symbol("theta_star", real=True)
    # the marginal signal x* solves Phi(sqrt(beta) (x* - theta)) = theta, and whoever sees it is indifferent
    inside = alpha / sympy.sqrt(beta) * (theta - mean) - sympy.sqrt(1 + alpha / beta) * normal_quantile(c)
    return Implicit(theta - normal_cdf(inside), theta, 0, 1)

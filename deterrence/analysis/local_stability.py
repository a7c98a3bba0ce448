"""Local stability of rest points of the replicator dynamics, by the eigenvalues of the linearisation in floats."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter
from ..games.normal_form import NormalForm
from .motion import Field, check_game, read_start

if TYPE_CHECKING:
    import numpy as np

__all__ = ["LocalStability", "replicator_stability"]

#: Real parts closer to 0 than this share of the payoff range count as 0.
ZERO = 1e-9


@dataclass(frozen=True)
class LocalStability:
    """What the linearisation says of a rest point, in floats.

    Attributes
    ----------
    eigenvalues : ndarray of complex
        Of the linearisation within the mixed strategies, in utils: real parts ascending.
    verdict : str
        "asymptotically stable", "unstable", or "not decided by the linearisation" where a real part is 0 and none positive.
    """

    eigenvalues: "np.ndarray"
    verdict: str


def replicator_stability(game: NormalForm, at: Mapping[str, Any], *, single_population: bool = False) -> LocalStability:
    """Say whether the replicator dynamics return to a rest point from everywhere nearby, to first order.

    Parameters
    ----------
    game : NormalForm
        Any number of players.
    at : mapping
        The rest point, player to action to probability, or an `Equilibrium`. In a single population action to probability.
    single_population : bool
        For symmetric games: all players are drawn from one population.

    Returns
    -------
    LocalStability

    Raises
    ------
    InvalidParameter
        Where the dynamics do not rest there.
    UnsupportedGame
        While parameters are free, for games of another kind, and for a single population in a game that is not symmetric.

    Notes
    -----
    Floats and first order: this is no proof. `evolutionary_stability` is exact.

    Examples
    --------
    >>> import deterrence as dt
    >>> coordination = dt.NormalForm.from_arrays([[2, 0], [0, 1]], [[2, 0], [0, 1]])
    >>> [dt.replicator_stability(coordination, eq).verdict for eq in dt.nash(coordination).extreme]
    ['asymptotically stable', 'unstable', 'asymptotically stable']
    """
    import numpy as np

    check_game(game, "replicator_stability")
    field = Field(game)
    mixed = [np.array([float(x) for x in p]) for p in read_start(game, at, single_population)]
    for x, payoffs in ((x, field.expected(mixed, i)) for i, x in enumerate(mixed)):
        if np.max(np.abs(x * (payoffs - x @ payoffs))) > ZERO * field.scale:
            raise InvalidParameter(
                "the replicator dynamics do not rest there: actions in use pay differently; give an equilibrium"
            )
    blocks = [[_block(field, mixed, i, k) for k in range(len(mixed))] for i in range(len(mixed))]
    jacobian: np.ndarray = np.sum(blocks[0], axis=0) if single_population else np.block(blocks)
    eigenvalues = np.sort_complex(np.linalg.eigvals(jacobian)) if jacobian.size else np.zeros(0, complex)
    most = max((float(e.real) for e in eigenvalues), default=-1.0)
    if most > ZERO * field.scale:
        verdict = "unstable"
    else:
        verdict = "asymptotically stable" if most < -ZERO * field.scale else "not decided by the linearisation"
    return LocalStability(eigenvalues, verdict)


def _block(field: Field, mixed: "list[np.ndarray]", i: int, k: int) -> "np.ndarray":
    """How player i's velocities depend on player k's probabilities, with the last probability implied by the others."""
    import numpy as np

    x, payoffs = mixed[i], field.expected(mixed, i)
    if k == i:
        slopes = np.diag(payoffs - x @ payoffs) - np.outer(x, payoffs)
    else:
        gains = field.slopes(mixed, i, k)
        slopes = x[:, None] * (gains - x @ gains)
    reduced: np.ndarray = slopes[:-1, :-1] - slopes[:-1, -1:]
    return reduced

"""Trajectories: how the players' mixed strategies move in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..games.normal_form import NormalForm

if TYPE_CHECKING:
    import numpy as np
    import xarray

__all__ = ["Trajectory"]


@dataclass(frozen=True, repr=False)
class Trajectory:
    """A path of mixed strategies, by floats.

    Attributes
    ----------
    game : NormalForm
    dynamics : str
        "replicator", "best replies", "logit" or "fictitious play".
    time : ndarray of float, shape (n_points,)
        Ascending, from 0. Its unit is that of the dynamics.
    probabilities : mapping
        Player to action to ndarray of float, shape (n_points,).
    regret : float
        What the player that does worst could gain at the last point, in utils; 0 at a Nash equilibrium.
    stopped : str
        Why the path ends, and whether it still moved there.
    """

    game: NormalForm
    dynamics: str
    time: "np.ndarray"
    probabilities: Mapping[str, Mapping[str, "np.ndarray"]]
    regret: float
    stopped: str

    @property
    def final(self) -> dict[str, dict[str, float]]:
        """The last point: player to action to probability."""
        return {player: {a: float(p[-1]) for a, p in by.items()} for player, by in self.probabilities.items()}

    def to_dataset(self) -> "xarray.Dataset":
        """The path with named coordinates.

        Returns
        -------
        xarray.Dataset
            One variable "probability" with the dimensions time, player and action; NaN where a player lacks an action.
        """
        import numpy as np
        import xarray

        actions = list(dict.fromkeys(a for by in self.probabilities.values() for a in by))
        lacking = np.full(len(self.time), np.nan)
        table = np.array([[by.get(a, lacking) for a in actions] for by in self.probabilities.values()])
        return xarray.Dataset(
            {"probability": (("player", "action", "time"), table)},
            coords={"time": self.time, "player": list(self.probabilities), "action": actions},
            attrs={"dynamics": self.dynamics, "stopped": self.stopped, "regret": self.regret},
        ).transpose("time", "player", "action")

    def __repr__(self) -> str:
        last = "; ".join(
            f"{player}: " + " + ".join(f"{x:.4g} {a}" for a, x in chances.items() if x > 1e-12)
            for player, chances in self.final.items()
        )
        return f"<Trajectory of {self.dynamics}, {len(self.time)} points: {last}; {self.stopped}>"

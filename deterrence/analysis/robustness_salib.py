"""What is asked of SALib: designs in the unit cube, and the outputs of a study at their points."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from ..errors import DeterrenceError

__all__ = ["MissingSALib", "evaluated", "problem", "salib"]


class MissingSALib(DeterrenceError, ImportError):
    """SALib is not installed."""


def salib(module: str) -> Any:
    """A module of SALib, such as "sample.morris"."""
    try:
        return import_module(f"SALib.{module}")
    except ImportError:
        raise MissingSALib(
            'screening and interactions need SALib, which is not installed; pip install "deterrence[uq]", or ask '
            "dt.sensitivity, which needs nothing more"
        ) from None


def problem(names: Sequence[str]) -> dict[str, Any]:
    """The unit cube, as SALib describes it: its points are shares, which the quantiles of the spreads turn into values."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def evaluated(function: Callable[[Mapping[str, Any]], Any], spreads: Sequence[Any], shares: Any) -> Any:
    """Outputs at the quantiles `shares`, an ndarray of shape (n_outputs, n_points); an undecided one counts as the mean."""
    import numpy as np

    values = {spread.name: spread.ppf(shares[:, k]) for k, spread in enumerate(spreads)}
    found = np.array([np.asarray(output, float) for output in function(values)])
    means = np.array([np.nanmean(row) if not np.isnan(row).all() else 0.0 for row in found])
    return np.where(np.isnan(found), means[:, None], found)

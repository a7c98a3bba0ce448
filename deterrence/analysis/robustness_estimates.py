"""Numbers read off a sample, with how far chance may have moved them."""

from dataclasses import dataclass
from typing import Any

__all__ = ["CONFIDENCE", "Estimate", "mean_of", "share_interval"]

#: Probability with which an interval holds the true number.
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean or a share over a sample, and an interval that holds the true one with probability 95 %.

    Attributes
    ----------
    value, low, high : float
    """

    value: float
    low: float
    high: float

    @property
    def error(self) -> float:
        """The larger distance from the value to an end of the interval."""
        return max(self.high - self.value, self.value - self.low)

    def to_dict(self) -> dict[str, float | None]:
        """Ready for JSON; None where there was nothing to count."""
        return {k: None if v != v else v for k, v in (("value", self.value), ("low", self.low), ("high", self.high))}

    def __str__(self) -> str:
        return f"{self.value:.3f} ± {self.error:.3f}"


def mean_of(values: Any, among: Any, replicates: int) -> Estimate:
    """The mean of an array over the cases `among`.

    Parameters
    ----------
    values : ndarray of float or bool
        Booleans give a share.
    among : ndarray of bool
    replicates : int
        Number of independent parts of equal size, one after the other; 0 if all cases are independent.
    """
    import numpy as np
    from scipy import stats

    kept = np.asarray(values)[among]
    n = len(kept)
    if n == 0:
        return Estimate(*(float("nan"),) * 3)
    value, share = float(kept.mean()), kept.dtype == bool
    if share and (not replicates or value in (0.0, 1.0)):
        return Estimate(value, *share_interval(int(kept.sum()), n))
    if replicates:
        parts = zip(np.split(np.asarray(values, float), replicates), np.split(among, replicates), strict=True)
        means = [part[used].mean() for part, used in parts if used.any()]
    else:
        means = kept.astype(float)
    if len(means) < 2:
        return Estimate(value, float("nan"), float("nan"))
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, len(means) - 1) * np.std(means, ddof=1) / len(means) ** 0.5)
    low, high = value - half, value + half
    return Estimate(value, max(0.0, low), min(1.0, high)) if share else Estimate(value, low, high)


def share_interval(successes: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Clopper and Pearson's interval for a share: it holds the true one at least so often, whatever the sample size."""
    from scipy import stats

    tail = (1 - confidence) / 2
    low = float(stats.beta.ppf(tail, successes, trials - successes + 1)) if successes else 0.0
    high = float(stats.beta.ppf(1 - tail, successes + 1, trials - successes)) if successes < trials else 1.0
    return low, high

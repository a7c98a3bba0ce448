"""The page as one file that works from a mail: answers along every slider, computed beforehand."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...exact import exact
from .crisis import Explorer
from .page import page

__all__ = ["exported"]

#: Values computed along each slider.
POINTS = 21


def exported(explorer: Explorer, points: int = POINTS) -> str:
    """Write the page with what it would ask: each slider moved over its range, the others where the file has them.

    Parameters
    ----------
    explorer : Explorer
    points : int, optional
        How many values along each slider.

    Returns
    -------
    str
        A page without a server; moving a second slider moves the first one back.
    """
    known: dict[str, Any] = {"": explorer.state({})}
    for name, value in _values(explorer, points):
        known[f"{name}={float(value):.12g}"] = explorer.state({name: value})
    return page(explorer, {"known": known, "points": points}, "")


def _values(explorer: Explorer, points: int) -> Iterator[tuple[str, Fraction]]:
    for slider in explorer.sliders:
        least, most = exact(str(slider["least"])), exact(str(slider["most"]))
        for k in range(points):
            yield slider["name"], exact(f"{float(least + (most - least) * Fraction(k, points - 1)):.12g}")

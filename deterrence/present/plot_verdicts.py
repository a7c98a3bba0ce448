"""Regions of a map by verdict: is a measure at its best in every equilibrium, in some, in none?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..analysis.map_output import variable
from ..errors import InvalidParameter, did_you_mean
from .plots import COLOURS
from .verdicts import measure_title

if TYPE_CHECKING:
    import xarray

__all__ = ["VERDICTS", "Area", "verdict_regions"]

#: Two measures that are equal but for rounding.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Area:
    """How a region is shown: its mark in place, what the mark stands for, its colour and its hatch."""

    mark: str
    meaning: str
    colour: str
    hatch: str


#: From the best to the worst, so that they darken in grey too: mark, colour, hatch.
VERDICTS = (
    ("every", "#c9dcff", ""),
    ("some", COLOURS[0], "//"),
    ("part", COLOURS[1], ".."),
    ("none", COLOURS[3], ""),
    ("backfires", COLOURS[2], "xx"),
)


def verdict_regions(
    dataset: "xarray.Dataset",
    part: "xarray.Dataset",
    axes: tuple[str, str],
    *,
    measure: str | None,
    best: int,
    baseline: str | None,
) -> tuple[Any, list[Area]]:
    """Number of each cell's verdict, -1 where undecided, and how each is shown.

    Parameters
    ----------
    dataset, part : xarray.Dataset
        The map, and the channel of it that is drawn.
    axes : tuple of str
        Across and up.
    measure : str, optional
        The map's first by default.
    best : {1, 0}
        The value of the measure that is hoped for.
    baseline : str, optional
        Channel of the comparison; the first by default, where the map has several.
    """
    import numpy as np

    if best not in (0, 1):
        raise InvalidParameter(f"best is {best!r}; allowed: 1 for what is hoped for, 0 for what is feared")
    name = _measure(part, measure)
    worst, hoped = _gains(part, axes, name, best)
    decided = part["undecided"].transpose(*reversed(axes)).values != 1
    found = np.where(hoped >= 1 - TOLERANCE, 1, np.where(hoped > TOLERANCE, 2, 3))
    found = np.where(worst >= 1 - TOLERANCE, 0, found)
    base = _baseline(dataset, baseline)
    said = ""
    if base is not None:
        found = np.where(hoped < _gains(base, axes, name, best)[0] - TOLERANCE, 4, found)
        said = f"{'less' if best else 'more'} than under {base['channel'].item()}, whichever equilibria are played"
    title = measure_title(name)
    meanings = (
        f"{title} = {best} in every equilibrium",
        f"{title} = {best} in some equilibrium, not in all",
        f"{title} = {best} in no equilibrium, nor {1 - best} in all",
        f"{title} = {1 - best} in every equilibrium",
        said,
    )
    areas = [Area(mark, text, colour, hatch) for (mark, colour, hatch), text in zip(VERDICTS, meanings, strict=True)]
    return np.where(decided & ~np.isnan(hoped), found, -1), areas


def _gains(part: "xarray.Dataset", axes: tuple[str, str], measure: str, best: int) -> tuple[Any, Any]:
    """Worst and best over all equilibria of what is hoped for: of the measure, or of its absence."""
    least, most = (part[f"{variable(measure)}_{end}"].transpose(*reversed(axes)).values for end in ("least", "most"))
    return (least, most) if best else (1 - most, 1 - least)


def _measure(part: "xarray.Dataset", measure: str | None) -> str:
    shares = {
        str(v.attrs.get("long_name", k)).split(", ")[0]: v.attrs.get("units")
        for k, v in part.items()
        if str(k).endswith("_least")
    }
    known = [name for name, unit in shares.items() if unit != "utils"]
    if not known or (measure is not None and measure not in known):
        near, names = did_you_mean(str(measure), known), ", ".join(known) or "none"
        raise InvalidParameter(f"no probability {measure!r} for a verdict{near} (probabilities in the map: {names})")
    return known[0] if measure is None else measure


def _baseline(dataset: "xarray.Dataset", baseline: str | None) -> "xarray.Dataset | None":
    known = [str(c) for c in dataset["channel"].values] if "channel" in dataset.dims else []
    if not known and baseline is None:
        return None
    name = known[0] if baseline is None else baseline
    if name not in known:
        near = did_you_mean(name, known)
        raise InvalidParameter(
            f"no channel {name!r} for the baseline{near} (channels: {', '.join(known) or 'one, unnamed'})"
        )
    return dataset.isel(channel=known.index(name))

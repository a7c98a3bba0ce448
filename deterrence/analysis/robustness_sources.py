"""What a history is held against: the cases of a sample, or the cells of a map."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import InvalidParameter, did_you_mean
from ..frozen import FrozenDict
from .map_output import variable
from .robustness import Robustness
from .robustness_estimates import Estimate, mean_of

if TYPE_CHECKING:
    import xarray

__all__ = ["Source", "check_measure", "chosen_channel", "source_of"]

#: Cells of a map that are looked at at a time.
AT_A_TIME = 1_000_000

#: Cases, their share, the range of each parameter among them, and how many cases are undecided.
Answer = tuple[Any, Estimate, Mapping[str, tuple[float, float] | None], int]


class Source(Protocol):
    """Bands of measures at many parameter values."""

    @property
    def channels(self) -> Sequence[str]:
        """Names of the games; none where there is one without a name."""

    @property
    def measures(self) -> Sequence[str]:
        """What there are bands of."""

    def ask(self, channel: str, intervals: Mapping[str, tuple[float, float]]) -> Answer:
        """Where the band of each measure meets its interval."""


def source_of(found: Any) -> Source:
    """A sample or a map, whichever it is."""
    if isinstance(found, Robustness):
        return _Sample(found)
    if hasattr(found, "data_vars") and "undecided" in found:
        return _Map(found)
    raise InvalidParameter(
        f"consistent reads a result of dt.robustness or a map of dt.sweep, not {type(found).__name__}; a store is opened by "
        "xarray.open_zarr(path, consolidated=False)"
    )


class _Sample:
    def __init__(self, found: Robustness) -> None:
        self._found = found
        self.channels = found.channels
        self.measures = found.study.measures

    def ask(self, channel: str, intervals: Mapping[str, tuple[float, float]]) -> Answer:
        import numpy as np

        found = self._found
        cases = ~found.undecided[channel]
        for measure, (low, high) in intervals.items():
            least, most = found.bands[channel][measure]
            cases = cases & (least <= high) & (most >= low)
        ranges = {
            name: (float(values[cases].min()), float(values[cases].max())) if cases.any() else None
            for name, values in found.values.items()
        }
        share = mean_of(cases, np.ones(len(cases), bool), found.replicates)
        return cases, share, FrozenDict(ranges), int(found.undecided[channel].sum())


class _Map:
    def __init__(self, dataset: "xarray.Dataset") -> None:
        self._dataset = dataset
        self.channels = tuple(str(c) for c in dataset["channel"].values) if "channel" in dataset.dims else ()
        # a name with a colon has another one in the map, and is told by the variable's description
        names = [v.attrs.get("long_name", k).split(", ")[0] for k, v in dataset.items() if str(k).endswith("_least")]
        self.measures = tuple(map(str, names))

    def ask(self, channel: str, intervals: Mapping[str, tuple[float, float]]) -> Answer:
        import numpy as np
        import xarray

        part = self._dataset.isel(channel=self.channels.index(channel)) if channel else self._dataset
        axes = [str(d) for d in part["undecided"].dims]
        kept = np.ones([part.sizes[d] for d in axes], bool)
        undecided = 0
        # a map may be larger than the memory: a few rows at a time
        step = max(1, AT_A_TIME * len(kept) // max(1, kept.size))
        for start in range(0, len(kept), step):
            rows = part.isel({axes[0]: slice(start, start + step)})
            left_open = rows["undecided"].transpose(*axes).values != 0
            here = ~left_open
            for measure, (low, high) in intervals.items():
                least, most = (rows[f"{variable(measure)}_{end}"].transpose(*axes).values for end in ("least", "most"))
                here &= (least <= high) & (most >= low)
            kept[start : start + step] = here
            undecided += int(left_open.sum())
        share = float(kept.mean())
        cases = xarray.DataArray(kept, {d: part[d] for d in axes}, axes, "consistent")
        return cases, Estimate(share, share, share), FrozenDict({d: _span(cases, d) for d in axes}), undecided


def _span(cases: "xarray.DataArray", axis: str) -> tuple[float, float] | None:
    """Least and most value of an axis with a consistent cell."""
    values = cases[axis].values[cases.any([d for d in cases.dims if d != axis]).values]
    return (float(values.min()), float(values.max())) if len(values) else None


def chosen_channel(source: Source, channel: str | None) -> str:
    """The channel asked for, or the only one; empty where it has no name."""
    known = list(source.channels)
    if channel is None and len(known) <= 1:
        return known[0] if known else ""
    if not known:
        raise InvalidParameter(f"channel is {channel!r}, but this map is of one game; write None")
    if channel is None:
        raise InvalidParameter(f"the history needs a channel under which it happened (channels: {', '.join(known)})")
    if channel not in known:
        near = did_you_mean(str(channel), known)
        raise InvalidParameter(f"no channel {channel!r}{near} (channels: {', '.join(known)})")
    return channel


def check_measure(source: Source, measure: str) -> None:
    """Refuse what there are no bands of, and what is no probability."""
    if measure not in source.measures:
        near, known = did_you_mean(measure, source.measures), ", ".join(source.measures)
        raise InvalidParameter(f"no measure {measure!r} here{near} (measures: {known}); for others ask with measures=[...]")
    if measure.startswith("payoff:"):
        raise InvalidParameter(f"{measure} is no probability, so it cannot be counted; name an action or an outcome")

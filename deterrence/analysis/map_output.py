"""What a map consists of: its variables, the numbering of families, and the data set in memory."""

import json
import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from math import prod
from typing import TYPE_CHECKING, Any, Self

from ..errors import InvalidParameter
from ..exact import show
from .blocks import Part, Question, Region
from .cells import Name, concept_name

if TYPE_CHECKING:
    import xarray

__all__ = [
    "BITS",
    "Memory",
    "Registry",
    "attributes",
    "coordinates",
    "family_attributes",
    "family_names",
    "mask_name",
    "read_memory",
    "variable",
    "variables",
    "write_block",
]

#: Families of one mask: the bits of a signed integer of 64 bits, less its sign.
BITS = 63

_UNITS = {"": 1, "B": 1, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "KB": 10**3, "MB": 10**6, "GB": 10**9}


class Registry:
    """Numbers of the families seen in a run, in the order of their first appearance."""

    def __init__(self, names: list[Name] | None = None) -> None:
        self.names: list[Name] = list(names or [])
        self._numbers = {name: k for k, name in enumerate(self.names)}

    def number(self, name: Name) -> int:
        """Number of a family, a new one if it was not seen before."""
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]

    @property
    def words(self) -> int:
        """How many masks the families need."""
        return max(1, -(-len(self.names) // BITS))


def variable(measure: str) -> str:
    """What the variables of a measure are called, up to _least and _most."""
    return measure.replace(":", "_")


def variables(question: Question) -> dict[str, tuple[str, dict[str, Any]]]:
    """Variables other than the families: type, and attributes."""
    found: dict[str, tuple[str, dict[str, Any]]] = {
        "n_components": ("uint16", {"long_name": "number of connected components of the equilibrium set", "units": "1"}),
        "undecided": (
            "uint8",
            {
                "long_name": "whether the cell has a complete answer",
                "flag_values": [0, 1, 2],
                "flag_meanings": "decided no_value_here equilibria_may_be_missing",
            },
        ),
    }
    for measure in question.measures:
        unit = "utils" if measure.startswith("payoff:") else "probability"
        for end in ("least", "most"):
            name = f"{variable(measure)}_{end}"
            found[name] = ("float64", {"long_name": f"{measure}, {end} over all equilibria", "units": unit})
    return found


def coordinates(question: Question) -> dict[str, tuple[Any, dict[str, str]]]:
    """Values and attributes of the axes, by name."""
    found = {}
    for axis in question.axes:
        p = axis.parameter
        texts = {"long_name": p.name.replace("_", " "), "units": p.unit, "description": p.meaning, "domain": p.domain}
        found[p.name] = axis.floats, {key: text for key, text in texts.items() if text}
    return found


def attributes(question: Question, n_exact: int) -> dict[str, Any]:
    """How a map came about, in plain text and numbers that every format keeps."""
    axes = {axis.name for axis in question.axes}
    fixed = {name: {p: show(v) for p, v in game.values.items() if p not in axes} for name, game in question.games.items()}
    engines = {n: s.engine.label if s.engine else "exact solver" for n, s in question.solvers.items()}
    return {
        "Conventions": "CF-1.11",
        "title": "; ".join(dict.fromkeys(game.title for game in question.games.values() if game.title)),
        "source": f"deterrence {package_version()}",
        "engine": json.dumps(engines),
        "cells_solved_exactly": n_exact,
        "parameters": json.dumps(fixed),
        "refinements": ", ".join(question.refinements) or "none",
        "concept": concept_name(question.concept),
        "bands": "<measure>_least and <measure>_most are the least and most over all equilibria; none is picked",
    }


def package_version() -> str:
    """Version of this package."""
    try:
        return version("deterrence")
    except PackageNotFoundError:
        return "unknown"


def mask_name(word: int, words: int) -> str:
    """What a mask of families is called where there are so many masks."""
    return "families" if words == 1 else f"families_{word}"


def family_attributes(names: list[Name], word: int) -> dict[str, Any]:
    """Attributes of a mask of families: what each bit stands for."""
    mine = names[word * BITS : (word + 1) * BITS]
    phrases = [f"{name} ({shape})" if shape else name for name, shape in mine]
    return {
        "long_name": "families of equilibria that the cell has",
        "flag_masks": [1 << k for k in range(len(mine))],
        "flag_meanings": " ".join(re.sub(r"\s+", "_", phrase) for phrase in phrases),
        "names": json.dumps(mine),
    }


def family_names(dataset: "xarray.Dataset") -> list[Name]:
    """Families of a map, in the order of their bits."""
    return [
        (name, shape)
        for key in sorted((str(k) for k in dataset if re.fullmatch(r"families(_\d+)?", str(k))), key=lambda k: (len(k), k))
        for name, shape in json.loads(dataset[key].attrs["names"])
    ]


def read_memory(memory: Any) -> int:
    """Read a size such as "2GiB" or a number of bytes."""
    text = re.fullmatch(r"\s*([0-9.]+)\s*([A-Za-z]*)\s*", str(memory))
    try:
        size = int(float(text[1]) * _UNITS[text[2].upper()]) if text else 0
    except (ValueError, KeyError):
        size = 0
    if size <= 0:
        raise InvalidParameter(f"memory is {memory!r}; give a size such as '2GiB' or '512MiB'")
    return size


class Memory:
    """A map in memory."""

    def __init__(self, question: Question, block: tuple[int, ...], *, several: bool, limit: int) -> None:
        import numpy as np

        self.question, self.block, self.several = question, block, several
        self.lead = (len(question.games),) if several else ()
        shape = (*self.lead, *question.shape)
        kinds = {name: np.dtype(kind) for name, (kind, _) in variables(question).items()}
        size = prod(shape) * (8 + sum(kind.itemsize for kind in kinds.values()))
        if size > limit:
            raise InvalidParameter(
                f"the map would take {size / 2**20:,.0f} MiB, more than memory={limit / 2**20:,.0f} MiB; write it to a "
                "store (store='run.zarr'), or ask for fewer values or measures"
            )
        self.registry, self.done, self.n_exact = Registry(), frozenset[int](), 0
        self.arrays = {name: np.empty(shape, kind) for name, kind in kinds.items()}
        self.masks = [np.zeros(shape, np.int64)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def put(self, region: Region, values: Mapping[str, Any], masks: list[Any]) -> None:
        """Keep the arrays of one block."""
        import numpy as np

        where = (*(slice(None) for _ in self.lead), *region)
        for name, array in values.items():
            self.arrays[name][where] = array
        while len(self.masks) < len(masks):
            self.masks.append(np.zeros_like(self.masks[0]))
        for target, array in zip(self.masks, masks, strict=False):
            target[where] = array

    def mark(self, number: int, n_exact: int) -> None:
        """Count a block as done."""
        self.n_exact += n_exact

    def dataset(self) -> "xarray.Dataset":
        """The map."""
        import numpy as np
        import xarray

        dims = (*(["channel"] if self.several else []), *(axis.name for axis in self.question.axes))
        kinds = variables(self.question)
        data = {name: (dims, array, kinds[name][1]) for name, array in self.arrays.items()}
        for k, mask in enumerate(self.masks):
            name = mask_name(k, len(self.masks))
            attrs = family_attributes(self.registry.names, k)
            data[name] = (dims, mask, {**attrs, "flag_masks": np.array(attrs["flag_masks"], np.int64)})
        coords: dict[str, Any] = {name: (name, v, attrs) for name, (v, attrs) in coordinates(self.question).items()}
        if self.several:
            coords["channel"] = ("channel", np.array(list(self.question.games), dtype=object))
        return xarray.Dataset(data, coords, attributes(self.question, self.n_exact))


def write_block(output: Any, number: int, region: Region, parts: Mapping[str, Part]) -> None:
    """Put the answers for all games in one block into a map."""
    import numpy as np

    shape = tuple(s.stop - s.start for s in region)
    registry = output.registry
    bits = {name: [[registry.number(f) for f in families] for families in part.sets] for name, part in parts.items()}
    columns: dict[str, list[Any]] = {}
    masks: list[list[Any]] = [[] for _ in range(registry.words)]
    for game, part in parts.items():
        for word in range(registry.words):
            rows = [sum(1 << (b - word * BITS) for b in row if b // BITS == word) for row in bits[game]]
            masks[word].append(np.array(rows, np.int64).take(part.kinds))
        columns.setdefault("n_components", []).append(part.n_components)
        columns.setdefault("undecided", []).append(part.undecided)
        for measure, (least, most) in zip(output.question.measures, part.bands, strict=True):
            columns.setdefault(f"{variable(measure)}_least", []).append(least)
            columns.setdefault(f"{variable(measure)}_most", []).append(most)

    def joined(arrays: list[Any]) -> Any:
        wide = [np.broadcast_to(a, shape) for a in arrays]
        return np.stack(wide) if output.several else wide[0]

    output.put(region, {name: joined(arrays) for name, arrays in columns.items()}, [joined(m) for m in masks])
    output.mark(number, sum(part.n_exact for part in parts.values()))

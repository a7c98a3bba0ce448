"""Whether a disk has room for a map, asked before the work."""

from collections.abc import Mapping, Set
from math import prod
from typing import Any

from ..errors import LimitReached
from .blocks import Question, Region, n_blocks, region_at
from .map_output import Registry, variables, write_block
from .map_place import Place, get_zarr

__all__ = ["require_room"]

#: Blocks that are solved on trial where it matters how well they compress.
TRIALS = 3

#: What a file takes beside its bytes, at most, on the disks that we know.
FILE = 4096


def require_room(place: Place, question: Question, block: tuple[int, ...], done: Set[int], *, several: bool) -> None:
    """Refuse a map that would not fit.

    What is never more than the map takes is its size without compression. Where the disk has less, a few blocks are solved
    and compressed on trial: maps are mostly constant, and take a small part of that.
    """
    free = place.free()
    left = n_blocks(question.shape, block) - len(done)
    if free is None or not left:
        return
    kinds = [kind for kind, _ in variables(question).values()]
    if left * _most(kinds, prod(block) * len(question.games)) <= free:
        return
    trial = _Trial(question, several=several)
    todo = [k for k in _spread(n_blocks(question.shape, block)) if k not in done] or [0]
    for number in todo:
        region = region_at(question.shape, block, number)
        write_block(trial, number, region, {name: s.part(region) for name, s in question.solvers.items()})
    needed = left * trial.size // len(todo)
    if needed > free:
        raise LimitReached(
            f"{place.name}: the map will take about {_mib(needed)} and {_mib(free)} are free there; make room, name a store "
            "on another disk, or ask for fewer values or measures"
        )


def _most(kinds: list[str], cells: int) -> int:
    """Bytes of a block without compression; a mask of families and the marker come on top."""
    import numpy as np

    return cells * (8 + sum(np.dtype(kind).itemsize for kind in kinds)) + FILE * (len(kinds) + 2)


def _spread(count: int) -> list[int]:
    """Numbers of a few blocks, from the first to the last."""
    return sorted({k * (count - 1) // (TRIALS - 1) for k in range(TRIALS)})


def _mib(size: int) -> str:
    return f"{size / 2**20:,.1f} MiB"


class _Trial:
    """A map of which only the size of its blocks is kept, compressed as in a store."""

    def __init__(self, question: Question, *, several: bool) -> None:
        self.question, self.several, self.registry, self.size = question, several, Registry(), 0

    def put(self, region: Region, values: Mapping[str, Any], masks: list[Any]) -> None:
        """Compress the arrays of a block."""
        for array in [*values.values(), *masks]:
            held: dict[str, Any] = {}
            get_zarr().create_array(held, data=array, chunks=array.shape)
            self.size += sum(len(part) + FILE for name, part in held.items() if not name.endswith(".json"))

    def mark(self, number: int, n_exact: int) -> None:
        """Count the marker."""
        self.size += FILE

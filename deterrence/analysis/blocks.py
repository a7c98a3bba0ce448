"""A map is solved block by block: each block is worked out from the question alone, anywhere, any number of times."""

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from math import prod
from typing import Any

from ..errors import InvalidParameter
from ..games.game import Game
from ..solve.batch.arrays import blocks as cut
from .atlas import Atlas
from .atlas_engine import AtlasEngine
from .cells import Cell, Concept, Name, solve_cell
from .closed_forms import engine_for
from .engines import Engine
from .grids import Axis

__all__ = ["Part", "Question", "block_shape", "in_order", "n_blocks", "region_at", "regions", "solve_block"]

#: Cells of a block: solved in closed form, or exactly.
CELLS, EXACT_CELLS = 262_144, 128

#: Cells that a closed form works on at a time; what it needs beside the results stays below some MiB.
AT_A_TIME = 32_768

#: Exact answers that are remembered, for games that some axes do not touch.
REMEMBERED = 4096

Region = tuple[slice, ...]


@dataclass(frozen=True)
class Question:
    """What a map asks: games, axes, measures, refinements and concept. Two equal questions have equal answers.

    Where a game has an atlas, that says how the question is answered; it changes no answer.
    """

    games: Mapping[str, Game]
    axes: tuple[Axis, ...]
    measures: tuple[str, ...]
    refinements: tuple[str, ...]
    concept: Concept | None = None
    atlases: Mapping[str, Atlas] = field(default_factory=dict, compare=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values along each axis."""
        return tuple(len(axis.floats) for axis in self.axes)

    @cached_property
    def solvers(self) -> dict[str, "_Solver"]:
        """What solves each game."""
        return {name: _Solver(self, game, self.atlases.get(name)) for name, game in self.games.items()}

    def packed(self) -> bytes:
        """The question as bytes, to be sent to where the work is done."""
        try:
            return pickle.dumps(replace(self))
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise InvalidParameter(
                f"the question cannot be sent to other processes ({error}); give concept= a function that a module defines"
            ) from None


@dataclass
class Part:
    """The answer for one game in one block; arrays broadcast over axes that the game does not have.

    Attributes
    ----------
    kinds : ndarray of int32
        Which entry of `sets` holds the families of the cell.
    sets : list of tuple of (name, shape)
    n_components, undecided : ndarray of int
    bands : list of (least, most), or None where the game lacks the measure
    n_exact : int
        Cells that the exact solver decided.
    """

    kinds: Any
    n_components: Any
    undecided: Any
    bands: list[Any]
    sets: list[tuple[Name, ...]] = field(default_factory=list)
    n_exact: int = 0


class _Solver:
    """One game of a question, with what is worked out once."""

    def __init__(self, question: Question, game: Game, atlas: Atlas | None) -> None:
        self.question, self.game = question, game
        own = {p.name for p in game.all_parameters}
        self.mine = [i for i, axis in enumerate(question.axes) if axis.name in own]
        self.axes = [question.axes[i] for i in self.mine]
        names = [axis.name for axis in self.axes]
        self.engine: Engine | None = None
        if not question.refinements and question.concept is None and names:
            if atlas is not None:
                self.engine = AtlasEngine(atlas, names, question.measures)
            else:
                self.engine = engine_for(game.free(*names), names, question.measures)
        self.largest = [max(abs(float(a.floats[0])), abs(float(a.floats[-1]))) for a in self.axes]
        self._codes: dict[int, tuple[tuple[Name, ...], int]] = {}
        self._known: dict[tuple[int, ...], Cell] = {}

    def cell(self, place: tuple[int, ...]) -> Cell:
        """Solve one cell exactly; the place is along the game's own axes."""
        found = self._known.get(place)
        if found is None:
            asked = self.question
            values = self._values((0,) * len(place), place)
            found = solve_cell(self.game, values, asked.measures, asked.refinements, asked.concept)
            if len(self._known) < REMEMBERED:
                self._known[place] = found
        return found

    def _values(self, starts: Sequence[int], place: Sequence[int]) -> dict[str, Fraction]:
        """Exact values of the parameters at a place that is counted from some other one."""
        return {axis.name: axis.exact(k + i) for axis, k, i in zip(self.axes, starts, place, strict=True)}

    def part(self, region: Region) -> Part:
        """Solve a block; arrays have one axis per axis of the question, of size 1 where the game does not have it."""
        import numpy as np

        own = [region[i] for i in self.mine]
        shape = tuple(s.stop - s.start for s in own)
        starts = tuple(s.start for s in own)
        part = _empty(shape, len(self.question.measures))
        left = np.ones(shape, bool)
        if self.engine is not None:
            left = self._in_closed_form(part, own, shape)
        seen = {families: k for k, families in enumerate(part.sets)}
        for at in map(tuple, np.argwhere(left).tolist()):
            self._exactly(part, at, tuple(i + start for i, start in zip(at, starts, strict=True)), seen)
        full = tuple(shape[self.mine.index(i)] if i in self.mine else 1 for i in range(len(region)))
        part.kinds, part.n_components, part.undecided = (
            a.reshape(full) for a in (part.kinds, part.n_components, part.undecided)
        )
        part.bands = [(least.reshape(full), most.reshape(full)) for least, most in part.bands]
        return part

    def _in_closed_form(self, part: Part, own: Sequence[slice], shape: tuple[int, ...]) -> Any:
        """Fill in what floats decide; True where they do not."""
        import numpy as np

        engine = self.engine
        assert engine is not None
        codes, left = np.empty(shape, np.int32), np.empty(shape, bool)
        n = len(shape)
        values = [
            axis.floats[s].reshape(*(-1 if i == k else 1 for i in range(n)))
            for k, (axis, s) in enumerate(zip(self.axes, own, strict=True))
        ]
        for where in cut(shape, AT_A_TIME):
            where = tuple(slice(w, w + 1) if isinstance(w, int) else w for w in where)
            where = (*where, *(slice(None),) * (n - len(where)))
            arrays = [v[tuple(w if i == k else slice(None) for i, w in enumerate(where))] for k, v in enumerate(values)]
            size = np.broadcast_shapes(*(a.shape for a in arrays))
            starts = [s.start + (w.start or 0) for s, w in zip(own, where, strict=True)]
            answer = engine.solve(arrays, self.largest, size, partial(self._values, starts))
            codes[where], left[where] = answer.code, answer.near
            for (least, most), band in zip(part.bands, answer.bands, strict=True):
                if band is not None:
                    least[where], most[where] = band
        n_codes = engine.n_codes
        codes[left] = n_codes
        present = np.flatnonzero(np.bincount(codes.reshape(-1), minlength=n_codes + 1)[:n_codes])
        rows, counts = np.zeros(n_codes + 1, np.int32), np.zeros(n_codes + 1, np.uint16)
        for k, code in enumerate(present.tolist()):
            if code not in self._codes:
                self._codes[code] = engine.families(code), engine.n_components(code)
            families, counts[code] = self._codes[code]
            rows[code] = k
            part.sets.append(families)
        part.kinds, part.n_components = rows.take(codes), counts.take(codes)
        return left

    def _exactly(self, part: Part, at: tuple[int, ...], place: tuple[int, ...], seen: dict[tuple[Name, ...], int]) -> None:
        found = self.cell(place)
        if found.families not in seen:
            seen[found.families] = len(part.sets)
            part.sets.append(found.families)
        part.kinds[at], part.n_components[at] = seen[found.families], found.n_components
        part.undecided[at] = found.undecided
        part.n_exact += 1
        for (least, most), band in zip(part.bands, found.bands, strict=True):
            least[at], most[at] = (float("nan"),) * 2 if band is None else map(float, band)


def _empty(shape: tuple[int, ...], n_measures: int) -> Part:
    import numpy as np

    bands = [(np.full(shape, np.nan), np.full(shape, np.nan)) for _ in range(n_measures)]
    return Part(np.zeros(shape, np.int32), np.zeros(shape, np.uint16), np.zeros(shape, np.uint8), bands)


@lru_cache(maxsize=2)
def _unpacked(question: bytes) -> Question:
    found: Question = pickle.loads(question)
    return found


def solve_block(question: bytes, region: Region) -> dict[str, Part]:
    """Solve one block of a packed question: the same answer wherever and however often it is called."""
    return {name: solver.part(region) for name, solver in _unpacked(question).solvers.items()}


def block_shape(shape: tuple[int, ...], cells: int) -> tuple[int, ...]:
    """A box of at most so many cells, as long as can be along the last axes."""
    sizes, room = [], max(1, cells)
    for size in reversed(shape):
        sizes.append(min(size, room))
        room = max(1, room // size)
    return tuple(reversed(sizes))


def regions(shape: tuple[int, ...], block: tuple[int, ...]) -> Iterator[Region]:
    """All blocks, in order."""
    return (region_at(shape, block, number) for number in range(n_blocks(shape, block)))


def region_at(shape: tuple[int, ...], block: tuple[int, ...], number: int) -> Region:
    """The block with a number."""
    found = []
    for n, b in zip(reversed(shape), reversed(block), strict=True):
        number, k = divmod(number, -(-n // b))
        found.append(slice(k * b, min((k + 1) * b, n)))
    return tuple(reversed(found))


def in_order(
    executor: Executor | None, task: Callable[..., Any], jobs: Iterable[tuple[Any, ...]], ahead: int
) -> Iterator[Any]:
    """Run jobs, a few ahead of what is asked for, and give the results in the order of the jobs.

    Results wait for their turn, so at most `ahead` of them are held.
    """
    if executor is None:
        yield from (task(*job) for job in jobs)
        return
    waiting: deque[Future[Any]] = deque()
    try:
        for job in jobs:
            waiting.append(executor.submit(task, *job))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def n_blocks(shape: tuple[int, ...], block: tuple[int, ...]) -> int:
    """How many blocks there are."""
    return prod(-(-n // b) for n, b in zip(shape, block, strict=True))

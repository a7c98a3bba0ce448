"""Maps: the equilibria of games over a grid of parameter values, as one labelled data set."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import nullcontext
from math import prod
from multiprocessing import get_all_start_methods, get_context
from typing import TYPE_CHECKING, Any

from ..equilibria.refinements import REFINEMENTS
from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..games.game import Game
from ..solve.batch.audit import sample
from .atlas import Atlas
from .blocks import CELLS, EXACT_CELLS, Question, Region, block_shape, in_order, n_blocks, region_at, solve_block
from .cells import Concept, has_measure
from .grids import RESERVED, read_axes
from .map_audit import audit_map
from .map_output import Memory, read_memory, variable, write_block
from .measures import measure_names, measure_weights

if TYPE_CHECKING:
    import xarray

__all__ = ["sweep"]

#: Fewer exact cells than this are not worth starting processes for.
FEW = 500


def sweep(
    games: "Game | Atlas | Mapping[str, Game | Atlas]",
    over: Mapping[str, Any],
    measures: Iterable[str] | None = None,
    *,
    refine: str | Iterable[str] | None = None,
    concept: Concept | None = None,
    store: Any = None,
    memory: Any = "2GiB",
    executor: Executor | None = None,
    workers: int | None = None,
    audit: int = 0,
    rng: Any = None,
    progress: Callable[[float, str], object] | None = None,
) -> "xarray.Dataset":
    """Map the equilibria of games over a grid of parameter values.

    Every cell of the grid is a game with numbers, and the map holds its complete answer: which families of equilibria it
    has, how many components, and each measure from its least to its most over all equilibria. Nothing is picked.

    Parameters
    ----------
    games : Game or Atlas, or mapping of name to Game or Atlas
        A mapping gives the map a dimension ``channel``. Give a game's atlas where no closed form covers the game: its
        conditions are evaluated instead of solving.
    over : mapping
        Parameter to its values: a sequence in ascending order, or text such as "0:1:101" (from 0 to 1, 101 values, each of
        them exact). Each must be a parameter of some game; a game without it is constant along it.
    measures : sequence of str, optional
        As for `probability`; by default every outcome and every player's payoff.
    refine : str or sequence of str, optional
        Refinements, applied in order; the map is that of the refined sets. All cells are then solved exactly.
    concept : callable, optional
        Game to EquilibriumSet, such as `sequential` or your own function; by default `nash` for normal forms and trees and
        `perfect_bayesian` for signalling games. All cells are then solved by it, one by one. Give a function of a module,
        which can be sent to other processes.
    store : path or URL, optional
        Write to this zarr store block by block (needs the ``sweep`` extra). Running the same call again goes on where an
        earlier one stopped; a store that answers another question is refused. The data set is then read from the store.
    memory : str or int, optional
        What the map and the work on it may take beside the program itself, such as "256MiB".
    executor : concurrent.futures.Executor, optional
        Where blocks are solved: any executor, such as ``dask.distributed.Client(...).get_executor()``. By default threads
        for closed forms in floats; processes for the exact solver, where there is much to do. Where these cannot be forked,
        a script needs the usual ``if __name__ == "__main__":``.
    workers : int, optional
        Number of threads or processes; by default that of the processors.
    audit : int, optional
        Solve this many cells, spread over all, again by exact arithmetic.
    rng : numpy.random.Generator or int, optional
        Draws the audit's sample at random instead.
    progress : callable, optional
        Called with the share that is done and a message.

    Returns
    -------
    xarray.Dataset
        Dimensions ``channel`` (for a mapping) and the parameters, with units and meanings. Variables ``<measure>_least`` and
        ``<measure>_most`` (":" becomes "_"), NaN where the game lacks the measure; ``families``, a bit mask explained by its
        attributes ``flag_masks`` and ``flag_meanings`` (``families_0``, ``families_1``, ... beyond 63 families);
        ``n_components``; ``undecided``, not 0 where the game has no value (as on a knife edge that the model leaves open;
        the measures are NaN) or where equilibria may be missing. Attributes say how the map came about.

    Raises
    ------
    InvalidParameter
        For an axis that is no parameter of any game or leaves its domain, values that do not ascend, an unknown measure or
        refinement, a map that does not fit into memory, a store that holds something else or cannot be read, another sweep
        writing there.
    LimitReached
        For a store on a disk without room for the map: before any work, as far as can be told, or when the disk is full.
        What was written stays, and the same call goes on.
    UnsupportedGame
        For a game with free parameters beside the axes.
    NotAnEquilibrium
        When the audit finds a disagreement: a fault of this package.

    Notes
    -----
    Games in normal form with two players and two actions each, signalling games with two types, messages and replies, and
    those with one message are solved in closed form, in floats; games that come with their atlas by its conditions, and one
    cell of each regime exactly as well. Payoffs and conditions are compiled to array functions of the axes, signs
    that rounding might decide are noticed, and those cells go to the exact solver, as do all cells of other games. The exact
    solver reads a float as the decimal that prints it, so a knife edge on the grid is met where the grid is typed as text or
    fractions.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> found = dt.sweep(game, over={"credibility": "0:1:5"}, measures=["deterred"])
    >>> found.deterred_most.values
    array([0., 1., 1., 1., 1.])
    >>> found.deterred_least.values
    array([0., 0., 1., 1., 1.])
    >>> atlas = dt.atlas(game.free("credibility"))
    >>> read = dt.sweep(atlas, over={"credibility": "0:1:5"}, measures=["deterred"])
    >>> read.deterred_least.equals(found.deterred_least), read.attrs["engine"]
    (True, '{"game": "atlas"}')
    """
    question = _read(games, over, measures, refine, concept)
    if audit:
        sample((0,), audit, rng)  # refuses what cannot be drawn, before any work
    exact = any(solver.engine is None and solver.axes for solver in question.solvers.values())
    block = block_shape(question.shape, EXACT_CELLS if exact else CELLS)
    limit, lanes = read_memory(memory), _workers(workers)
    several = isinstance(games, Mapping)
    if store is None:
        output: Any = Memory(question, block, several=several, limit=limit)
    else:
        from .map_store import Store

        output = Store(store, question, block, several=several)
    # processes start before the store does, since that has threads of its own
    with _chosen(executor, lanes, question, exact=exact) as pool, output:
        _fill(output, pool, _ahead(question, output.block, limit, lanes), progress)
        dataset: xarray.Dataset = output.dataset()
    if audit:
        audit_map(question, dataset, audit, rng, several=several)
    return dataset


def _fill(output: Any, executor: Executor | None, ahead: int, progress: Callable[[float, str], object] | None) -> None:
    """Solve the blocks that are not done, and put them into the map in their order."""
    question = output.question
    total, done = n_blocks(question.shape, output.block), frozenset(output.done)
    packed = question.packed()

    def region(k: int) -> Region:
        return region_at(question.shape, output.block, k)

    def left() -> Iterator[int]:
        return (k for k in range(total) if k not in done)

    answers = in_order(executor, solve_block, ((packed, region(k)) for k in left()), ahead)
    for k, parts in zip(left(), answers, strict=True):
        write_block(output, k, region(k), parts)
        if progress is not None:
            progress((k + 1) / total, "solving")


def _read(games: Any, over: Any, measures: Any, refine: Any, concept: Any = None) -> Question:
    """Check what is asked for before any work starts."""
    named = dict(games) if isinstance(games, Mapping) else {"game": games}
    if not named:
        raise InvalidParameter("sweep takes a game or a mapping of names to games with at least one entry")
    atlases = {name: found for name, found in named.items() if isinstance(found, Atlas)}
    named |= {name: found.game for name, found in atlases.items()}
    for name, game in named.items():
        if not isinstance(game, Game):
            raise UnsupportedGame(f"{name!r} is a {type(game).__name__}; sweep takes games and atlases")
    axes = read_axes(over, named)
    for name, found in atlases.items():
        _covers(name, found, {axis.name for axis in axes})
    for name, game in named.items():
        free = [p.name for p in game.parameters if p.name not in {axis.name for axis in axes}]
        if free:
            raise UnsupportedGame(
                f"{name}: no value for {', '.join(free)}; give one, game.at({free[0]}=...), or make it an axis: over={{...}}"
            )
    refinements = (refine,) if isinstance(refine, str) else tuple(refine or ())
    for refinement in refinements:
        if refinement not in REFINEMENTS:
            known = ", ".join(REFINEMENTS)
            raise InvalidParameter(f"no refinement {refinement!r}{did_you_mean(refinement, REFINEMENTS)} (known: {known})")
    if not (concept is None or callable(concept)):
        raise InvalidParameter(f"concept is {concept!r}; give a function from game to equilibria, such as dt.sequential")
    if atlases and (refinements or concept is not None):
        raise UnsupportedGame("an atlas says where all equilibria are; for refine= or concept= give the game itself")
    return Question(named, axes, _measures(named, measures, {axis.name for axis in axes}), refinements, concept, atlases)


def _covers(name: str, atlas: Atlas, axes: set[str]) -> None:
    """Refuse an atlas that cannot answer over some axes."""
    if atlas.refinement:
        raise UnsupportedGame(f"{name}: this atlas is what {atlas.refinement} leaves; give the game, and refine=")
    known = {p.name for p in atlas.game.all_parameters} & axes
    fixed = sorted(known - {p.name for p in atlas.game.parameters})
    if fixed:
        raise UnsupportedGame(
            f"{name}: this atlas was derived at one value of {', '.join(fixed)}; derive it with {fixed[0]} free, "
            f"dt.atlas(game.free({fixed[0]!r}))"
        )


def _measures(games: Mapping[str, Game], given: Any, axes: set[str]) -> tuple[str, ...]:
    known = list(dict.fromkeys(name for game in games.values() for name in measure_names(game)))
    if given is None:
        outcomes = dict.fromkeys(name for game in games.values() for name in game.outcome_names)
        wanted = [n for n in known if n in outcomes or n.startswith(("outcome:", "payoff:"))]
    else:
        wanted = [given] if isinstance(given, str) else list(given)
    for name in wanted:
        if not any(has_measure(game, name) for game in games.values()):
            raise InvalidParameter(f"no measure {name!r}{did_you_mean(name, known)} (measures: {', '.join(known)})")
        for game in games.values():
            if has_measure(game, name):
                measure_weights(game, name)  # refuses a name that means several things
    names = [f"{variable(name)}_{end}" for name in wanted for end in ("least", "most")]
    taken = {*axes, *RESERVED}
    for name in names:
        if names.count(name) > 1 or name in taken:
            raise InvalidParameter(f"two parts of the map would be called {name!r}; ask for these measures one at a time")
    return tuple(wanted)


def _workers(workers: int | None) -> int:
    if workers is None:
        return os.cpu_count() or 1
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise InvalidParameter(f"workers is {workers!r}; give a whole number from 1 on")
    return workers


def _chosen(given: Executor | None, lanes: int, question: Question, *, exact: bool) -> Any:
    """The executor that is given, or one that is closed after use; None solves here."""
    if given is not None:
        return nullcontext(given)
    if exact:
        few = prod(question.shape) * len(question.games) < FEW
        return nullcontext(None) if few or lanes == 1 else _processes(lanes)
    return nullcontext(None) if lanes == 1 or prod(question.shape) <= CELLS else ThreadPoolExecutor(lanes)


def _processes(lanes: int) -> ProcessPoolExecutor:
    """Processes that have started: forked where that is safe, which is while there are no threads."""
    forks = "fork" in get_all_start_methods() and threading.active_count() == 1
    pool = ProcessPoolExecutor(lanes, get_context("fork" if forks else "spawn"))
    if forks:
        pool.submit(int).result()
    return pool


def _ahead(question: Question, block: tuple[int, ...], limit: int, lanes: int) -> int:
    """How many blocks may be under way or waiting to be written."""
    cell = 16 * len(question.measures) + 32
    room = limit // max(1, prod(block) * len(question.games) * cell)
    return max(1, min(2 * lanes, room))

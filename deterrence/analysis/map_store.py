"""A map in a zarr store: written block by block, so that a run that was stopped goes on where it was.

A block is done when its marker says so: the marker is written after the block's data, in the sub-group `_run`, which also
holds the question, so that another one is refused. All writing is done here, in the order of the blocks; so the numbers of
the families, and with them the store, do not depend on who solved what.
"""

import contextlib
import errno
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ..errors import DeterrenceError, InvalidParameter, LimitReached
from ..exact import show
from .blocks import Question, Region, n_blocks
from .map_output import BITS, Registry, attributes, coordinates, family_attributes, package_version, variables

if TYPE_CHECKING:
    import xarray

__all__ = ["MissingZarr", "Store", "differences", "open_map"]

SCHEMA, VERSION = "deterrence.sweep", 1


class MissingZarr(DeterrenceError, ImportError):
    """zarr is not installed."""


def _zarr() -> Any:
    try:
        import zarr
    except ImportError:
        raise MissingZarr('stores need zarr, which is not installed; pip install "deterrence[sweep]"') from None
    return zarr


def open_map(store: Any) -> "xarray.Dataset":
    """Open a store that `sweep` wrote.

    Parameters
    ----------
    store : path or URL

    Returns
    -------
    xarray.Dataset
        Read from the store as it is used.

    Raises
    ------
    InvalidParameter
        For what is no such store, or whose run has not come to its end.
    """
    import xarray

    run = _run_group(_name(store))
    missing = int((run["done"][:] == 0).sum())
    if missing:
        raise InvalidParameter(
            f"{store}: {missing} of {run['done'].shape[0]} blocks are not done; run the same sweep again to go on"
        )
    dataset: xarray.Dataset = xarray.open_zarr(_name(store), consolidated=False, chunks=None)
    return dataset


def _name(store: Any) -> str:
    return os.fspath(store) if not isinstance(store, str) else store


def _run_group(name: str) -> Any:
    """Bookkeeping of a store, checked."""
    zarr = _zarr()
    if "://" not in name and not Path(name).exists():
        raise InvalidParameter(f"there is no {name}; dt.sweep(..., store={name!r}) writes it")
    try:
        run = zarr.open_group(name, mode="r+")["_run"]
        schema, version = run.attrs["schema"], run.attrs["version"]
        _ = run["done"]
    except Exception:
        raise InvalidParameter(f"{name} is not a map that sweep wrote, or is damaged; name another store") from None
    if (schema, version) != (SCHEMA, VERSION):
        raise InvalidParameter(
            f"{name} is of version {version} of {schema}; this program writes version {VERSION} of {SCHEMA}: name another "
            "store"
        )
    return run


def _attribute(group: Path, name: str, *, damaged: Any = None) -> Any:
    """An attribute of a group on disk; None where it, or the group, is not there."""
    file = group / "zarr.json"
    if not file.is_file():
        return None
    try:
        return json.loads(file.read_bytes())["attributes"].get(name)
    except (ValueError, KeyError, TypeError, AttributeError):
        return damaged


class Store:
    """A map in a store.

    Parameters
    ----------
    store : path or URL
    question : Question
    block : tuple of int
        Shape of a block along the axes, also that of the chunks.
    several : bool
        Whether the map has a dimension for the games.
    """

    def __init__(self, store: Any, question: Question, block: tuple[int, ...], *, several: bool) -> None:
        _zarr()
        self.name, self.question, self.block, self.several = _name(store), question, block, several
        self.lead = (len(question.games),) if several else ()
        self.done: frozenset[int] = frozenset()
        self.registry = Registry()
        self._asked = ask(question, block, several=several)
        self._described = -1
        self._stack = contextlib.ExitStack()
        if "://" not in self.name:
            path = Path(self.name)
            if not path.absolute().parent.is_dir():
                raise InvalidParameter(f"there is no folder {str(path.absolute().parent)!r}; make it first, or name another")
            empty = path.is_dir() and not any(path.iterdir())
            ours = str(_attribute(path, "source")).startswith("deterrence ")
            if path.exists() and not (empty or ours):
                raise InvalidParameter(f"{self.name} exists and is not a map that sweep wrote; name another store")

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            stack.enter_context(_alone(self.name))
            if self._exists():
                self._resume()
            else:
                with self._writing():
                    self._create()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _exists(self) -> bool:
        if "://" in self.name:
            with contextlib.suppress(Exception):
                return "schema" in _zarr().open_group(self.name, mode="r")["_run"].attrs
            return False
        # what cannot be read is there, and will be refused
        return _attribute(Path(self.name) / "_run", "schema", damaged=True) is not None

    def _create(self) -> None:
        import numpy as np

        # a store that was stopped before its bookkeeping had a schema is begun again
        root = self._root = _zarr().open_group(self.name, mode="w", attributes=attributes(self.question, 0))
        run = self._run = root.create_group("_run", attributes={"families": [], "question": self._asked, "complete": False})
        count = n_blocks(self.question.shape, self.block)
        run.create_array("done", shape=(count,), chunks=(1,), dtype="int64", fill_value=0)
        dims = [*(["channel"] if self.several else []), *(axis.name for axis in self.question.axes)]
        shape, chunks = (*self.lead, *self.question.shape), (*self.lead, *self.block)
        for name, (kind, attrs) in {**variables(self.question), "families": ("int64", {})}.items():
            fill = float("nan") if kind == "float64" else 0
            root.create_array(
                name, shape=shape, chunks=chunks, dtype=kind, fill_value=fill, dimension_names=dims, attributes=attrs
            )
        for name, (values, attrs) in coordinates(self.question).items():
            root.create_array(name, data=values, chunks=values.shape, dimension_names=[name], attributes=attrs)
        if self.several:
            labels = np.array(list(self.question.games), dtype=np.dtypes.StringDType())
            root.create_array("channel", data=labels, chunks=labels.shape, dimension_names=["channel"])
        # last and in one write, so that what has a schema is whole
        run.update_attributes({"schema": SCHEMA, "version": VERSION})

    def _resume(self) -> None:
        zarr = _zarr()
        self._run = _run_group(self.name)
        self._root = zarr.open_group(self.name, mode="r+")
        other = differences(self._run.attrs["question"], self._asked)
        if other:
            raise InvalidParameter(
                f"{self.name} holds the answer to another question: {'; '.join(other)}. Name another store, or ask the same"
            )
        if "://" not in self.name:
            for left in Path(self.name).rglob("*.partial"):
                left.unlink(missing_ok=True)
        self.done = frozenset(int(k) for k in self._run["done"][:].nonzero()[0])
        self.registry = Registry([(name, shape) for name, shape in self._run.attrs["families"]])

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise LimitReached(
                f"{self.name}: no room left; what was written stays. Make room and run the same sweep again to go on"
            ) from None

    def put(self, region: Region, values: Mapping[str, Any], masks: list[Any]) -> None:
        """Write the arrays of one block, and the numbers of new families before them."""
        if len(masks) > 1:
            raise LimitReached(
                f"more than {BITS} families were met, which a store does not hold; map fewer values or games at a time"
            )
        with self._writing():
            if len(self.registry.names) != self._described:
                self._run.attrs.update({"families": [list(name) for name in self.registry.names]})
                self._described = len(self.registry.names)
            where = (*(slice(None) for _ in self.lead), *region)
            for name, array in {**values, "families": masks[0]}.items():
                self._root[name][where] = array

    def mark(self, number: int, n_exact: int) -> None:
        """Say that a block is done, after its data."""
        with self._writing():
            self._run["done"][number] = 1 + n_exact

    def dataset(self) -> "xarray.Dataset":
        """The map, read from the store as it is used."""
        done = self._run["done"][:]
        with self._writing():
            self._root["families"].attrs.update(family_attributes(self.registry.names, 0))
            self._root.attrs.update(attributes(self.question, int(done.sum()) - len(done)))
            self._run.attrs.update({"complete": True})
        return open_map(self.name)


def ask(question: Question, block: tuple[int, ...], *, several: bool) -> dict[str, Any]:
    """The question as data: two runs with the same are the same run."""
    return {
        "program": package_version(),
        "measures": list(question.measures),
        "refinements": list(question.refinements),
        "axes": {axis.name: axis.describe() for axis in question.axes},
        "games": {name: _game(game) for name, game in question.games.items()},
        "block": list(block),
        "channel": several,
    }


def _game(game: Any) -> dict[str, Any]:
    def written(numbers: Any) -> Any:
        return [show(n) for n in numbers]

    cells = {" / ".join(cell): written(row) for cell, row in game.payoffs.items()}
    weights = {
        " / ".join(cell): {name: show(w) for name, w in weights.items()}
        for cell, weights in game.outcomes.items()
        if weights
    }
    prior = {t: show(p) for t, p in getattr(game, "prior", {}).items()}
    values = {name: show(v) for name, v in sorted(game.values.items())}
    return {"players": list(game.players), "prior": prior, "payoffs": cells, "outcomes": weights, "values": values}


def differences(old: Any, new: Any, path: str = "") -> list[str]:
    """What differs between two questions, in words; at most three things."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        found: list[str] = []
        for key in dict.fromkeys([*old, *new]):
            here = f"{path} > {key}" if path else str(key)
            if key not in old or key not in new:
                found.append(f"{here} is only {'asked now' if key in new else 'in the store'}")
            else:
                found += differences(old[key], new[key], here)
        return found[:3]
    if old == new:
        return []
    return [f"{path} is {_short(old)} there and {_short(new)} now"]


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return (text if len(text) <= 60 else text[:57] + "...") or "nothing"


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    """Keep others from writing to a store on this machine; the system lets go when the process ends, however it does."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    if "://" in name:
        yield
        return
    path = Path(name).absolute()
    lock = path.with_name(f".{path.name}.lock")
    with lock.open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InvalidParameter(f"another sweep is writing to {name}; wait for it, or name another store") from None
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)

"""A map in a zarr store: written block by block, so that a run that was stopped goes on where it was.

A block is done when its marker says so: the marker is written after the block's data, in the sub-group `_run`, which also
holds the question, so that another one is refused. All writing is done here, in the order of the blocks; so the numbers of
the families, and with them the store, do not depend on who solved what.
"""

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from ..errors import InvalidParameter
from .blocks import Question, Region, n_blocks, region_at
from .map_output import Registry, attributes, coordinates, family_attributes, mask_name, variables
from .map_place import Place, get_zarr
from .map_question import ask, differences
from .map_room import require_room

if TYPE_CHECKING:
    import xarray

__all__ = ["Store", "open_map"]

SCHEMA, VERSION = "deterrence.sweep", 2


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

    place = Place(store)
    root = _root(place, "r")
    run = None if root is None else _run(place, root)
    if run is None:
        raise InvalidParameter(f"there is no map in {place.name}; dt.sweep(..., store={place.name!r}) writes one")
    if not run.attrs["complete"]:
        missing, count = int((run["done"][:] == 0).sum()), run["done"].shape[0]
        raise InvalidParameter(f"{store}: {missing} of {count} blocks are not done; run the same sweep again to go on")
    dataset: xarray.Dataset = xarray.open_zarr(place.name, consolidated=False, chunks=None)
    return dataset


def _root(place: Place, mode: str) -> Any:
    """The root group of a map; None where nothing is. What is not ours is refused."""
    try:
        root = place.group(mode)
        ours = str(root.attrs.get("source")).startswith("deterrence ")
    except InvalidParameter:
        raise
    except FileNotFoundError:
        if not place.has_files():
            return None
        ours = False
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(place, error) from None
    if not ours:
        raise InvalidParameter(f"{place.name} exists and is not a map that sweep wrote; name another store")
    return root


def _run(place: Place, root: Any) -> Any:
    """Bookkeeping of a map, checked; None where it was not begun."""
    try:
        run = root.get("_run")
        if run is None or "schema" not in run.attrs:
            return None
        schema, version = run.attrs["schema"], run.attrs["version"]
        _ = run["done"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(place, error) from None
    if (schema, version) != (SCHEMA, VERSION):
        raise InvalidParameter(
            f"{place.name} is of version {version} of {schema}; this program writes version {VERSION} of {SCHEMA}: name "
            "another store"
        )
    return run


def _unreadable(place: Place, error: Exception) -> InvalidParameter:
    # the operating system's reason says what to do; a parser's says only where in the bookkeeping it gave up
    why = f" ({error})" if isinstance(error, OSError) else ""
    return InvalidParameter(f"{place.name} cannot be read, or is damaged{why}; name another store")


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
        get_zarr()
        self.place, self.question, self.block, self.several = Place(store), question, block, several
        self.lead = (len(question.games),) if several else ()
        self.done: set[int] = set()
        self.registry = Registry()
        self._asked = ask(question, block, several=several)
        self._words, self._described = 1, -1
        self._stack = contextlib.ExitStack()
        path = self.place.path
        if path is not None and not path.absolute().parent.is_dir():
            raise InvalidParameter(f"there is no folder {str(path.absolute().parent)!r}; make it first, or name another")
        _root(self.place, "r")

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.place.alone())
            root = _root(self.place, "r")
            run = None if root is None else _run(self.place, root)
            if run is not None:
                self._check(run)
            require_room(self.place, self.question, self.block, self.done, several=self.several)
            with self.place.writing():
                if run is not None:
                    self._resume()
                else:
                    self._create()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _create(self) -> None:
        import numpy as np

        # a store that was stopped before its bookkeeping had a schema is begun again
        get_zarr().open_group(self.place.name, mode="w", attributes=attributes(self.question, 0))
        root = self._root = self.place.group("r+")
        first = {"families": [], "question": self._asked, "words": 1, "complete": False}
        run = self._run = root.create_group("_run", attributes=first)
        count = n_blocks(self.question.shape, self.block)
        run.create_array("done", shape=(count,), chunks=(1,), dtype="int64", fill_value=0)
        for name, (kind, attrs) in variables(self.question).items():
            self._array(name, kind, attrs)
        self._array(mask_name(0, 1), "int64", {})
        for name, (values, attrs) in coordinates(self.question).items():
            root.create_array(name, data=values, chunks=values.shape, dimension_names=[name], attributes=attrs)
        if self.several:
            labels = np.array(list(self.question.games), dtype=np.dtypes.StringDType())
            root.create_array("channel", data=labels, chunks=labels.shape, dimension_names=["channel"])
        # last and in one write, so that what has a schema is whole
        run.update_attributes({"schema": SCHEMA, "version": VERSION})

    def _array(self, name: str, kind: str, attrs: Mapping[str, Any]) -> Any:
        """A variable of the map, empty."""
        return self._root.create_array(
            name,
            shape=(*self.lead, *self.question.shape),
            chunks=(*self.lead, *self.block),
            dtype=kind,
            fill_value=float("nan") if kind == "float64" else 0,
            dimension_names=[*(["channel"] if self.several else []), *(axis.name for axis in self.question.axes)],
            attributes=attrs,
            overwrite=True,
        )

    def _check(self, run: Any) -> None:
        """Refuse a store that answers another question; take note of what is done."""
        other = differences(run.attrs["question"], self._asked)
        if other:
            raise InvalidParameter(
                f"{self.place.name} holds the answer to another question: {'; '.join(other)}. Name another store, or ask "
                "the same"
            )
        self.done = {int(k) for k in run["done"][:].nonzero()[0]}
        self._words = run.attrs["words"]
        self.registry = Registry([(name, shape) for name, shape in run.attrs["families"]])

    def _resume(self) -> None:
        self._root = self.place.group("r+")
        self._run = self._root["_run"]
        if self.place.path is not None:
            for left in self.place.path.rglob("*.partial"):
                left.unlink(missing_ok=True)
        self._drop_single()

    def put(self, region: Region, values: Mapping[str, Any], masks: list[Any]) -> None:
        """Write the arrays of one block, and the numbers of new families before them."""
        with self.place.writing():
            self._widen(len(masks))
            if len(self.registry.names) != self._described:
                self._run.attrs.update({"families": [list(name) for name in self.registry.names]})
                self._described = len(self.registry.names)
            masked = {mask_name(k, self._words): mask for k, mask in enumerate(masks)}
            where = (*(slice(None) for _ in self.lead), *region)
            for name, array in {**values, **masked}.items():
                self._root[name][where] = array

    def _widen(self, words: int) -> None:
        """Make room for more families: what was the one mask becomes the first of several."""
        if words <= self._words:
            return
        if self._words == 1:
            single, first = self._root[mask_name(0, 1)], self._array(mask_name(0, words), "int64", {})
            for number in sorted(self.done):
                where = (*(slice(None) for _ in self.lead), *region_at(self.question.shape, self.block, number))
                first[where] = single[where]
        for k in range(max(1, self._words), words):
            self._array(mask_name(k, words), "int64", {})
        # only now do the new ones count: whoever is killed before begins this again
        self._run.attrs.update({"words": words})
        self._words = words
        self._drop_single()

    def _drop_single(self) -> None:
        """Take away the one mask when there are several."""
        if self._words > 1 and mask_name(0, 1) in self._root:
            del self._root[mask_name(0, 1)]

    def mark(self, number: int, n_exact: int) -> None:
        """Say that a block is done, after its data."""
        with self.place.writing():
            self._run["done"][number] = 1 + n_exact
        self.done.add(number)

    def dataset(self) -> "xarray.Dataset":
        """The map, read from the store as it is used."""
        done = self._run["done"][:]
        with self.place.writing():
            for k in range(self._words):
                self._root[mask_name(k, self._words)].attrs.update(family_attributes(self.registry.names, k))
            self._root.attrs.update(attributes(self.question, int(done.sum()) - len(done)))
            self._run.attrs.update({"complete": True})
        return open_map(self.place.name)

"""Arrays at the border: which library they belong to, what is accepted, how a batch is cut into blocks."""

from collections.abc import Iterator
from math import ceil, prod
from typing import Any

import numpy as np

from ...errors import InvalidGame, UnsupportedGame

__all__ = [
    "BLOCK",
    "EXACT_IN_FLOAT",
    "blocks",
    "broadcast_shape",
    "difference",
    "doubles",
    "in_numpy",
    "is_numpy",
    "namespace",
    "read",
    "read_pair",
    "read_weights",
    "subtract",
]

#: Games worked on at a time: their differences stay in the processor's cache, and the calls' overhead is spread.
BLOCK = 32_768

#: Above this, neighbouring integers are not all floats.
EXACT_IN_FLOAT = 2**53

_HALF = 32
_LOW = 2**_HALF - 1


def is_numpy(xp: Any) -> bool:
    """Whether a namespace is NumPy's own."""
    return xp is np


def namespace(*arrays: Any) -> Any:
    """Find the array library that some arrays share; NumPy's for lists and numbers."""
    found = []
    for array in arrays:
        if isinstance(array, np.ndarray | np.generic | list | tuple | int | float):
            continue
        if hasattr(array, "__array_namespace__"):
            found.append(array.__array_namespace__())
        elif type(array).__module__.partition(".")[0] in ("torch", "dask", "cupy"):
            try:
                import array_api_compat
            except ImportError:
                library = type(array).__module__.partition(".")[0]
                raise UnsupportedGame(
                    f"arrays of {library} need the array-api-compat package; install it, or convert them to NumPy"
                ) from None
            found.append(array_api_compat.array_namespace(array))
    if not found:
        return np
    given_numpy = any(isinstance(array, np.ndarray) for array in arrays)
    if any(xp is not found[0] for xp in found) or (given_numpy and not is_numpy(found[0])):
        raise InvalidGame("the arrays belong to different libraries; convert them all to one of them")
    return found[0]


def read(xp: Any, values: Any, name: str, core: tuple[int | None, ...]) -> Any:
    """Check an array: real numbers of a known width, whose last axes have the sizes of one game (None: any)."""
    array = _read_numpy(values, name) if is_numpy(xp) else _read_other(xp, values, name)
    tail = array.shape[len(array.shape) - len(core) :] if len(array.shape) >= len(core) else None
    if tail is None or any(want is not None and want != size for want, size in zip(core, tail, strict=True)):
        sizes = ", ".join("n" if want is None else str(want) for want in core)
        raise InvalidGame(f"{name} has the shape {tuple(array.shape)}; it must be (..., {sizes})")
    if not all(tail):
        raise InvalidGame(f"{name} has the shape {tuple(array.shape)}; every player needs at least one action")
    return array


def _read_numpy(values: Any, name: str) -> Any:
    if isinstance(values, np.ma.MaskedArray):
        raise InvalidGame(f"{name} is a masked array; fill or leave out the masked games first")
    try:
        array = np.asarray(values)
    except (ValueError, TypeError):
        raise InvalidGame(f"{name} is not a rectangular array of numbers") from None
    if array.dtype.kind == "b":
        raise InvalidGame(f"{name} holds truth values; write {name}.astype(int) if 0 and 1 are meant")
    if array.dtype.kind == "c":
        raise InvalidGame(f"{name} holds complex numbers; payoffs are real")
    if array.dtype.kind not in "iuf" or array.dtype.itemsize > 8:
        raise InvalidGame(
            f"{name} holds {array.dtype} entries; a batch takes floats or integers of at most 64 bits. "
            "Solve exact payoffs game by game with dt.nash or dt.perfect_bayesian"
        )
    if not isinstance(values, np.ndarray | np.generic) and array.dtype.kind == "f":
        _check_list(values, name)
    return array


def _check_list(values: Any, name: str) -> None:
    """Python's integers in a list must not be rounded in silence."""
    for entry in np.asarray(values, dtype=object).flat:
        if isinstance(entry, int) and int(float(entry)) != entry:
            raise InvalidGame(f"{name}: {entry} has no exact float beside it; give integers below 2**53 or use dt.nash")


def _read_other(xp: Any, values: Any, name: str) -> Any:
    array = xp.asarray(values)
    if not xp.isdtype(array.dtype, ("integral", "real floating")):
        raise InvalidGame(f"{name} holds {array.dtype} entries; payoffs are floats or integers")
    return array


def broadcast_shape(*named: tuple[str, Any, int]) -> tuple[int, ...]:
    """Batch shape of some arrays (name, array, number of axes of one game), broadcast against each other."""
    shapes = [tuple(array.shape[: len(array.shape) - core]) for _, array, core in named]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        given = ", ".join(f"{name} {shape}" for (name, _, _), shape in zip(named, shapes, strict=True))
        raise InvalidGame(f"the batch axes do not fit together: {given}; they must be equal or 1") from None


def in_numpy(*arrays: Any) -> tuple[Any, ...]:
    """Arrays of another library as NumPy's, without a copy where they share memory."""
    return arrays if is_numpy(namespace(*arrays)) else tuple(map(_taken_over, arrays))


def _taken_over(array: Any) -> Any:
    if not hasattr(array, "__dlpack__"):
        return np.asarray(array)
    try:
        return np.from_dlpack(array)
    except (BufferError, RuntimeError, TypeError, ValueError):
        library = type(array).__module__.partition(".")[0]
        raise UnsupportedGame(
            f"this array of {library} cannot be read by NumPy where it is; copy it to the CPU first"
        ) from None


def read_pair(
    xp: Any, first: Any, second: Any, core: tuple[int | None, ...], names: tuple[str, str] = ("A", "B")
) -> tuple[tuple[Any, Any], tuple[int, ...]]:
    """Check both players' payoffs: arrays of games of one size, and the shape of their batch."""
    payoffs = read(xp, first, names[0], core), read(xp, second, names[1], core)
    sizes = [tuple(array.shape[-len(core) :]) for array in payoffs]
    if sizes[0] != sizes[1]:
        raise InvalidGame(f"{names[0]} has games of {sizes[0]}, {names[1]} of {sizes[1]}; the sizes must agree")
    return payoffs, broadcast_shape(*((name, array, len(core)) for name, array in zip(names, payoffs, strict=True)))


def read_weights(xp: Any, weights: Any, core: tuple[int, ...], shape: tuple[int, ...]) -> Any:
    """Check the weights of a measure: one table for all games of a batch, or one for each."""
    array = read(xp, weights, "weights", core)
    given = tuple(array.shape[: len(array.shape) - len(core)])
    try:
        fits = np.broadcast_shapes(given, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise InvalidGame(f"weights have the shape {tuple(array.shape)}; the batch has the shape {shape}")
    return array


def blocks(shape: tuple[int, ...], size: int = BLOCK) -> Iterator[tuple[Any, ...]]:
    """Give indices that cut a batch of at least one axis into blocks of about `size` games."""
    if not prod(shape):
        return
    axis = len(shape) - 1
    while axis and prod(shape[axis:]) <= size:
        axis -= 1
    step = max(1, size // prod(shape[axis + 1 :]))
    step = ceil(shape[axis] / ceil(shape[axis] / step))
    for lead in np.ndindex(*shape[:axis]):
        for start in range(0, shape[axis], step):
            yield (*lead, slice(start, start + step))


def subtract(left: Any, right: Any, out: Any) -> None:
    """Subtract in double precision: exact in sign for floats and integers of any width, without wrap-around.

    NumPy only. A float's difference has the exact sign thanks to gradual underflow; a wide integer is split into
    halves whose differences are exact, so that the sum is rounded once.
    """
    if left.dtype.kind in "iu" and left.dtype.itemsize == 8:
        high = (left >> _HALF).astype(np.float64) - (right >> _HALF).astype(np.float64)
        low = (left & _LOW).astype(np.float64) - (right & _LOW).astype(np.float64)
        np.multiply(high, float(2**_HALF), out=high)
        np.add(high, low, out=out)
    else:
        np.subtract(left, right, out=out, dtype=np.float64)


def difference(xp: Any, left: Any, right: Any) -> Any:
    """`subtract` for any array library."""
    if xp.isdtype(left.dtype, "integral") and left.dtype in (xp.int64, xp.uint64):
        shift, low = xp.asarray(_HALF, dtype=left.dtype), xp.asarray(_LOW, dtype=left.dtype)
        high = doubles(xp, left >> shift) - doubles(xp, right >> shift)
        return high * float(2**_HALF) + (doubles(xp, left & low) - doubles(xp, right & low))
    return doubles(xp, left) - doubles(xp, right)


def doubles(xp: Any, array: Any) -> Any:
    """Entries as floats of 64 bits."""
    if is_numpy(xp):
        return array.astype(np.float64)
    wide = xp.astype(array, xp.float64)
    if wide.dtype != xp.float64:
        raise UnsupportedGame(
            f"{xp.__name__} is set to {wide.dtype}, in which ties could go unnoticed; allow 64 bits, in JAX by "
            "jax.config.update('jax_enable_x64', True)"
        )
    return wide

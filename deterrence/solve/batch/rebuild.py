"""One game of a batch, exactly: the binary values of its floats as fractions."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...errors import InvalidParameter
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame

__all__ = ["normal_form", "position", "signalling_game", "weights_of"]


def position(shape: tuple[int, ...], index: Any) -> tuple[int, ...]:
    """Check the index of one game: an integer, or one per batch axis."""
    given = index if isinstance(index, tuple) else (index,)
    try:
        place = tuple(int(i) for i in given)
    except (TypeError, ValueError):
        place = ()
    if len(place) != len(shape) or any(not -n <= i < n for i, n in zip(place, shape, strict=False)):
        raise InvalidParameter(f"no game {index!r} in a batch of shape {shape}; give one integer per batch axis")
    return tuple(i % n for i, n in zip(place, shape, strict=True))


def _exactly(entry: Any) -> Fraction:
    return Fraction(int(entry)) if _is_whole(entry) else Fraction(float(entry))


def _is_whole(entry: Any) -> bool:
    return isinstance(entry, int | np.integer) or "int" in str(getattr(entry, "dtype", ""))


def _nested(array: Any, place: tuple[int, ...], core: int) -> Any:
    """Entries of one game as nested lists of Fractions; the array broadcasts to the batch."""
    n_batch = len(array.shape) - core
    own = place[len(place) - n_batch :] if n_batch else ()
    at = tuple(0 if size == 1 else i for i, size in zip(own, array.shape, strict=False))

    def entries(at: tuple[int, ...]) -> Any:
        if len(at) == len(array.shape):
            return _exactly(array[at])
        return [entries((*at, i)) for i in range(array.shape[len(at)])]

    return entries(at)


def normal_form(payoffs: Sequence[Any], place: tuple[int, ...]) -> NormalForm:
    """The game at a place of a batch of two-player games."""
    return NormalForm.from_arrays(*(_nested(array, place, 2) for array in payoffs))


def signalling_game(prior: Any, sender: Any, receiver: Any, place: tuple[int, ...]) -> SignallingGame:
    """The game at a place of a batch of signalling games; its prior is scaled to sum to exactly 1."""
    weights = _nested(prior, place, 1)
    first, second = _nested(sender, place, 3), _nested(receiver, place, 3)
    total = sum(weights)
    types = {f"type {t + 1}": weight / total for t, weight in enumerate(weights)}
    messages = [f"message {m + 1}" for m in range(len(first[0]))]
    replies = [f"reply {a + 1}" for a in range(len(first[0][0]))]
    return SignallingGame(
        sender="sender",
        receiver="receiver",
        types=types,
        messages=messages,
        replies=replies,
        payoffs={
            (name, message, reply): (first[t][m][a], second[t][m][a])
            for t, name in enumerate(types)
            for m, message in enumerate(messages)
            for a, reply in enumerate(replies)
        },
    )


def weights_of(weights: Any, place: tuple[int, ...], core: int) -> Any:
    """Weights of a measure for one game, as nested lists of Fractions."""
    return _nested(weights, place, core)

"""A dict that cannot be changed."""

from typing import Any, NoReturn

__all__ = ["FrozenDict"]


class FrozenDict(dict[Any, Any]):
    """A dict that is filled when it is made, and never changed.

    Unlike `types.MappingProxyType` it can be pickled (so that work can be sent to other processes), copied, hashed where its
    values can, and written as JSON; and it prints as what it holds.

    Examples
    --------
    >>> payoffs = FrozenDict(challenger=0, defender=-1)
    >>> payoffs
    {'challenger': 0, 'defender': -1}
    >>> payoffs["defender"] = 5
    Traceback (most recent call last):
    TypeError: results and games are never changed in place; change a copy: dict(...)
    """

    __slots__ = ()

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("results and games are never changed in place; change a copy: dict(...)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenDict, (dict(self),)

"""The one place that knows numba, which is optional."""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any, TypeVar

from ...errors import InvalidParameter
from .arrays import is_numpy

__all__ = ["compiled_if_possible", "lean_if_possible", "numba_is_installed", "use_compiled"]

F = TypeVar("F", bound=Callable[..., Any])


@cache
def numba_is_installed() -> bool:
    """Whether the ``fast`` extra is there."""
    return find_spec("numba") is not None


def use_compiled(wanted: bool, xp: Any) -> bool:
    """Whether to run compiled kernels; an error where they were asked for and cannot run."""
    if wanted and not is_numpy(xp):
        raise InvalidParameter("compiled=True is for NumPy arrays only; leave it out")
    if wanted and not numba_is_installed():
        raise InvalidParameter("compiled=True needs numba: pip install 'deterrence[fast]', or leave it out")
    return wanted


def compiled_if_possible(function: F) -> F:
    """Compile a kernel on its first call; without numba it stays plain Python, which is slow and gives the same numbers."""
    return _compiled(function)


def lean_if_possible(function: F) -> F:
    """The same for kernels that are short, worked through often, and make no arrays.

    They do not count who holds which array, which would cost more than their arithmetic, and are copied into those that
    call them. Compiling takes longer in exchange. (`_nrt` is how numba compiles such functions of its own.)
    """
    return _compiled(function, forceinline=True, _nrt=False)


def _compiled(function: F, **options: bool) -> F:
    if not numba_is_installed():
        return function
    import numba

    return numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function)  # type: ignore[no-any-return]

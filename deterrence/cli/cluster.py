"""The workers of a dask scheduler, for commands that can use them."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module

from ..errors import DeterrenceError, InvalidParameter

__all__ = ["MissingDask", "cluster"]

#: Seconds in which a scheduler must answer.
PATIENCE = 10


class MissingDask(DeterrenceError, ImportError):
    """dask.distributed is not installed."""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """An executor on the workers of a dask scheduler; blocks of a worker that dies are given to another."""
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise MissingDask(
            '--scheduler needs dask.distributed, which is not installed; pip install "deterrence[cluster]"'
        ) from None
    try:
        client = distributed.Client(address, timeout=PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        raise InvalidParameter(
            f"--scheduler: none answers at {address!r} ({error}); give the address that it prints when it starts, such as "
            "tcp://node1:8786"
        ) from None
    with client:
        yield client.get_executor()

"""Where a store lies: on this disk or behind a URL, alone there or not, with room or without."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from ..errors import DeterrenceError, InvalidParameter, LimitReached

__all__ = ["MissingZarr", "Place", "get_zarr"]

#: Stores that this process writes to.
_WRITTEN: set[str] = set()


class MissingZarr(DeterrenceError, ImportError):
    """zarr, or what it needs to reach a URL, is not installed."""


def get_zarr() -> Any:
    """The package zarr."""
    try:
        import zarr
    except ImportError:
        raise MissingZarr('stores need zarr, which is not installed; pip install "deterrence[sweep]"') from None
    return zarr


class Place:
    """Where a store lies.

    Parameters
    ----------
    store : path or URL
        ``file://`` is a path; of other URLs those that fsspec knows.

    Attributes
    ----------
    name : str
        As zarr takes it.
    path : Path, or None
        The folder; None behind a URL.
    """

    def __init__(self, store: Any) -> None:
        if not isinstance(store, str | os.PathLike):
            raise InvalidParameter(f"store is {store!r}; give a folder, such as 'run.zarr', or a URL")
        self.name = os.fspath(store).removeprefix("file://")
        self.path = None if "://" in self.name else Path(self.name)

    def group(self, mode: str) -> Any:
        """The root group, opened; FileNotFoundError where there is none."""
        if self.path is None:
            self._system()
        return get_zarr().open_group(self.name, mode=mode)

    def has_files(self) -> bool:
        """Whether something is there."""
        if self.path is not None:
            # a writer that was killed at once leaves a partial file
            inside = self.path.iterdir() if self.path.is_dir() else ()
            return self.path.is_file() or any(file.suffix != ".partial" for file in inside)
        system, path = self._system()
        try:
            return bool(system.ls(path))
        except FileNotFoundError:
            return False

    def _system(self) -> tuple[Any, str]:
        """What reaches a URL."""
        try:
            system, path = import_module("fsspec.core").url_to_fs(self.name)
        except ImportError as error:
            raise MissingZarr(f"{self.name}: {error}; install what fsspec needs for such a URL, or name a folder") from None
        except ValueError as error:
            raise InvalidParameter(f"{self.name}: {error}; name a folder, or a URL that fsspec knows") from None
        return system, path

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others out: this process from any place, other processes of this machine from a folder.

        The system lets go of a folder when the process ends, however it does.
        """
        key = self.name if self.path is None else str(self.path.resolve())
        if key in _WRITTEN:
            raise self._taken()
        _WRITTEN.add(key)
        try:
            with contextlib.nullcontext() if self.path is None else self._locked(Path(key)):
                yield
        finally:
            _WRITTEN.discard(key)

    @contextlib.contextmanager
    def _locked(self, path: Path) -> Iterator[None]:
        try:
            import fcntl
        except ImportError:  # Windows
            yield
            return
        lock = path.with_name(f".{path.name}.lock")
        with contextlib.ExitStack() as stack:
            while True:
                with self.writing():
                    file = stack.enter_context(lock.open("w", encoding="ascii"))
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    raise self._taken() from None
                # who had it before may have taken the file away between the two calls
                with contextlib.suppress(FileNotFoundError):
                    if os.path.samestat(os.fstat(file.fileno()), lock.stat()):
                        break
            try:
                yield
            finally:
                lock.unlink(missing_ok=True)

    def _taken(self) -> InvalidParameter:
        return InvalidParameter(f"another sweep is writing to {self.name}; wait for it, or name another store")

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Say plainly that a disk is full, or may not be written to."""
        try:
            yield
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise LimitReached(
                    f"{self.name}: no room left; what was written stays. Make room and run the same sweep again to go on"
                ) from None
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise InvalidParameter(f"{self.name}: {error.strerror}; name a store that you may write to") from None
            raise

    def free(self) -> int | None:
        """Bytes that are free on the disk; None behind a URL."""
        return None if self.path is None else shutil.disk_usage(self.path.absolute().parent).free

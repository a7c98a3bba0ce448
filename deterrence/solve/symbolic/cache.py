"""Derivations kept on disk between runs: data only, found again by what the game says and how this package derives.

An entry is compressed JSON with a checksum, written aside and moved into place. One that is damaged, or cannot be written,
is as good as none: the game is derived anew. The folder may be deleted at any time.
"""

import gzip
import json
import os
import sys
import tempfile
import time
import zlib
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...equilibria.piece import information_sets
from ...games.game import Game
from ...games.signalling import SignallingGame
from .families import Derivation, check_game, derive
from .polynomials import FlintRing, ring_of
from .storing import read, written

__all__ = ["derived", "folder"]

#: What names the folder, or says "off".
VARIABLE = "DETERRENCE_CACHE"
#: Seconds of processor time below which a derivation is not worth an entry.
WORTH_KEEPING = 0.2

_UNREADABLE = (OSError, EOFError, zlib.error, ValueError, KeyError, IndexError, TypeError)


def folder() -> Path | None:
    """Where derivations are kept; None where the environment variable ``DETERRENCE_CACHE`` is "off".

    Otherwise the variable names the folder; without it, it is the user's cache folder: that of the platform.
    """
    chosen = os.environ.get(VARIABLE, "")
    if chosen.lower() == "off":
        return None
    if chosen:
        return Path(chosen)
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 (leaves ~ where there is no home, and does not raise)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "deterrence"


def derived(game: Game, engine: str | None = None, *, surfaces: bool = True, keep: bool = True) -> Derivation:
    """A derivation from disk where there is one, else derived and kept; see `derive`."""
    check_game(game)
    where = folder() if keep else None
    if where is None:
        return derive(game, engine, surfaces=surfaces)
    place = where / f"atlas-{_key(game, engine, surfaces=surfaces)}.json.gz"
    try:
        return read(game, json.loads(gzip.decompress(place.read_bytes())), engine)
    except _UNREADABLE:
        pass
    start = time.process_time()
    found = derive(game, engine, surfaces=surfaces)
    if time.process_time() - start >= WORTH_KEEPING:
        with suppress(OSError):
            _put(place, gzip.compress(json.dumps(written(found), separators=(",", ":")).encode(), 6, mtime=0))
    return found


def _put(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=place.parent, prefix=".atlas-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(aside).replace(place)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _key(game: Game, engine: str | None, *, surfaces: bool) -> str:
    """A digest of all that a derivation depends on."""
    import sympy

    numbers: Any = game.payoffs.values()  # type: ignore[attr-defined]
    table = [[sympy.srepr(n) if hasattr(n, "free_symbols") else str(n) for n in row] for row in numbers]
    prior = [sympy.srepr(sympy.sympify(p)) for p in game.prior.values()] if isinstance(game, SignallingGame) else []
    content = {
        "kind": type(game).__name__,
        "players": game.players,
        "actions": information_sets(game),
        "payoffs": table,
        "prior": prior,
        "parameters": [[p.name, p.domain] for p in game.all_parameters],
        "values": {n: str(v) for n, v in game.values.items()},
        "surfaces": surfaces,
        "flint": isinstance(ring_of((), engine), FlintRing),
        "code": _code(),
    }
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:40]


@cache
def _code() -> str:
    """A digest of the sources that read games and derive."""
    found, package = sha256(), Path(__file__).parents[2]
    for pattern in ("*.py", "games/*.py", "solve/symbolic/*.py"):
        for source in sorted(package.glob(pattern)):
            found.update(source.read_bytes())
    return found.hexdigest()

"""Where files lie and what their bytes spell, before anything is known of what they mean."""

from os import fsdecode
from pathlib import Path
from typing import Any

from ..errors import ScenarioError, did_you_mean

__all__ = ["FORMATS", "check_format", "place_of", "text_of"]

FORMATS = (".toml", ".efg", ".nfg")
#: Largest scenario file, and largest file of Gambit's, that is read, in bytes.
MAX_BYTES, MAX_GAMBIT_BYTES = 4_000_000, 400_000_000


def place_of(path: Any) -> Path:
    """A path, from whatever names one."""
    try:
        return Path(fsdecode(path))
    except TypeError:
        raise ScenarioError(f"{path!r} is not a path; give the name of a file, such as 'crisis.toml'") from None


def check_format(path: Path, done: str) -> None:
    """Refuse folders, and files of formats that are not known."""
    if path.is_dir():
        raise ScenarioError(f"{path} is a folder; name a scenario file in it")
    if path.suffix.lower() not in FORMATS:
        raise ScenarioError(
            f"{path}: files of format {path.suffix or '(none)'!r} are not {done} (formats: {', '.join(FORMATS)})"
        )


def text_of(path: Path) -> str:
    """The text of a file, which is UTF-8, without a byte-order mark."""
    ending = path.suffix.lower()
    most = MAX_BYTES if ending == ".toml" else MAX_GAMBIT_BYTES
    starts = {".efg": "EFG 2 R", ".nfg": "NFG 1 R"}.get(ending, "schema = 1 and model = '...' or kind = '...'")
    try:
        if path.stat().st_size > most:
            raise ScenarioError(f"{path} is larger than {most} bytes, too large to be read")
        data = path.read_bytes()
    except FileNotFoundError:
        # names without their endings, which would make all of them alike
        near = did_you_mean(path.stem, sorted(p.stem for p in path.parent.glob(f"*{path.suffix}")))
        raise ScenarioError(f"there is no file {path}{near}") from None
    except (OSError, ValueError) as error:
        raise ScenarioError(f"cannot read {path}: {error}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        raise ScenarioError(f"{path}:{line}:{column}: the file is not UTF-8 text; save it as UTF-8") from None
    if not text.strip():
        raise ScenarioError(f"{path} is empty; such a file starts with {starts}")
    return text

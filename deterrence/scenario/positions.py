"""Where things stand in a TOML file: key path to line and column, for error messages."""

import re
import tomllib
from pathlib import Path
from typing import TypeAlias

from ..errors import ScenarioError

__all__ = ["KeyPath", "MisplacedError", "Positions", "broken_toml", "error_at"]

KeyPath: TypeAlias = "tuple[str | int, ...]"

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_LONG_STRING = r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})|' + r"'{3}.*?'{3}(?:'{0,2})"
_STRING = re.compile(_LONG_STRING + r'|"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'", re.DOTALL)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")
_CHARACTER = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\x[0-9A-Fa-f]{2}|\\[ \t]*\n\s*|\\.|.", re.DOTALL)


class MisplacedError(Exception):
    """A mistake at a key path of a file, before it is known where in the text that is.

    Parameters
    ----------
    path : tuple of str and int
    message : str
    key : bool
        Whether the key is wrong rather than its value.
    index : int, optional
        The character of the value, which is text, that is wrong.
    """

    def __init__(self, path: KeyPath, message: str, *, key: bool = False, index: int | None = None) -> None:
        super().__init__(message)
        self.path, self.message, self.key, self.index = path, message, key, index


class Positions:
    r"""Offsets of every key and value of a text that is known to be valid TOML.

    Examples
    --------
    >>> text = 'schema = 1\n[parameters.gain]\nvalue = "1/2"\n'
    >>> places = Positions(text)
    >>> text[places.keys["parameters", "gain"] :][:4], text[places.values["parameters", "gain", "value"] :][:5]
    ('gain', '"1/2"')
    """

    def __init__(self, text: str) -> None:
        self.text, self.here = text, 0
        self.keys: dict[KeyPath, int] = {}
        self.values: dict[KeyPath, int] = {}
        self._lengths: dict[KeyPath, int] = {}
        table: KeyPath = ()
        while self._skip() < len(text):
            if text[self.here] == "[":
                table = self._header()
            else:
                self._pair(table)

    def find(self, error: MisplacedError) -> int:
        """The offset of a mistake, or of the nearest thing above it that has one."""
        path = error.path
        first, second = (self.keys, self.values) if error.key else (self.values, self.keys)
        if path in self.values and error.index is not None:
            return self._inside(self.values[path], error.index)
        while path and path not in first and path not in second:
            path = path[:-1]
        return first.get(path, second.get(path, 0))

    def _inside(self, start: int, index: int) -> int:
        """The offset of a character of the text that is written at `start`."""
        quote = self.text[start]
        if quote not in "\"'":
            return start + index
        long = self.text.startswith(quote * 3, start)
        here = start + (3 if long else 1)
        if long and self.text.startswith("\n", here):
            here += 1
        if quote == "'":
            return here + index
        while True:
            match = _CHARACTER.match(self.text, here)
            # a backslash at the end of a line swallows white space and stands for no character
            stands_for_one = match is not None and not re.match(r"\\[ \t]*\n", match[0])
            if match is None or (index == 0 and stands_for_one):
                return here
            here, index = match.end(), index - stands_for_one

    def _skip(self) -> int:
        match = _BLANK.match(self.text, self.here)
        self.here = match.end() if match else self.here
        return self.here

    def _dotted(self) -> list[tuple[str, int]]:
        """The parts of a dotted key, each with its offset."""
        parts: list[tuple[str, int]] = []
        while True:
            self._skip()
            match = _STRING.match(self.text, self.here) or _BARE_KEY.match(self.text, self.here)
            if match is None:
                return parts
            part = match[0]
            parts.append((next(iter(tomllib.loads(f"{part} = 0"))), self.here))
            self.here = match.end()
            if self.text[self._skip()] != ".":
                return parts
            self.here += 1

    def _header(self) -> KeyPath:
        """``[a.b]`` or ``[[a.b]]``: the path of the table that it opens."""
        many = self.text.startswith("[[", self.here)
        self.here += 1 + many
        path: KeyPath = ()
        parts = self._dotted()
        for k, (part, offset) in enumerate(parts):
            path += (part,)
            self.keys.setdefault(path, offset)
            if many and k == len(parts) - 1:
                self._lengths[path] = self._lengths.get(path, 0) + 1
            if path in self._lengths:
                path += (self._lengths[path] - 1,)
                self.keys.setdefault(path, offset)
        self.here += 1 + many
        return path

    def _pair(self, table: KeyPath) -> None:
        """``key = value``."""
        path = table
        for part, offset in self._dotted():
            path += (part,)
            self.keys.setdefault(path, offset)
        self.here += 1
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        start = self.values[path] = self._skip()
        if self.text[start] == "[":
            self._items(path, "]")
        elif self.text[start] == "{":
            self._items(path, "}")
        else:
            match = _STRING.match(self.text, start) or _BARE_VALUE.match(self.text, start)
            self.here = match.end() if match else len(self.text)

    def _items(self, path: KeyPath, end: str) -> None:
        """The elements of an array, or the pairs of an inline table."""
        self.here += 1
        count = 0
        while self.text[self._skip()] != end:
            if self.text[self.here] == ",":
                self.here += 1
            elif end == "}":
                self._pair(path)
            else:
                self._value((*path, count))
                count += 1
        self.here += 1


def error_at(path: Path | str, text: str, offset: int, message: str) -> ScenarioError:
    r"""An error with file:line:column, the line, and a caret under the place.

    Examples
    --------
    >>> print(error_at("crisis.toml", "schema = 1\ntitl = 'Probes'\n", 11, "unknown key 'titl'"))
    crisis.toml:2:1: unknown key 'titl'
      2 | titl = 'Probes'
        | ^
    """
    line, column = line_and_column(text, offset)
    shown = text.split("\n")[line - 1]
    start = max(0, column - 80)
    shown = shown[start : start + 110]
    pad = "".join("\t" if c == "\t" else " " for c in shown[: column - 1 - start])
    number = str(line)
    return ScenarioError(f"{path}:{line}:{column}: {message}\n  {number} | {shown}\n  {' ' * len(number)} | {pad}^")


def broken_toml(text: str, error: Exception) -> tuple[int, str]:
    """Where tomllib gave up, and what it says."""
    if isinstance(error, RecursionError):
        return 0, "the file is nested too deeply"
    said = str(error)
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z", said)
    if found is None:
        long = re.search(r"\d{4000,}", text)
        return (long.start() if long else 0), "a number is too long; at most 4,000 digits are read"
    offset = _offset(text, int(found[1]), int(found[2])) if found[1] else len(text.rstrip("\n"))
    message = said[: found.start()]
    return offset, f"this is not TOML: {message[:1].lower()}{message[1:]}"


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both counted from 1, columns in characters."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _offset(text: str, line: int, column: int) -> int:
    """The inverse of `line_and_column`."""
    before = sum(len(row) + 1 for row in text.split("\n")[: line - 1])
    return min(before + column - 1, len(text))

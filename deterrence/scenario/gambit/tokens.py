"""The words of Gambit's files: quoted texts, braces, commas, numbers, each with its place."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NoReturn

from ...exact import exact
from ..positions import error_at

__all__ = ["END", "TEXT", "WORD", "Reader", "quoted"]

#: Kinds of token, which are the groups of `_TOKEN`.
TEXT, MARK, WORD, BROKEN, END = 1, 2, 3, 4, 5

# White space is what Gambit takes for it, not all that Unicode does: a label is kept byte for byte.
_TOKEN = re.compile(r'[ \t\r\n\f\v]*+(?:"((?:[^"\\]++|\\.)*+)"|([{},])|([^ \t\r\n\f\v{},"]++)|(")|(\Z))', re.DOTALL)
_ESCAPE = re.compile(r'\\(["\\])')
_NUMBER = re.compile(r"[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\Z")
_COUNT = re.compile(r"[0-9]{1,9}\Z")

#: Longest part of a token that a message repeats.
_SHOWN = 40


class Reader:
    """A text that is read token by token.

    ``kind`` and ``value`` are those of the next token, ``start`` is its offset. A text's value is what its quotes hold,
    unescaped.

    Parameters
    ----------
    text : str
    place : str
        What to call the file in messages.
    """

    __slots__ = ("_match", "_numbers", "end", "kind", "place", "start", "text", "value")

    def __init__(self, text: str, place: str) -> None:
        self.text, self.place = text, place
        self._match: Callable[..., re.Match[str] | None] = _TOKEN.match
        self._numbers: dict[str, Fraction] = {}
        self.kind, self.value, self.start, self.end = END, "", 0, 0
        self.advance()

    def advance(self) -> None:
        """Go on to the next token."""
        found = self._match(self.text, self.end)
        assert found is not None
        self.kind = kind = found.lastindex or END
        self.value = value = found[kind]
        self.end = found.end()
        if kind == TEXT:
            self.start = self.end - len(value) - 2
            if "\\" in value:
                self.value = _ESCAPE.sub(r"\1", value)
        else:
            self.start = self.end - len(value)
            if kind == BROKEN:
                self.fail("the quotes that open here are never closed; end the text with a quote")

    def fail(self, message: str, start: int | None = None) -> NoReturn:
        """Refuse the file at the next token, or elsewhere."""
        raise error_at(self.place, self.text, self.start if start is None else start, message)

    def expected(self, what: str) -> NoReturn:
        """Refuse the next token."""
        if self.kind == END:
            self.fail(f"the file ends where {what} should stand; is it cut off?")
        shown = self.value if len(self.value) <= _SHOWN else self.value[: _SHOWN - 3] + "..."
        found = f'the text "{shown}"' if self.kind == TEXT else repr(shown)
        self.fail(f"expected {what}, found {found}")

    # --- single tokens ----------------------------------------------------------------------------------------

    def at(self, mark: str) -> bool:
        """Whether a brace or comma is next."""
        return self.kind == MARK and self.value == mark

    def mark(self, mark: str, what: str) -> None:
        """Read a brace."""
        if self.kind != MARK or self.value != mark:
            self.expected(f"{mark!r} {what}")
        self.advance()

    def text_token(self, what: str) -> str:
        """Read a text in quotes."""
        if self.kind != TEXT:
            self.expected(f"{what} in quotes")
        value = self.value
        self.advance()
        return value

    def word(self, allowed: Sequence[str], what: str) -> str:
        """Read one of some words."""
        if self.kind != WORD or self.value not in allowed:
            self.expected(what)
        value = self.value
        self.advance()
        return value

    def count(self, what: str) -> int:
        """Read a whole number that is not negative."""
        if self.kind != WORD or not _COUNT.match(self.value):
            self.expected(f"{what}, a whole number")
        value = int(self.value)
        self.advance()
        return value

    def number(self, what: str) -> Fraction:
        """Read a number exactly: an integer, a decimal, a decimal with a power of ten, or a ratio."""
        if self.kind != WORD:
            self.expected(f"{what}, a number")
        number = self._numbers.get(self.value)
        if number is None:
            number = self._numbers[self.value] = self._read(what)
        self.advance()
        return number

    def _read(self, what: str) -> Fraction:
        if not _NUMBER.match(self.value):
            self.expected(f"{what}, a number such as 3, -1/2, .5 or 1e2")
        try:
            number = exact(self.value)
        except ValueError as error:
            self.fail(f"{what}: {error}")
        assert isinstance(number, Fraction)
        return number

    # --- what both formats share ------------------------------------------------------------------------------

    def header(self, kind: str, version: str) -> str:
        """Read ``KIND VERSION R "title"``; gives the title."""
        self.word((kind,), f"{kind!r}, with which such a file starts")
        self.word((version,), f"the version of the format, {version}")
        self.word(("R", "D"), "'R' or 'D'")
        return self.text_token("the title")

    def texts(self, what: str) -> list[str]:
        """Read texts in braces."""
        self.mark("{", f"before {what}")
        found = []
        while not self.at("}"):
            found.append(self.text_token(f"one of {what}, or '}}',"))
        self.advance()
        return found

    def labels(self, what: str, default: str, notes: dict[str, None]) -> tuple[str, ...]:
        """Read labels in braces; an empty one becomes its number."""
        start = self.start
        return self.usable(self.texts(what), start, what, default, notes)

    def usable(self, given: list[str], start: int, what: str, default: str, notes: dict[str, None]) -> tuple[str, ...]:
        """Labels without empty ones, each used once."""
        if not given:
            self.fail(f"{what} are empty; name at least one", start)
        if "" in given:
            given = [label or f"{default}{k}" for k, label in enumerate(given, 1)]
            notes[f"{what} without a label are called by their number, such as {default}1"] = None
        if len(set(given)) < len(given):
            twice = next(label for label in given if given.count(label) > 1)
            self.fail(f"{what} name {twice!r} twice; give each a label of its own", start)
        return tuple(given)

    def payoffs(self, players: Sequence[str]) -> tuple[Fraction, ...]:
        """Read one number for each player, between braces of which the first was read; commas may stand between."""
        read = []
        for k, player in enumerate(players):
            if k and self.at(","):
                self.advance()
            read.append(self.number(f"the payoff of {player!r}"))
        if not self.at("}"):
            self.expected(f"'}}' after the payoffs of {len(players)} players")
        self.advance()
        return tuple(read)

    def finish(self, what: str, notes: dict[str, None]) -> None:
        """Nothing may follow; a number that touches the end of the file may have lost digits."""
        if self.kind != END:
            self.fail(f"there is text after {what}; remove it")
        last = self.text[-1]
        if last not in '}" \t\r\n\f\v':
            notes["the last number touches the end of the file; if the file was cut off, it may lack digits"] = None


def quoted(label: str) -> str:
    r"""A text as these files hold it.

    A backslash escapes a quote or a backslash, and stands for itself before anything else, where it needs no escape.

    >>> print(quoted('a "hard" line'), quoted("C:\\temp"), quoted("end\\"))
    "a \"hard\" line" "C:\temp" "end\\"
    """
    return '"' + re.sub(r'\\(?=["\\]|\Z)', r"\\\\", label).replace('"', '\\"') + '"'

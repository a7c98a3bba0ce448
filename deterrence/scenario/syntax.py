"""Text to a syntax tree of bounded size, without running any of it."""

import ast
import re
import warnings

from ..errors import ScenarioError

__all__ = ["MAX_DEPTH", "ExpressionError", "parse"]

MAX_CHARACTERS = 2_000
MAX_DEPTH = 50
MAX_NODES = 500

_STRANGE = re.compile(r"[^A-Za-z0-9_ \t\r\n+\-*/().,<>=!]")
_ASSIGNMENT = re.compile(r"(?<![<>=!])=(?!=)")
_INSTEAD = {"^": "; write ** for a power", "%": "; write a ratio such as 3/10", "&": "; write 'and'", "|": "; write 'or'"}


class ExpressionError(ScenarioError):
    """Text that is not an expression; `column` counts its characters from 1."""

    def __init__(self, problem: str, column: int) -> None:
        super().__init__(f"column {column}: {problem}")
        self.problem, self.column = problem, column


def parse(text: str) -> tuple[ast.expr, int]:
    """The syntax tree, and how many characters of white space come before it."""
    if not isinstance(text, str):
        raise ExpressionError(f"expected an expression as text, got {type(text).__name__}", 1)
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError(f"the expression has {len(text)} characters; at most {MAX_CHARACTERS} are read", 1)
    strange = _STRANGE.search(text)
    if strange:
        character = strange[0] if strange[0].isascii() and strange[0].isprintable() else f"U+{ord(strange[0]):04X}"
        shown = repr(character) if len(character) == 1 else character
        hint = _INSTEAD.get(character, "")
        raise ExpressionError(f"the character {shown} has no meaning in an expression{hint}", strange.start() + 1)
    assignment = _ASSIGNMENT.search(text)
    if assignment:
        raise ExpressionError("'=' has no meaning in an expression; write == to compare", assignment.start() + 1)
    flat = re.sub(r"\s", " ", text)
    body = flat.lstrip()
    start = len(flat) - len(body)
    if not body:
        raise ExpressionError("the expression is empty; write a number such as 3/10 or 0", 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # "1or 2" is a warning in some versions of Python, an error in others
            tree = ast.parse(body, mode="eval").body
    except SyntaxError as error:
        column = min(max(error.offset or 1, 1), len(body)) + start
        raise ExpressionError(f"this is not an expression: {error.msg}", column) from None
    except (ValueError, MemoryError, RecursionError, Warning):
        raise ExpressionError(f"the expression is nested too deeply; at most {MAX_DEPTH} levels are read", 1) from None
    count = sum(isinstance(node, ast.expr) for node in ast.walk(tree))
    if count > MAX_NODES:
        raise ExpressionError(f"the expression has {count} parts; at most {MAX_NODES} are read", 1)
    return tree, start

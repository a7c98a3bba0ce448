"""Plain tables: columns aligned by spaces, headings, wrapped lines."""

from collections.abc import Iterable, Sequence
from textwrap import fill

__all__ = ["WIDTH", "blocks", "listed", "plural", "printable", "table", "wrapped"]

#: Columns of a page of text.
WIDTH = 100

#: Stands for a space at which no line may break: a printable character that no label should hold.
_GLUE = "\ufffc"


def printable(label: object) -> str:
    r"""A label on one line: control characters are shown, not obeyed.

    >>> printable("a\nb"), printable("émeute")
    ('a\\nb', 'émeute')
    """
    text = str(label)
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def table(rows: Iterable[Sequence[str]], *, indent: int = 2, gap: int = 2) -> list[str]:
    """Rows as lines, every column as wide as its widest cell.

    >>> table([("a", "bb"), ("ccc", "d")])
    ['  a    bb', '  ccc  d']
    """
    cells = [[printable(cell) for cell in row] for row in rows]
    if not cells:
        return []
    count = max(map(len, cells))
    padded = [row + [""] * (count - len(row)) for row in cells]
    widths = [max(len(row[k]) for row in padded) for k in range(count)]
    lines = ((" " * gap).join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in padded)
    return [(" " * indent + line).rstrip() for line in lines]


def blocks(heads: Sequence[str], columns: Sequence[Sequence[str]], titles: Sequence[str]) -> list[str]:
    """A table with a head per row, cut into several side by side blocks where it would be wider than the page.

    Parameters
    ----------
    heads : sequence of str
        First cell of every row; rows below the titles.
    columns : sequence of sequences of str
        One per title, each with one cell per row.
    titles : sequence of str
        Column titles.
    """
    lines: list[str] = []
    start = 0
    while start < len(columns):
        stop = start + 1
        while stop < len(columns) and _width(heads, columns[start : stop + 1], titles[start : stop + 1]) <= WIDTH:
            stop += 1
        part = columns[start:stop]
        rows = [("", *titles[start:stop])]
        rows += [(head, *(column[k] for column in part)) for k, head in enumerate(heads)]
        lines += ([""] if lines else []) + table(rows)
        start = stop
    return lines


def _width(heads: Sequence[str], columns: Sequence[Sequence[str]], titles: Sequence[str]) -> int:
    first = max(map(len, heads), default=0)
    return 2 + first + sum(2 + max(len(t), *map(len, c)) for t, c in zip(titles, columns, strict=True))


def wrapped(text: str, *, indent: int = 2, hang: int = 2) -> str:
    """A paragraph within the page."""
    return fill(
        printable(text),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )


def listed(lead: str, items: Iterable[str], *, indent: int = 2) -> str:
    """A lead and its items, separated by commas, broken between items only."""
    kept = ", ".join(printable(item).replace(" ", _GLUE) for item in items)
    text = f"{printable(lead).replace(' ', _GLUE)}{_GLUE * 2}{kept}"
    return wrapped(text, indent=indent, hang=len(lead) + 2).replace(_GLUE, " ")


def plural(count: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "component"), plural(2, "component"), plural(2, "family")
    ('1 component', '2 components', '2 families')
    """
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"

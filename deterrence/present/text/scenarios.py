"""What a scenario says, as text."""

from collections.abc import Sequence

from .tables import printable, table, wrapped

__all__ = ["scenario_text"]


def scenario_text(title: str, narrative: str, parameters: Sequence[Sequence[str]] = ()) -> str:
    """A title, the story, and a table of parameters.

    Parameters
    ----------
    title, narrative : str
    parameters : sequence of rows, optional
        Name, value, range, unit, source.

    Examples
    --------
    >>> print(scenario_text("Airspace", "Jets come.", [("gain", "1", "[0, 2]", "utils", "judgement")]))
    Airspace
    <BLANKLINE>
      Jets come.
    <BLANKLINE>
      gain  1  [0, 2]  utils  judgement
    """
    parts = [printable(title)] if title else []
    paragraphs = [" ".join(p.split()) for p in narrative.split("\n\n")]
    parts += [wrapped(paragraph, hang=0) for paragraph in paragraphs if paragraph]
    if parameters:
        heads = table([row[:-1] for row in parameters])
        lead = max(map(len, heads)) + 2
        lines = (wrapped(row[-1], indent=lead, hang=0) for row in parameters)
        parts.append("\n".join((head.ljust(lead) + line[lead:]).rstrip() for head, line in zip(heads, lines, strict=True)))
    return "\n\n".join(parts)

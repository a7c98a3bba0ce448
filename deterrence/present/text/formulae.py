"""Models that are their formulae, as text."""

from collections.abc import Callable, Iterator
from typing import Any

from ...roots import Implicit
from ..payoffs import domain
from .tables import printable, table, wrapped

__all__ = ["formulae_text", "formulae_told"]


def formulae_text(model: Any) -> str:
    """A model as a terminal shows it: every formula, what they presuppose, and which parameters are free.

    Parameters
    ----------
    model : ClosedFormModel

    Examples
    --------
    >>> import deterrence as dt
    >>> print(formulae_text(dt.models.resolve_persuasion(credibility="1/5")))
    Formulae: Persuasion about resolve
      deterred = Min(1, credibility/belief_needed)
      bluff = Min(1, credibility*(1 - belief_needed)/(belief_needed*(1 - credibility)))
    <BLANKLINE>
      free parameters:
        belief_needed  in (0, 1)  probability  belief from which on the challenger refrains
    """
    lines = [f"Formulae: {printable(model.title)}"]
    lines += [wrapped(f"{name} = {text}") for name, text in formulae_told(model, str)]
    if model.holds:
        lines += ["", wrapped(f"They hold where {'; '.join(model.holds)}.")]
    if model.parameters:
        rows = [(p.name, domain(p), p.unit, p.meaning) for p in model.parameters]
        lines += ["", "  free parameters:", *table(rows, indent=4)]
    return "\n".join(lines)


def formulae_told(model: Any, shown: Callable[[Any], str]) -> Iterator[tuple[str, str]]:
    """Every formula by name, several solutions one by one; an equation with the unknown that it is solved for."""
    for name, form in model.forms.items():
        for part in form if isinstance(form, tuple) else (form,):
            if isinstance(part, Implicit):
                solved = f"{shown(part.unknown)} with {shown(part.equation)} = 0"
                yield name, solved if part.reported is None else f"{shown(part.reported)} at the {solved}"
            else:
                yield name, shown(part)

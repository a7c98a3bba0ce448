"""Comparative statics as text."""

from ..analysis.atlas_statics import ComparativeStatics, Effect
from .atlas import clause_latex, conjunction, expression_latex
from .latex import escape_latex
from .text.tables import printable, wrapped

__all__ = ["statics_latex", "statics_text"]


def statics_text(found: ComparativeStatics) -> str:
    """For every family the measure, and which way it moves.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(tolerate_cost=2, respond_cost=1).free("credibility")
    >>> print(statics_text(dt.atlas(game).comparative_statics("clash", "credibility")))
    Effect of credibility on clash
    <BLANKLINE>
    challenger: probe; defender: respond
      positive: clash = credibility, derivative 1
    challenger: refrain; defender: respond
      zero: clash = 0, derivative 0
    challenger: refrain; defender: respond or tolerate
      zero: clash = 0, derivative 0
    """
    lines = [f"Effect of {found.parameter} on {found.measure}", ""]
    named = ""
    for effect in found:
        if effect.family.name != named:
            named = effect.family.name
            lines.append(wrapped(printable(named), indent=0))
        lines.append(wrapped(_told(effect, found.measure), indent=2))
    return "\n".join(lines)


def _told(effect: Effect, measure: str) -> str:
    what = measure if effect.end == "value" else f"{effect.end} {measure}"
    sign = effect.sign if effect.positive_when is None else f"positive iff {conjunction((effect.positive_when,))}"
    where = " or ".join(conjunction(c) for c in effect.where)
    return f"{sign}: {what} = {effect.value}, derivative {effect.derivative}" + (f", where {where}" if where else "")


def statics_latex(found: ComparativeStatics) -> str:
    """The same in LaTeX: for every family the measure, its derivative, and the sign of that."""
    measure, parameter = escape_latex(found.measure), escape_latex(found.parameter)
    blocks = []
    for name in dict.fromkeys(e.family.name for e in found):
        lines = [rf"\paragraph{{Effect of {parameter} on {measure}.}} In the family \emph{{{escape_latex(name)}}}"]
        for effect in (e for e in found if e.family.name == name):
            what = measure if effect.end == "value" else f"the {effect.end} of {measure}"
            where = " or ".join(f"${clause_latex(c)}$" for c in effect.where)
            value, change = expression_latex(effect.value), expression_latex(effect.derivative)
            lines.append(
                rf"{what} is ${value}$; its derivative ${change}$ is {_sign(effect)}{where and f', where {where}'}."
            )
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _sign(effect: Effect) -> str:
    return effect.sign if effect.positive_when is None else f"positive iff ${clause_latex((effect.positive_when,))}$"

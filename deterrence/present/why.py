"""Why a comparison comes out as it does, as text."""

from collections.abc import Iterator
from html import escape
from typing import Any

from ..analysis.why import Reason, Why
from ..exact import show
from .atlas import abbreviations, abbreviations_latex, conjunction
from .claims import claim_latex, claim_lines, claim_sentences
from .latex import escape_latex
from .text.tables import printable, wrapped
from .words import family_phrase

__all__ = ["why_html", "why_latex", "why_text"]


def why_text(found: Why) -> str:
    """What every channel needs; its equilibria, and those that would spoil a criterion, with what decides it."""
    lines = [*_needs(found), "Why: conditions under which equilibria exist, at the values compared"]
    for channel, reasons in found.reasons.items():
        told = [wrapped(line, indent=2 if k == 0 else 4) for r in reasons for k, line in enumerate(_told(r))]
        lines += ["", f"{printable(channel)}:", *told]
        used = abbreviations(found.atlases[channel].game, "\n".join(told))
        if used:
            lines.append(wrapped("where " + ", ".join(f"{name} = {meaning}" for name, meaning in used), indent=2))
    for channel, said in found.missing.items():
        lines += ["", wrapped(f"{printable(channel)}: {said}", indent=0)]
    return "\n".join(lines)


def _needs(found: Why) -> Iterator[str]:
    """What every channel needs to meet the criteria, as text."""
    if not found.claims and not found.unclaimed:
        return
    symbols = printable(", ".join(found.free)) or "its own parameters"
    yield wrapped(f"What each channel needs, {symbols} free and the others at their values", indent=0)
    for channel, claims in found.claims.items():
        shown = printable(channel)
        told = [wrapped(f"- {line}", indent=2) for line in claim_lines(shown, claims)]
        yield from ("", f"{shown}:", *told)
        used = abbreviations(claims[0].game, "\n".join(told))
        if used:
            yield wrapped("where " + ", ".join(f"{name} = {meaning}" for name, meaning in used), indent=2)
    for channel, said in found.unclaimed.items():
        yield from ("", wrapped(f"{printable(channel)}: {said}", indent=0))
    yield ""


def why_html(found: Why) -> str:
    """What every channel needs as a list, the reasons below it as they are printed."""
    items = [f"<li>{escape(line)}</li>" for channel, claims in found.claims.items() for line in claim_lines(channel, claims)]
    needs = f'<ul class="deterrence-claims">{"".join(items)}</ul>' if items else ""
    return f"{needs}<pre>{escape(why_text(found))}</pre>"


def why_latex(found: Why) -> str:
    """What every channel needs, a proposition-like paragraph for each; plain LaTeX without packages."""
    blocks = []
    for channel, claims in found.claims.items():
        lines = [rf"\paragraph{{{escape_latex(channel)}.}}"]
        for names, conditions, beside in claim_sentences(claims):
            what = "It meets all criteria" if len(names) > 1 else f"Criterion ``{escape_latex(names[0])}'' is met"
            for lead, cases in conditions:
                lines.append(f"{what} {escape_latex(lead)}")
                lines += [rf"\[ {claim_latex(cases)} \]"] if cases else []
            lines += ["(knife edges apart)."] if beside else []
        blocks += ["\n".join(lines), *abbreviations_latex(claims[0].game, "\n".join(claim_lines(channel, claims)))]
    return "\n\n".join(blocks)


def _told(reason: Reason) -> Iterator[str]:
    shown: Any = reason.family  # it has what a Family has that is asked for here
    gone = ", which the refinement removes" if reason.exists and not reason.kept else ""
    yield f"{'-' if reason.exists else '- no'} {printable(family_phrase(shown))}{gone}"
    if reason.criteria:
        verb = "spoils" if reason.exists else "would spoil"
        yield f"{verb}: {', '.join(reason.criteria)}"
    if not reason.exists:
        failing = [f"{conjunction((c.relation,))} (misses by {show(c.margin)})" for c in reason.conditions if not c.holds]
        yield f"it would need {' and '.join(failing)}" if failing else "it would need an equality of parameters"
        return
    holding = conjunction(c.relation for c in reason.conditions) if reason.conditions else ""
    if holding:
        yield f"exists iff {holding}" if len(reason.family.region.cases) == 1 else f"exists, for {holding}"
    if reason.binding is not None:
        yield f"nearest to failing: {conjunction((reason.binding.relation,))}, by {show(reason.binding.margin)}"

"""Why a comparison comes out as it does, as text."""

from collections.abc import Iterator
from typing import Any

from ..analysis.why import Reason, Why
from ..exact import show
from .atlas import abbreviations, conjunction
from .text.tables import printable, wrapped
from .words import family_phrase

__all__ = ["why_text"]


def why_text(found: Why) -> str:
    """For every channel the equilibria that there are, and those that would spoil a criterion, with what decides it."""
    lines = ["Why: conditions under which equilibria exist, at the values compared"]
    for channel, reasons in found.reasons.items():
        told = [wrapped(line, indent=2 if k == 0 else 4) for r in reasons for k, line in enumerate(_told(r))]
        lines += ["", f"{printable(channel)}:", *told]
        used = abbreviations(found.atlases[channel], "\n".join(told))
        if used:
            lines.append(wrapped("where " + ", ".join(f"{name} = {meaning}" for name, meaning in used), indent=2))
    for channel, said in found.missing.items():
        lines += ["", wrapped(f"{printable(channel)}: {said}", indent=0)]
    return "\n".join(lines)


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

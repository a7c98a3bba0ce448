"""What a channel needs to meet the criteria of a comparison: one sentence for each, as text, LaTeX and HTML."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from ..analysis.atlas_claims import Claim
from .atlas import clause_latex, conjunction

__all__ = ["claim_latex", "claim_lines", "claim_sentences", "condition_text"]


def condition_text(cases: Sequence[Sequence[Any]]) -> str:
    """A union of conjunctions in one phrase, what all have in common once.

    Examples
    --------
    >>> import sympy
    >>> x, y, z = sympy.symbols("x y z", real=True)
    >>> condition_text([(x > 0, y > 1), (x > 0, z > 2)])
    'x > 0 and (y > 1 or z > 2)'
    """
    shared, rest = _parted(cases)
    told = [conjunction(shared)] if shared else []
    if all(rest):
        parts = [conjunction(r) if len(r) == 1 else f"({conjunction(r)})" for r in rest]
        told.append(parts[0] if len(parts) == 1 else f"({' or '.join(parts)})" if shared else " or ".join(parts))
    return " and ".join(told) or "always"


def _parted(cases: Sequence[Sequence[Any]]) -> tuple[list[Any], list[list[Any]]]:
    """Conditions that all cases have, and what each asks beside."""
    shared = [r for r in cases[0] if all(r in case for case in cases[1:])]
    return shared, [[r for r in case if r not in shared] for case in cases]


def claim_lines(channel: str, claims: Sequence[Claim]) -> Iterator[str]:
    """One sentence for every criterion, that about all of them first."""
    for names, conditions, beside in claim_sentences(claims):
        said = "; ".join(f"{lead} {condition_text(cases)}" if cases else lead for lead, cases in conditions)
        edges = f"; apart from knife edges: {' or '.join(beside)}" if beside else ""
        what = f"{channel} suffices (meets all {len(names)} criteria)" if len(names) > 1 else names[0]
        yield f"{what}: {said}{edges}"


def claim_sentences(claims: Sequence[Claim]) -> Iterator[tuple[tuple[str, ...], list[tuple[str, Any]], list[str]]]:
    """Criteria, what is said of them (a lead, and the cases that follow it), and the equalities on which it is otherwise."""
    ordered = sorted(claims, key=lambda c: -len(c.criteria))
    for names, group in groupby(ordered, key=lambda c: c.criteria):
        several = list(group)
        same = len({c.region for c in several}) == 1
        close = not same and several[-1].within(several[0])
        if len(several) > 1 and (same or close):
            told = [_told("", several[0]), *([("on its boundary it may depend on the equilibrium", ())] if close else [])]
        else:
            told = [_told(f"in {c.quantifier} equilibrium ", c) for c in several]
        shown = several[:1] if same or close else several
        edges = [f"{r.lhs} = {r.rhs}" for c in shown for case in c.exceptions for r in case if r.rel_op == "=="]
        yield names, told, list(dict.fromkeys(edges))


def _told(lead: str, claim: Claim) -> tuple[str, Any]:
    if claim.never:
        return f"{lead}never", ()
    return (f"{lead}always", ()) if claim.always else (f"{lead}iff", claim.region.stated)


def claim_latex(cases: Sequence[Sequence[Any]]) -> str:
    """A union of conjunctions as one formula, what all have in common once."""
    shared, rest = _parted(cases)
    told = [clause_latex(shared)] if shared else []
    if all(rest):
        parts = [clause_latex(r) if len(r) == 1 else rf"({clause_latex(r)})" for r in rest]
        joined = r" \;\mbox{or}\; ".join(parts)
        told.append(rf"\left({joined}\right)" if shared and len(parts) > 1 else joined)
    return r",\quad ".join(told)

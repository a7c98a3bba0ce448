"""An atlas as text, LaTeX and HTML: one proposition for every family of equilibria."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from ..analysis.atlas import Atlas
from ..analysis.atlas_families import AtlasFamily
from ..analysis.atlas_solutions import Solution
from .latex import escape_latex
from .text.tables import printable, wrapped
from .words import family_phrase

__all__ = ["atlas_html", "atlas_latex", "atlas_text"]


def atlas_text(atlas: Atlas) -> str:
    """Families with their conditions, strategies and beliefs.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(tolerate_cost=2, respond_cost=1).free("credibility")
    >>> print(atlas_text(dt.atlas(game)))  # doctest: +ELLIPSIS
    Atlas: Probe game: 3 families of equilibria, 3 more on knife edges
    free parameters: gain, clash_cost, credibility
    <BLANKLINE>
    1. challenger: probe; defender: respond
         exists iff credibility <= gain/(clash_cost + gain)
    ...
    """
    names = ", ".join(p.name for p in atlas.game.parameters) or "none"
    title = f"{printable(atlas.game.title)}: " if atlas.game.title else ""
    more = f", {len(atlas.knife_edges)} more on knife edges" if atlas.knife_edges else ""
    lines = [f"Atlas: {title}{len(atlas)} families of equilibria{more}", wrapped(f"free parameters: {names}", indent=0)]
    undeclared = [p.name for p in atlas.game.parameters if p.domain == "real" and not p.meaning]
    if undeclared:
        lines.append(wrapped(f"taken to be any real number, for no domain was declared: {', '.join(undeclared)}"))
    for number, family in enumerate(atlas.families, 1):
        lines += ["", wrapped(f"{number}. {printable(_phrase(family))}", indent=0), *_family_lines(family)]
    lines += _knife_edges(atlas)
    if atlas.undecided:
        lines += [
            "",
            wrapped(f"{atlas.undecided} conditions may follow from the others; they are kept, for no proof was found."),
        ]
    return "\n".join(lines)


def _knife_edges(atlas: Atlas) -> Iterator[str]:
    """Families that need one equality, by equality; those at the ends of domains and deeper are only counted."""
    by_equality: dict[str, list[AtlasFamily]] = {}
    for family in atlas.knife_edges:
        for clause in family.region.surfaces:
            for r in clause:
                if r.rel_op == "==" and not (r.lhs.is_Symbol and r.rhs.is_number):
                    shown = by_equality.setdefault(f"{r.lhs} = {r.rhs}", [])
                    shown += [] if family in shown else [family]
    if by_equality:
        yield from ("", "Only on a knife edge, each under conditions of its own (see knife_edges):")
    for equality, families in by_equality.items():
        yield wrapped(f"- {equality}: {'; '.join(printable(_phrase(f)) for f in families)}", indent=2)


def _family_lines(family: AtlasFamily) -> Iterator[str]:
    clauses = family.region.conditions
    for k, clause in enumerate(clauses):
        lead = "exists iff" if k == 0 else "or iff"
        yield wrapped(f"{lead} {_and(clause)}", indent=5)
    if family.region.surfaces:
        beside = len(family.region.surfaces)
        yield wrapped(f"and on {beside} knife edge{'s' if beside > 1 else ''} beside", indent=5)
    for clause_numbers, solution in family.solutions:
        told = list(_told(solution))
        if not told:
            continue
        if len(family.solutions) > 1:
            yield f"     in case {', '.join(str(k + 1) for k in clause_numbers)}:"
        yield from (wrapped(line, indent=7) for line in told)


def _phrase(family: AtlasFamily) -> str:
    # it has what a Family has that is asked for here
    shown: Any = family
    return family_phrase(shown)


def _and(clause: Iterable[Any]) -> str:
    return " and ".join(f"{r.lhs} {_sign(r)} {r.rhs}" for r in clause) or "always"


def _told(solution: Solution) -> Iterator[str]:
    """Probabilities that are neither 0 nor 1, ranges, beliefs off the path."""
    for where, chances in _mixed(solution):
        *first, last = chances.items()
        told = ", ".join(f"{action} with probability {chance}" for action, chance in first)
        yield f"{where}: {told}, else {last[0]}"
    for r in solution.bounds:
        yield f"where {r.lhs} {r.rel_op} {r.rhs}"
    for message, belief in solution.beliefs.items():
        if isinstance(belief, tuple) and belief:
            yield f"belief after {message}: {' and '.join(f'Pr({r.lhs}) {_sign(r)} {r.rhs}' for r in belief)}"


def _sign(r: Any) -> str:
    return {"==": "=", "!=": "is not"}.get(r.rel_op, str(r.rel_op))


def _mixed(solution: Solution) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for player, strategy in solution.strategies.items():
        by_set = strategy.items() if isinstance(next(iter(strategy.values())), Mapping) else [(player, strategy)]
        for where, chances in by_set:
            used = {a: x for a, x in chances.items() if x != 0}
            if len(used) > 1:
                yield where, used


def atlas_latex(atlas: Atlas) -> str:
    """Propositions that can be pasted into a paper; plain LaTeX without packages."""
    blocks = []
    for number, family in enumerate(atlas.families, 1):
        phrase = escape_latex(_phrase(family))
        lines = [rf"\paragraph{{Proposition {number}.}} An equilibrium of the form \emph{{{phrase}}} exists if and only if"]
        lines += [rf"\[ {_clause_latex(family.region.conditions[0])} \]"] if family.region.conditions else []
        for clause in family.region.conditions[1:]:
            lines += ["or", rf"\[ {_clause_latex(clause)} \]"]
        for clause_numbers, solution in family.solutions:
            told = [rf"\[ {line} \]" for line in _told_latex(solution)]
            if told:
                case = f" (case {', '.join(str(k + 1) for k in clause_numbers)})" if len(family.solutions) > 1 else ""
                lines += [f"In it{case}", *told]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _math(e: Any) -> str:
    import sympy

    names = {s: rf"\mathit{{{escape_latex(s.name)}}}" for s in e.free_symbols}
    return str(sympy.latex(e, symbol_names=names))


def _relation(r: Any) -> str:
    sign = {">=": r"\geq", "<=": r"\leq", "==": "=", "!=": r"\neq"}.get(r.rel_op, r.rel_op)
    return f"{_math(r.lhs)} {sign} {_math(r.rhs)}"


def _clause_latex(clause: Iterable[Any]) -> str:
    return r",\quad ".join(map(_relation, clause)) or r"\mbox{always}"


def _told_latex(solution: Solution) -> Iterator[str]:
    for where, chances in _mixed(solution):
        for action, chance in list(chances.items())[:-1]:
            if not chance.is_Symbol:
                yield rf"\Pr(\mbox{{{escape_latex(action)}}} \mid \mbox{{{escape_latex(where)}}}) = {_math(chance)}"
    if solution.bounds:
        yield _clause_latex(solution.bounds)


def atlas_html(atlas: Atlas) -> str:
    """A table: family, conditions, strategies."""
    rows = []
    for family in atlas.families:
        clauses = "<br>or<br>".join(escape(_and(c)) for c in family.region.conditions)
        told = "<br>".join(escape(line) for _, s in family.solutions for line in _told(s))
        rows.append(f"<tr><td>{escape(_phrase(family))}</td><td>{clauses}</td><td>{told}</td></tr>")
    head = "<tr><th>family</th><th>exists iff</th><th>probabilities</th></tr>"
    more = f"<p>{len(atlas.knife_edges)} more families on knife edges.</p>" if atlas.knife_edges else ""
    return f'<table class="deterrence-atlas"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>{more}'

"""An atlas as text, LaTeX and HTML: one proposition for every family of equilibria."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from ..analysis.atlas import Atlas
from ..games.game import Game
from ..solve.symbolic.answer import SymbolicSet
from ..solve.symbolic.atlas_family import AtlasFamily
from ..solve.symbolic.lifting import StandIn
from ..solve.symbolic.solutions import Solution
from .latex import escape_latex
from .text.tables import printable, wrapped
from .words import family_phrase

__all__ = [
    "atlas_html",
    "atlas_latex",
    "atlas_of",
    "abbreviations",
    "abbreviations_latex",
    "atlas_text",
    "clause_latex",
    "conjunction",
    "expression_latex",
    "symbolic_text",
]


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
    after = f" after {atlas.refinement}" if atlas.refinement else ""
    lines = [
        f"Atlas{after}: {title}{len(atlas)} families of equilibria{more}",
        wrapped(f"free parameters: {names}", indent=0),
    ]
    lines += [wrapped(f"{p.name} stands for {p.term}", indent=0) for p in atlas.game.parameters if isinstance(p, StandIn)]
    undeclared = [p.name for p in atlas.game.parameters if p.domain == "real" and not p.meaning]
    if undeclared:
        lines.append(wrapped(f"taken to be any real number, for no domain was declared: {', '.join(undeclared)}"))
    for number, family in enumerate(atlas.families, 1):
        lines += ["", wrapped(f"{number}. {printable(_phrase(family))}", indent=0), *_family_lines(family)]
    lines += _knife_edges(atlas)
    lines += _by_point(atlas)
    used = abbreviations(atlas.game, "\n".join(lines))
    lines += ["", "Abbreviations:", *(wrapped(f"- {name} = {meaning}", indent=2) for name, meaning in used)] if used else []
    if atlas.undecided:
        lines += [
            "",
            wrapped(f"{atlas.undecided} conditions may follow from the others; they are kept, for no proof was found."),
        ]
    return "\n".join(lines)


def abbreviations(game: Game, text: str) -> list[tuple[str, Any]]:
    """Those of the game's abbreviations that a text uses, and those that these use, with what they stand for."""
    import sympy

    known = {sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in game.values.items()}
    meanings = {name: sympy.sympify(e).xreplace(known) for name, e in game.abbreviations.items()}
    used: set[str] = set()
    for name in reversed(meanings):
        if re.search(rf"\b{name}\b", text) or any(name in map(str, meanings[other].free_symbols) for other in used):
            used.add(name)
    return [(name, meaning) for name, meaning in meanings.items() if name in used]


def atlas_of(eqs: SymbolicSet) -> Atlas:
    """What a solver found for a game with free parameters, as an atlas."""
    generic = tuple(f for f in eqs.families if f.generic)
    return Atlas(eqs.game, generic, eqs.knife_edges, eqs.derivation)


def symbolic_text(eqs: SymbolicSet) -> str:
    """The same as for an atlas, under the name of the concept."""
    told = atlas_text(atlas_of(eqs)).replace("Atlas: ", f"{eqs.concept}, parameters free: ", 1)
    return told if eqs.complete else f"{told}\n\n{wrapped(f'not complete: {eqs.why}', indent=0)}"


def _knife_edges(atlas: Atlas) -> Iterator[str]:
    """Families that need one equality, by equality; those at the ends of domains and deeper are only counted."""
    by_equality: dict[str, list[AtlasFamily]] = {}
    for family in atlas.knife_edges:
        for clause in family.region.stated_surfaces:
            for r in clause:
                if r.rel_op == "==" and not (r.lhs.is_Symbol and r.rhs.is_number):
                    shown = by_equality.setdefault(f"{r.lhs} = {r.rhs}", [])
                    shown += [] if family in shown else [family]
    if by_equality:
        yield from ("", "Only on a knife edge, each under conditions of its own (see knife_edges):")
    for equality, families in by_equality.items():
        yield wrapped(f"- {equality}: {'; '.join(printable(_phrase(f)) for f in families)}", indent=2)


def _by_point(atlas: Atlas) -> Iterator[str]:
    """What a refinement leaves to the solver."""
    if any(f.generic for f in atlas.by_point):
        names = "; ".join(printable(_phrase(f)) for f in atlas.by_point if f.generic)
        yield from ("", wrapped(f"Decided at each point, by at(...) and holding(...): {names}", indent=0))


def _family_lines(family: AtlasFamily) -> Iterator[str]:
    clauses = family.region.stated
    for k, clause in enumerate(clauses):
        lead = "exists iff" if k == 0 else "or iff"
        yield wrapped(f"{lead} {conjunction(clause)}", indent=5)
    if family.region.surfaces:
        beside = len(family.region.surfaces)
        yield wrapped(f"and on {beside} knife edge{'s' if beside > 1 else ''} beside", indent=5)
    yield from (wrapped(line, indent=5 if line.endswith(":") else 7) for line in _every_line(family))


def _phrase(family: AtlasFamily) -> str:
    # it has what a Family has that is asked for here
    shown: Any = family
    return family_phrase(shown)


def conjunction(clause: Iterable[Any]) -> str:
    """Conditions that all hold."""
    return " and ".join(f"{r.lhs} {_sign(r)} {r.rhs}" for r in clause) or "always"


def _lead(family: AtlasFamily, numbers: Iterable[int], solution: Solution) -> str:
    """Where one of several closed forms holds."""
    case = f"in case {', '.join(str(k + 1) for k in numbers)}" if len(family.region.stated) > 1 else ""
    where = " or ".join(conjunction(clause) for clause in solution.where)
    return ", ".join(filter(None, (case, where and f"where {where}"))) or "also"


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
        by_set = strategy.items() if isinstance(next(iter(strategy.values()), None), Mapping) else [(player, strategy)]
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
        lines += [rf"\[ {clause_latex(family.region.stated[0])} \]"] if family.region.stated else []
        for clause in family.region.stated[1:]:
            lines += ["or", rf"\[ {clause_latex(clause)} \]"]
        for clause_numbers, solution in family.stated:
            told = [rf"\[ {line} \]" for line in _told_latex(solution)]
            if told:
                case = f" (case {', '.join(str(k + 1) for k in clause_numbers)})" if len(family.region.stated) > 1 else ""
                where = " or ".join(f"${clause_latex(c)}$" for c in solution.where)
                lines += [f"In it{case}{where and f', where {where},'}", *told]
        blocks.append("\n".join(lines))
    if atlas.game.abbreviations:
        blocks += abbreviations_latex(atlas.game, repr(atlas))
    return "\n\n".join(blocks)


def abbreviations_latex(game: Game, text: str) -> list[str]:
    """A paragraph on those of a game's abbreviations that a text uses, if there are any."""
    told = [rf"\[ {_name(name)} = {expression_latex(meaning)} \]" for name, meaning in abbreviations(game, text)]
    return ["\n".join([r"\paragraph{Abbreviations.}", *told])] if told else []


def expression_latex(e: Any) -> str:
    """An expression in parameters and abbreviations."""
    import sympy

    return str(sympy.latex(e, symbol_names={s: _name(s.name) for s in e.free_symbols}))


def _name(name: str) -> str:
    """A word stands upright in one piece; a letter or two with an index are mathematics already."""
    import sympy

    indexed = re.fullmatch(r"[A-Za-z]{1,2}_[A-Za-z0-9]{1,2}|[a-z]+_[A-Za-z0-9]", name)
    return str(sympy.latex(sympy.Symbol(name))) if indexed else rf"\mathit{{{escape_latex(name)}}}"


def _relation(r: Any) -> str:
    sign = {">=": r"\geq", "<=": r"\leq", "==": "=", "!=": r"\neq"}.get(r.rel_op, r.rel_op)
    return f"{expression_latex(r.lhs)} {sign} {expression_latex(r.rhs)}"


def clause_latex(clause: Iterable[Any]) -> str:
    """Conditions that all hold, as a formula."""
    return r",\quad ".join(map(_relation, clause)) or r"\mbox{always}"


def _told_latex(solution: Solution) -> Iterator[str]:
    for where, chances in _mixed(solution):
        for action, chance in list(chances.items())[:-1]:
            if not chance.is_Symbol:
                event = rf"\mbox{{{escape_latex(action)}}} \mid \mbox{{{escape_latex(where)}}}"
                yield rf"\Pr({event}) = {expression_latex(chance)}"
    if solution.bounds:
        yield clause_latex(solution.bounds)


def _every_line(family: AtlasFamily) -> Iterator[str]:
    """Probabilities and ranges, each set of closed forms led by where it holds if there are several."""
    for numbers, solution in family.stated:
        told = list(_told(solution))
        if told and len(family.stated) > 1:
            yield f"{_lead(family, numbers, solution)}:"
        yield from told


def atlas_html(atlas: Atlas) -> str:
    """A table: family, conditions, strategies."""
    rows = []
    for family in atlas.families:
        clauses = "<br>or<br>".join(escape(conjunction(c)) for c in family.region.stated)
        told = "<br>".join(escape(line) for line in _every_line(family))
        rows.append(f"<tr><td>{escape(_phrase(family))}</td><td>{clauses}</td><td>{told}</td></tr>")
    head = "<tr><th>family</th><th>exists iff</th><th>probabilities</th></tr>"
    more = f"<p>{len(atlas.knife_edges)} more families on knife edges.</p>" if atlas.knife_edges else ""
    return f'<table class="deterrence-atlas"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>{more}'

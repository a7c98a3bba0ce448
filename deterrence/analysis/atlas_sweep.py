"""Where the families of an atlas exist, and what measures are worth there, over arrays: one compiled function for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter
from ..parameters import Parameter
from ..solve.symbolic.formulas import expression
from ..solve.symbolic.signs import Literal
from .measures import measure_weights

if TYPE_CHECKING:
    from .atlas import Atlas

__all__ = ["evaluate", "values_of"]

#: Points evaluated at a time, so that memory stays bounded.
BLOCK = 65_536


@dataclass(frozen=True)
class Value:
    """The band of a measure where some literals hold; least and most by their places among the compiled quotients."""

    measure: str
    literals: tuple[Literal, ...]
    least: int
    most: int


def evaluate(atlas: "Atlas", grid: Mapping[str, Any], measures: Sequence[str] = ()) -> dict[str, Any]:
    """Family name to array of bool, and the bands of measures; see `Atlas.sweep`."""
    import numpy as np

    names = atlas._derivation.ring.names
    for name in grid:
        if name not in names:
            raise InvalidParameter(f"this atlas has no free parameter {name!r} (free: {', '.join(names) or 'none'})")
    missing = [n for n in names if n not in grid]
    if missing:
        raise InvalidParameter(f"no values for {', '.join(missing)}; give a number or an array for every free parameter")
    for p in atlas.game.parameters:
        _check_domain(p, np.asarray(grid[p.name], dtype=float))
    arrays = np.broadcast_arrays(*(np.asarray(grid[n], dtype=float) for n in names)) if names else []
    shape = arrays[0].shape if arrays else ()
    flat = [a.reshape(-1) for a in arrays]
    size = flat[0].size if flat else 1
    bodies = {f.name: [tuple(c.literals) for c in f.region.clauses if not c.on_surface] for f in atlas.families}
    values, ratios = values_of(atlas, measures)
    used = [x for body in bodies.values() for literals in body for x in literals] + [x for v in values for x in v.literals]
    atoms = list(dict.fromkeys(a for x in used for a, _ in x.atoms))
    function = _compiled(atlas, atoms, ratios)
    masks = {name: np.zeros(size, dtype=bool) for name in bodies}
    ends = {(m, end): np.full(size, np.nan) for m in measures for end in ("least", "most")}
    for start in range(0, size, BLOCK):
        block, width = slice(start, start + BLOCK), min(BLOCK, size - start)
        with np.errstate(all="ignore"):
            computed = function(*(a[block] for a in flat))
        # a polynomial without symbols comes back as one number
        signs = {a: np.broadcast_to(np.sign(v).astype(np.int8), width) for a, v in zip(atoms, computed, strict=False)}
        truths: dict[Literal, Any] = {}
        for name, body in bodies.items():
            for literals in body:
                masks[name][block] |= _all(literals, signs, truths, width)
        for v in values:
            here = _all(v.literals, signs, truths, width)
            for end, place, smaller in (("least", v.least, np.fmin), ("most", v.most, np.fmax)):
                part = ends[v.measure, end][block]
                smaller(part, computed[len(atoms) + place], out=part, where=here)
    told = {f"{m.replace(':', '_')}_{end}": array for (m, end), array in ends.items()}
    return {name: array.reshape(shape) for name, array in (masks | told).items()}


def _check_domain(parameter: Parameter, values: Any) -> None:
    """Refuse values that are no number or lie outside the domain, where regions say nothing."""
    import numpy as np

    interval = parameter.interval
    wrong = ~np.isfinite(values)
    if interval.least is not None:
        wrong |= (values <= float(interval.least)) if interval.least_open else (values < float(interval.least))
    if interval.most is not None:
        wrong |= (values >= float(interval.most)) if interval.most_open else (values > float(interval.most))
    if wrong.any():
        first = float(values[wrong].flat[0]) if values.ndim else float(values)
        raise InvalidParameter(
            f"parameter {parameter.name!r} is {first:g}, outside its domain {parameter.domain} "
            f"({int(wrong.sum())} of {values.size} values are); leave such points out"
        )


def values_of(atlas: "Atlas", measures: Iterable[str]) -> tuple[list[Value], list[Any]]:
    """Bands of the families, and the different quotients in them."""
    from .atlas_statics import spans

    atom = atlas._derivation.ring.atom
    places: dict[Any, int] = {}

    def place(ratio: Any) -> int:
        return places.setdefault((atom(ratio[0]), atom(ratio[1])), len(places))

    found = []
    for measure in dict.fromkeys(measures):
        weights = measure_weights(atlas.game, measure)
        for family in atlas.families:
            for s in spans(atlas, family, measure, weights):
                literals = tuple(dict.fromkeys(s.context.literals))
                found.append(Value(measure, literals, place(s.least), place(s.most)))
    return found, list(places)


def _compiled(atlas: "Atlas", atoms: Iterable[Any], ratios: Iterable[tuple[Any, Any]]) -> Any:
    import sympy

    ring = atlas._derivation.ring
    symbols = [sympy.Symbol(n, real=True) for n in ring.names]

    def shown(atom: Any) -> Any:
        return sympy.horner(expression(ring, ring.polynomial(atom)))

    found = [*map(shown, atoms), *(shown(top) / shown(bottom) for top, bottom in ratios)]
    return sympy.lambdify(symbols, found, modules="numpy", cse=True)


def _all(literals: Iterable[Literal], signs: Mapping[Any, Any], truths: dict[Literal, Any], width: int) -> Any:
    """Where all of some literals hold; each is worked out once."""
    import numpy as np

    here = np.ones(width, dtype=bool)
    for literal in literals:
        if literal not in truths:
            total: Any = literal.sign
            for atom, power in literal.atoms:
                total = total * (signs[atom] if power == 1 else signs[atom] ** 2)
            truths[literal] = total > 0 if literal.relation == ">" else total >= 0
        here &= truths[literal]
    return here

"""Where the families of an atlas exist, over arrays: one compiled function for all conditions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter
from ..solve.symbolic.formulas import expression

if TYPE_CHECKING:
    from .atlas import Atlas

__all__ = ["masks"]

#: Points evaluated at a time, so that memory stays bounded.
BLOCK = 65_536


def masks(atlas: "Atlas", grid: Mapping[str, Any]) -> dict[str, Any]:
    """Family name to array of bool; see `Atlas.sweep`."""
    import numpy as np

    names = atlas._derivation.ring.names
    for name in grid:
        if name not in names:
            raise InvalidParameter(f"this atlas has no free parameter {name!r} (free: {', '.join(names) or 'none'})")
    missing = [n for n in names if n not in grid]
    if missing:
        raise InvalidParameter(f"no values for {', '.join(missing)}; give a number or an array for every free parameter")
    arrays = np.broadcast_arrays(*(np.asarray(grid[n], dtype=float) for n in names)) if names else []
    shape = arrays[0].shape if arrays else ()
    flat = [a.reshape(-1) for a in arrays]
    size = flat[0].size if flat else 1
    function, atoms = _compiled(atlas)
    found = {f.name: np.zeros(size, dtype=bool) for f in atlas.families}
    for start in range(0, size, BLOCK):
        block = slice(start, start + BLOCK)
        width = min(BLOCK, size - start)
        values = function(*(a[block] for a in flat)) if atoms else ()
        # a polynomial without symbols comes back as one number
        signs = {a: np.broadcast_to(np.sign(v).astype(np.int8), width) for a, v in zip(atoms, values, strict=True)}
        for family in atlas.families:
            found[family.name][block] = _mask(family, signs, width)
    return {name: mask.reshape(shape) for name, mask in found.items()}


def _compiled(atlas: "Atlas") -> tuple[Any, list[Any]]:
    import sympy

    ring = atlas._derivation.ring
    clauses = [c for f in atlas.families for c in f.region.clauses if not c.on_surface]
    atoms = list(dict.fromkeys(a for c in clauses for x in c.literals for a, _ in x.atoms))
    symbols = [sympy.Symbol(n, real=True) for n in ring.names]
    expressions = [sympy.horner(expression(ring, ring.polynomial(a))) for a in atoms]
    return sympy.lambdify(symbols, expressions, modules="numpy", cse=True), atoms


def _mask(family: Any, signs: Mapping[Any, Any], width: int) -> Any:
    import numpy as np

    found = np.zeros(width, dtype=bool)
    for clause in family.region.clauses:
        if clause.on_surface:
            continue
        here = np.ones(width, dtype=bool)
        for literal in clause.literals:
            total: Any = literal.sign
            for atom, power in literal.atoms:
                total = total * (signs[atom] if power == 1 else signs[atom] ** 2)
            here &= total > 0 if literal.relation == ">" else total >= 0
        found |= here
    return found

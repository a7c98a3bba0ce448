"""Maps read off an atlas: the signs of its conditions say which families a cell has, its formulae what measures are worth.

Cells in which all conditions have the same signs are a regime. The first cell of each regime is solved exactly as well: that
counts the components, and the families must be those that the atlas names.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..solve.symbolic.formulas import expression
from .atlas_sweep import values_of
from .cells import DECIDED, Name, has_measure, solve_cell
from .engines import Answer, Engine, Exact
from .vectorised import Compiled, fixed, switches

if TYPE_CHECKING:
    from .atlas import Atlas

__all__ = ["AtlasEngine"]


@dataclass(frozen=True)
class _Regime:
    """Families and number of components where the conditions have some signs; per measure the formulae of its ends."""

    families: tuple[Name, ...]
    n_components: int
    ends: tuple[tuple[tuple[int, int], ...], ...]


class AtlasEngine(Engine):
    """Cells by the signs of an atlas's conditions; those near a boundary are left to the exact solver.

    Parameters
    ----------
    atlas : Atlas
        Its free parameters are `names`.
    names : sequence of str
    measures : sequence of str
    """

    label = "atlas"

    def __init__(self, atlas: "Atlas", names: Sequence[str], measures: Sequence[str]) -> None:
        self.game, self.measures = atlas.game, tuple(measures)
        ring = atlas._derivation.ring
        values, ratios = values_of(atlas, [m for m in measures if has_measure(atlas.game, m)])
        self._values = values
        self._bodies = {
            (f.name, f.shape): [tuple(c.literals) for c in f.region.clauses if not c.on_surface] for f in atlas.families
        }
        used = [x for body in self._bodies.values() for literals in body for x in literals]
        used += [x for v in values for x in v.literals]
        self._atoms = list(dict.fromkeys(a for x in used for a, _ in x.atoms))
        shown = {atom: expression(ring, ring.polynomial(atom)) for pair in ratios for atom in pair}
        shown |= {atom: expression(ring, ring.polynomial(atom)) for atom in self._atoms}
        wanted: dict[Any, Any] = {("sign", i): shown[atom] for i, atom in enumerate(self._atoms)}
        wanted |= {("ratio", i): shown[top] / shown[bottom] for i, (top, bottom) in enumerate(ratios)}
        # outside [0, 1] the game has no value, which the exact solver will say
        weights = [*getattr(self.game, "prior", {}).values(), *(w for o in self.game.outcomes.values() for w in o.values())]
        known = self.game.known
        free = [e for e in (fixed(w, known) for w in dict.fromkeys(weights)) if e.free_symbols]
        wanted |= {("share", i): e for i, e in enumerate(free)} | {("rest", i): 1 - e for i, e in enumerate(free)}
        guards = [*(shown[a] for a in self._atoms), *(e for k, e in wanted.items() if k[0] in ("share", "rest"))]
        self._compiled = Compiled(names, wanted, [*guards, *switches(wanted.values())])
        self._lock = threading.Lock()
        self._codes: dict[bytes, int] = {}
        self._regimes: list[_Regime | None] = []

    @property
    def n_codes(self) -> int:  # type: ignore[override]
        """Regimes met so far."""
        return len(self._regimes)

    def families(self, code: int) -> tuple[Name, ...]:
        """Families of the regime with a number."""
        return self._regime(code).families

    def n_components(self, code: int) -> int:
        """Components of the regime with a number."""
        return self._regime(code).n_components

    def _regime(self, code: int) -> _Regime:
        found = self._regimes[code]
        assert found is not None
        return found

    def solve(self, arrays: Sequence[Any], largest: Sequence[float], shape: tuple[int, ...], exact: Exact) -> Answer:
        """Solve cells; see `Engine.solve`."""
        import numpy as np

        values, near = self._compiled(arrays, largest)
        near = np.array(np.broadcast_to(near, shape)).reshape(-1)
        flat = {key: np.broadcast_to(value, shape).reshape(-1) for key, value in values.items()}
        for (kind, _), value in flat.items():
            near |= ~np.isfinite(value) | (value < 0 if kind in ("share", "rest") else False)
        signs = np.array([flat["sign", i] > 0 for i in range(len(self._atoms))], dtype=bool).reshape(-1, near.size)
        packed = np.ascontiguousarray(np.packbits(signs, axis=0).T) if len(signs) else np.zeros((near.size, 1), np.uint8)
        keys = packed.view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
        known, firsts, inverse = np.unique(keys[~near], return_index=True, return_inverse=True)
        places = np.flatnonzero(~near)
        codes = np.zeros(near.size, np.int32)
        bands = [(np.full(near.size, np.nan), np.full(near.size, np.nan)) for _ in self.measures]
        for k, (key, first) in enumerate(zip(known, firsts, strict=True)):
            at = places[first]
            code = self._code(key.tobytes(), signs[:, at], exact(np.unravel_index(at, shape)))
            here = places[inverse == k]
            found = self._regimes[code]
            if found is None:
                near[here] = True
                continue
            codes[here] = code
            for (least, most), ends in zip(bands, found.ends, strict=True):
                for low, high in ends:
                    least[here] = np.fmin(least[here], flat["ratio", low][here])
                    most[here] = np.fmax(most[here], flat["ratio", high][here])
        shaped = [
            (least.reshape(shape), most.reshape(shape)) if has_measure(self.game, m) else None
            for m, (least, most) in zip(self.measures, bands, strict=True)
        ]
        return Answer(codes.reshape(shape), near.reshape(shape), shaped)

    def _code(self, key: bytes, positive: Any, values: Mapping[str, Any]) -> int:
        """The number of a regime; a new one is read off the atlas and solved at one of its cells."""
        with self._lock:
            if key not in self._codes:
                self._regimes.append(self._read(positive, values))
                self._codes[key] = len(self._regimes) - 1
            return self._codes[key]

    def _read(self, positive: Any, values: Mapping[str, Any]) -> _Regime | None:
        """What holds where the conditions have some signs; None where the exact solver says something else."""
        signs = {atom: 1 if up else -1 for atom, up in zip(self._atoms, positive, strict=True)}

        def all_hold(literals: Any) -> bool:
            return all(x.holds(signs[a] for a, _ in x.atoms) for x in literals)

        families = [name for name, body in self._bodies.items() if any(map(all_hold, body))]
        cell = solve_cell(self.game, values, (), ())
        if cell.undecided != DECIDED or set(cell.families) != set(families):
            return None
        ends = tuple(
            tuple(dict.fromkeys((v.least, v.most) for v in self._values if v.measure == m and all_hold(v.literals)))
            for m in self.measures
        )
        return _Regime(cell.families, cell.n_components, ends)

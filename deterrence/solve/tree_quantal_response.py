"""The branch of logit agent equilibria of a tree, from uniform play on.

Unknowns are the logarithms of all probabilities, information set by information set; see `quantal_response_path`.
"""

from collections.abc import Sequence
from typing import Any

from ..errors import UnsupportedGame
from ..games.tree import ExtensiveForm
from .branch import above_the_least
from .quantal_response import Tracer

__all__ = ["TreeTracer"]

#: Step of derivatives along the imaginary axis, which loses no digits, however small it is.
TINY = 1e-30
#: A logarithm that no positive probability has.
NEVER = -1e30


class TreeTracer(Tracer):
    """The equations log p[h,a] - log p[h,0] = lambda (u[h,a] - u[h,0]), u being what an action pays where h is reached."""

    def __init__(self, game: ExtensiveForm) -> None:
        import numpy as np

        game.require_numbers()
        if not game.layout.sets:
            raise UnsupportedGame("nobody decides anything in this tree; quantal_response needs a player who chooses")
        self.np, self.game, layout = np, game, game.layout
        self.widths = tuple(len(held.actions) for held in layout.sets)
        self.starts = np.concatenate([[0], np.cumsum(self.widths)]).astype(int)
        table = np.array(above_the_least(game.payoff_numbers.values()))
        self.scale = float(np.ptp(table, axis=0).max()) or 1.0
        self.ends = dict(zip(game.payoff_numbers, table / self.scale, strict=True))
        self.chance = {node: [float(p) for p in row] for node, row in game.chance_numbers.items()}
        self.chance_logs = {n: [float(np.log(p)) if p else 2 * NEVER for p in row] for n, row in self.chance.items()}
        self.orientation = 1

    def _worth(self, logs: Any) -> list[Any]:
        """What every action pays at its information set, given that it is reached."""
        np, layout = self.np, self.game.layout
        mixed = [np.exp(row) for row in logs]
        rows = [
            self.chance[n] if n in self.chance else mixed[k] if (k := layout.set_of[n]) >= 0 else () for n in self._nodes
        ]
        kind = mixed[0].dtype
        # logarithms, lest what is hardly ever reached come out as never
        reach = np.zeros(len(rows), kind)
        steps = [
            self.chance_logs[n] if n in self.chance else logs[k] if (k := layout.set_of[n]) >= 0 else () for n in self._nodes
        ]
        values = np.zeros((len(rows), len(layout.players)), kind)
        for node, children in enumerate(layout.children):
            for child, step in zip(children, steps[node], strict=True):
                reach[child] = reach[node] + step
        for node in reversed(self._nodes):
            if node in self.ends:
                values[node] = self.ends[node]
            for child, p in zip(layout.children[node], rows[node], strict=True):
                values[node] = values[node] + p * values[child]
        found = []
        for held in layout.sets:
            most = reach[held.nodes].real.max()
            # a set that chance never reaches is judged as if all its nodes were alike
            weights = np.exp(reach[held.nodes] - most) if most > NEVER else np.ones(len(held.nodes))
            weights = weights / weights.sum()
            found.append(
                sum(w * values[list(layout.children[n]), held.player] for w, n in zip(weights, held.nodes, strict=True))
            )
        return found

    @property
    def _nodes(self) -> range:
        return range(len(self.game.layout.parent))

    def _residuals(self, point: Any) -> Any:
        np = self.np
        logs, precision = point[:-1], point[-1]
        split = self._split(logs)
        found = np.zeros(len(logs), point.dtype)
        for start, row, worth in zip(self.starts[:-1], split, self._worth(split), strict=True):
            rest = slice(start + 1, start + len(row))
            found[start] = np.exp(row).sum() - 1
            found[rest] = logs[rest] - logs[start] - precision * (worth[1:] - worth[0])
        return found

    def _system(self, point: Any) -> tuple[Any, Any]:
        np = self.np
        slopes = [self._residuals(point + 1j * TINY * row).imag / TINY for row in np.eye(len(point))]
        return self._residuals(point), np.array(slopes).T

    def _regret(self, point: Any) -> float:
        split = self._split(point[:-1])
        return max(float(u.max() - self.np.exp(row) @ u) for row, u in zip(split, self._worth(split), strict=True))

    def _labelled(self, mixed: Sequence[Any]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {player: {} for player in self.game.players}
        for held, chances in zip(self.game.layout.sets, mixed, strict=True):
            found[self.game.players[held.player]][held.label] = dict(zip(held.actions, chances, strict=True))
        return found

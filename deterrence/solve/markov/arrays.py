"""A stochastic game as arrays of floats: payoffs and transitions by cell, cells grouped by state and by own action."""

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from ...games.stochastic import StochasticGame

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Arrays"]

#: Share of entries from which a matrix is solved as a dense one.
DENSE = 0.05
#: From so many states on, sparse equations are solved by iteration: how long, and how closely.
MANY, ITERATIONS, CLOSE = 500, 500, 1e-14

Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Arrays:
    """A stochastic game in floats.

    Slots are the pairs of a state and an action of one player, states in order, actions in order; a player without a choice
    in a state has one slot there. ``picks[i][c]`` is player i's slot in cell c.

    Attributes
    ----------
    payoffs : ndarray of float, shape (n_players, n_cells)
    moves : sparse matrix, shape (n_cells, n_states)
        Probabilities of the next state, times what it counts: the discount factor or 1.
    chances : sparse matrix, shape (n_cells, n_states)
        Plain probabilities.
    picks : ndarray of int, shape (n_players, n_cells)
    state_of_slot : tuple of ndarray of int
        For every player the state of each slot.
    """

    game: StochasticGame
    payoffs: Floats
    moves: "csr_matrix"
    chances: "csr_matrix"
    picks: np.ndarray[Any, np.dtype[np.intp]]
    state_of_slot: tuple[np.ndarray[Any, np.dtype[np.intp]], ...]

    @classmethod
    def of(cls, game: StochasticGame) -> "Arrays":
        """Read a game whose parameters all have values."""
        from scipy.sparse import csr_matrix

        table = game.numbers
        players = range(len(game.players))
        slots: list[list[int]] = [[] for _ in players]
        picks: list[list[int]] = [[] for _ in players]
        for k, choices in enumerate(game.states.values()):
            sizes = [len(choices.get(p, ("",))) for p in game.players]
            first = [len(s) for s in slots]
            for cell in product(*map(range, sizes)):
                for i, a in zip(players, cell, strict=True):
                    picks[i].append(first[i] + a)
            for i, size in zip(players, sizes, strict=True):
                slots[i] += [k] * size
        rows = [c for c, row in enumerate(table.moves) for _ in row]
        columns = [j for row in table.moves for j in row]
        plain = np.array([float(q) for row in table.moves for q in row.values()])
        factor = np.array([float(f) for f in game.factors])
        shape = (len(table.moves), len(game.states))
        return cls(
            game,
            np.array([[float(u) for u in row] for row in table.payoffs]).T.copy(),
            csr_matrix((plain * factor[columns], (rows, columns)), shape=shape),
            csr_matrix((plain, (rows, columns)), shape=shape),
            np.array(picks, dtype=np.intp),
            tuple(np.array(s, dtype=np.intp) for s in slots),
        )

    @property
    def n_players(self) -> int:
        """Number of players."""
        return len(self.picks)

    @property
    def n_states(self) -> int:
        """Number of states."""
        return int(self.moves.shape[1])

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Number of slots of every player."""
        return tuple(len(s) for s in self.state_of_slot)

    @cached_property
    def state_of_cell(self) -> np.ndarray[Any, np.dtype[np.intp]]:
        """The state of every cell."""
        return np.asarray(self.state_of_slot[0][self.picks[0]])

    def later(self, worth: Floats) -> Floats:
        """What the next state is worth in every cell, one column for each column of ``worth`` by state."""
        return np.asarray(self._full @ worth if self._full is not None else self.moves @ worth)

    @cached_property
    def _full(self) -> Floats | None:
        """The moves as a dense matrix, where they are many."""
        return np.asarray(self.moves.toarray()) if self.moves.nnz > DENSE * np.prod(self.moves.shape) else None

    def weights(self, mixes: list[Floats], without: tuple[int, ...] = ()) -> Floats:
        """Probability of every cell in its state, some players left out."""
        total = np.ones(self.picks.shape[1])
        for i, mix in enumerate(mixes):
            if i not in without:
                total = total * mix[self.picks[i]]
        return total

    def slot_values(self, i: int, mixes: list[Floats], worth: Floats) -> Floats:
        """What every action of a player pays, later play being worth ``worth`` by state."""
        gains = (self.payoffs[i] + self.moves @ worth) * self.weights(mixes, (i,))
        return np.asarray(np.bincount(self.picks[i], gains, self.sizes[i]), dtype=float)

    def by_state(self, i: int, values: Floats) -> Floats:
        """Sum over the slots of each state."""
        return np.asarray(np.bincount(self.state_of_slot[i], values, self.n_states), dtype=float)

    def softmax(self, i: int, values: Floats) -> tuple[Floats, Floats]:
        """Logit choice in every state, and the logarithm of the sum of exponentials."""
        top = np.full(self.n_states, -np.inf)
        np.maximum.at(top, self.state_of_slot[i], values)
        raised = np.exp(values - top[self.state_of_slot[i]])
        total = self.by_state(i, raised)
        return raised / total[self.state_of_slot[i]], top + np.log(total)

    def _picked(self, mixes: list[Floats]) -> "csr_matrix":
        """Probability of every cell in its state, shape (n_states, n_cells)."""
        from scipy.sparse import csr_matrix

        p = self.weights(mixes)
        return csr_matrix((p, (self.state_of_cell, np.arange(len(p)))), shape=(self.n_states, len(p)))

    def policy_matrix(self, mixes: list[Floats]) -> Floats:
        """I - discount P of a profile, dense."""
        return np.asarray(np.eye(self.n_states) - (self._picked(mixes) @ self.moves).toarray())

    def policy_values(self, i: int, mixes: list[Floats]) -> Floats:
        """What play is worth to a player, by state."""
        from scipy.sparse import identity
        from scipy.sparse.linalg import bicgstab, spsolve

        pick = self._picked(mixes)
        matrix = identity(self.n_states, format="csr") - pick @ self.moves
        right = pick @ self.payoffs[i]
        if matrix.nnz > DENSE * self.n_states**2:
            return np.asarray(np.linalg.solve(matrix.toarray(), right))
        if self.n_states > MANY:
            # what elimination would fill in, iteration leaves alone
            found, _ = bicgstab(matrix, right, rtol=1e-15, maxiter=ITERATIONS)
            if np.max(np.abs(matrix @ found - right)) <= CLOSE * (np.max(np.abs(right)) + np.max(np.abs(found))):
                return np.asarray(found)
        return np.asarray(np.atleast_1d(spsolve(matrix.tocsc(), right)))

    def chain(self, mixes: list[Floats]) -> Floats:
        """Transition matrix between states, shape (n_states, n_states)."""
        return np.asarray((self._picked(mixes) @ self.chances).todense())

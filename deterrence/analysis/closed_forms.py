"""The closed forms: 2x2 games, 2x2x2 signalling games, and senders with one message."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import isfinite
from typing import Any

from ..equilibria.family import describe
from ..exact import Undefined, evaluate
from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..solve.batch import FAMILIES, perfect_bayesian
from ..solve.batch.classes import N_CLASSES, classes
from ..solve.batch.expand import band_2x2
from ..solve.batch.signalling import PRIOR_TOLERANCE
from ..solve.batch.signalling_kernel import MIXES, N_SLOTS
from .cells import Name
from .engines import Answer, ClosedForm, Engine, Exact
from .vectorised import is_zero

__all__ = ["engine_for"]


class _TwoByTwo(ClosedForm):
    """Two players with two actions: signs of four differences decide (see `deterrence.solve.batch.classes`)."""

    label = "closed form of 2x2 games"
    core = (2, 2)
    n_codes = N_CLASSES

    def _numbers(self) -> tuple[dict[Any, Any], list[Any]]:
        rows = list(self.game.payoffs.values())
        first, second = ([self.fixed(row[k]) for row in rows] for k in (0, 1))
        differences = [first[0] - first[2], first[1] - first[3], second[0] - second[1], second[2] - second[3]]
        # what is zero everywhere is a class of its own, no matter of rounding
        zero = differences[0] - differences[0]
        numbers = {("d", i): zero if is_zero(d) else d for i, d in enumerate(differences)}
        return numbers, [d for d in numbers.values() if d != 0]

    def families(self, code: int) -> tuple[Name, ...]:
        mask = int(classes().families[code])
        keys = [tuple(map(frozenset, key)) for k, key in enumerate(FAMILIES) if mask >> k & 1]
        return tuple((describe(self.game, key)[0], None) for key in keys)

    def n_components(self, code: int) -> int:
        return int(classes().n_components[code])

    def solve(self, arrays: Sequence[Any], largest: Sequence[float], shape: tuple[int, ...], exact: Exact) -> Answer:
        import numpy as np

        values, near = self.evaluate(arrays, largest, shape)
        # each difference as small as it is: it varies along the axes that it depends on
        differences = [np.asarray(values["d", i], float) for i in range(4)]
        with np.errstate(all="ignore"):
            for d in (*differences, differences[1] - differences[0], differences[3] - differences[2]):
                near |= ~np.isfinite(d)
        if near.any():
            differences = [np.where(near, 0.0, d) for d in differences]
            for at in map(tuple, np.argwhere(near).tolist()):
                found = self._exact_differences(exact(at))
                if found is not None:
                    # rounded, but with the exact signs, so that all that counts is exact again
                    for d, value in zip(differences, found, strict=True):
                        d[at] = value
                    near[at] = False
        code: Any = np.uint8(0)
        for d in differences:
            code = 3 * code + (d >= 0).astype(np.uint8) + (d > 0)
        code = np.ascontiguousarray(np.broadcast_to(code, shape))
        with np.errstate(all="ignore"):
            a1, a2, b1, b2 = differences
            q, p = (np.broadcast_to(second / (second - first), shape) for first, second in ((a1, a2), (b1, b2)))
            bands = [
                None if w is None else band_2x2(np, code, q, p, self.table(k, values, shape))
                for k, w in enumerate(self.weights)
            ]
        return Answer(code, near, bands)

    def _exact_differences(self, values: Mapping[str, Fraction]) -> list[float] | None:
        """The four differences with their exact signs; None where the game has no value."""
        try:
            shares = [evaluate(self.compiled.expressions[key], values) for key in self._shares]
            differences = [evaluate(self.compiled.expressions["d", i], values) for i in range(4)]
            found = [float(d) for d in differences]
        except (Undefined, OverflowError):
            return None
        lost = any(d and not f for d, f in zip(differences, found, strict=True))
        # a slope beyond the floats would lose the mixing
        lost = lost or not all(isfinite(found[k + 1] - found[k]) for k in (0, 2))
        return None if lost or not all(0 <= share <= 1 for share in shares) else found


class _Signalling(ClosedForm):
    """Two types, messages and replies (see `deterrence.solve.batch.signalling_kernel`)."""

    label = "closed form of 2x2x2 signalling games"
    core = (2, 2, 2)
    n_codes = 2 ** (N_SLOTS + 6)

    def _numbers(self) -> tuple[dict[Any, Any], list[Any]]:
        prior = [self.fixed(p) for p in self.game.prior.values()]
        cells = list(product((0, 1), repeat=3))
        rows = list(zip(cells, self.game.payoffs.values(), strict=True))
        sender, receiver = ({c: self.fixed(row[k]) for c, row in rows} for k in (0, 1))
        numbers: dict[Any, Any] = {("p", t): p for t, p in enumerate(prior)}
        numbers |= {("u", *c): v for c, v in sender.items()} | {("v", *c): v for c, v in receiver.items()}
        gains = [sender[t, 0, a] - sender[t, 1, b] for t, a, b in cells]
        wants = [receiver[t, m, 0] - receiver[t, m, 1] for t, m in MIXES]
        return numbers, [*prior, *gains, *wants]

    def families(self, code: int) -> tuple[Name, ...]:
        bits = [code >> (N_SLOTS + k) & 1 for k in range(6)]
        keys = [(_slot(slot, bits), shape) for slot, shape in enumerate(_SHAPES) if code >> slot & 1]
        return tuple((describe(self.game, key)[0], shape) for key, shape in keys)

    def n_components(self, code: int) -> int:
        # where nothing ties, families do not touch
        return (code & ((1 << N_SLOTS) - 1)).bit_count()

    def solve(self, arrays: Sequence[Any], largest: Sequence[float], shape: tuple[int, ...], exact: Exact) -> Answer:
        import numpy as np

        values, near = self.evaluate(arrays, largest, shape)
        prior, sender, receiver = np.empty((*shape, 2)), np.empty((*shape, 2, 2, 2)), np.empty((*shape, 2, 2, 2))
        for t in (0, 1):
            prior[..., t] = values["p", t]
        for c in product((0, 1), repeat=3):
            t, m, a = c
            sender[..., t, m, a], receiver[..., t, m, a] = values["u", *c], values["v", *c]
        near |= _improper(prior)
        for payoffs in (sender, receiver):
            near |= ~np.isfinite(payoffs).all(axis=(-1, -2, -3))
        if near.any():
            prior[near], sender[near], receiver[near] = 0.5, 0, 0
        games = perfect_bayesian(prior, sender, receiver)
        near |= games.degenerate
        # the exact solver has those, so the bands need not ask it
        games = replace(games, degenerate=np.zeros(shape, bool))
        code = games.families.astype(np.int32) | (games._answers.astype(np.int32) << N_SLOTS)
        bands = [None if w is None else games.band(self.table(k, values, shape)) for k, w in enumerate(self.weights)]
        return Answer(code, near, bands)


#: Shapes of the nine families, by slot.
_SHAPES = ("separating",) * 2 + ("pooling",) * 2 + ("semi_separating",) * 5


def _slot(slot: int, bits: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Supports on the path in a slot, given which replies the receiver likes (see the kernel's `solve_block`)."""

    def reply(message: int, likes_first: int) -> int:
        return 2 * message + 1 - likes_first

    if slot < 2:
        first = slot  # the type that sends message 0
        replies = {reply(0, bits[2 * first]), reply(1, bits[2 * (1 - first) + 1])}
        return frozenset({2 * first, 2 * (1 - first) + 1}), frozenset(replies)
    if slot < 4:
        m = slot - 2
        return frozenset({m, 2 + m}), frozenset({reply(m, bits[4 + m])})
    if slot < 8:
        t, m = MIXES[slot - 4]
        sends = {2 * t, 2 * t + 1, 2 * (1 - t) + m}
        return frozenset(sends), frozenset({2 * m, 2 * m + 1, reply(1 - m, bits[2 * t + 1 - m])})
    return frozenset(range(4)), frozenset(range(4))


class _OneMessage(ClosedForm):
    """A sender with one message: the receiver's best reply against the prior."""

    label = "best reply to the prior"

    def __init__(self, game: Any, names: Sequence[str], measures: Sequence[str]) -> None:
        (replies,) = game.replies.values()
        self.core = (len(game.types), 1, len(replies))
        self.n_codes = len(replies)
        super().__init__(game, names, measures)

    def _numbers(self) -> tuple[dict[Any, Any], list[Any]]:
        prior = [self.fixed(p) for p in self.game.prior.values()]
        worths = [self.fixed(row[1]) for row in self.game.payoffs.values()]
        numbers: dict[Any, Any] = {("p", t): p for t, p in enumerate(prior)}
        n = self.n_codes
        for a in range(n):
            numbers["v", a] = sum(p * worths[t * n + a] for t, p in enumerate(prior))
        return numbers, [numbers["v", a] - numbers["v", b] for a, b in combinations(range(n), 2)]

    def families(self, code: int) -> tuple[Name, ...]:
        key = frozenset(range(self.core[0])), frozenset({code})
        return ((describe(self.game, key)[0], "pooling"),)

    def n_components(self, code: int) -> int:
        return 1

    def solve(self, arrays: Sequence[Any], largest: Sequence[float], shape: tuple[int, ...], exact: Exact) -> Answer:
        import numpy as np

        values, near = self.evaluate(arrays, largest, shape)
        prior, worth = np.empty((*shape, self.core[0])), np.empty((*shape, self.n_codes))
        for t in range(self.core[0]):
            prior[..., t] = values["p", t]
        for a in range(self.n_codes):
            worth[..., a] = values["v", a]
        near |= _improper(prior) | ~np.isfinite(worth).all(axis=-1)
        code = worth.argmax(axis=-1)
        bands: list[Any] = []
        for k, weights in enumerate(self.weights):
            if weights is None:
                bands.append(None)
                continue
            table = np.broadcast_to(self.table(k, values, shape), (*shape, *self.core))[..., 0, :]
            chosen = np.take_along_axis(table, code[..., None, None], axis=-1)[..., 0]
            expected = (prior * chosen).sum(axis=-1)
            bands.append((expected, expected))
        return Answer(code, near, bands)


def _improper(prior: Any) -> Any:
    """Where priors are no probabilities as far as floats can tell."""
    import numpy as np

    # written so that NaN is improper
    return ~((prior >= 0).all(axis=-1) & (np.abs(prior.sum(axis=-1) - 1) < PRIOR_TOLERANCE))


def engine_for(game: Game, names: Sequence[str], measures: Sequence[str]) -> Engine | None:
    """The closed form that covers a game in which only some parameters are free; None if none does."""
    kind: type[ClosedForm] | None = None
    if isinstance(game, NormalForm) and game.shape == (2, 2):
        kind = _TwoByTwo
    elif isinstance(game, SignallingGame):
        sizes = {len(replies) for replies in game.replies.values()}
        if len(game.messages) == 1:
            kind = _OneMessage
        elif len(game.types) == len(game.messages) == 2 and sizes == {2}:
            kind = _Signalling
    if kind is None:
        return None
    engine = kind(game, names, measures)
    return None if engine.structural_tie else engine

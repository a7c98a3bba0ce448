"""Support profiles and the linear systems that say when each of them is played in equilibrium.

For a fixed profile of supports the equilibrium conditions fall apart into systems that are linear in one player's
probabilities: mixing probabilities are > 0, best-reply inequalities >= 0. Strict and weak conditions on the parameters
come out right from that alone, because the set of equilibria is the union over all profiles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import Any

from .cases import Case
from .context import Context
from .linear import Form, Solution, System
from .signs import POSITIVE

__all__ = ["Key", "Record", "bimatrix_records", "count_profiles", "restored", "signalling_records"]

#: Support of every player as in `deterrence.equilibria.family`: positions of the actions, information set by information
#: set.
Key = tuple[frozenset[int], ...]
#: (player, information set, action), by position.
Variable = tuple[int, int, int]


@dataclass(frozen=True)
class Record:
    """A support profile in one branch: strategies as forms in free variables, and where they are an equilibrium.

    Attributes
    ----------
    key : tuple of frozenset
    context : Context
    values : dict
        (player, information set, action) to (form, positive denominator); actions that are not there are not used.
    bounds : tuple of (Form, relation)
        What free variables satisfy, beside the context.
    off_path : tuple
        For every unsent message (message, replies that one belief justifies).
    """

    key: Key
    context: Context
    values: dict[Variable, tuple[Form, Any]]
    bounds: tuple[tuple[Form, str], ...]
    off_path: tuple[tuple[int, tuple[int, ...]], ...] = ()


def supports(n: int) -> list[tuple[int, ...]]:
    """Non-empty subsets of the first n numbers, small ones first."""
    return list(chain.from_iterable(combinations(range(n), k) for k in range(1, n + 1)))


def count_profiles(sizes: Sequence[Sequence[int]], *, signalling: bool) -> int:
    """How many profiles there are; sizes of the information sets by player."""
    if not signalling:
        (rows,), (columns,) = sizes
        return int((2**rows - 1) * (2**columns - 1))
    sender, receiver = sizes
    n = len(receiver)
    total: int = 0
    for sends in product(supports(n), repeat=len(sender)):
        count: int = 1
        for m in set().union(*map(set, sends)):
            count *= (1 << receiver[m]) - 1
        total += count
    return total


def _mixture(
    context: Context, player: int, at: int, support: Sequence[int], system: System, relation: str
) -> dict[int, Form]:
    """Probabilities of a support as forms; the last is what the others leave."""
    ring = context.ring
    chances = {a: Form(ring, {(player, at, a): ring.one}, ring.zero) for a in support[:-1]}
    rest = Form(ring, {}, ring.one)
    for form in chances.values():
        rest = rest - form
    chances[support[-1]] = rest
    if len(support) > 1:
        system.inequalities += [(form, relation) for form in chances.values()]
    return chances


def _expected(context: Context, chances: dict[int, Form], payoffs: Any) -> Form:
    total = Form(context.ring, {}, context.ring.zero)
    for a, chance in chances.items():
        total = total + chance * payoffs[a]
    return total


def _best(system: System, values: Sequence[Form], used: Sequence[int]) -> None:
    """The used alternatives are worth the same, the others no more."""
    base = values[used[0]]
    for k, value in enumerate(values):
        if k in used[1:]:
            system.equations.append(base - value)
        elif k not in used:
            system.inequalities.append((base - value, ">="))


def restored(forms: dict[Variable, Form], solution: Solution) -> dict[Variable, tuple[Form, Any]]:
    """Probabilities with the solved variables put in."""
    found = {}
    for name, form in forms.items():
        bottom = form.ring.one
        for v, (top, below) in solution.values.items():
            slope = form.slopes.get(v)
            if slope is not None:
                rest = Form(form.ring, {w: c for w, c in form.slopes.items() if w != v}, form.start)
                form = rest * below + top * slope
                bottom = bottom * below
        found[name] = (form, bottom)
    return found


def bimatrix_records(case: Case) -> Iterator[Record]:
    """Records of a two-player normal form."""
    rows, columns = len(case.first), len(case.first[0])
    turned = [[case.second[i][j] for i in range(rows)] for j in range(columns)]
    for mine in supports(rows):
        for theirs in supports(columns):
            columns_mixed, rows_mixed = System(), System()
            y = _mixture(case.context, 1, 0, theirs, columns_mixed, ">")
            _best(columns_mixed, [_expected(case.context, y, row) for row in case.first], mine)
            x = _mixture(case.context, 0, 0, mine, rows_mixed, ">")
            _best(rows_mixed, [_expected(case.context, x, column) for column in turned], theirs)
            key = frozenset(mine), frozenset(theirs)
            names = {(1, 0, a): f for a, f in y.items()}
            others = {(0, 0, a): f for a, f in x.items()}
            for one in columns_mixed.solve(case.context):
                for two in rows_mixed.solve(one.context):
                    values = restored(names, one) | restored(others, two)
                    yield Record(key, two.context, values, one.bounds + two.bounds)


def signalling_records(case: Case) -> Iterator[Record]:
    """Records of a signalling game."""
    n_types, n_messages = len(case.first), len(case.first[0])
    positive = [case.context.mask(p) == POSITIVE for p in case.prior]
    for sends in product(supports(n_messages), repeat=n_types):
        sent = sorted({m for t, used in enumerate(sends) if positive[t] for m in used})
        for replies in product(*(supports(len(case.second[0][m])) for m in sent)):
            yield from _profile(case, sends, dict(zip(sent, replies, strict=True)))


def _profile(case: Case, sends: Sequence[tuple[int, ...]], replies: dict[int, tuple[int, ...]]) -> Iterator[Record]:
    n_messages = len(case.first[0])
    sizes = [len(case.second[0][m]) for m in range(n_messages)]
    key = (
        frozenset(t * n_messages + m for t, used in enumerate(sends) for m in used),
        frozenset(sum(sizes[:m]) + a for m, used in replies.items() for a in used),
    )
    unsent = [m for m in range(n_messages) if m not in replies]
    for one, forms in _sending(case, sends, replies):
        for chosen in product(*(supports(sizes[m]) for m in unsent)):
            off_path = tuple(zip(unsent, chosen, strict=True))
            todo = [one.context]
            for m, used in off_path:
                todo = [new for c in todo for new in _justified(c, case, m, used)]
            for context in todo:
                for two, answers in _replying(context, case, sends, replies, dict(off_path)):
                    values = restored(forms, one) | restored(answers, two)
                    yield Record(key, two.context, values, one.bounds + two.bounds, off_path)


def _sending(
    case: Case, sends: Sequence[tuple[int, ...]], replies: dict[int, tuple[int, ...]]
) -> Iterator[tuple[Solution, dict[Variable, Form]]]:
    """The sender's mixtures that keep the receiver to its replies, Bayes' rule multiplied out."""
    system, context = System(), case.context
    chances = [_mixture(context, 0, t, used, system, ">") for t, used in enumerate(sends)]
    for m, used in replies.items():
        values = []
        for a in range(len(case.second[0][m])):
            total = Form(context.ring, {}, context.ring.zero)
            for t, prior in enumerate(case.prior):
                if m in chances[t]:
                    total = total + chances[t][m] * (prior * case.second[t][m][a])
            values.append(total)
        _best(system, values, used)
    forms = {(0, t, m): f for t, by_message in enumerate(chances) for m, f in by_message.items()}
    for solution in system.solve(context):
        yield solution, forms


def _justified(context: Context, case: Case, m: int, used: tuple[int, ...]) -> Iterator[Context]:
    """Contexts in which one belief makes all of some replies best after a message that is not sent."""
    system = System()
    types = range(len(case.prior))
    belief = _mixture(context, 2, m, tuple(types), system, ">=")
    values = [_expected(context, belief, [case.second[t][m][a] for t in types]) for a in range(len(case.second[0][m]))]
    _best(system, values, used)
    for solution in system.solve(context):
        yield solution.context


def _replying(
    context: Context,
    case: Case,
    sends: Sequence[tuple[int, ...]],
    replies: dict[int, tuple[int, ...]],
    off_path: dict[int, tuple[int, ...]],
) -> Iterator[tuple[Solution, dict[Variable, Form]]]:
    """The receiver's mixtures that keep every type to its messages."""
    system = System()
    used = replies | off_path
    chances = {m: _mixture(context, 1, m, used[m], system, ">" if m in replies else ">=") for m in sorted(used)}
    for t, sent in enumerate(sends):
        _best(system, [_expected(context, chances[m], case.first[t][m]) for m in range(len(case.first[0]))], sent)
    forms = {(1, m, a): f for m, by_reply in chances.items() for a, f in by_reply.items()}
    for solution in system.solve(context):
        yield solution, forms

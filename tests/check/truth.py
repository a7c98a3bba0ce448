"""Whether a certificate of a small game is true, decided from its format and by brute force.

True means: it has the form that is documented, and every statement in it holds, those of its proof included. Nothing is
shared with the package or with its checker: equilibria come from the brute force of these tests, lexicographic bases from
trying all sets of labels, and indices from a game with constants that are changed by small random numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, permutations, product
from math import gcd, lcm
from random import Random

from tests.brute import bimatrix

KEYS = {"schema", "version", "concept", "form", "game", "strategies", "equilibria", "subsets", "components"}
NUMBER = re.compile(r"-?[0-9]+(/[1-9][0-9]*)?")


class Malformed(Exception):
    """Not of the documented form."""


def holds(document) -> bool:
    """Tell whether a certificate is true."""
    try:
        return _holds(document)
    except Malformed:
        return False


@dataclass(frozen=True)
class Facts:
    """What is true of a game: extreme equilibria, maximal subsets, their components with indices, bases; worth by side."""

    extreme: frozenset
    pieces: frozenset
    components: frozenset
    bases: tuple
    worth: tuple


@lru_cache(maxsize=4096)
def facts(first, second) -> Facts:
    pieces = bimatrix.pieces(first, second)
    worth = _worth(tuple(zip(*second, strict=True))), _worth(first)
    m, n = len(first), len(first[0])
    bases = (
        _bases(worth[0], range(m), range(m, m + n)),
        _bases(worth[1], range(m, m + n), range(m)),
    )
    near = _nearby(first, second)
    components = frozenset(
        (group, sum(sign for point, sign in near if any(point[0] in x and point[1] in y for x, y in group)))
        for group in bimatrix.components(first, second)
    )
    extreme = frozenset(point for piece in pieces for point in product(*piece))
    return Facts(extreme, frozenset(pieces), components, bases, worth)


def _worth(payoffs):
    """Payoffs, replies in rows: least 1 in every column, integers whose excess over 1 has no common factor."""
    low = [min(column) for column in zip(*payoffs, strict=True)]
    excess = [[v - least for v, least in zip(row, low, strict=True)] for row in payoffs]
    scale = lcm(*(v.denominator for row in excess for v in row))
    factor = gcd(*(int(v * scale) for row in excess for v in row)) or 1
    return [[int(v * scale) // factor + 1 for v in row] for row in excess]


def _bases(worth, own, other):
    """Sets of labels at which {x, slack >= 0: worth x + slack = 1 + e^k} has a basic solution with all else positive."""
    n = len(other)
    columns = {label: [row[k] for row in worth] for k, label in enumerate(own)}
    columns |= {label: [int(i == k) for i in range(n)] for k, label in enumerate(other)}
    found = set()
    for basic in combinations(columns, n):
        rows = [
            [Fraction(columns[v][i]) for v in basic] + [Fraction(1)] + [Fraction(int(i == k)) for k in range(n)]
            for i in range(n)
        ]
        solved = _solve(rows)
        if solved is not None and all(next(v for v in row if v) > 0 for row in solved):
            found.add(frozenset(columns) - set(basic))
    return frozenset(found)


def _solve(rows):
    """Gauss-Jordan: what stands right of the square part; None where that is singular."""
    n = len(rows)
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(n):
            if i != k and rows[i][k]:
                rows[i] = [v - rows[i][k] * w for v, w in zip(rows[i], rows[k], strict=True)]
    return [row[n:] for row in rows]


def _nearby(first, second):
    """Equilibria of a generic game near this one, as the extreme points next to them, with signs (Shapley 1974)."""
    rng = Random(str((first, second)))
    m, n = len(first), len(first[0])

    def small():
        return 1 + Fraction(rng.randrange(1, 10**12), 10**40)

    # (1 + d) changes what a reply is worth against every strategy alike, so that limits are vertices
    low = [min(map(min, matrix)) - 1 for matrix in (first, second)]
    by_row, by_column = [small() for _ in range(m)], [small() for _ in range(n)]
    a = [[(first[i][j] - low[0]) / by_row[i] for j in range(n)] for i in range(m)]
    b = [[(second[i][j] - low[1]) / by_column[j] for j in range(n)] for i in range(m)]
    found = []
    for x, y in bimatrix.extreme_points(a, b):
        used = [i for i in range(m) if x[i]], [j for j in range(n) if y[j]]
        assert len(used[0]) == len(used[1])
        sign = (-1) ** (len(used[0]) + 1)
        for matrix in (a, b):
            determinant = _determinant([[matrix[i][j] for j in used[1]] for i in used[0]])
            sign *= 1 if determinant > 0 else -1
        found.append((tuple(tuple(v.limit_denominator(10**8) for v in z) for z in (x, y)), sign))
    assert sum(sign for _, sign in found) == 1
    return found


def _determinant(rows):
    n, total = len(rows), Fraction(0)
    for order in permutations(range(n)):
        term = Fraction((-1) ** sum(order[i] > order[j] for i, j in combinations(range(n), 2)))
        for i, j in enumerate(order):
            term *= rows[i][j]
        total += term
    return total


def _form(condition) -> None:
    if not condition:
        raise Malformed


def _list(data, length=None):
    _form(isinstance(data, list) and (length is None or len(data) == length))
    return data


def _object(data, keys):
    _form(isinstance(data, dict) and set(data) == set(keys))
    return data


def _vector(data, length):
    _form(all(isinstance(v, str) and NUMBER.fullmatch(v) for v in _list(data, length)))
    return tuple(Fraction(v) for v in data)


def _names(data):
    _form(_list(data) and all(isinstance(v, str) and v for v in data) and len(set(data)) == len(data))
    return len(data)


def _integers(data):
    _form(all(type(v) is int for v in _list(data)))
    return data


def _set(data, end) -> frozenset | None:
    """A list that states a set of numbers below an end; None where it does not."""
    numbers = frozenset(_integers(data))
    return numbers if len(numbers) == len(data) and numbers <= set(range(end)) else None


def _holds(document) -> bool:
    _form(isinstance(document, dict))
    proof = "tree" if document.get("form") == "tree" else "bases"
    _object(document, {*KEYS, proof})
    head = [document[key] for key in ("schema", "version", "concept")]
    _form(head == ["deterrence.certificate", 1, "nash"] and type(head[1]) is int)
    _form(document["form"] == ("tree" if proof == "tree" else "vertices"))
    game = _object(document["game"], {"players", "actions", "payoffs"})
    _form(_names(game["players"]) == 2)
    m, n = (_names(names) for names in _list(game["actions"], 2))
    first, second = (tuple(_vector(row, n) for row in _list(matrix, m)) for matrix in _list(game["payoffs"], 2))
    known = facts(first, second)
    answers = [True]
    points, labels = _points(document, known, (m, n), answers)
    _sets(document, known, points, answers)
    if proof == "tree":
        answers.append(_tree(document["tree"], known, labels, (m, n)))
    else:
        for part, true in zip(_list(document["bases"], 2), known.bases, strict=True):
            listed = [_set(basis, m + n) for basis in _list(part)]
            answers.append(None not in listed and len(set(listed)) == len(listed) and set(listed) == true)
    return all(answers)


def _points(document, known, shape, answers):
    """The equilibria that are stated, as pairs of strategies, and their labels; both empty where that is hopeless."""
    listed, labels = [], []
    m, n = shape
    for side, part in enumerate(_list(document["strategies"], 2)):
        entries = [_object(entry, {"strategy", "labels"}) for entry in _list(part)]
        listed.append([_vector(entry["strategy"], shape[side]) for entry in entries])
        labels.append([_set(entry["labels"], m + n) for entry in entries])
        own, other = ((0, m), (m, 0))[side]
        for x, stated in zip(listed[side], labels[side], strict=True):
            worth = [sum(w * p for w, p in zip(row, x, strict=True)) for row in known.worth[side]]
            true = {own + k for k, p in enumerate(x) if not p} | {other + k for k, v in enumerate(worth) if v == max(worth)}
            answers.append(stated == true)
        answers.append(len(set(listed[side])) == len(listed[side]))
    pairs = [tuple(_integers(_list(pair, 2))) for pair in _list(document["equilibria"])]
    if not all(0 <= i < len(listed[0]) and 0 <= j < len(listed[1]) for i, j in pairs):
        answers.append(False)
        return [[], []], []
    points = [(listed[0][i], listed[1][j]) for i, j in pairs]
    answers.append(len(set(points)) == len(points) and set(points) == known.extreme)
    answers += [{pair[side] for pair in pairs} == set(range(len(listed[side]))) for side in (0, 1)]
    return listed, [(labels[0][i], labels[1][j]) for i, j in pairs]


def _sets(document, known, listed, answers) -> None:
    """Subsets and components."""
    subsets = []
    for subset in _list(document["subsets"]):
        sides = [_set(part, len(of)) for part, of in zip(_list(subset, 2), listed, strict=True)]
        if None in sides:
            answers.append(False)
            sides = [frozenset(), frozenset()]
        subsets.append(tuple(frozenset(of[k] for k in part) for part, of in zip(sides, listed, strict=True)))
    answers.append(len(set(subsets)) == len(subsets) and set(subsets) == known.pieces)
    components = []
    for entry in _list(document["components"]):
        _object(entry, {"subsets", "index"})
        _form(type(entry["index"]) is int)
        members = _set(entry["subsets"], len(subsets))
        components.append((frozenset(subsets[k] for k in members or ()), entry["index"]))
        answers.append(members is not None)
    answers.append(len(set(components)) == len(components) and set(components) == known.components)


def _tree(tree, known, labels, shape) -> bool:
    """Whether every branch decides a new label and every end holds."""
    m, n = shape
    spans = range(m), range(m, m + n)
    seen = []

    def branch(node, decided) -> bool:
        if isinstance(node, list):
            _list(node, 3)
            label = _integers(node[:1])[0]
            fresh = 0 <= label < m + n and label not in decided[0] | decided[1]
            one = branch(node[1], (decided[0] | {label}, decided[1]))
            two = branch(node[2], (decided[0], decided[1] | {label}))
            return fresh and one and two
        if isinstance(node, dict):
            side = 1 if "second" in node else 0
            given = _vector(_object(node, {("first", "second")[side]})[("first", "second")[side]], shape[1 - side])
            factors = dict(zip(spans[1 - side], given, strict=True))
            for k, label in enumerate(spans[side]):
                factors[label] = sum(u * row[k] for u, row in zip(given, known.worth[side], strict=True))
            return sum(given) < 0 and all(f >= 0 or label in decided[side] for label, f in factors.items())
        if node == "origin" and isinstance(node, str):
            return decided == (set(spans[0]), set(spans[1]))
        _form(type(node) is int)
        seen.append(node)
        return 0 <= node < len(labels) and labels[node] == decided

    good = branch(tree, (frozenset(), frozenset()))
    return good and sorted(seen) == list(range(len(labels)))

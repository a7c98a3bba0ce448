"""Check a certificate of Nash equilibria: ``python -I check.py FILE``, with nothing installed.

A certificate states a two-player game, its extreme equilibria, their maximal convex products, components and indices, and
why nothing is missing. Everything is derived again from the game, exactly, by code that shares nothing with the solver. Exit
code 0: confirmed; 1: refuted, and one line says where; 2: unreadable, or too large. Documentation: page "Certificates".
"""
# ruff: noqa: B905 -- what is zipped here has one length by construction, or was read so

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import gcd, lcm
from pathlib import Path
from typing import Any

MAX_BYTES, MAX_NAMES, MAX_STEPS = 64 * 2**20, 200, 10**9  # a step takes about 0.1 microseconds
NUMBER = re.compile(r"-?[0-9]{1,4000}(/[1-9][0-9]{0,3999})?")
Rows = list[list[int]]


class Refuted(Exception):
    """A statement that does not hold; a ValueError says that there is nothing to check, or too much."""


@dataclass
class Work:
    """Steps that are left, so that no file can keep the checker busy for ever."""

    left: int = MAX_STEPS

    def spend(self, steps: int, number: int = 1) -> None:
        """Count steps on numbers of this size."""
        self.left -= steps * (1 + (number.bit_length() // 300) ** 2)
        if self.left < 0:
            raise ValueError(f"checking needs more than {MAX_STEPS} steps; certify a smaller game")

    def whole(self, values: Sequence[Fraction]) -> list[int]:
        """Multiply by the least number that leaves integers."""
        self.spend(len(values), 1 << sum(value.denominator.bit_length() for value in values))
        scale = lcm(*(value.denominator for value in values))
        return [value.numerator * (scale // value.denominator) for value in values]


@dataclass
class Side:
    """One player's strategies, and what the other's replies pay against them, a row each; both known by their labels."""

    own: range
    other: range
    payoffs: Sequence[Sequence[Fraction]]
    work: Work

    @cached_property
    def worth(self) -> Rows:
        """Payoffs of the same best replies, from 1 up in every column: integers without a common factor, plus 1."""
        least, n = [min(column) for column in zip(*self.payoffs)], len(self.own)
        flat = self.work.whole([v - low for row in self.payoffs for v, low in zip(row, least)])
        factor = gcd(*flat) or 1
        return [[v // factor + 1 for v in flat[i : i + n]] for i in range(0, len(flat), n)]

    def labels(self, strategy: list[Fraction]) -> int:
        """What is unused in a strategy, and what are best replies to it: the definition of equilibrium asks no more."""
        x = self.work.whole(strategy)
        against = [sum(map(int.__mul__, row, x)) for row in self.worth]
        self.work.spend(len(x) * len(against), max(against))
        best = [label for label, value in zip(self.other, against) if value == max(against)]
        return mask(best + [label for label, p in zip(self.own, x) if not p])

    def walk(self, listed: set[int]) -> dict[int, int]:
        """All lexicographic bases of {x >= 0: no reply is worth over 1}, each with its vertex; as masks of what is 0."""
        basic, free, rows = list(self.other), list(self.own), [[1, *(-v for v in row)] for row in self.worth]
        seen, todo = {mask(free): 0}, [(basic, free, rows, 1)]
        while todo:
            basic, free, rows, den = todo.pop()
            self.work.spend(len(rows) * len(rows[0]) * (len(rows) + len(rows[0])), den)
            key = mask(free)
            seen[key] = key | mask(v for v, row in zip(basic, rows) if not row[0])
            for j in range(1, len(rows[0])):
                i = leaving(rows, j, basic, free, self.other, den)
                neighbour = key ^ 1 << free[j - 1] ^ 1 << basic[i]
                if neighbour not in seen:
                    seen[neighbour] = 0
                    swapped = [*basic[:i], free[j - 1], *basic[i + 1 :]], [*free[: j - 1], basic[i], *free[j:]]
                    require(neighbour in listed, f"bases: {sorted(swapped[1])} is missing")
                    todo.append((*swapped, pivot(rows, i, j, den), -rows[i][j]))
        return seen


def pivot(rows: Rows, i: int, j: int, den: int) -> Rows:
    """Exchange the basic variable of row i and the free one of column j, whose entry is negative; divisions are exact."""
    source, p, result = rows[i], -rows[i][j], []
    for row in rows:
        c = row[j]
        new = [(v * p + c * q) // den for v, q in zip(row, source)] if c else [v * p // den for v in row]
        new[j] = -c
        result.append(new)
    result[i] = [*source[:j], -den, *source[j + 1 :]]
    return result


def leaving(rows: Rows, j: int, basic: list[int], free: list[int], slacks: range, den: int) -> int:
    """The row that limits column j; of those that tie, the one that does so when constants grow by e_1 >> e_2 >> ... > 0."""
    top, bottom, tied = 1, 0, [0]
    for i, row in enumerate(rows):
        if row[j] < 0:
            lead = row[0] * bottom + top * row[j]
            if lead <= 0:
                top, bottom, tied = row[0], -row[j], [i] if lead else [*tied, i]
    for v in slacks if len(tied) > 1 else ():  # e_k moves a row as the k-th slack does
        k = free.index(v) + 1 if v in free else 0
        moves = [Fraction(-rows[i][k] if k else den * (basic[i] == v), -rows[i][j]) for i in tied]
        least = min(moves)
        tied = [i for i, move in zip(tied, moves) if move == least]
    return tied[0]


def mask(numbers: Iterable[int]) -> int:
    """Bit mask of distinct numbers."""
    return sum(1 << k for k in numbers)


def index_of(sides: list[Side], labels: tuple[int, int]) -> int:
    """Index of an equilibrium with all labels different (Shapley 1974); 0 where the payoffs on its supports are singular."""
    used = [[k for k, v in enumerate(side.own) if not zeros >> v & 1] for side, zeros in zip(sides, labels)]
    sign = 0 if len(used[0]) != len(used[1]) else 1 if len(used[0]) % 2 else -1
    for side, mine, theirs in zip(sides, used, reversed(used)):
        rows, previous = [[side.worth[i][j] for j in mine] for i in theirs], 1
        while rows and sign:  # sign of the determinant by elimination without fractions (Bareiss 1968)
            k = next((k for k, row in enumerate(rows) if row[0]), 0)
            top = rows.pop(k)
            sign *= (-1 if k % 2 else 1) * ((top[0] * previous > 0) - (top[0] * previous < 0))
            rows = [[(v * top[0] - row[0] * q) // previous for v, q in zip(row[1:], top[1:])] for row in rows]
            previous = top[0]
    return sign


def require(condition: bool, otherwise: str) -> None:
    """Refute where a condition does not hold."""
    if not condition:
        raise Refuted(otherwise)


def read(data: Any, shape: Any, where: str) -> Any:
    """Data of a shape: {key: shape}, [shape, ...], (shape of each,), count of numbers, range of an integer, str: names."""
    if shape is None:
        return data
    if isinstance(shape, dict) and isinstance(data, dict) and set(data) == set(shape):
        return [read(data[key], part, f"{where}.{key}") for key, part in shape.items()]
    if isinstance(shape, range) and type(data) is int:
        require(data in shape, f"{where}: there is nothing of this number")
        return data
    if isinstance(data, list) and isinstance(shape, tuple | list) and (len(data) == len(shape) or isinstance(shape, tuple)):
        found = [read(v, shape[k % len(shape)], f"{where}[{k}]") for k, v in enumerate(data)]
        require(isinstance(shape, list) or len({repr(v) for v in found}) == len(found), f"{where}: an entry is repeated")
        return found
    if isinstance(data, list) and all(isinstance(v, str) for v in data):
        if shape is str and 0 < len(data) <= MAX_NAMES and len(set(data)) == len(data) and all(data):
            return data
        if shape == len(data) and all(map(NUMBER.fullmatch, data)):
            return list(map(Fraction, data))
    raise ValueError(f"{where}: not of the form that the documentation gives")


def from_bases(sides: list[Side], data: Any, points: set[tuple[int, int]]) -> list[tuple[tuple[int, int], int]]:
    """All equilibria, as lists of bases closed under pivoting hold all vertices; those near which a generic game has one."""
    found, full = [], mask([*sides[0].own, *sides[1].own])
    for side, part, where in zip(sides, read(data, [None, None], "bases"), ("bases[0]", "bases[1]")):
        given = read(part, ([range(full.bit_length())] * len(side.own),), where)
        found.append(side.walk({mask(set(basis)) for basis in given}))
        exactly = len(given) == len(found[-1]) and {mask(set(basis)) for basis in given} == found[-1].keys()
        require(exactly, f"{where}: the first basis is missing, one is repeated, or not all of these are bases")
    one, two = found
    having = [{zeros for zeros in two.values() if zeros >> label & 1} for label in range(full.bit_length())]
    sides[0].work.spend(len(one) * len(two) // 10)
    pairs = {(a, b) for a in one.values() for b in set.intersection(*(h for k, h in enumerate(having) if not a >> k & 1))}
    pairs.remove((mask(sides[0].own), mask(sides[1].own)))  # both strategies 0
    require(points >= pairs, f"equilibria: {len(pairs - points)} are missing")
    require(points == pairs, "equilibria: one is not extreme")
    near = [(a, full & ~a) for a in one if full & ~a in two and full & ~a != mask(sides[1].own)]
    return [((one[a], two[b]), index_of(sides, (a, b))) for a, b in near]


def from_tree(sides: list[Side], tree: Any, points: list[tuple[int, int]]) -> list[tuple[tuple[int, int], int]]:
    """All equilibria: every way to make each label 0 on one side ends at one, or is proven to be impossible."""
    found, todo = {}, [(tree, 0, 0)]
    while todo:
        node, one, two = todo.pop()
        if isinstance(node, list):
            label, *branches = read(node, [range(len(sides[0].own) + len(sides[1].own)), None, None], "tree")
            require(not (one | two) >> label & 1, f"tree: label {label} is decided twice on one path")
            todo += [(branches[0], one | 1 << label, two), (branches[1], one, two | 1 << label)]
        elif isinstance(node, dict):
            key, side, zeros = ("second", sides[1], two) if "second" in node else ("first", sides[0], one)
            (given,) = read(node, {key: len(side.other)}, "tree")
            u = side.work.whole(given)
            side.work.spend(len(u) * len(side.own), max(map(abs, u)))
            # sum of u * (worth + slack = 1): no x, slack >= 0 fit, as what may be positive has a factor >= 0
            left = [sum(map(int.__mul__, u, column)) for column in zip(*side.worth)]
            good = all(c >= 0 or zeros >> v & 1 for v, c in zip([*side.own, *side.other], [*left, *u]))
            require(good and sum(u) < 0, "tree: multipliers prove nothing")
        elif node == "origin":
            require((one, two) == (mask(sides[0].own), mask(sides[1].own)), "tree: the origin is elsewhere")
        else:
            k = read(node, range(len(points)), "tree")
            require(points[k] == (one, two), f"tree: equilibrium {k} is not the one at this leaf")
            found[k] = index_of(sides, (one, two))
            require(found[k] != 0, f"tree: the leaf of equilibrium {k} may hold others")
    return [(points[k], sign) for k, sign in found.items()]  # all of them: an equilibrium is at a leaf, alone


def products(points: set[tuple[int, int]], work: Work) -> set[tuple[frozenset[int], frozenset[int]]]:
    """Maximal sets X, Y such that all pairs are equilibria; their hulls are the maximal convex sets of equilibria."""
    near: dict[int, set[int]] = {}
    for a, b in points:
        near.setdefault(a, set()).add(b)
    closed: set[frozenset[int]] = set()
    for these in map(frozenset, near.values()):
        closed |= {these & others for others in closed} | {these}
        work.spend(10 * len(closed) * len(these))
    return {(frozenset(a for a, these in near.items() if these >= y), y) for y in closed if y}


def components(
    subsets: Iterable[tuple[frozenset[int], frozenset[int]]], work: Work
) -> list[tuple[set[int], set[tuple[int, int]]]]:
    """Numbers of the subsets that hang together by common extreme equilibria, and these equilibria."""
    groups: list[tuple[set[int], set[tuple[int, int]]]] = []
    for k, (xs, ys) in enumerate(subsets):
        work.spend(10 * len(xs) * len(ys) * (1 + len(groups)))
        numbers, inside = {k}, set(product(xs, ys))
        for group in [g for g in groups if not g[1].isdisjoint(inside)]:
            groups.remove(group)
            numbers, inside = numbers | group[0], inside | group[1]
        groups.append((numbers, inside))
    return groups


def confirm(document: Any, work: Work) -> str:
    """Check every statement of a certificate; say what was confirmed."""
    form, proof = ("tree", "tree") if isinstance(document, dict) and "tree" in document else ("vertices", "bases")
    keys = ("schema", "version", "concept", "form", "game", "strategies", "equilibria", "subsets", "components", proof)
    *head, game, strategies, equilibria, subsets, parts, proof = read(document, dict.fromkeys(keys), "certificate")
    players, actions, payoffs = read(game, {"players": str, "actions": [str, str], "payoffs": None}, "game")
    if json.dumps(head) != f'["deterrence.certificate", 1, "nash", "{form}"]' or len(players) != 2:
        raise ValueError("this is no certificate, version 1, of the Nash equilibria of two players")
    m, n = map(len, actions)
    first, second = read(payoffs, [[n] * m] * 2, "game.payoffs")
    sides = [Side(range(m), range(m, m + n), list(zip(*second)), work), Side(range(m, m + n), range(m), first, work)]
    labels: list[list[int]] = []
    for side, part, where in zip(sides, read(strategies, [None, None], "strategies"), ("strategies[0]", "strategies[1]")):
        entries = read(part, ({"strategy": len(side.own), "labels": (range(m + n),)},), where)
        for k, (x, given) in enumerate(entries):
            require(side.labels(x) == mask(given), f"{where}[{k}]: these are not its labels")
            require(min(x) >= 0 and sum(x) == 1, f"{where}[{k}]: no probability distribution")
        labels.append([mask(given) for _, given in entries])
        require(len(set(labels[-1])) == len(entries), f"{where}: a strategy is repeated, or not extreme")
    pairs = read(equilibria, ([range(len(labels[0])), range(len(labels[1]))],), "equilibria")
    points = [(labels[0][i], labels[1][j]) for i, j in pairs]
    for k, (a, b) in enumerate(points):
        require(a | b == (1 << m + n) - 1, f"equilibria[{k}]: an action is used that is not a best reply")
    require(all(len(set(side)) == len(of) for side, of in zip(zip(*pairs), labels)), "strategies: one is in no equilibrium")
    near = from_tree(sides, proof, points) if form == "tree" else from_bases(sides, proof, set(points))
    numbers = read(subsets, ([(range(len(labels[0])),), (range(len(labels[1])),)],), "subsets")
    boxes = [(frozenset(labels[0][i] for i in xs), frozenset(labels[1][j] for j in ys)) for xs, ys in numbers]
    exactly = len(set(boxes)) == len(boxes) and set(boxes) == products(set(points), work)
    require(exactly, "subsets: these are not the maximal products of equilibria, each once")
    listed = read(parts, ({"subsets": (range(len(numbers)),), "index": range(-(10**6), 10**6)},), "components")
    signs = {frozenset(k): sum(sign for at, sign in near if at in inside) for k, inside in components(boxes, work)}
    require(sorted(map(sorted, signs)) == sorted(sorted(k) for k, _ in listed), "components: they are others")
    for k, (members, stated) in enumerate(listed):
        require(signs[frozenset(members)] == stated, f"components[{k}]: the index is {signs[frozenset(members)]}")
    require(sum(signs.values()) == 1, "components: the indices do not add up to 1")
    return f"confirmed: {len(points)} extreme equilibria, {len(boxes)} subsets, {len(listed)} components; nothing is missing"


def main(arguments: list[str]) -> int:
    """Check the file that is named; print one line."""
    path = Path(arguments[0] if len(arguments) == 1 else "usage: python -I check.py FILE")
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            raise ValueError(f"there is no such file, or it has more than {MAX_BYTES >> 20} MiB")
        document = json.loads(path.read_bytes(), object_pairs_hook=lambda p: dict(p) if len(dict(p)) == len(p) else p)
        said, code = confirm(document, Work()), 0
    except Refuted as error:
        said, code = f"refuted: {error}", 1
    except (ValueError, OSError, RecursionError, MemoryError) as error:
        said, code = f"unreadable: {error}", 2
    print(f"{path}: {said}".encode("ascii", "backslashreplace").decode())
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Sequential equilibria from the definition, on nested tuples: mistakes of given orders and sizes, and their limits.

A node is a tuple of payoffs, ("chance", [(probability, node), ...]) or ("move", player, set, [nodes]). Every move has two
branches. Nothing is shared with the package.
"""

from fractions import Fraction
from itertools import product

import deterrence as dt


def sets_of(node, found=None):
    """Information set to player, in depth-first order."""
    found = {} if found is None else found
    if node[0] == "move":
        found.setdefault(node[2], node[1])
    for below in children(node):
        sets_of(below, found)
    return found


def children(node):
    return [n for _, n in node[1]] if node[0] == "chance" else node[3] if node[0] == "move" else []


def build(node, names):
    """The same tree for the package; the branches of set s are called s0 and s1."""
    people = dt.players(names)

    def subtree(at):
        if at[0] == "chance":
            return dt.nature({f"n{k}": (p, subtree(n)) for k, (p, n) in enumerate(at[1])})
        if at[0] == "move":
            return people[at[1]].chooses({f"{at[2]}{a}": subtree(n) for a, n in enumerate(at[3])}, knowing=at[2])
        return dt.outcome(payoffs=dict(zip(names, at, strict=True)))

    return dt.ExtensiveForm(subtree(node))


def value(node, chances):
    if node[0] == "chance":
        below = [(p, value(n, chances)) for p, n in node[1]]
    elif node[0] == "move":
        x = chances[node[2]]
        below = list(zip((x, 1 - x), (value(n, chances) for n in node[3]), strict=True))
    else:
        return tuple(map(Fraction, node))
    return tuple(sum(p * v[i] for p, v in below) for i in range(len(below[0][1])))


def nodes_of(node, chances, mistakes, order, weight, found):
    """Nodes of every set with the order and the size of the probability that one is there."""
    if node[0] == "chance":
        for p, below in node[1]:
            nodes_of(below, chances, mistakes, order, weight * p, found)
    elif node[0] == "move":
        found.setdefault(node[2], []).append((node, order, weight))
        x = chances[node[2]]
        for p, below in zip((x, 1 - x), node[3], strict=True):
            k, c = mistakes[node[2]] if not p else (0, p)
            nodes_of(below, chances, mistakes, order + k, weight * c, found)


def sequential_with(tree, chances, mistakes):
    """Whether no deviation at any set gains under the limits of the beliefs; mistakes are (order, size) by set."""
    found = {}
    nodes_of(tree, chances, mistakes, 0, Fraction(1), found)
    for name, here in found.items():
        least = min(order for _, order, _ in here)
        player = here[0][0][1]
        worth = [sum(w * value(node[3][a], chances)[player] for node, order, w in here if order == least) for a in (0, 1)]
        x = chances[name]
        if (x and worth[0] < worth[1]) or (x < 1 and worth[1] < worth[0]):
            return False
    return True


def known_sequential(tree, grid, orders, sizes):
    """Profiles on a grid that some mistakes on another grid show to be sequential equilibria."""
    names = list(sets_of(tree))
    for point in product(grid, repeat=len(names)):
        chances = dict(zip(names, point, strict=True))
        pure = [n for n in names if chances[n] in (0, 1)]
        for made in product(product(orders, sizes), repeat=len(pure)):
            if sequential_with(tree, chances, dict(zip(pure, made, strict=True))):
                yield chances
                break


def draw(rng, players, most, values):
    """A random tree with perfect recall: each player sees some of the others' moves, and remembers its own."""
    count = [0]
    names = {}

    def grow(depth, seen):
        if depth == 0 or (depth < most and rng.random() < 0.3):
            return tuple(rng.choice(values) for _ in range(players))
        if depth == most and rng.random() < 0.4:
            p = Fraction(rng.randint(1, 3), 4)
            return (
                "chance",
                [
                    (p, grow(depth - 1, [(*s, rng.choice((0, None))) for s in seen])),
                    (1 - p, grow(depth - 1, [(*s, rng.choice((1, None))) for s in seen])),
                ],
            )
        i = rng.randrange(players)
        name = names.setdefault((i, depth, seen[i]), f"s{len(names)}")
        count[0] += 1
        hidden = [rng.random() < 0.6 for _ in range(players)]
        below = []
        for a in (0, 1):
            after = [(*s, (i, a) if j == i or not hidden[j] else (i,)) for j, s in enumerate(seen)]
            below.append(grow(depth - 1, after))
        return ("move", i, name, below)

    return grow(most, [()] * players)

"""Changes of a certificate: small ones anywhere, and forgeries that stay consistent."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from random import Random

Document = dict


def mutant(text: str, rng: Random) -> Document:
    """Change a certificate, given as JSON, in one way."""
    changed = text
    while changed == text:
        document = json.loads(text)
        change: Callable[[Document, Random], None] = rng.choices(list(CHANGES), list(CHANGES.values()))[0]
        change(document, rng)
        changed = json.dumps(document)
    return json.loads(changed)


def places(data, where=()):
    """Every container and key of nested data."""
    for key in data if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from places(data[key], (*where, key))


def somewhere(document, rng, kind, part=None):
    """A place that holds a value of some kind, or None; in one part of the document where that is given."""
    # a part is drawn first, so that long proofs do not take all
    parts = [part] if part else [key for key in document if isinstance(document[key], dict | list)]
    part = rng.choice(parts)
    if part not in document:
        return None
    found = [(holder, key) for holder, key in places({part: document[part]}) if type(holder[key]) is kind]
    return rng.choice(found) if found else None


def any_number(document, rng):
    _change_number(document, rng, None)


def payoff(document, rng):
    _change_number(document, rng, "game")


def _change_number(document, rng, part):
    """Another number, sometimes the same in other words."""
    place = somewhere(document, rng, str, part)
    while place is None or not place[0][place[1]].lstrip("-").replace("/", "").isdigit():
        place = somewhere(document, rng, str, part)
    holder, key = place
    value = Fraction(holder[key])
    other = rng.choice(
        [value + 1, value - 1, -value, value / 2, value * 2, 1 - value, value + Fraction(1, 10**9), Fraction(0)]
    )
    if rng.random() < 0.03:
        holder[key] = f"{2 * value.numerator}/{2 * value.denominator}"
    elif rng.random() < 0.03:
        holder[key] = rng.choice(["", "x", "1.5", "1/0", "1e3", "+1", " 1", "0x1"])
    else:
        holder[key] = str(other)


def integer(document, rng):
    """Another whole number: a label, a reference, an index."""
    place = somewhere(document, rng, int)
    if place is None:
        return any_number(document, rng)
    holder, key = place
    value = holder[key]
    if rng.random() < 0.1:
        holder[key] = rng.choice([True, float(value), str(value), None])
    else:
        holder[key] = rng.choice([value + 1, value - 1, -value - 1, 0, 10**30, value + 2])
    return None


def evidence(document, rng):
    """Something in the proof: a basis less, another label, a multiplier, two branches exchanged."""
    part = "tree" if "tree" in document else "bases"
    found = [(holder, key) for holder, key in places(document[part])]
    holder, key = rng.choice(found)
    if isinstance(holder[key], str) and holder[key] != "origin":
        holder[key] = str(int(holder[key]) + rng.choice([1, -1, 2, -7]))
    elif type(holder[key]) is int:
        holder[key] = rng.randrange(len(document["equilibria"]) + 5)
    elif part == "bases" and isinstance(holder[key], list) and holder is not document[part]:
        del holder[key]
    elif isinstance(holder, list) and len(holder) == 3:
        holder[1], holder[2] = holder[2], holder[1]


def drop(document, rng):
    """One entry less."""
    holder, key = _in_list(document, rng)
    del holder[key]


def repeat(document, rng):
    """One entry twice."""
    holder, key = _in_list(document, rng)
    holder.insert(rng.randrange(len(holder) + 1), json.loads(json.dumps(holder[key])))


def exchange(document, rng):
    """Two entries of a list change places."""
    holder, key = _in_list(document, rng)
    other = rng.randrange(len(holder))
    holder[key], holder[other] = holder[other], holder[key]


def transplant(document, rng):
    """One entry becomes a copy of another of the document."""
    (holder, key), (source, other) = _in_list(document, rng), _in_list(document, rng)
    holder[key] = json.loads(json.dumps(source[other]))


def _in_list(document, rng):
    parts = [key for key in document if isinstance(document[key], dict | list)]
    while True:
        part = rng.choice(parts)
        found = [(holder, key) for holder, key in places({part: document[part]}) if isinstance(holder, list)]
        if found:
            return rng.choice(found)


def keys(document, rng):
    """A key goes, comes or is called otherwise."""
    objects = [document, *(holder[key] for holder, key in places(document) if isinstance(holder[key], dict))]
    chosen = rng.choice(objects)
    key = rng.choice(list(chosen))
    what = rng.randrange(3)
    if what < 2:
        value = chosen.pop(key)
        if what:
            chosen[key.upper()] = value
    else:
        chosen["note"] = "unverified"


def head(document, rng):
    """Another schema, version, concept or form."""
    key = rng.choice(["schema", "version", "concept", "form"])
    document[key] = rng.choice(
        ["deterrence.equilibria", 2, 1.0, True, "1", None, "correlated", "tree", "vertices", ["nash"]]
    )


def name(document, rng):
    """A player or an action is called otherwise."""
    part = rng.choice([document["game"]["players"], *document["game"]["actions"]])
    part[rng.randrange(len(part))] = rng.choice(["another", part[0], "", 3])


def forget(document, rng):
    """A component goes with all that belongs to it, and all references are set right."""
    components = document["components"]
    lost = components.pop(rng.randrange(len(components)))
    if components and rng.random() < 0.5:
        components[0]["index"] += lost["index"]  # the sum stays 1
    _renumber(document, [k for k in range(len(document["subsets"])) if k not in lost["subsets"]])


def shrink(document, rng):
    """A subset loses a vertex on one side, with all that belongs to it."""
    subset = rng.choice(document["subsets"])
    side = rng.choice(subset)
    side.remove(rng.choice(side))
    if side:
        _renumber(document, range(len(document["subsets"])))


def indices(document, rng):
    """Two indices change by opposite amounts."""
    one, two = rng.choice(document["components"]), rng.choice(document["components"])
    step = rng.choice([1, 2, -2])
    one["index"] += step
    if two is not one:
        two["index"] -= step


def merge(document, rng):
    """Two components become one."""
    components = document["components"]
    if len(components) < 2:
        return indices(document, rng)
    lost = components.pop(rng.randrange(1, len(components)))
    components[0]["subsets"] += lost["subsets"]
    components[0]["index"] += lost["index"]
    return None


def constant(document, rng):
    """What a player gets changes alike whatever the player does: best replies stay."""
    player = rng.randrange(2)
    matrix = document["game"]["payoffs"][player]
    step = Fraction(rng.randint(-3, 3), rng.randint(1, 3))
    if player == 0:
        column = rng.randrange(len(matrix[0]))
        for row in matrix:
            row[column] = str(Fraction(row[column]) + step)
    else:
        chosen = rng.choice(matrix)
        chosen[:] = [str(Fraction(v) + step) for v in chosen]


def _renumber(document, kept):
    """Keep some subsets, and of strategies and equilibria only what they use."""
    subsets = [document["subsets"][k] for k in kept]
    pairs = {(i, j) for xs, ys in subsets for i in xs for j in ys}
    used = [sorted({pair[side] for pair in pairs}) for side in (0, 1)]
    number = [{old: new for new, old in enumerate(of)} for of in used]
    document["subsets"] = [[[number[side][k] for k in part] for side, part in enumerate(subset)] for subset in subsets]
    document["equilibria"] = [[number[0][i], number[1][j]] for i, j in document["equilibria"] if (i, j) in pairs]
    document["strategies"] = [[part[k] for k in of] for part, of in zip(document["strategies"], used, strict=True)]
    new = {old: k for k, old in enumerate(kept)}
    for component in document["components"]:
        component["subsets"] = [new[k] for k in component["subsets"]]


#: Changes and how often they are tried.
CHANGES = {
    payoff: 8,
    any_number: 12,
    integer: 15,
    evidence: 15,
    drop: 8,
    repeat: 8,
    transplant: 8,
    exchange: 1,
    keys: 1,
    head: 1,
    name: 1,
    forget: 6,
    shrink: 6,
    indices: 6,
    merge: 3,
    constant: 1,
}

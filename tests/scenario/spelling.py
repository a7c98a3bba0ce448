"""A second reader of Gambit's formats, as small as can be, that decides what a text spells; it shares no code with the package.

It gives plain lists, or raises ValueError where the text spells no game with perfect recall.
"""

import itertools
import re
from fractions import Fraction

SPACE = " \t\r\n\f\v"


def tokens(text):
    """Words, and texts as ("text",)."""
    found, i = [], 0
    while i < len(text):
        c = text[i]
        if c in SPACE:
            i += 1
        elif c in "{},":
            found.append(c)
            i += 1
        elif c == '"':
            i, label = i + 1, ""
            while text[i : i + 1] != '"':
                if i >= len(text):
                    raise ValueError("open quotes")
                if text[i : i + 2] in ('\\"', "\\\\"):
                    i += 1
                label += text[i]
                i += 1
            found.append((label,))
            i += 1
        else:
            j = i
            while j < len(text) and text[j] not in SPACE + '{},"':
                j += 1
            found.append(text[i:j])
            i = j
    return found


class Words:
    def __init__(self, text):
        self.rest = tokens(text)[::-1]

    def next(self):
        if not self.rest:
            raise ValueError("cut off")
        return self.rest.pop()

    def peek(self):
        return self.rest[-1] if self.rest else None

    def want(self, *words):
        word = self.next()
        if word not in words:
            raise ValueError(word)
        return word

    def label(self):
        word = self.next()
        if not isinstance(word, tuple):
            raise ValueError(word)
        return word[0]

    def whole(self):
        word = self.next()
        if isinstance(word, tuple) or not re.fullmatch("[0-9]{1,9}", word):
            raise ValueError(word)
        return int(word)

    def number(self):
        word = self.next()
        form = r"[+-]?([0-9]+/[0-9]+|([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?)"
        if isinstance(word, tuple) or not re.fullmatch(form, word):
            raise ValueError(word)
        power = re.search("[eE](.*)", word)
        if len(word) > 4010 or (power and abs(int(power[1])) > 4000) or re.search("/0+$", word):
            raise ValueError("too large, or no number")
        return Fraction(word)

    def labels(self, default):
        self.want("{")
        found = []
        while self.peek() != "}":
            found.append(self.label())
        self.next()
        return used_once([name or f"{default}{k + 1}" for k, name in enumerate(found)])

    def payoffs(self, players):
        found = []
        for k in range(len(players)):
            if k and self.peek() == ",":
                self.next()
            found.append(self.number())
        self.want("}")
        return found


def used_once(labels):
    if not labels or len(set(labels)) < len(labels):
        raise ValueError("labels are missing or repeated")
    return labels


def spell_nfg(text):
    """Players, strategies, and for each cell, the first player's strategy changing fastest, (outcome's name, payoffs)."""
    words = Words(text)
    words.want("NFG"), words.want("1"), words.want("R", "D"), words.label()
    players = words.labels("player ")
    words.want("{")
    listed, strategies = words.peek() == "{", []
    while words.peek() != "}":
        strategies.append(words.labels("") if listed else [str(k + 1) for k in range(min(words.whole(), 3_000_000))])
    words.next()
    size = 1
    for s in strategies:
        size *= len(s)
    if len(strategies) != len(players) or not 0 < size <= 2_000_000:
        raise ValueError("strategies")
    if isinstance(words.peek(), tuple):
        words.next()
    if listed and words.peek() == "{":
        words.next()
        outcomes = [("", [Fraction(0)] * len(players))]
        while words.peek() != "}":
            words.want("{")
            name = words.label()
            if words.peek() == ",":
                words.next()
            outcomes.append((name, words.payoffs(players)))
        words.next()
        chosen = [words.whole() for _ in range(size)]
        if max(chosen) >= len(outcomes):
            raise ValueError("no such outcome")
        cells = [outcomes[k] for k in chosen]
    else:
        cells = [("", [words.number() for _ in players]) for _ in range(size)]
    if words.rest:
        raise ValueError("text after the end")
    return players, strategies, cells


def seen_nfg(game):
    """What was read, in the same words."""
    cells = [c[::-1] for c in itertools.product(*reversed(list(game.actions.values())))]
    named = [(next(iter(game.outcomes[c]), ""), list(game.payoffs[c])) for c in cells]
    return list(game.players), [list(a) for a in game.actions.values()], named


def spell_efg(text):
    """Players, and all nodes in depth-first order.

    An end is (name, payoffs), a chance move its branches with probabilities, a choice (player, number of the first node
    of its information set, actions).
    """
    words = Words(text)
    words.want("EFG"), words.want("2"), words.want("R", "D"), words.label()
    players = words.labels("player ")
    if isinstance(words.peek(), tuple):
        words.next()
    sets, outcomes, first, recall = {}, {0: ("", [Fraction(0)] * len(players))}, {}, {}
    # of each node that is to come: payoffs on the way, and every player's last own move
    nodes, to_come = [], [(outcomes[0][1], {})]
    while to_come:
        payoffs, moves = to_come.pop()
        kind = words.want("p", "c", "t")
        words.label()
        if kind != "t":
            player = 0 if kind == "c" else words.whole()
            if kind == "p" and not 1 <= player <= len(players):
                raise ValueError("no such player")
            key = player, words.whole()
            if key not in sets or isinstance(words.peek(), tuple):
                found = words.label(), *(words.labels("") if player else branches(words))
                if sets.setdefault(key, found) != found:
                    raise ValueError("defined twice")
        k = words.whole()
        if isinstance(words.peek(), tuple):
            name = words.label()
            words.want("{")
            found = name, words.payoffs(players)
            if not k or outcomes.setdefault(k, found) != found:
                raise ValueError("defined twice")
        if k not in outcomes:
            raise ValueError("not defined")
        payoffs = [a + b for a, b in zip(payoffs, outcomes[k][1], strict=True)]
        if kind == "t":
            nodes.append((outcomes[k][0], payoffs))
            continue
        here = sets[key][1:]
        if player:
            if recall.setdefault(key, moves.get(player)) != moves.get(player):
                raise ValueError("forgets")
            nodes.append((players[player - 1], first.setdefault(key, len(nodes)), list(here)))
        else:
            nodes.append(list(here))
        to_come += [(payoffs, {**moves, player: (key, a)} if player else moves) for a in reversed(range(len(here)))]
    names = [(player, found[0]) for (player, _), found in sets.items() if player and found[0]]
    if words.rest or len(set(names)) < len(names):
        raise ValueError("text after the end, or a set's name twice")
    return players, nodes


def branches(words):
    words.want("{")
    found = []
    while words.peek() != "}":
        found.append((words.label(), words.number()))
    words.next()
    labels = used_once([name or str(k + 1) for k, (name, _) in enumerate(found)])
    chances = [p for _, p in found]
    if sum(chances) != 1 or min(chances) < 0:
        raise ValueError("probabilities")
    return list(zip(labels, chances, strict=True))


def seen_efg(game):
    """What was read, in the same words; players in the order of the file cannot be told where some never move."""
    layout, nodes = game.layout, []
    for node, children in enumerate(layout.children):
        if node in layout.ends:
            nodes.append(layout.ends[node])
        elif node in layout.chances:
            nodes.append([(layout.branch[c], p) for c, p in zip(children, layout.chances[node], strict=True)])
        else:
            held = layout.sets[layout.set_of[node]]
            nodes.append((game.players[held.player], held.nodes[0], list(held.actions)))
    order = list(next(iter(layout.ends.values())).payoffs)
    return order, [(n.name, [n.payoffs[p] for p in order]) if hasattr(n, "payoffs") else n for n in nodes]


# --- mutants ------------------------------------------------------------------------------------------------------


def mutants(data, rng, count):
    """Bytes like these, each changed in one to three places: cut, flipped, tokens swapped, doubled or dropped."""
    pieces = re.findall(rb'"(?:[^"\\]|\\.)*"|[{},]|[^\s{},"]+|\s+', data)
    spare = [
        b"0",
        b"1",
        b"-1",
        b".5",
        b"1e2",
        b"1/0",
        b"1/3",
        b'""',
        b'"',
        b"{",
        b"}",
        b",",
        b"t",
        b"p",
        b"c",
        b"99",
        b"\xff",
        b"\\",
    ]
    for _ in range(count):
        kind = rng.randrange(4)
        if kind == 0:
            yield data[: rng.randrange(len(data))]
        elif kind == 1:
            changed = bytearray(data)
            for _ in range(rng.randrange(1, 4)):
                changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            yield bytes(changed)
        else:
            own = list(pieces)
            for _ in range(rng.randrange(1, 3)):
                i, j = rng.randrange(len(own)), rng.randrange(len(own))
                if kind == 2:
                    own[i], own[j] = own[j], own[i]
                else:
                    own[i] = rng.choice([b"", own[i] + b" " + own[i], rng.choice(spare), own[j]])
            yield b"".join(own)

"""Known games in extensive form: reduced tables, Nash equilibria of these, and all subgame-perfect equilibria.

In the file an end is a list of payoffs; ``table`` and ``nash`` are the reduced normal form and its extreme equilibria;
``subgame_perfect`` lists pieces, for each information set the vertices of its mixtures, and so does ``sequential`` where these
equilibria are others.
"""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

import deterrence as dt

RECORDS = json.loads((Path(__file__).parent / "trees.json").read_text(encoding="utf-8"))
named = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["name"])


def build(record):
    people = dt.players(record["players"])

    def subtree(node):
        if isinstance(node, list):
            return dt.outcome(payoffs=dict(zip(record["players"], node, strict=True)))
        if "chance" in node:
            return dt.nature({label: (p, subtree(below)) for label, (p, below) in node["chance"].items()})
        return people[node["player"]].chooses({a: subtree(n) for a, n in node["actions"].items()}, knowing=node["set"])

    return dt.ExtensiveForm(subtree(record["tree"]))


def numbers(rows):
    return tuple(tuple(map(Fraction, row)) for row in rows)


@pytest.mark.parametrize("record", [r for r in RECORDS if "table" in r], ids=lambda record: record["name"])
def test_reduced_normal_form_and_its_nash_equilibria(record):
    """Records of trees with three players have no table."""
    table = build(record).normal_form()
    assert [numbers(side) for side in table.bimatrix()] == [numbers(side) for side in record["table"]]
    eqs = dt.nash(table)
    assert {eq.vectors for eq in eqs.extreme} == {numbers(pair) for pair in record["nash"]}
    assert len(eqs.components) == record["components"]


@named
def test_nash_equilibria_of_the_tree_are_those_of_the_table(record):
    tree = build(record)
    eqs = dt.nash(tree)
    assert eqs.complete
    assert len(eqs.components) == record["components"]
    assert eqs.verify().max_regret == 0
    if "nash" in record:
        # extreme equilibria of the tree play like some of the table, which may list several that play alike
        table = tree.normal_form()
        theirs = {tuple(dt.nash(table).extreme[k].payoffs.values()) for k in range(len(record["nash"]))}
        assert {tuple(eq.payoffs.values()) for eq in eqs.extreme} <= theirs
        assert len(eqs.extreme) <= len(record["nash"])


def pieces(tree, recorded):
    """Recorded pieces as sets of vertices of each player's side."""
    wanted = set()
    for piece in recorded:
        sides = []
        for sets in tree.information_sets.values():
            rows = [
                [tuple(Fraction(vertex.get(a, 0)) for a in actions) for vertex in piece[label]]
                for label, actions in sets.items()
            ]
            sides.append(frozenset(product(*rows)))
        wanted.add(tuple(sides))
    return wanted


@named
def test_subgame_perfect_equilibria(record):
    tree = build(record)
    eqs = dt.subgame_perfect(tree)
    wanted = pieces(tree, record["subgame_perfect"])
    assert {tuple(frozenset(side) for side in piece) for c in eqs for piece in c.subsets} == wanted
    assert eqs.complete
    assert eqs.verify().max_regret == 0


@named
def test_sequential_equilibria(record):
    """They are the subgame-perfect ones where a record says nothing else.

    There every information set is reached within its smallest subgame, or some belief suits each of the replies.
    """
    tree = build(record)
    eqs = dt.sequential(tree)
    wanted = pieces(tree, record.get("sequential", record["subgame_perfect"]))
    assert {tuple(frozenset(side) for side in piece) for c in eqs for piece in c.subsets} == wanted
    assert eqs.complete
    assert eqs.verify().max_regret == 0

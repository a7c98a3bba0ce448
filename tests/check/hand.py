"""Certificates of two games, worked out by hand."""

from copy import deepcopy

#: A threat that deters: only `refrain`, against every response of probability 3/7 at least. Labels: 0 probe, 1 refrain,
#: 2 respond, 3 tolerate. The first player's polytope is 2 p + r <= 1 + e, p + r <= 1 + e^2; the second's is
#: s + 4 t <= 1 + e, 5 s + t <= 1 + e^2.
DETERRED = {
    "schema": "deterrence.certificate",
    "version": 1,
    "concept": "nash",
    "form": "vertices",
    "game": {
        "players": ["challenger", "defender"],
        "actions": [["probe", "refrain"], ["respond", "tolerate"]],
        "payoffs": [[["-4", "3"], ["0", "0"]], [["-1", "-2"], ["0", "0"]]],
    },
    "strategies": [
        [{"strategy": ["0", "1"], "labels": [0, 2, 3]}],
        [{"strategy": ["1", "0"], "labels": [1, 3]}, {"strategy": ["3/7", "4/7"], "labels": [0, 1]}],
    ],
    "equilibria": [[0, 0], [0, 1]],
    "subsets": [[[0], [0, 1]]],
    "components": [{"subsets": [0], "index": 1}],
    "bases": [[[0, 1], [1, 2], [0, 3], [2, 3]], [[2, 3], [1, 3], [0, 2], [0, 1]]],
}

#: Matching pennies: worth is 2 where the players meet (for the second: where they do not), 1 elsewhere. A strategy of
#: zeros on one side goes with zeros on the other only; a pure one has a reply that it does not bear.
PENNIES = {
    "schema": "deterrence.certificate",
    "version": 1,
    "concept": "nash",
    "form": "tree",
    "game": {
        "players": ["one", "two"],
        "actions": [["heads", "tails"], ["heads", "tails"]],
        "payoffs": [[["1", "-1"], ["-1", "1"]], [["-1", "1"], ["1", "-1"]]],
    },
    "strategies": [
        [{"strategy": ["1/2", "1/2"], "labels": [2, 3]}],
        [{"strategy": ["1/2", "1/2"], "labels": [0, 1]}],
    ],
    "equilibria": [[0, 0]],
    "subsets": [[[0], [0]]],
    "components": [{"subsets": [0], "index": 1}],
    # sides: x + 2 x' + s = 1, 2 x + x' + s' = 1 (first), 2 y + y' + t = 1, y + 2 y' + t' = 1 (second)
    "tree": [
        0,
        [  # x = 0
            1,
            [2, {"first": ["-1", "0"]}, [3, {"first": ["0", "-1"]}, "origin"]],  # x' = 0 too: s = s' = 1
            [  # t' = 0
                2,
                # s = 0: x' = 1/2, s' = 1/2, so y' = 0 has to be: then t' = 0 gives y = 1, t = -1
                [3, {"first": ["1", "-2"]}, {"second": ["1", "-2"]}],
                # y = 0: y' = 1/2, so s' = 0 has to be: then x' = 1, s = -1
                [3, {"first": ["1", "-2"]}, {"second": ["0", "-1"]}],
            ],
        ],
        [  # t = 0
            1,
            [  # x' = 0
                2,
                # s = 0: x = 1, s' = -1
                {"first": ["-2", "1"]},
                # y = 0: y' = 1, t' = -1
                {"second": ["-2", "1"]},
            ],
            [  # t' = 0: y = y' = 1/3
                2,
                [3, 0, {"second": ["1", "-2"]}],
                {"second": ["-2", "1"]},
            ],
        ],
    ],
}


def deterred():
    return deepcopy(DETERRED)


def pennies():
    return deepcopy(PENNIES)

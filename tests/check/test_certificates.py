"""Certificates that the package writes: confirmed by the checker, and refused where there is nothing to prove."""

import json
from pathlib import Path
from random import Random

import pytest

import deterrence as dt
from deterrence.cli.group import run
from tests.check.test_checker import checked, checker

ROOT = Path(__file__).parents[2]
CANON = json.loads((ROOT / "tests" / "canon" / "bimatrix.json").read_text(encoding="utf-8"))


def through_json(document):
    return json.loads(json.dumps(document))


def random_game(rng, m, n, largest):
    first, second = ([[rng.randint(-largest, largest) for _ in range(n)] for _ in range(m)] for _ in range(2))
    return dt.NormalForm.from_arrays(first, second)


def strict(eq):
    """Whether every best reply is used, and both players use as many actions."""
    first, second = eq.game.bimatrix()
    x, y = eq.vectors
    worth = [
        [sum(v * q for v, q in zip(row, y, strict=True)) for row in first],
        [sum(v * p for v, p in zip(column, x, strict=True)) for column in zip(*second, strict=True)],
    ]
    used = [[p > 0 for p in vector] for vector in (x, y)]
    best = [[v == max(values) for v in values] for values in worth]
    return used == best and sum(used[0]) == sum(used[1])


@pytest.mark.parametrize("record", CANON, ids=lambda record: record["name"])
def test_known_games_are_confirmed(record):
    eqs = dt.nash(dt.NormalForm.from_arrays(record["rows"], record["columns"]))
    code, said = checked(through_json(eqs.certificate()))
    subsets = [piece for component in record["components"] for piece in component]
    points = {(tuple(x), tuple(y)) for xs, ys in subsets for x in xs for y in ys}
    expected = f"{len(points)} extreme equilibria, {len(subsets)} subsets, {len(record['components'])} components"
    assert (code, said) == (0, f"confirmed: {expected}; nothing is missing")


def test_trees_of_known_games_are_confirmed():
    """Just those games have a tree in which every equilibrium is isolated, uses as many actions and has no other replies."""
    trees = 0
    for record in CANON:
        eqs = dt.nash(dt.NormalForm.from_arrays(record["rows"], record["columns"]))
        if all(strict(eq) for eq in eqs.extreme):
            trees += 1
            document = eqs.certificate("tree")
            assert document["form"] == "tree"
            assert checked(through_json(document))[0] == 0
        else:
            with pytest.raises(dt.UnsupportedGame, match="isolated"):
                eqs.certificate("tree")
    assert trees >= 20


@pytest.mark.parametrize("size, largest", [(8, 1000), (7, 1), (6, 2), (9, 3)])
def test_vertex_lists_of_larger_games(size, largest):
    eqs = dt.nash(random_game(Random(size), size, size, largest))
    document = eqs.certificate()
    assert document["form"] == "vertices"
    assert checked(through_json(document))[0] == 0


def test_indices_that_rest_on_infinitesimals():
    """Here a score of the search that is a float with the wrong sign once hid two equilibria of the game nearby."""
    rng = Random(0)
    first, second = ([[rng.randint(0, 2) for _ in range(9)] for _ in range(9)] for _ in range(2))
    document = dt.nash(dt.NormalForm.from_arrays(first, second)).certificate()
    assert checked(through_json(document))[0] == 0
    assert sorted(component["index"] for component in document["components"]) == [-1, 0, 0, 0, 1, 1]


@pytest.mark.parametrize("shape", [(12, 12), (11, 14), (16, 16)])
def test_trees_of_larger_games(shape):
    eqs = dt.nash(random_game(Random(3), *shape, 1000))
    document = eqs.certificate()
    assert document["form"] == "tree"
    assert checked(through_json(document))[0] == 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (2, 9), (9, 2)])
@pytest.mark.parametrize("largest", [0, 1, 50])
def test_oblong_games(shape, largest):
    eqs = dt.nash(random_game(Random(1), *shape, largest))
    assert checked(through_json(eqs.certificate()))[0] == 0


def test_many_isolated_equilibria():
    """Everybody wants to meet at one of five places: 2^5 - 1 equilibria, with alternating indices."""
    unit = [[int(i == j) for j in range(5)] for i in range(5)]
    document = dt.nash(dt.NormalForm.from_arrays(unit, unit)).certificate()
    assert len(document["equilibria"]) == 31
    assert sorted(component["index"] for component in document["components"]) == [-1] * 15 + [1] * 16
    assert checked(through_json(document))[0] == 0


def test_wide_numbers():
    """Payoffs from 10^-300 to 10^300 side by side."""
    first = [["1e300", "1e-300", 3], [0, "1/7", "1e-300"], ["-1e300", 2, 1]]
    second = [[1, "1e-300", 0], ["1e300", "1/3", "1e300"], [2, "-1e-300", 5]]
    document = dt.nash(dt.NormalForm.from_arrays(first, second)).certificate()
    assert checked(through_json(document))[0] == 0


def test_numbers_beyond_the_checker_are_refused():
    first = [[f"{10**1500 + k}/{10**1501 + 7 * k}" for k in range(3 * i, 3 * i + 3)] for i in range(3)]
    second = [[f"-{10**1500 + k}/{10**1499 + 9 * k}" for k in range(5 * i + 1, 5 * i + 4)] for i in (2, 0, 1)]
    first = [[*first[0]], [*first[2]], [*first[1]]]
    first[0][0], first[1][1], first[2][2] = "0", "0", "0"
    second[0][0], second[1][1], second[2][2] = "0", "0", "0"
    eqs = dt.nash(dt.NormalForm.from_arrays(first, second))
    with pytest.raises(dt.LimitReached, match="more than 4000 digits"):
        eqs.certificate()


def test_what_is_cut_has_no_certificate():
    eqs = dt.nash(dt.NormalForm.from_arrays([[-4, 3], [0, 0]], [[-1, -2], [0, 0]]))
    eqs.certificate()
    with pytest.raises(dt.UnsupportedGame, match=r"cut by undominated; call certificate\(\) on the set before refine"):
        eqs.refine("undominated").certificate()


def test_what_may_lack_equilibria_has_no_certificate():
    eqs = dt.nash(random_game(Random(2), 3, 3, 9), method="one")
    with pytest.raises(dt.UnsupportedGame, match="this set may lack equilibria"):
        eqs.certificate()


def test_other_concepts_have_none():
    game = next(iter(dt.load(ROOT / "examples" / "beer_quiche.toml").games.values()))
    with pytest.raises(
        dt.UnsupportedGame, match="two-player games in normal form, not perfect_bayesian of a SignallingGame"
    ):
        dt.perfect_bayesian(game).certificate()


def test_an_unknown_form_is_refused():
    eqs = dt.nash(dt.NormalForm.from_arrays([[1]], [[1]]))
    with pytest.raises(dt.InvalidParameter, match="form is 'vertices' or 'tree', not 'short'"):
        eqs.certificate("short")


def test_a_large_degenerate_game_is_refused():
    """A constant row makes the second player indifferent to everything where it is played."""
    game = dt.NormalForm.from_arrays([[1] * 14] + [[0] * 14] * 13, [[1] * 14] * 14)
    with pytest.raises(dt.UnsupportedGame, match="some equilibrium of this 14 x 14 game is degenerate"):
        dt.nash(game).certificate()


# --- the command --------------------------------------------------------------------------------------------------


def test_the_command_writes_one(tmp_path, capsys):
    dt.save(dt.NormalForm.from_arrays([[-4, 3], [0, 0]], [[-1, -2], [0, 0]]), tmp_path / "game.toml")
    out = tmp_path / "out.json"
    out.write_text("old", encoding="utf-8")
    assert run(["solve", str(tmp_path / "game.toml"), "--certificate", str(out)]) == 0
    assert checker.main([str(out)]) == 0
    assert "confirmed: 2 extreme equilibria, 1 subsets, 1 components" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["game.toml", "out.json"]


def test_the_command_says_why_it_cannot(tmp_path, capsys):
    out = tmp_path / "out.json"
    airspace = str(ROOT / "examples" / "airspace.toml")
    assert run(["solve", airspace, "--certificate", str(out)]) == 2
    assert "--certificate proves the equilibria of one game" in capsys.readouterr().err
    assert run(["solve", airspace, "--channel", "private", "--certificate", str(out)]) == 2
    assert "not perfect_bayesian of a SignallingGame" in capsys.readouterr().err
    dt.save(dt.NormalForm.from_arrays([[1]], [[1]]), tmp_path / "game.toml")
    assert run(["solve", str(tmp_path / "game.toml"), "--certificate", str(tmp_path / "no" / "out.json")]) == 2
    assert "cannot write" in capsys.readouterr().err
    assert not out.exists()

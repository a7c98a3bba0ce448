"""Comparisons: bands, differences and verdicts by their documented rules."""

import json
from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.analysis.comparison import answer

F = Fraction
CRISIS = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": "1/2", "audience_cost": 3, "leak": "1/10", "face_cost": "3/2",
    "warning_cost": "1/1000",
}  # fmt: skip


class Measured:
    """Anything that has measures may be compared."""

    def __init__(self, **bands):
        self.bands = bands

    def measures(self):
        return self.bands


@pytest.fixture(scope="module")
def comparison():
    return dt.compare(dt.models.warning_channels(**CRISIS), refine="d1", baseline="silence")


def test_bands_before_and_after_refinement(comparison):
    """The exact bands of this crisis: the silent and the bluffing equilibrium, of which D1 keeps the second."""
    private = comparison.bands["private"]
    assert tuple(private["deterred"]) == (0, F(89, 345))
    assert tuple(private["deterred"].refined) == (F(89, 345), F(89, 345))
    assert tuple(private["clash"]) == (F(111, 1000), F(1, 5))
    assert tuple(private["payoff:defender"]) == (-1, F(-1139, 1250))
    public = comparison.bands["public"]
    assert tuple(public["deterred"]) == (1, 1)
    assert tuple(public["clash"]) == (F(1, 10), F(1, 10))
    assert tuple(public["payoff:defender"]) == (F(-261, 1000),) * 2


def test_differences_are_over_all_pairs(comparison):
    assert "silence" not in comparison.differences
    private = comparison.differences["private"]["deterred"]
    assert tuple(private) == (0, F(89, 345))
    assert private.plain is None
    assert private.plain_refined == F(89, 345)
    public = comparison.differences["public"]["clash"]
    assert public.plain == F(-1, 10)


def test_least_and_most_cross_over():
    games = {"a": Measured(deterred=("1/4", "3/4")), "b": Measured(deterred=("1/10", "1/2"))}
    difference = dt.compare(games, baseline="b").differences["a"]["deterred"]
    assert tuple(difference) == (F(1, 4) - F(1, 2), F(3, 4) - F(1, 10))


def test_verdicts_answer_each_criterion_by_itself(comparison):
    """The private warning deters more often after D1 but is bluffed; the public one is bluff-proof."""
    private, public = comparison.verdicts["private"], comparison.verdicts["public"]
    assert (private["deters more often"].unrefined, private["deters more often"].refined) == (
        "depends on which equilibrium",
        "yes",
    )
    assert private["bluff-proof"].refined == "no"
    assert public["bluff-proof"].refined == "yes"
    assert public["deters more often"].unrefined == "yes"
    assert "silence" not in comparison.verdicts


@pytest.mark.parametrize(
    "sense, band, expected",
    [
        ("more", dt.Band(F(1, 10), F(1)), "yes"),
        ("more", dt.Band(F(0), F(1)), "depends on which equilibrium"),
        ("more", dt.Band(F(0), F(1), least_attained=False), "yes"),
        ("more", dt.Band(F(-1), F(0)), "no"),
        ("more", dt.Band(F(0), F(0)), "no"),
        ("less", dt.Band(F(-1), F(-1, 10)), "yes"),
        ("less", dt.Band(F(-1), F(0)), "depends on which equilibrium"),
        ("less", dt.Band(F(-1), F(0), most_attained=False), "yes"),
        ("less", dt.Band(F(0), F(1)), "no"),
        ("never", dt.Band(F(0), F(0)), "yes"),
        ("never", dt.Band(F(0), F(1)), "depends on which equilibrium"),
        ("never", dt.Band(F(1, 2), F(1)), "no"),
        ("never", dt.Band(F(0), F(1), least_attained=False), "no"),
    ],
)
def test_rules_of_verdicts(sense, band, expected):
    assert answer(sense, band) == expected


def test_table_has_a_row_per_channel_and_measure(comparison):
    table = comparison.table
    assert table.loc[("private", "deterred"), "refined_least"] == F(89, 345)
    assert table.loc[("public", "clash"), "difference_most"] == F(-1, 10)
    assert set(table.index.get_level_values("channel")) == {"silence", "public", "private"}


def test_json_has_exact_strings_and_floats(comparison):
    data = json.loads(json.dumps(comparison.to_dict()))
    assert (data["schema"], data["version"], data["baseline"]) == ("deterrence.comparison", 1, "silence")
    deterred = data["channels"]["private"]["bands"]["deterred"]
    assert deterred["refined"]["most"] == {"exact": "89/345", "float": pytest.approx(89 / 345)}
    assert data["channels"]["private"]["verdicts"]["bluff-proof"]["refined"] == "no"
    eqs = data["channels"]["private"]["equilibria"]
    assert eqs["complete"] is True
    assert {f["shape"] for f in eqs["families"]} == {"pooling", "semi_separating"}
    strategies = [
        e["strategies"]["defender"]["irresolute"]["warn"]["exact"] for c in eqs["components"] for e in c["extreme"]
    ]
    assert "37/92" in strategies  # sI = mu (1 - t) / ((1 - mu) t) at t = 23/60


def test_objects_with_measures_stand_beside_games():
    games = {"game": dt.models.warning_game("silence", **CRISIS), "report": Measured(deterred=(0.25, 0.5))}
    found = dt.compare(games, refine="d1")
    assert found.baseline == "game"
    assert tuple(found.differences["report"]["deterred"].refined) == (F(1, 4), F(1, 2))
    assert found.equilibria["report"] is None


def test_probe_game_uses_nash():
    games = {
        "hesitant": dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1, credibility="1/10"),
        "firm": dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1, credibility=1),
    }
    found = dt.compare(games, refine="undominated")
    assert found.equilibria["firm"].concept == "nash"
    assert found.verdicts["firm"]["deters more often"].unrefined == "yes"


def test_bad_input():
    games = dt.models.warning_channels(**CRISIS)
    with pytest.raises(dt.InvalidParameter, match="did you mean 'silence'"):
        dt.compare(games, baseline="silense")
    with pytest.raises(dt.InvalidParameter, match="at least one"):
        dt.compare({})
    with pytest.raises(dt.UnsupportedGame, match=r"objects with \.measures"):
        dt.compare({"a": 3})
    with pytest.raises(dt.UnsupportedGame, match="credibility"):
        dt.compare({"a": games["private"].free("credibility")})
    with pytest.raises(dt.UnsupportedGame, match="did you mean 'undefeated'"):
        dt.compare(games, refine="undefeted")


@pytest.mark.parametrize(
    "given, said",
    [
        ({"clash": (F(1, 2), F(1, 3))}, "measure 'clash' has least 1/2 above most 1/3"),
        ({"clash": 0.5}, r"measure 'clash' is 0.5, not \(least, most\)"),
        ({"clash": ("a", 1)}, "measure 'clash' is .*'a' is not a number"),
        ({"clash": (0, 1, 2)}, r"not \(least, most\)"),
    ],
)
def test_bands_from_elsewhere_are_checked(given, said):
    with pytest.raises(dt.InvalidParameter, match=said):
        dt.compare({"survey": Measured(**given)})


def test_a_set_in_place_of_a_game():
    eqs = dt.nash(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2))
    with pytest.raises(dt.UnsupportedGame, match=r"a: .* not EquilibriumSet; write \{'a': eqs.game\}"):
        dt.compare({"a": eqs})
    with pytest.raises(dt.UnsupportedGame, match=r"tables: d1 is defined for signalling games"):
        dt.compare({"messages": dt.models.warning_game("silence", **CRISIS), "tables": eqs.game}, refine="d1")
    with pytest.raises(dt.UnsupportedGame, match=r"write eqs.game"):
        dt.thresholds(eqs, "gain")


def test_bands_and_verdicts_print_as_words(comparison):
    assert str(comparison.bands["private"]["deterred"]) == "[0, 89/345]; refined: 89/345"
    assert str(comparison.verdicts["private"]["bluff-proof"]) == "bluff-proof: depends on which equilibrium; refined: no"
    plain = dt.compare({"a": Measured(clash=(0, "1/2"))})
    assert str(plain.bands["a"]["clash"]) == "[0, 1/2]"

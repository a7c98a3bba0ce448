"""Regions after refinements: against the exact solver and refinement at points, and against results known by hand."""

import pickle
from functools import cache

import pytest
import sympy

import deterrence as dt

REFINEMENTS = ("d1", "intuitive_criterion", "undominated", "undefeated")


@cache
def sunk():
    """A warning that costs what it costs; nothing else is at stake in it."""
    game = dt.models.warning_game("private", audience_cost=0, leak=0, face_cost=0)
    return dt.atlas(game.free("accident_rate", "warning_cost"))


@cache
def refined(name):
    return sunk().refine(name)


def breakfast(replies=("duel", "walk")):
    p = sympy.Symbol("p", real=True)

    def payoffs(kind, breakfast, reply):
        likes = breakfast == {"strong": "beer", "weak": "quiche"}[kind]
        return int(likes) + 2 * (reply != "duel"), (1 if kind == "weak" else -1) * (reply == "duel") - 3 * (reply == "pay")

    return dt.SignallingGame(
        sender="sender",
        receiver="receiver",
        types={"strong": p, "weak": 1 - p},
        messages=("beer", "quiche"),
        replies=replies,
        payoffs=payoffs,
        parameters=[dt.Parameter("p", "share of the strong", "[0, 1]", "probability")],
    )


BEER = "strong: beer, weak: beer; beer: walk"
QUICHE = "strong: quiche, weak: quiche; quiche: walk"
MIXED = "strong: beer, weak: beer or quiche; beer: duel or walk, quiche: duel"


@pytest.mark.parametrize("name", REFINEMENTS)
def test_against_solver_and_refinement_inside_outside_and_on_boundaries(name):
    audit = refined(name).audit(9)
    assert audit.disagreements == ()
    assert audit.points > 60
    assert 3 * audit.on_boundaries > audit.points


def test_an_audit_can_fail():
    """The unrefined regions do not say what D1 leaves."""
    found = refined("d1")
    wrong = dt.Atlas(found.game, sunk().families, sunk().knife_edges, sunk()._derivation, "d1")
    assert wrong.audit(9).disagreements


@pytest.mark.parametrize("name, left", [("d1", {BEER}), ("intuitive_criterion", {BEER}), ("undefeated", {BEER, QUICHE})])
def test_beer_and_quiche(name, left):
    """Cho and Kreps keep the pool on beer; neither pool is defeated. Where the weak are many nothing is removed."""
    found = dt.atlas(breakfast()).refine(name)
    regions = {f.name: str(f.region) for f in found}
    assert regions == dict.fromkeys(left, "p >= 1/2") | {MIXED: "p > 0 and p < 1/2"}
    assert found.audit([{"p": f"{k}/20"} for k in range(21)]).disagreements == ()


def test_at_refines_the_set_at_the_point():
    values = {
        "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": "7/10",
        "loss_irresolute": "35/100", "commitment_gap": "35/100", "warning_cost": "32/100",
    }  # fmt: skip
    found = refined("d1").at(**values)
    assert found == dt.perfect_bayesian(sunk().game.at(**values)).refine("d1")
    (family,) = found.families
    assert family.shape == "separating"
    assert family.exists_when.holds(**values)
    assert [f.name for f in refined("d1").holding(**values)] == [family.name]


def test_names_the_refinement():
    assert str(refined("d1")).startswith("Atlas after d1: Warning game")
    assert refined("d1").to_dict()["refinement"] == "d1"
    assert "refinement" not in sunk().to_dict()


def test_pickles():
    assert pickle.loads(pickle.dumps(refined("d1"))) == refined("d1")


def test_every_condition_left_out_is_proved():
    found = refined("d1")
    assert found.undecided == 0
    assert found.certificates
    assert all(c.check() for c in found.certificates)


def test_payoffs_that_vary_on_the_path_are_left_to_the_solver():
    """At credibility gain / (gain + clash_cost) the challenger may mix after silence, and what silence pays varies."""
    varying = "resolute: stay_silent, irresolute: stay_silent; stay_silent: refrain or probe"
    assert varying in {f.name for f in refined("d1").by_point}
    assert not any(f.generic for f in refined("d1").by_point)
    base = {
        "gain": 1,
        "clash_cost": 2,
        "loss_resolute": 2,
        "loss_irresolute": 1,
        "commitment_gap": 1,
        "accident_rate": "1/10",
    }
    for cost in ("1/10", 3):
        values = {**base, "credibility": "1/3", "warning_cost": cost}
        names = {f.name for f in dt.perfect_bayesian(sunk().game.at(**values)).refine("d1").families}
        assert {f.name for f in refined("d1").holding(**values)} == names


def test_dominated_threats_in_the_probe_game():
    """The continuum of threats shrinks to the certain one, where responding is worth it; else there is none."""
    found = dt.atlas(dt.models.probe_game().free("credibility")).refine("undominated")
    names = {f.name: str(f.region) for f in found}
    wanted = "challenger: refrain; defender: respond"
    assert set(names) == {wanted, "challenger: probe; defender: respond", "challenger: probe; defender: tolerate"}
    values = {"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "credibility": "1/2"}
    holding = {cost: {f.name for f in found.holding(**values, respond_cost=cost)} for cost in (1, 2, 3)}
    assert holding[1] == {wanted}
    assert holding[3] == {"challenger: probe; defender: tolerate"}
    # where tolerating and responding cost the same neither is dominated
    assert wanted in holding[2]
    assert found.audit(20).disagreements == ()


@pytest.mark.parametrize("name", ["undominated", "d1"])
def test_more_than_two_replies_are_decided_at_each_point(name):
    """The third reply is dominated and changes nothing."""
    found = dt.atlas(breakfast(("duel", "walk", "pay"))).refine(name)
    assert found.families == ()
    assert {BEER, QUICHE} <= {f.name for f in found.by_point}
    assert "Decided at each point" in str(found)
    assert {f.name for f in found.holding(p="9/10")} == ({BEER} if name == "d1" else {BEER, QUICHE})
    assert found.audit([{"p": f"{k}/5"} for k in range(6)]).disagreements == ()


def test_dominated_messages_and_prior_zero():
    """A message that is worse for both types whatever the reply is never sent; at prior 0 or 1 too."""
    mu, x = (sympy.Symbol(n, real=True) for n in ("mu", "x"))

    def payoffs(kind, message, reply):
        price = x if message == "dear" else 0
        return (2 if reply == "yield" else 0) - price, (1 if kind == "hard" else -1) * (reply == "yield")

    game = dt.SignallingGame(
        sender="sender",
        receiver="receiver",
        types={"hard": mu, "soft": 1 - mu},
        messages=("cheap", "dear"),
        replies=("yield", "resist"),
        payoffs=payoffs,
        parameters=[dt.Parameter("mu", domain="[0, 1]"), dt.Parameter("x", domain="> 0")],
    )
    found = dt.atlas(game)
    left = found.refine("undominated")
    assert any("dear" in f.name.split(";")[0] and f.region.holds(mu="3/4", x=1) for f in found)
    # a price of 2 or more costs at least what yielding is worth
    assert not any(f.region.holds(mu="3/4", x=2) for f in left if "dear" in f.name.split(";")[0])
    for name in REFINEMENTS:
        points = [{"mu": m, "x": x} for m in (0, "1/4", "1/2", "3/4", 1) for x in (1, 2, 3)]
        assert found.refine(name).audit(points).disagreements == (), name


def test_families_on_the_missing_edge_of_a_half_open_set():
    """Where the resolute have prior 0, D1 keeps a segment of mixtures without its end, at which silence is not sent."""
    values = {
        "credibility": 0, "gain": "503/100", "clash_cost": "217/1000", "accident_rate": "307/50000", "loss_resolute": "51/500",
        "loss_irresolute": "387/100", "commitment_gap": "19/50", "reputation_cost": "103/100", "audience_cost": "839/1000",
        "face_cost": "13/100", "defiance": "811/1000", "warning_cost": "13078553811/50000000000", "forewarning_cost": "193/1000",
    }  # fmt: skip
    left = dt.perfect_bayesian(dt.models.warning_game("public", **values)).refine("d1")
    assert any(piece.open_at for piece in left.pieces)
    assert "resolute: stay_silent, irresolute: warn; warn: refrain" not in {f.name for f in left.families}
    for family in left.families:
        point = family.pieces[0].centre
        assert any(piece.attains(point) for piece in left.pieces), family.name


@pytest.mark.parametrize(
    "make, name, message",
    [
        (lambda: dt.atlas(dt.models.probe_game()), "d1", "no refinement 'd1' of the atlas of a NormalForm"),
        (sunk, "intuitive_criterium", "did you mean 'intuitive_criterion'"),
        (lambda: dt.atlas(dt.models.probe_game()), "risk_dominance", r"applied at values, atlas.at\(...\)"),
        (lambda: refined("d1"), "d1", "this atlas is what d1 leaves"),
    ],
)
def test_what_cannot_be_refined(make, name, message):
    with pytest.raises(dt.DeterrenceError, match=message):
        make().refine(name)

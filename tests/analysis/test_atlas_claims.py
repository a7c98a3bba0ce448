"""What a channel needs to meet the criteria: against the theorem of the warning game, and the solver on every side."""

from fractions import Fraction
from random import Random

import pytest

import deterrence as dt
from deterrence.present.claims import claim_lines
from tests.analysis.atlas_tools import draw

F = Fraction
CRISIS = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": "1/2", "audience_cost": 3, "leak": "1/10", "face_cost": "3/2",
    "warning_cost": "1/1000",
}  # fmt: skip
OWN = ("commitment_gap", "reputation_cost", "audience_cost", "leak", "face_cost", "warning_cost")


def crisis(refine=None):
    games = dt.models.warning_channels(**CRISIS)
    return dt.compare({c: games[c] for c in ("silence", "private")}, refine=refine, baseline="silence")


@pytest.fixture(scope="module")
def refined():
    comparison = crisis("d1")
    return comparison, comparison.suffices("private")


def verdicts(comparison, values):
    """Verdicts of the comparison solved at values, after its refinement if it has one; None where there is no value."""
    base = comparison.games[comparison.baseline]
    try:
        at = comparison.games["private"].at(**values)
        again = dt.compare({"base": base, "at": at}, refine=comparison.refinements or None, baseline="base")
    except dt.DeterrenceError:
        return None
    found = again.verdicts["at"]
    return {name: (v.refined if comparison.refinements else v.unrefined) for name, v in found.items()}


def points(rng):
    """Values of the channel's parameters: inside, and on A = kappa and A = 9 - 10 k, F = 2, k = 9/10 and the domain's ends."""
    parameters = [p for p in dt.models.warning_game("private").all_parameters if p.name in OWN]
    v = {n: F(rng.randint(1, 12), rng.choice((2, 3, 5))) for n in OWN} if rng.random() < 0.5 else draw(parameters, rng)
    v["leak"] = F(rng.randint(1, 9), 10)
    v["warning_cost"] = rng.choice((F(0), F(1, 1000), F(1, 2), F(9, 10), F(1), v["warning_cost"]))
    edge = rng.randrange(6)
    if edge == 0:
        v["face_cost"] = 2 / v["leak"]
    if edge in (1, 2):
        v["reputation_cost"] = max(F(0), 9 - 10 * v["warning_cost"] - v["leak"] * v["audience_cost"])
    if edge == 3:
        v["audience_cost"] = v["reputation_cost"] = F(0)
    return v


@pytest.mark.parametrize("refine", [None, "d1"])
def test_agrees_with_the_solver(refine, refined):
    """Inside and on boundaries: "every" is the verdict yes, "some" the verdict that is not no."""
    comparison, claims = refined if refine else (crisis(), crisis().suffices("private"))
    rng, count, seen = Random(str(refine)), 0, set()
    while count < 45:
        values = points(rng)
        found = verdicts(comparison, values)
        if found is None:
            continue  # the model leaves A = kappa open
        count += 1
        for claim in claims:
            told = [found[name] for name in claim.criteria]
            expected = all(t == "yes" for t in told) if claim.quantifier == "every" else told[0] != "no"
            assert claim.holds(**values) == expected, (claim.criteria, claim.quantifier, values)
            seen.add((claim.criteria, claim.quantifier, expected))
    # each was met with both answers, but that no one bluffs in some equilibrium without a refinement always holds
    assert len(seen) >= 2 * len(claims) - (refine is None)


def no_bluff(values):
    """Proposition 3 (a) of the catalogue with a cost k: A >= min(kappa, (d_I (1 - gamma) - k) / gamma), F < c, k small."""
    a = values["reputation_cost"] + values["leak"] * values["audience_cost"]
    face = values["leak"] * values["face_cost"]
    size = (F(9, 10) - values["warning_cost"]) * 10
    return face < 2 and values["warning_cost"] < F(9, 10) and (a > values["commitment_gap"] or a > size)


def test_private_suffices_is_the_theorem(refined):
    """As stated, off boundaries: two cases, which are those of the smaller of two bounds on A."""
    claim = refined[1][-1]
    assert (len(claim.criteria), claim.quantifier, claim.exceptions) == (4, "every", ())
    assert len(claim.region.stated) == 2
    rng = Random("theorem")
    parameters = claim.game.parameters
    answers = set()
    for _ in range(300):
        values = draw(parameters, rng)
        answers.add(no_bluff(values))
        assert claim.region.holds(**values) == claim.holds(**values) == no_bluff(values)
    assert answers == {True, False}


def test_symbols_that_the_baseline_shares():
    """With credibility, gain and cost free a private warning that costs its sender nothing helps iff mu < g/(g + c), F < c."""
    comparison = crisis("d1")
    claim = comparison.suffices("private", "credibility", "gain", "clash_cost", "face_cost")[0]
    assert claim.criteria == ("deters more often",)
    (case,) = claim.region.stated
    assert {str(r) for r in case} == {"clash_cost > face_cost/10", "credibility < gain/(clash_cost + gain)"}
    assert not claim.holds(credibility="1/3", gain=1, clash_cost=2, face_cost=1)
    assert claim.holds(credibility="33/100", gain=1, clash_cost=2, face_cost=1)


POSTURE = {"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1}


def postures():
    games = {n: dt.models.probe_game(**POSTURE, credibility=p) for n, p in (("doubted", "1/5"), ("trusted", "1/2"))}
    return dt.compare(games, baseline="doubted")


def test_a_parameter_that_differs_moves_on_one_side_alone():
    """p* = 1/4: above it nobody probes; at it somebody may; fewer clashes than 1/5 also where the probe is met less often."""
    claims = {(c.criteria[0], c.quantifier): c for c in postures().suffices("trusted") if len(c.criteria) == 1}
    assert str(claims["deters more often", "every"].region) == "credibility > 1/4"
    assert str(claims["deters more often", "some"].region) == "credibility >= 1/4"
    clashes = claims["clashes less", "every"]
    assert [clashes.holds(credibility=p) for p in ("1/10", "1/5", "6/25", "1/4", "1/3")] == [True, False, False, False, True]


def test_said_in_text_latex_html_and_json():
    found = postures().why
    text = repr(found)
    assert "deters more often: iff credibility > 1/4; on its boundary it may depend" in text
    assert "trusted suffices (meets all 3 criteria): in every equilibrium iff credibility > 1/4" in text
    assert r"\mathit{credibility} > \frac{1}{4}" in found.to_latex()
    assert "<li>deters more often: iff credibility &gt; 1/4" in found._repr_html_()
    (first, *_) = found.to_dict()["claims"]["trusted"]
    assert first["cases"] == [["credibility > 1/4"]]
    assert (first["free"], first["quantifier"]) == (["credibility"], "every")


def test_never_and_always():
    """A cost of probing of 0 never stops anyone; nothing is asked of what no one can miss."""
    comparison = crisis("d1")
    claims = {(c.criteria[0], c.quantifier): c for c in comparison.suffices("silence", "credibility")}
    assert claims["bluff-proof", "every"].always
    assert not claims["bluff-proof", "every"].never
    dear = dt.compare(
        {n: dt.models.warning_game(c, **CRISIS | {"warning_cost": 2})
         for n, c in (("silence", "silence"), ("private", "private"))}, baseline="silence",
    )  # fmt: skip
    assert dear.suffices("private", "reputation_cost")[0].never
    told = list(claim_lines("private", dear.suffices("private", "reputation_cost")))
    assert "deters more often: never" in told


def test_what_cannot_be_claimed():
    comparison = postures()
    with pytest.raises(dt.DeterrenceError, match="no channel 'trust'"):
        comparison.suffices("trust")
    with pytest.raises(dt.DeterrenceError, match="credence"):
        comparison.suffices("trusted", "credence")
    games = {n: dt.models.probe_game(**POSTURE, credibility=p) for n, p in (("doubted", "1/5"), ("trusted", "1/2"))}
    twice = dt.compare(games, refine=("undominated", "undominated"))
    with pytest.raises(dt.DeterrenceError, match="after undominated then undominated are not known"):
        twice.suffices("trusted")
    assert "not known in closed form" in twice.why.unclaimed["trusted"]
    assert "trusted: conditions after undominated then undominated" in repr(twice.why)

    class Measured:
        criteria = ()

        def measures(self):
            return {"clash": (0, 1)}

    mixed = dt.compare({"posture": dt.models.probe_game(**POSTURE, credibility="1/2"), "measured": Measured()})
    with pytest.raises(dt.DeterrenceError, match="has measures only"):
        mixed.suffices("measured")
    one, two = (dt.models.probe_game(**POSTURE, credibility="1/2") for _ in range(2))
    assert "no parameter of its own" in dt.compare({"one": one, "two": two}).why.unclaimed["two"]


def test_on_a_knife_edge_without_a_formula():
    """At mu = g/(g + c) exactly payoffs vary on the path: the claim is decided by solving, as the comparison is."""
    comparison = crisis("d1")
    for claim in comparison.suffices("private", "credibility", "gain", "clash_cost", "face_cost")[:3]:
        values = {"credibility": F(1, 4), "gain": F(1), "clash_cost": F(3), "face_cost": F(1)}
        games = {n: comparison.games[n].at(**{k: v for k, v in values.items() if n == "private" or k != "face_cost"})
                 for n in ("silence", "private")}  # fmt: skip
        verdict = dt.compare(games, refine="d1").verdicts["private"][claim.criteria[0]].refined
        assert claim.holds(**values) == (verdict == "yes" if claim.quantifier == "every" else verdict != "no")

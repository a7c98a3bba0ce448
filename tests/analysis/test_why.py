"""Why a comparison comes out as it does: conditions and margins of a crisis, by hand."""

import json
from fractions import Fraction

import pytest

import deterrence as dt

F = Fraction
CRISIS = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": "1/2", "audience_cost": 3, "leak": "1/10", "face_cost": "3/2",
    "warning_cost": "1/1000",
}  # fmt: skip
BLUFFING = "resolute: warn, irresolute: stay_silent or warn; stay_silent: probe, warn: refrain or probe"


@pytest.fixture(scope="module")
def comparison():
    return dt.compare(dt.models.warning_channels(**CRISIS), refine="d1", baseline="silence")


def reason(comparison, channel, name):
    return next(r for r in comparison.why[channel] if r.family.name == name)


def test_silence_fails_for_want_of_credibility(comparison):
    """mu = 1/5 is below g/(g + c) = 1/3, by 2/15."""
    (only,) = comparison.why["silence"]
    assert (only.exists, only.kept, only.criteria) == (True, True, ())
    assert str(only.binding.relation) == "credibility <= gain/(clash_cost + gain)"
    assert only.binding.margin == F(2, 15)


def test_the_private_warning_is_bluffed_for_it_does_not_bind(comparison):
    """A = 1/2 + 3/10 = 4/5 falls 6/5 short of the commitment gap of 2."""
    bluffing = reason(comparison, "private", BLUFFING)
    assert (bluffing.exists, bluffing.kept, bluffing.criteria) == (True, True, ("bluff-proof",))
    (gap,) = [c for c in bluffing.conditions if "commitment_gap" in str(c.relation)]
    assert (str(gap.relation), gap.holds, gap.margin) == ("A_m < commitment_gap", True, F(6, 5))
    assert all(c.holds for c in bluffing.conditions)
    silent = reason(comparison, "private", "resolute: stay_silent, irresolute: stay_silent; stay_silent: probe")
    assert (silent.exists, silent.kept) == (True, False)


def test_the_public_warning_is_bluff_proof_for_it_binds(comparison):
    """A = 7/2 is above 2 by 3/2: no one bluffs; the challenger complies, for F = 3/2 is below c = 2 by 1/2."""
    bluffing = reason(comparison, "public", BLUFFING)
    assert (bluffing.exists, bluffing.kept, bluffing.criteria) == (False, False, ("bluff-proof",))
    failing = [c for c in bluffing.conditions if not c.holds]
    assert [(str(c.relation), c.margin) for c in failing] == [("A_m < commitment_gap", F(3, 2))]
    assert bluffing.binding == failing[0]
    committed = reason(comparison, "public", "resolute: warn, irresolute: warn; warn: refrain")
    assert committed.exists
    # in the case that holds nothing is called: the warning is honoured
    assert committed.criteria == ()
    assert (str(committed.binding.relation), committed.binding.margin) == ("clash_cost >= face_cost", F(1, 2))


def test_shown_and_written(comparison):
    text = repr(comparison.why)
    assert "it would need A_m < commitment_gap (misses by 3/2)" in text
    assert "which the refinement removes" in text
    assert "where A_m = audience_cost + reputation_cost" in text
    data = json.loads(json.dumps(comparison.why.to_dict()))
    assert data["reasons"]["silence"][0]["conditions"][0]["margin"]["exact"] == "2/15"


def test_what_has_no_symbols_has_no_reasons():
    class Measured:
        def measures(self):
            return {"clash": (0, 1)}

    pennies = dt.NormalForm.from_arrays([[1, 0], [0, 1]], [[0, 1], [1, 0]])
    found = dt.compare({"pennies": pennies, "measured": Measured()}).why
    assert dict(found.reasons) == {}
    assert set(found.missing) == {"pennies", "measured"}
    assert "no parameter was given a value" in repr(found)
    three = dt.NormalForm(
        ("a", "b", "c"), {("x", "y", "z"): (dt.Parameter("gain").symbol, 0, 0)}, parameters=[dt.Parameter("gain")]
    )
    assert "two-player" in dt.compare({"three": three.at(gain=1)}).why.missing["three"]


def test_on_a_knife_edge():
    """At mu = g/(g + c) exactly, the challenger may do either; the families on the surface are named too."""
    at = {"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1, "credibility": "1/4"}
    found = dt.compare({"edge": dt.models.probe_game(**at)}).why
    names = {r.family.name for r in found["edge"]}
    assert "challenger: probe or refrain; defender: respond" in names
    on_surface = next(r for r in found["edge"] if not r.family.generic)
    assert (on_surface.binding, on_surface.conditions) == (None, ())
    assert repr(found)

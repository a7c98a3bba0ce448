"""How public a warning should be: the window of the catalogue in closed form, and the best policy by hand."""

from fractions import Fraction

import pytest
import sympy

import deterrence as dt

F = Fraction
CRISIS = {
    "credibility": F(1, 5), "gain": 1, "clash_cost": 2, "accident_rate": F(1, 10), "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": F(1, 2), "audience_cost": 3, "face_cost": F(5, 2),
}  # fmt: skip


def game(**changed):
    return dt.models.warning_game("leak", **{**CRISIS, **changed})


def test_the_window_in_closed_form():
    """It starts at (no-bluff size - reputation) / audience cost and ends at clash cost / face cost; here both pure channels fail."""
    best = dt.best_publicity(game(), "deterred", "publicity")
    (window,) = best.windows("deterred", 1)
    assert (window.low, window.high) == ((2 - F(1, 2)) / 3, F(4, 5))
    names = "commitment_gap reputation_cost audience_cost clash_cost face_cost"
    kappa, rho, a, c, f = (sympy.Symbol(n, real=True) for n in names.split())
    assert sympy.simplify(window.low_formula - (kappa - rho) / a) == 0
    assert sympy.simplify(window.high_formula - c / f) == 0
    assert best.least == best.most == 1
    assert window.low < best.value < window.high


def test_no_window():
    """Feasible iff face_cost (A* - reputation) <= audience_cost clash_cost: 5 * 1.5 > 3 * 2."""
    assert dt.best_publicity(game(face_cost=5), "deterred", "publicity").windows("deterred", 1) == ()


def test_the_best_probability_is_where_the_mixed_reply_turns():
    """Any credibility above p* = 1/4 deters for sure; the smallest lies just beside it, where the continuum ends."""
    probe = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    best = dt.best_publicity(probe, "deterred", "credibility")
    assert not best.attained
    assert 0 < best.value - F(1, 4) < F(1, 10**8)
    assert "as near as can be" in repr(best)
    # by the most, the threshold itself deters already
    hopeful = dt.best_publicity(probe, "deterred", "credibility", cautious=False)
    assert hopeful.most == 1


def test_a_smooth_optimum():
    """The payoff p (1 - p) has its peak at 1/2, and p (3/5 - p) at 3/10."""
    p = sympy.Symbol("p", real=True)
    for end in (1, F(3, 5)):
        one = dt.NormalForm(
            ("a", "b"), {("go", "on"): (p * (sympy.Rational(end) - p), 0)}, parameters=[dt.Parameter("p", "", "[0, 1]")]
        )
        best = dt.best_publicity(one, "payoff:a", "p")
        assert abs(best.value - F(end) / 2) < F(1, 10**5)
        assert best.attained
        assert best.to_dict()["thresholds"] == []


def test_bad_input():
    with pytest.raises(dt.UnsupportedGame, match="takes a game"):
        dt.best_publicity(3, "deterred", "publicity")
    with pytest.raises(dt.InvalidParameter, match="did you mean 'publicity'"):
        dt.best_publicity(game(), "deterred", "publicty")
    with pytest.raises(dt.InvalidParameter, match="between two ends"):
        dt.best_publicity(game(publicity=0), "deterred", "gain")
    with pytest.raises(dt.UnsupportedGame, match="no value for gain"):
        dt.best_publicity(game().free("gain"), "deterred", "publicity")
    with pytest.raises(dt.InvalidParameter, match="did you mean 'deterred'"):
        dt.best_publicity(game(), "detered", "publicity")
    best = dt.best_publicity(game(), "deterred", "publicity")
    with pytest.raises(dt.InvalidParameter, match="no measure"):
        best.windows("peace", 1)
    with pytest.raises(dt.InvalidParameter, match="0 or 1"):
        best.windows("deterred", "1/2")

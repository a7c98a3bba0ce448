"""One idea: which channel a warning should take is a theorem, and so is what D1 leaves of its equilibria.

The warning game with symbols: the rare equilibrium in which everyone mixes has a short condition; D1 leaves silence only
where a warning cannot help; and a private warning suffices exactly where its price of bluffing and its loss of face meet
two thresholds. Run it from a clone:

    python examples/15_warning_theorems.py
"""

from fractions import Fraction
from random import Random

import sympy

import deterrence as dt

NAMES = "credibility gain clash_cost accident_rate loss_resolute loss_irresolute commitment_gap warning_cost"
mu, g, c, gamma, d_r, d_i, kappa, k, a, f = symbols = sympy.symbols(NAMES + " audience_cost face_cost", real=True)
t, p0 = (g + f) / (g + c), g / (g + c)
i_r, i_i, j_r, j_i = (d_r - k) / d_r, (d_i - k) / (d_i + a), (k + gamma * d_r) / d_r, (k + gamma * (d_i + a)) / d_i


def shown(what, stated, derived):
    """Every stated gap that must be positive is among the derived ones, up to a positive factor, and nothing else is."""
    print(f"{what}: {' and '.join(map(str, derived))}")
    positive = {x: sympy.Symbol(x.name, positive=True) for x in symbols}
    gaps = [(r.lhs - r.rhs) * (1 if ">" in r.rel_op else -1) for r in derived]
    for gap, _ in zip(stated, gaps, strict=True):
        assert any(sympy.factor(sympy.cancel(gap / x)).xreplace(positive).is_positive for x in gaps), gap


public = dt.atlas(dt.models.warning_game("public", reputation_cost=0).free("accident_rate", "warning_cost"))
everyone = next(x for x in public if all(len(used) == 2 for sets in x.supports.values() for used in sets.values()))
shown("everyone mixes iff", [c - f, mu - p0, t - mu, i_r - i_i, j_r - j_i, kappa - a], everyone.region.conditions[0])

# D1 leaves silence where a warning cannot help: too much face is lost, accidents are too frequent, or bluffers gain more.
(silent,) = (x for x in public.refine("d1") if x.supports["challenger"] == {"stay_silent": ("probe",)})
print("silence survives D1 if", "\nor if ".join(" and ".join(map(str, case)) for case in silent.region.conditions))

# A private warning prevents bluffing iff rho + leak a >= A* and leak f <= c, where A* = min(kappa, d_I (1 - gamma) / gamma).
secret = dt.atlas(dt.models.warning_game("private", warning_cost=0).free("accident_rate", "reputation_cost", "leak"))
proof = [x for x in secret if x.supports["challenger"].get("warn") == ("refrain",) and "semi" not in x.shape]
rng, edges, works = Random(1), 0, 0
for n in range(1000):
    at = {p.name: Fraction(rng.randint(1, 60), 61 if p.domain[0] in "[(" else 20) for p in secret.game.parameters}
    at["credibility"] *= at["gain"] / (at["gain"] + at["clash_cost"])
    least = min(at["commitment_gap"], at["loss_irresolute"] * (1 - at["accident_rate"]) / at["accident_rate"])
    if n % 3 == 0:
        at["reputation_cost"] = max(least - at["leak"] * at["audience_cost"], Fraction(0))
    if n % 3 == 1:
        at["face_cost"] = at["clash_cost"] / at["leak"]
    price, face = at["reputation_cost"] + at["leak"] * at["audience_cost"], at["leak"] * at["face_cost"]
    if price != at["commitment_gap"]:  # there the model leaves open what an indifferent defender does
        suffices = price >= least and face <= at["clash_cost"]
        edges, works = edges + (price == least or face == at["clash_cost"]), works + suffices
        assert any(x.region.holds(**at) for x in proof) == suffices
print(f"private suffices: 1,000 points, {edges} on a boundary, it does at {works}; no disagreement")
assert public.undecided == secret.undecided == 0
# Picture: dt.plot_regimes(dt.sweep(secret.game.at(credibility="1/5", gain=1, clash_cost=2, accident_rate="1/10", loss_resolute=3, loss_irresolute=1, commitment_gap=2, audience_cost=3, face_cost=4), {"leak": "0.02:0.98:49", "reputation_cost": "0.03:2.97:50"}, []))

"""The warning game on random parameters: every equilibrium outcome is one of the named regimes, and closed forms agree.

The regimes are written out here from their conditions in four numbers: the tolerable incursion rates i of the two types, at
which a warning is as good as silence while the challenger probes, and the silence-equivalents j, the rates after silence
that are as bad as warning and not being probed.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from random import Random

import pytest

import deterrence as dt
from deterrence import models
from tests.models.forms import exact

F = Fraction
NAMES = (
    "credibility", "gain", "clash_cost", "accident_rate", "loss_resolute", "loss_irresolute",
    "commitment_gap", "audience_cost", "face_cost", "defiance", "warning_cost", "forewarning_cost",
)  # fmt: skip
REGIMES = (
    "provocative", "silent", "separating", "bluffing", "warning pooling", "partial warning", "double mixing",
    "commitment pooling", "self-binding by the weak",
)  # fmt: skip


@cache
def symbolic():
    at_default = "accident_rate", "defiance", "warning_cost", "forewarning_cost"
    return models.warning_game("public").free(*at_default)


@dataclass(frozen=True)
class Numbers:
    """What decides: priors and posteriors that stop the challenger, losses, rates."""

    prior: Fraction
    p0: Fraction
    t: Fraction
    unavoidable: Fraction
    rate: Fraction
    losses: tuple[Fraction, Fraction]
    warned: tuple[Fraction, Fraction]
    sending: Fraction
    binds: bool | None

    @classmethod
    def of(cls, v):
        gamma, b = v["accident_rate"], v["forewarning_cost"]
        losses = v["loss_resolute"], v["loss_irresolute"]
        return cls(
            prior=v["credibility"],
            p0=v["gain"] / (v["gain"] + v["clash_cost"]),
            t=(v["gain"] + v["face_cost"]) / (v["gain"] + v["clash_cost"]),
            unavoidable=gamma,
            rate=gamma + (1 - gamma) * v["defiance"],
            losses=losses,
            warned=(losses[0] + b, losses[1] + b + min(v["commitment_gap"], v["audience_cost"])),
            sending=v["warning_cost"],
            binds=None if v["audience_cost"] == v["commitment_gap"] else v["audience_cost"] > v["commitment_gap"],
        )

    @property
    def i(self):
        return [(d - self.sending) / w for d, w in zip(self.losses, self.warned, strict=True)]

    @property
    def j(self):
        return [(self.sending + self.rate * w) / d for d, w in zip(self.losses, self.warned, strict=True)]

    def probes(self, incursions, unavoidable):
        """How often the strategic challenger probes when incursions have this rate."""
        return (incursions - unavoidable) / (1 - unavoidable)

    def generic(self):
        """Whether no two numbers that are compared are equal."""
        rates = [self.rate, *self.i]
        beliefs = [self.prior, self.p0, self.t, F(1)]
        compared = [*combinations(rates, 2), *combinations(beliefs, 2), tuple(self.j), *((j, 1) for j in self.j)]
        # t is p0 where complying costs no face, which is no knife edge
        return self.binds is not None and all(x != y for x, y in compared if (x, y) != (self.p0, self.t))


def outcomes(n):
    """Name, chances that the types warn, chances of a probe after silence and after the warning (None: not sent)."""
    mu, p0, t, (i_r, i_i), (j_r, j_i) = n.prior, n.p0, n.t, n.i, n.j
    if t > 1:
        yield "provocative", (0, 0, int(mu < p0), None)
        return
    if n.binds:
        if mu > p0 or n.rate >= max(i_r, i_i):
            yield "silent", (0, 0, int(mu < p0), None)
        if n.rate <= min(i_r, i_i):
            yield "commitment pooling", (1, 1, None, 0)
        if mu < p0 and j_i < 1 and j_i <= j_r:
            warns = 1 - mu * (1 - p0) / ((1 - mu) * p0)
            yield "self-binding by the weak", (0, warns, n.probes(j_i, n.unavoidable), 0)
    else:
        yield "silent", (0, 0, int(mu < p0), None)
        if mu < t and n.rate < i_i <= i_r:
            yield "bluffing", (1, mu * (1 - t) / ((1 - mu) * t), 1, n.probes(i_i, n.rate))
        if mu > t and n.rate <= min(i_r, i_i):
            yield "warning pooling", (1, 1, None, 0)
        if p0 < mu < t:
            yield from double_mixing(n)
    if i_i <= n.rate <= i_r:
        yield "separating", (1, 0, 1, 0)
    if mu > p0 and j_r < 1 and j_r <= j_i:
        yield "partial warning", (1 - p0 * (1 - mu) / ((1 - p0) * mu), 0, n.probes(j_r, n.unavoidable), 0)


def double_mixing(n):
    """Both types are indifferent: two equations in the incursion rates after silence and after the warning."""
    (d_r, d_i), (w_r, w_i) = n.losses, n.warned
    determinant = d_i * w_r - d_r * w_i
    if not determinant:
        return
    after_silence = n.sending * (w_r - w_i) / determinant
    after_warning = n.sending * (d_r - d_i) / determinant
    if n.unavoidable < after_silence < 1 and n.rate < after_warning < 1:
        share = (n.prior - n.p0) / (n.t - n.p0)
        warns = share * n.t / n.prior, share * (1 - n.t) / (1 - n.prior)
        yield "double mixing", (*warns, n.probes(after_silence, n.unavoidable), n.probes(after_warning, n.rate))


def draw(rng):
    v = {name: F(rng.randint(1, 99), rng.choice([31, 37, 41])) for name in NAMES}
    v["credibility"] = F(rng.randint(1, 96), 97)
    v["accident_rate"] = F(rng.randint(1, 60), 101)
    v["defiance"] = F(rng.choice([0, rng.randint(0, 40)]), 103)
    v["warning_cost"] = F(rng.randint(1, 40), rng.choice([53, 530]))
    v["forewarning_cost"] = F(rng.choice([0, rng.randint(1, 30)]), 59)
    v["face_cost"] = v["clash_cost"] * F(rng.randint(0, 110), 107)
    return v


def found(eqs):
    for eq in eqs.extreme:
        sent = {message for _, message, _ in eq.reached}
        replies = (eq["challenger"][m]["probe"] if m in sent else None for m in ("stay_silent", "warn"))
        yield *(eq["defender"][kind]["warn"] for kind in ("resolute", "irresolute")), *replies


def check(v):
    """Compare the solver with the regimes at one point; their names, or none on a knife edge."""
    n = Numbers.of(v)
    if not n.generic():
        return []
    listed = list(outcomes(n))
    eqs = dt.perfect_bayesian(symbolic().at(**v))
    assert set(found(eqs)) == {outcome for _, outcome in listed}, v
    assert len(eqs.families) == len(listed), v
    assert eqs.complete
    return [name for name, _ in listed]


@pytest.mark.parametrize("shard", range(4))
def test_every_outcome_is_a_regime(shard):
    rng = Random(f"warning game {shard}")
    checked = sum(bool(check(draw(rng))) for _ in range(60))
    assert checked >= 50


@pytest.mark.parametrize("regime", REGIMES)
def test_every_regime_occurs(regime):
    """Draw until a regime has come up three times, so that none of them goes unchecked."""
    rng = Random(f"warning game, {regime}")
    seen = 0
    for _ in range(20_000):
        v = draw(rng)
        n = Numbers.of(v)
        if n.generic() and regime in [name for name, _ in outcomes(n)]:
            assert regime in check(v)
            seen += 1
            if seen == 3:
                return
    pytest.fail(f"{regime} came up {seen} times")


def test_closed_forms():
    rng = Random("warning game, closed forms")
    forms = models.closed_forms("warning_game", channel="public")
    for _ in range(20):
        v = draw(rng) | {"reputation_cost": F(rng.randint(0, 9), 7)}
        n = Numbers.of(v | {"audience_cost": v["audience_cost"] + v["reputation_cost"]})
        expected = {"p0": n.p0, "t": n.t, "rate": n.rate, "face": v["face_cost"], "i_R": n.i[0], "i_I": n.i[1]}
        expected |= {"j_R": n.j[0], "j_I": n.j[1], "broken": v["audience_cost"] + v["reputation_cost"]}
        expected["no_bluff"] = min(v["commitment_gap"], v["loss_irresolute"] * (1 - n.rate) / n.rate)
        assert {name: exact(form, v) for name, form in forms.items()} == expected


def test_no_bluff_size():
    """With free talk the no-bluff size min(kappa, dI (1 - rate)/rate) is where bluffing ends, on both of its sides."""
    base = {"credibility": "1/5", "gain": 1, "clash_cost": 2, "loss_resolute": 1, "loss_irresolute": 1, "face_cost": 0}
    base["warning_cost"] = "1/10000"
    for accident_rate, gap, size in (("2/5", 2, F(3, 2)), ("1/10", 2, F(2))):
        v = base | {"accident_rate": accident_rate, "commitment_gap": gap}
        forms = models.closed_forms("warning_game", channel="public")
        assert exact(forms["no_bluff"], v | {"defiance": 0}) == size
        bluffs = {}
        for audience_cost in (size - F(1, 100), size + F(1, 100)):
            eqs = dt.perfect_bayesian(models.warning_game("public", audience_cost=audience_cost, **v)).refine("d1")
            bluffs[audience_cost > size] = dt.probability(eqs, "bluff_called").most > 0
        assert bluffs == {False: True, True: False}

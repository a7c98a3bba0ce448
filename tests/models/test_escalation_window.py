"""Escalation risks that deter when resolve is uncertain: the closed form against a scan of the deterrence condition."""

from fractions import Fraction
from random import Random

import pytest

from deterrence import models
from tests.models.forms import at, exact

F = Fraction
NAMES = ["largest_loss", "respond_cost", "escalation_cost_defender", "gain", "clash_cost", "escalation_cost_challenger"]
FORMS = models.closed_forms("escalation_window")


def window(values):
    """The two roots as floats; None where there are none."""
    known = dict(zip(NAMES, values, strict=True))
    if exact(FORMS["discriminant"], known) < 0:
        return None
    return tuple(float(at(FORMS[name], known)) for name in ("least_risk", "most_risk"))


def deters(values, risk):
    """Whether a challenger that does not know the defender's loss, uniform on [0, top], prefers to refrain."""
    top, x_d, w_d, gain, x_c, w_c = map(F, values)
    responds = min(1, max(0, 1 - (x_d + risk * w_d) / top))
    return (1 - responds) * gain - responds * (x_c + risk * w_c) <= 0


def test_worked_window():
    least, most = window(("2", "1/5", 4, 1, "1/10", 10))
    assert least == pytest.approx(0.00147700, abs=5e-9)
    assert most == pytest.approx(0.33852300, abs=5e-9)


def test_worked_empty_window():
    assert window(("2", "1/2", 4, 2, "1/10", 10)) is None


def test_scan():
    rng = Random("escalation window")
    kinds = set()
    for _ in range(60):
        top = F(rng.randint(2, 40), 10)
        values = (top, top * F(rng.randint(0, 6), 10), *(F(rng.randint(1, 40), 10) for _ in range(3)), rng.randint(1, 20))
        roots = window(values)
        kinds.add("none" if roots is None else "inner" if roots[0] > 0 else "from zero")
        for k in range(201):
            risk = F(k, 200)
            if roots and min(abs(float(risk) - root) for root in roots) < 1e-9:
                continue
            inside = roots is not None and roots[0] < risk < roots[1]
            assert deters(values, risk) == inside, (values, risk)
    assert kinds == {"none", "inner", "from zero"}

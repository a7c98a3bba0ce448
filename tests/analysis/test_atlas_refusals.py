"""What an atlas cannot be asked is refused in one sentence that says what to do next."""

import sys

import pytest
import sympy

import deterrence as dt

X = sympy.Symbol("x", real=True)


def coordination(*domains):
    payoffs = {("a", "A"): (X, 1), ("a", "B"): (0, 1), ("b", "A"): (1, 0), ("b", "B"): (0, 2)}
    return dt.NormalForm(("row", "column"), payoffs, parameters=[dt.Parameter("x", "", d) for d in domains])


def test_domains_that_contradict_each_other():
    with pytest.raises(
        dt.DeterrenceError, match=r"'x' is declared twice, with the domains > 0 and \[0, 1\]; declare it once"
    ):
        coordination("> 0", "[0, 1]")
    assert [p.domain for p in coordination("> 0", ">0").parameters] == [">0"]


def test_engines():
    with pytest.raises(dt.DeterrenceError, match=r"no engine 'flnt' \(engines: flint, sympy\)"):
        dt.atlas(coordination("> 0"), engine="flnt")


def test_an_engine_that_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "flint", None)
    with pytest.raises(dt.DeterrenceError, match=r"not installed; pip install \"deterrence\[fast\]\""):
        dt.atlas(coordination("> 0"), engine="flint")


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (0, "an audit at 0 points for every clause shows nothing"),
        (2.5, "points are a number such as 60 or a list of mappings, not 2.5"),
        ({"x": 1}, "a list of mappings"),
        ([{"x": "one"}], "'one' is not a number"),
        ([{"x": -1}], "outside its domain > 0"),
        ([{}], "no value for x"),
    ],
)
def test_points_of_an_audit(points, said):
    with pytest.raises(dt.DeterrenceError, match=said):
        dt.atlas(coordination("> 0")).audit(points)


def test_points_that_are_given():
    """At x = 1 row's actions tie against A: on it and on both sides."""
    audit = dt.atlas(coordination("> 0")).audit([{"x": "1"}, {"x": 0.5}, {"x": 2}])
    assert (audit.points, audit.on_boundaries, audit.disagreements) == (3, 0, ())


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0.5, float("nan")], r"'x' is nan, outside its domain > 0 \(1 of 2 values are\)"),
        ([0.5, 0, -1], r"'x' is 0, outside its domain > 0 \(2 of 3 values are\)"),
        (float("inf"), "'x' is inf"),
    ],
)
def test_sweeps_outside_the_domain(values, said):
    with pytest.raises(dt.DeterrenceError, match=said):
        dt.atlas(coordination("> 0")).sweep({"x": values})


@pytest.mark.parametrize(("domain", "outside"), [("[0, 1]", [-0.5, 1.5]), ("[0, 1)", [1]), ("(0, 1]", [0])])
def test_ends_of_domains_in_sweeps(domain, outside):
    """Ends that belong to a domain are swept, ends that do not are refused."""
    found = dt.atlas(coordination(domain))
    for value in outside:
        with pytest.raises(dt.DeterrenceError, match="outside its domain"):
            found.sweep({"x": [0.5, value]})
    inside = [v for v in (0, 1) if v not in outside]
    assert all(mask.shape == (len(inside),) for mask in found.sweep({"x": inside}).values())

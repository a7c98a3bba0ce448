"""One idea: a refinement is a region too, so that a textbook's selection can be derived as a condition.

Two classics with symbols in place of numbers: beer or quiche with any share of the strong, and a worker's schooling with
any abilities, share and effort, for two wages. The regions are derived before and after the intuitive criterion and D1.
Run it from a clone:

    python examples/11_breakfast_and_schooling.py
"""

import sympy

import deterrence as dt


def shown(what, paper, derived):
    print(f"{what}: stated {paper}, derived {derived}")
    assert sympy.simplify(paper - derived) == 0


share = dt.Parameter("share", "of the first type", "(0, 1)")
p = share.symbol


def breakfast(kind, meal, then):
    return ((meal == "beer") == (kind == "strong")) + 2 * (then == "walk"), (1 if kind == "weak" else -1) * (then == "duel")


players = {"sender": "sender", "receiver": "receiver"}
meals = dt.atlas(dt.SignallingGame(**players, types={"strong": p, "weak": 1 - p}, messages=("beer", "quiche"),
                                   replies=("duel", "walk"), payoffs=breakfast, parameters=[share]))  # fmt: skip
for name, atlas in {"all": meals, "intuitive": meals.refine("intuitive_criterion")}.items():
    print(name, *(f"[{f.name} | {f.region}]" for f in atlas))
assert not [f for f in meals.refine("intuitive_criterion") if f.supports["sender"]["strong"] == ("quiche",)]
(mixed,) = (f for f in meals if f.shape == "semi_separating")
weak_have_beer = mixed.strategies["sender"]["weak"]["beer"]
shown("the weak have beer with probability", p / (1 - p), weak_have_beer)

low, edge, effort = parameters = [dt.Parameter(n, domain="> 0") for n in ("low", "edge", "effort")]
t, d, e = (x.symbol for x in parameters)


def schooling(kind, message, wage):
    ability, paid = {"able": t + d, "less_able": t}[kind], t + d if wage == "high" else t
    return paid - (e / ability if message == "study" else 0), -((paid - ability) ** 2)


school = dt.atlas(dt.SignallingGame(**players, types={"able": p, "less_able": 1 - p}, messages=("work", "study"),
                               replies=("low", "high"), payoffs=schooling, parameters=[share, *parameters]))  # fmt: skip
(separating,) = (f for f in school if f.shape == "separating")
print("separating iff", separating.region)
ends = (sympy.solve(r.lhs - r.rhs, e)[0] for r in separating.region.conditions[0])
least, most = sorted(ends, key=lambda x: x.subs(d, t))
shown("effort from (low ability) x (difference)", t * d, sympy.expand(least))
shown("effort up to (high ability) x (difference)", (t + d) * d, sympy.factor(most))
pooled = str(next(f for f in school.refine("d1") if "work: low" in f.name and f.shape == "pooling").region)
print("without study at a low wage, after D1, iff", pooled)
assert pooled == "share <= 1/2 and effort >= edge*(edge + low)"
assert not any(a.audit(30).disagreements for a in (meals, school, school.refine("d1")))
# Picture: dt.plot_regimes(dt.sweep(school.game.at(low=1, edge=1), {"effort": "0.05:3.95:40", "share": "0.05:0.95:37"}, []))

"""One idea: a private threat of limited credibility can compel as much as a public one that is certain to be kept.

After Kurizaki (2007), in a form with two types of threatener. A target concedes if war is worth little enough to it; its
strategy is a cutoff, here low or high, and `war_value_target` is the value of war to the targets in between. Conceding in
public costs face, backing down from a public threat an audience. Run it from a clone:

    python examples/12_public_or_private_threats.py
"""

import sympy

import deterrence as dt

DOMAINS = {"credibility": "(0, 1)", "war_value_target": "< 0", "war_value": "> 0", "face_cost": ">= 0",
           "audience_cost": ">= 0", "easy": "(0, 1)", "marginal": "(0, 1)"}  # fmt: skip
known = {n: dt.Parameter(n, domain=d) for n, d in DOMAINS.items()}
s, w, war, a_g, a_t, easy, marginal = (p.symbol for p in known.values())
concede = {"low": easy, "high": easy + marginal * (1 - easy)}


def channel(face, audience):
    def payoffs(kind, message, cutoff):
        if message == "quiet":
            return 0, 1
        resisted = (war, w) if kind == "resolute" else (-audience, 1)  # the second is what the targets in between get
        return concede[cutoff] + (1 - concede[cutoff]) * resisted[0], -face if cutoff == "high" else resisted[1]

    used = [p for n, p in known.items() if face or n not in ("face_cost", "audience_cost")]
    replies = {"quiet": ("wait",), "threaten": ("low", "high")}
    return dt.atlas(dt.SignallingGame("threatener", "target", {"resolute": s, "irresolute": 1 - s}, tuple(replies), replies,
                    payoffs=payoffs, parameters=used))  # fmt: skip


def shown(what, paper, derived):
    print(f"{what}: stated {paper}, derived {derived}")
    assert sympy.simplify(paper - derived) == 0


def compelled(atlas, shape):
    (one,) = (f for f in atlas if f.shape == shape and f.supports["target"]["threaten"] == ("high",))
    (condition,) = (r for r in one.region.conditions[0] if {w, s} & r.free_symbols and a_t not in r.free_symbols)
    return sympy.solve(condition.lhs - condition.rhs, w)[0], one


private, public = channel(0, 0), channel(a_g, a_t)
in_private, _ = compelled(private, "pooling")
shown("targets concede in private up to", -(1 - s) / s, in_private)
shown("in public, if all threaten, up to", -(a_g + 1 - s) / s, compelled(public, "pooling")[0])
kept, no_bluff = compelled(public, "separating")
shown("in public, if only the resolute threaten, up to", -a_g, kept)
shown("as compelling in private if kept with probability", 1 / (1 + a_g), sympy.solve(in_private - kept, s)[0])
high, (limit,) = concede["high"], (r for r in no_bluff.region.conditions[0] if a_t in r.free_symbols)
shown("no bluff from an audience cost of", high / (1 - high), sympy.solve(limit.lhs - limit.rhs, a_t)[0])
(bluff,) = (f for f in public if f.shape == "semi_separating")
shown("with bluffs a threat is kept with probability", (1 + a_g) / (1 - w), bluff.beliefs["threaten"]["resolute"])
low = bluff.strategies["target"]["threaten"]["low"]
shown("and conceded to with", a_t / (1 + a_t), sympy.cancel(low * concede["low"] + (1 - low) * high))
assert not any(a.undecided or a.audit(30).disagreements for a in (private, public))
# Picture: dt.plot_regimes(dt.sweep(private.game.at(war_value="1/2", easy="1/4", marginal="1/2"), {"credibility": "0.05:0.95:46", "war_value_target": "-3.95:-0.05:40"}, []))

"""Which messages to allow: payoffs of the catalogue's cases, and sets worked out by hand."""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.analysis import publicity_messages
from deterrence.analysis.publicity_messages import restricted

F = Fraction
N, P, U = "stay_silent", "warn_privately", "warn_publicly"
#: The private warning costs 1/2 + 3/10 to break, the public one 7/2, more than the commitment gap: it binds.
CRISIS = {
    "credibility": F(1, 5), "gain": 1, "clash_cost": 2, "accident_rate": F(1, 10), "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": F(1, 2), "audience_cost": 3, "leak": F(1, 10), "face_cost": F(3, 2),
}  # fmt: skip


def both(**changed):
    return dt.models.warning_game("both", **{**CRISIS, **changed})


def test_payoffs_of_each_set():
    """Silence loses 1 each time. The private bluff is called at rate i = (1 - k)/(1 + 4/5): -1/5 (k + i) - 4/5; the public
    warning commits both types: -1/10 (1/5 + 4/5 * 3) - k. With both, the cost of each its own, both types go public.
    """
    k = F(1, 1000)
    found = dt.best_messages(both(warning_cost=k), refine="d1")
    assert [one.messages for one in found.sets] == [(N,), (N, P), (N, U), (N, P, U)]
    assert tuple(found[[N]].band) == (-1, -1)
    assert tuple(found[[P, N]].band) == (F(-9112, 10000),) * 2
    assert tuple(found[[N, U]].band) == (F(-261, 1000),) * 2
    assert found.best.messages == (N, U)
    assert [one.verdict for one in found.sets[:3]] == [None, "yes", "yes"]
    apart = dt.best_messages(both(warning_cost_private=F(1, 100), warning_cost_public=F(1, 50)))
    assert tuple(apart[[N, P, U]].band) == (F(-28, 100),) * 2
    # that both types stay silent is an equilibrium as well where the warning does not bind
    assert tuple(apart[[N, P]].band) == (-1, -F(1, 5) * (F(1, 100) + F(99, 180)) - F(4, 5))
    assert apart[[N, P]].verdict == "depends on which equilibrium"
    # of equally good sets the smallest
    assert apart.best.messages == (N, U)


def test_a_warning_that_had_better_be_impossible():
    """Silence deters for sure. Where a warning is possible, silence may say that the defender is irresolute, and half remain."""
    crisis = {**CRISIS, "credibility": F(1, 2), "commitment_gap": 12, "reputation_cost": 7, "leak": 0, "face_cost": F(2, 5)}
    game = dt.models.warning_game("both", **crisis, warning_cost=F(1, 20))
    found = dt.best_messages(game, "deterred", sets=[[N], [N, U]])
    assert tuple(found[[N]].band) == (1, 1)
    assert tuple(found[[N, U]].band) == (F(1, 2), 1)
    assert found[[N, U]].verdict == "no"
    assert found.best is found.baseline
    assert repr(found).splitlines()[1].split() == [N, "1", "(best)"]


def test_the_publicity_of_a_warning_is_settled_with_the_set():
    """Face costs 5/2: in full view nobody complies. Binding from a leak of 1/2 on, complied with up to 4/5."""
    found = dt.best_messages(both(face_cost=F(5, 2), warning_cost=F(1, 1000)), "deterred", "leak")
    assert tuple(found[[N, U]].band) == (0, 0)
    assert found[[N, U]].value is None
    best = found.best
    assert best.messages == (N, P)
    assert tuple(best.band) == (1, 1)
    assert F(1, 2) < best.value < F(4, 5)
    assert not best.attained
    assert "at leak near 0.5  (best)" in repr(found)
    said = found.to_dict()
    assert said["best"] == [N, P]
    assert said["sets"][0]["verdict"] is None
    assert said["sets"][1]["value"]["float"] == pytest.approx(0.5)


def test_silence_may_be_forbidden_too():
    """Who must warn in public is bound whatever its type: no incursion but the accidents."""
    found = dt.best_messages(both(), "deterred", always=())
    assert len(found.sets) == 7
    assert tuple(found[[U]].band) == (1, 1)
    assert found.best.messages == (U,)


def test_what_is_left_of_a_game():
    game = both(face_cost=1)
    part = restricted(game, [U, N])
    assert part.messages == (N, U)
    assert part.values == game.values
    alone = dt.models.warning_game("public", **{**CRISIS, "face_cost": 1})
    for measure in ("deterred", "clash", "payoff:defender", "payoff:challenger"):
        pair = [dt.probability(dt.perfect_bayesian(one), measure) for one in (part, alone)]
        assert pair[0] == pair[1]


def test_sets_without_an_answer(monkeypatch):
    real = publicity_messages.solved

    class Unknown:
        complete, components = False, ()

    monkeypatch.setattr(
        publicity_messages, "solved", lambda game, names: Unknown if P in game.messages else real(game, names)
    )
    found = dt.best_messages(both(), "deterred")
    assert found[[N, P]].band is found[[N, P]].verdict is None
    assert found.best.messages == (N, U)
    assert "not known" in repr(found)
    monkeypatch.setattr(publicity_messages, "solved", lambda game, names: Unknown)
    with pytest.raises(dt.UnsupportedGame, match="for no set of messages"):
        dt.best_messages(both(), "deterred")

    def refuse(*arguments, **options):
        raise dt.UnsupportedGame("no value anywhere")

    monkeypatch.setattr(publicity_messages, "solved", real)
    monkeypatch.setattr(publicity_messages, "best_publicity", refuse)
    assert dt.best_messages(both(), "deterred", "leak")[[N, P]].band is None


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"objective": "detered"}, "did you mean 'deterred'"),
        ({"parameter": "leek"}, "did you mean 'leak'"),
        ({"parameter": "gain"}, "between two ends"),
        ({"always": ["staysilent"]}, "did you mean 'stay_silent'"),
        ({"sets": [[N], []]}, "a set of messages is empty"),
        ({"sets": [[N], ["warn"]]}, "no message 'warn'"),
    ],
)
def test_bad_questions(options, says):
    with pytest.raises(dt.InvalidParameter, match=says):
        dt.best_messages(both(), **options)


def test_games_that_are_not_covered():
    with pytest.raises(dt.UnsupportedGame, match="SignallingGame, not ExtensiveForm"):
        dt.best_messages(both().tree())
    with pytest.raises(dt.UnsupportedGame, match="no value for gain"):
        dt.best_messages(both().free("gain"))
    many = dt.SignallingGame("s", "r", {"t": 1}, [f"m{k}" for k in range(7)], ("a",), payoffs=lambda t, m, a: (0, 0))
    with pytest.raises(dt.UnsupportedGame, match="7 messages"):
        dt.best_messages(many)
    assert dt.best_messages(many, sets=[["m0"], ["m6"]]).best.messages == ("m0",)
    with pytest.raises(dt.InvalidParameter, match="no set of m1"):
        dt.best_messages(many, sets=[["m0"]])["m1"]

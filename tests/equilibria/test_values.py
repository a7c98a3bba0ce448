"""Games and results are values: they cannot be changed in place, and can be copied, pickled and used by many threads."""

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.frozen import FrozenDict
from tests.equilibria.games import beer_quiche

F = Fraction

# Two equilibria with sqrt(13): no rational point of the unit cube makes all three indifferent.
IRRATIONAL = (
    [[[3, 0], [0, 2]], [[0, 2], [1, 0]]],
    [[[0, 2], [1, 0]], [[1, 0], [0, 3]]],
    [[[1, 0], [0, 1]], [[0, 5], [2, 0]]],
)


def results():
    probe = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    breakfast = beer_quiche()
    nash, bayes = dt.nash(probe), dt.perfect_bayesian(breakfast)
    return {
        "normal form": probe,
        "signalling game": breakfast,
        "game with symbols": dt.models.warning_game("private", credibility="1/5"),
        "Nash set": nash,
        "perfect Bayesian set": bayes,
        "refined set": bayes.refine("d1"),
        "component": nash[0],
        "family": bayes.families[0],
        "equilibrium": bayes.extreme[0],
        "profile": bayes.extreme[0].profile,
        "irrational set": dt.nash(dt.NormalForm.from_arrays(*IRRATIONAL)),
        "comparison": dt.compare({"a": breakfast, "b": beer_quiche("4/10")}, refine="d1"),
        "thresholds": dt.thresholds(probe.free("credibility"), "credibility"),
        "scenario": dt.load("examples/tripwire.toml"),
    }


RESULTS = results()


@pytest.mark.parametrize("name", RESULTS)
def test_what_was_pickled_or_copied_is_equal(name):
    thing = RESULTS[name]
    repr(thing)  # fills the caches, which must travel too or be left behind
    for again in (pickle.loads(pickle.dumps(thing)), copy.deepcopy(thing), copy.copy(thing)):
        assert type(again) is type(thing)
        assert again == thing
        assert repr(again) == repr(thing)


def test_an_index_is_still_found_after_pickling():
    eqs = pickle.loads(pickle.dumps(dt.nash(dt.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]]))))
    assert [component.index for component in eqs] == [1, -1, 1]
    assert eqs.certificate()["schema"] == dt.nash(eqs.game).certificate()["schema"]


def test_the_irrational_set_is_irrational():
    assert not all(eq.exact for eq in RESULTS["irrational set"].extreme)


def test_results_can_be_keys():
    eqs = dt.perfect_bayesian(beer_quiche())
    assert len({eqs.game, eqs, *eqs, *eqs.families, *eqs.extreme, *eqs.extreme[0].beliefs.values()}) == (
        2 + len(eqs) + len(eqs.families) + len(eqs.extreme) + len(eqs.extreme[0].beliefs)
    )


@pytest.mark.parametrize(
    "find",
    [
        lambda game, eqs: game.payoffs,
        lambda game, eqs: game.outcomes,
        lambda game, eqs: game.replies,
        lambda game, eqs: game.prior,
        lambda game, eqs: eqs.extreme[0].payoffs,
        lambda game, eqs: eqs.extreme[0].payoffs_by_type,
        lambda game, eqs: eqs.extreme[0].reached,
        lambda game, eqs: eqs.extreme[0].beliefs,
        lambda game, eqs: eqs.extreme[0].beliefs["beer"].vertices[0],
        lambda game, eqs: eqs.extreme[0]["diner"],
        lambda game, eqs: eqs.extreme[0]["diner"]["surly"],
        lambda game, eqs: eqs.families[0].supports,
        lambda game, eqs: eqs.families[0].supports["diner"],
    ],
)
def test_no_mapping_can_be_changed(find):
    game = beer_quiche()
    mapping = find(game, dt.perfect_bayesian(game))
    with pytest.raises(TypeError, match="never changed in place"):
        mapping["new"] = 1


@pytest.mark.parametrize("name", ["game", "flat", "profile", "payoffs", "new"])
def test_an_equilibrium_cannot_be_changed(name):
    with pytest.raises(FrozenInstanceError):
        setattr(RESULTS["equilibrium"], name, None)


def test_lists_of_extreme_points_are_the_callers_own():
    eqs = dt.perfect_bayesian(beer_quiche())
    n = len(eqs[0].extreme)
    eqs[0].extreme.clear()
    eqs.families[0].extreme.clear()
    assert len(eqs[0].extreme) == n > 0
    assert eqs.families[0].extreme


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(a=2),
        lambda d: d.pop("a"),
        lambda d: d.popitem(),
        lambda d: d.clear(),
        lambda d: d.setdefault("b", 1),
        lambda d: d.__ior__({"b": 1}),
        lambda d: d.__delitem__("a"),
    ],
)
def test_every_way_to_change_a_dict_is_closed(change):
    frozen = FrozenDict(a=1)
    with pytest.raises(TypeError, match="change a copy"):
        change(frozen)
    assert frozen == {"a": 1}
    assert json.dumps(frozen) == '{"a": 1}'


def test_many_threads_may_use_one_game():
    """Payoffs, priors and answers are worked out when they are first asked for, by whoever asks."""
    game = dt.models.warning_game(
        "private", credibility="1/5", gain=1, clash_cost=2, loss_resolute=1, loss_irresolute=1, commitment_gap=2,
        reputation_cost="1/2", audience_cost=3, leak="1/10", face_cost="3/2", accident_rate="1/10", warning_cost="1/1000",
    )  # fmt: skip
    with ThreadPoolExecutor(8) as pool:
        shares = [game.at(credibility=F(k % 4 + 1, 20)) for k in range(32)]
        found = list(pool.map(dt.perfect_bayesian, shares))
        shown = list(pool.map(lambda eqs: repr(eqs.refine("d1")), [found[0]] * 8))
    assert found == [found[k % 4] for k in range(32)]
    assert len(set(found)) == 4
    assert len(set(shown)) == 1


def test_what_was_removed_reads_as_one_line():
    """Cho and Kreps: pooling on quiche fails, for only the surly type could gain from beer."""
    gone = next(r for r in dt.perfect_bayesian(beer_quiche()).refine("intuitive_criterion").removed if r.whole)
    assert repr(gone).startswith("<intuitive_criterion removed all of surly: quiche, wimp: quiche; quiche: leave")
    assert repr(gone).endswith(f": {gone.reason}>")
    assert "\n" not in repr(gone)

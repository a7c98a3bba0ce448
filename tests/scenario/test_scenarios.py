"""What a scenario file may say, and what it means."""

import subprocess
import sys
from fractions import Fraction as F
from pathlib import Path

import pytest

import deterrence as dt
from deterrence.equilibria.refinements import REFINEMENTS
from deterrence.scenario.build import known_models
from deterrence.scenario.schema import KINDS, json_schema
from tests.brute import bridge

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FILES = sorted(EXAMPLES.glob("*.toml"))


def load(name):
    return dt.load(EXAMPLES / f"{name}.toml")


def written(tmp_path, text):
    path = tmp_path / "crisis.toml"
    path.write_text(text, encoding="utf-8")
    return dt.load(path)


# --- what a file may say ----------------------------------------------------------------------------------------------


def test_numbers_are_read_exactly_in_every_form(tmp_path):
    scenario = written(
        tmp_path,
        'schema = 1\nmodel = "probe_game"\n[parameters]\ngain = 0.1\nclash_cost = "2/6"\ntolerate_cost = 1_000\n'
        'respond_cost = 1.00000000000000000001\n[parameters.credibility]\nvalue = "0.5 * 1/2"\n',
    )
    assert {name: q.value for name, q in scenario.parameters.items()} == {
        "gain": F(1, 10),
        "clash_cost": F(1, 3),
        "tolerate_cost": F(1000),
        "respond_cost": F(10**20 + 1, 10**20),
        "credibility": F(1, 4),
    }
    assert (scenario.channels, scenario.baseline, scenario.vary) == (("game",), "game", ("gain",))
    values = {name: q.value for name, q in scenario.parameters.items()}
    assert scenario.game == dt.models.probe_game(**values)


def test_parameters_without_a_value_stay_symbols(tmp_path):
    scenario = written(
        tmp_path, 'schema = 1\nmodel = "probe_game"\n[parameters]\ngain = 1\n[parameters.clash_cost]\nunit = "euro"\n'
    )
    assert scenario.parameters["clash_cost"].value is None
    assert scenario.parameters["clash_cost"].unit == "euro"
    assert scenario.parameters["gain"].unit == "utils"
    assert [p.name for p in scenario.game.parameters] == ["clash_cost", "tolerate_cost", "respond_cost"]


def test_a_channel_may_have_a_name_of_its_own(tmp_path):
    scenario = written(
        tmp_path,
        'schema = 1\nmodel = "warning_game"\n[channels.sealed]\nchannel = "private"\nleak = 0\n'
        '[channels.leaky]\nchannel = "private"\n[channels.silence]\n[parameters]\nleak = "1/2"\ncredibility = "1/5"\n',
    )
    assert scenario.channels == ("sealed", "leaky", "silence")
    assert scenario.baseline == "silence"
    assert scenario.games["sealed"] == dt.models.warning_game("private", credibility="1/5", leak=0)
    assert scenario.games["leaky"] == dt.models.warning_game("private", credibility="1/5", leak="1/2")
    assert scenario.games["silence"] == dt.models.warning_game("silence", credibility="1/5", leak="1/2")
    # another leak reaches only the channel that does not set its own
    changed = scenario.at(leak="1/4")
    assert [g.values["leak"] for g in changed.games.values()] == [0, F(1, 4), F(1, 4)]
    assert scenario.parameters["leak"].value == F(1, 2)


def test_when_indifferent_is_passed_on(tmp_path):
    at_the_edge = (
        'schema = 1\nmodel = "warning_game"\nchannels = ["private"]\nwhen_indifferent = "{}"\n[parameters]\n'
        "credibility = 0.5\ngain = 1\nclash_cost = 1\nloss_resolute = 1\nloss_irresolute = 1\nface_cost = 1\n"
        "audience_cost = 1\nreputation_cost = 2\ncommitment_gap = 2\n"
    )
    # one that honours its warning answers: the challenger loses; one that reneges gives it the gain
    for choice, payoff in {"honour": -1, "renege": 1}.items():
        game = written(tmp_path, at_the_edge.format(choice)).games["private"]
        assert game.numbers.receiver[1][1][1] == payoff
        (other,) = {"honour", "renege"} - {choice}
        scenario = written(tmp_path, at_the_edge.format(other)).at(when_indifferent=choice)
        assert scenario.games["private"] == game
        dt.save(scenario, tmp_path / "again.toml")
        assert dt.load(tmp_path / "again.toml").games["private"] == game
    with pytest.raises(dt.InvalidParameter, match="did you mean 'honour'"):
        scenario.at(when_indifferent="honor")


def test_replies_may_differ_by_message(tmp_path):
    scenario = written(
        tmp_path,
        'schema = 1\nkind = "signalling"\nsender = "s"\nreceiver = "r"\nmessages = ["m", "n"]\n'
        "[types]\nt = 1\n[replies]\nn = ['b']\nm = ['a']\n"
        "[[cells]]\ntype='t'\nmessage='m'\nreply='a'\npayoffs=[0, 0]\n"
        "[[cells]]\ntype='t'\nmessage='n'\nreply='b'\npayoffs=['1', 0]\n",
    )
    assert dict(scenario.game.replies) == {"m": ("a",), "n": ("b",)}


def test_the_game_of_several_channels_must_be_named():
    with pytest.raises(
        dt.ScenarioError, match=r"one game for each channel \(silence, private, public\); write .games\['silence'\]"
    ):
        _ = load("airspace").game


# --- other values -------------------------------------------------------------------------------------------------------


def test_other_values_in_every_channel():
    scenario = load("airspace").at(credibility=0.3, publicity="1/2")
    assert all(game.values["credibility"] == F(3, 10) for game in scenario.games.values())
    assert scenario.parameters["credibility"].value == F(3, 10)
    assert scenario.parameters["credibility"].source == load("airspace").parameters["credibility"].source
    assert scenario.parameters["publicity"].value == F(1, 2)
    assert load("airspace").at(credibility="1/5") == load("airspace") != scenario


def test_a_value_may_leave_its_range_but_not_its_domain(tmp_path):
    scenario = load("airspace").at(credibility="9/10")
    assert scenario.games["silence"].values["credibility"] == F(9, 10)
    with pytest.raises(
        dt.ScenarioError, match=r"cannot be written as a scenario: credibility = 9/10 lies outside its own range"
    ):
        dt.save(scenario, tmp_path / "x.toml")
    assert not list(tmp_path.iterdir())
    for values, words in {
        ("credibility", 2): "outside its domain",
        ("credibilty", 1): "did you mean 'credibility'",
        ("commitment_gap", "4/5"): "when_indifferent",  # the private warning's 1/2 + 1/10 3
    }.items():
        with pytest.raises(dt.InvalidParameter, match=words):
            load("airspace").at(**dict([values]))


def test_what_every_channel_sets_cannot_be_set_for_all():
    with pytest.raises(dt.InvalidParameter, match="every channel sets 'credibility' for itself"):
        load("tripwire").at(credibility=1)


def test_priors_that_stop_summing_to_one(tmp_path):
    scenario = written(
        tmp_path,
        'schema = 1\nkind = "signalling"\nsender = "s"\nreceiver = "r"\nmessages = ["m"]\nreplies = ["a"]\n'
        "[parameters]\nq = 0.5\n[types]\nt = 'q'\nu = 0.5\n[[cells]]\ntype='t'\nmessage='m'\nreply='a'\npayoffs=[0, 0]\n"
        "[[cells]]\ntype='u'\nmessage='m'\nreply='a'\npayoffs=[0, 0]\n",
    )
    with pytest.raises(dt.InvalidGame, match="sum to 5/6"):
        scenario.at(q="1/3")


# --- schemas, and the rest of the house ------------------------------------------------------------------------------


def described(schema):
    """Every table's properties in a JSON Schema."""
    for table in (schema, *schema.get("$defs", {}).values()):
        yield from table["properties"].items()


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_describe_every_key(kind):
    schema = json_schema(kind)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["title"] == f"deterrence scenario: {kind}"
    assert schema["additionalProperties"] is False
    assert "schema" in schema["required"]
    assert all(len(entry["description"]) > 5 for _, entry in described(schema))


def test_an_unknown_kind_has_no_schema():
    with pytest.raises(dt.ScenarioError, match="did you mean 'signalling'"):
        json_schema("signaling")


def test_files_know_every_refinement_and_model():
    (listed,) = [
        option["enum"] for option in json_schema("model")["properties"]["refine"]["anyOf"][0]["oneOf"] if "enum" in option
    ]
    assert set(listed) == set(REFINEMENTS)
    assert {"ambiguous_incursion", "escalation_ladder", "probe_game", "warning_game"} <= set(known_models())
    assert "closed_forms" not in known_models()
    assert "warning_channels" not in known_models()


def test_loading_is_lazy_and_quick():
    """pydantic comes with the first file, not with the package; neither solvers nor pictures come with a file."""
    code = (
        "import sys, deterrence as dt\n"
        "before = 'pydantic' in sys.modules\n"
        "dt.load('examples/airspace.toml')\n"
        "print(before, 'pydantic' in sys.modules, {'scipy', 'matplotlib', 'xarray', 'pandas', 'nashpy'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert ran.stdout.split() == ["False", "True", "set()"]


def test_solving_a_game_from_a_file_is_solving_the_game():
    """The file adds nothing: same structure as the game built by the model."""
    values = {name: q.value for name, q in load("airspace").parameters.items()}
    for channel, game in load("airspace").games.items():
        built = dt.models.warning_game(channel, **values)
        assert game == built
        assert bridge.structure(dt.perfect_bayesian(game)) == bridge.structure(dt.perfect_bayesian(built))


@pytest.mark.parametrize("path", [None, 3, ["a.toml"]])
def test_what_is_no_path(path):
    for use in (dt.load, lambda path: dt.save(dt.models.probe_game(), path)):
        with pytest.raises(dt.ScenarioError, match=r"is not a path; give the name of a file"):
            use(path)


def test_what_the_file_says_cannot_be_changed_through_a_scenario():
    scenario = load("airspace")
    scenario.document["title"] = "other"
    scenario.document["parameters"]["gain"]["value"] = 99
    assert scenario.document == load("airspace").document
    assert scenario.at(leak="1/5").parameters["gain"].value == 1

"""Scenario files on models that are their formulae: no sets of equilibria, but measures for every channel."""

import json
from fractions import Fraction as F
from pathlib import Path

import pytest

import deterrence as dt
from deterrence.cli.group import run
from deterrence.models.catalogue import SECTIONS, sources_of
from deterrence.scenario.build import known_models, model_options, model_parameters

ROOT = Path(__file__).parents[2]
TEN_PROBES = ROOT / "examples" / "reputation.toml"


def written(tmp_path, text, name="crisis.toml"):
    file = tmp_path / name
    file.write_text("schema = 1\n" + text, encoding="utf-8")
    return file


def refused(capsys, *arguments):
    """The one message of a command on bad input."""
    assert run([str(a) for a in arguments]) == 2
    return capsys.readouterr().err


# --- ten probes ---------------------------------------------------------------------------------------------------


def test_ten_probes():
    """With visibility 1/5 the threshold falls every 4 probes: 2/5 ** 3. In public every time: 2/5 ** 10.

    An irresolute defender must bring a belief of 1/20 to 4/25, the fourth lowest threshold of the nine probes to come; in
    public, where 1/20 exceeds six of their thresholds, an answer costs 1 - 4/5 and gains six times 3/2 + 4/5.
    """
    scenario = dt.load(TEN_PROBES)
    assert (scenario.channels, scenario.baseline, scenario.vary) == (("private", "public"), "private", ())
    assert scenario.options == {"probes": 10}
    comparison = dt.compare(scenario.games, baseline=scenario.baseline)
    private, public = comparison.bands["private"], comparison.bands["public"]
    assert (private["horizon"].least, private["threshold"].least) == (4, F(8, 125))
    assert (public["horizon"].least, public["threshold"].least) == (1, F(2, 5) ** 10)
    assert tuple(private["first:resists"]) == (F(21, 76), F(21, 76))
    assert tuple(private["first:worth"]) == (0, 0)
    assert tuple(public["first:resists"]) == (1, 1)
    assert tuple(public["first:worth"]) == (F(68, 5), F(68, 5))
    assert (private["first:deterred"].most, public["first:deterred"].least) == (0, 1)
    assert {name: v.unrefined for name, v in comparison.verdicts["public"].items()} == {
        "deters more often": "yes",
        "clashes less": "yes",
        "raises the defender's payoff": "yes",
        "answers the first probe more often": "yes",
        "makes answering the first probe worth more": "yes",
    }


def test_what_answering_is_worth():
    """The last probe is not worth an answer; at a threshold a tie is broken either way; resistance may cost nothing."""

    def play(probes, credibility, **given):
        model = dt.models.successive_probes(
            probes=probes, stake=2, resistance_needed="3/10", credibility=credibility, **given
        )
        return dt.reputation(model.game)

    assert play(1, "1/2").gain(1, "1/2") == (-1, -1)
    assert play(2, "1/2").gain(2, "1/2") == (1, 1)
    # seen with one half, a second deterred probe is worth just the cost of the answer
    assert play(2, "1/2", visibility="1/2").gain(2, "1/2") == (0, 0)
    # a host believed with exactly 3/10 is left alone next time or not
    assert play(2, "3/10").gain(2, "3/10") == (0, 1)
    assert play(3, 0).gain(3, 0) == (-1, -1)
    assert play(3, "1/2", audience_cost=2).gain(3, "1/2") == (1, 1)


def test_other_values_and_options():
    scenario = dt.load(TEN_PROBES)
    changed = scenario.at(probes="5", credibility="1/10")
    assert changed.options == {"probes": 5}
    assert changed.games["private"].play.probes == 5
    assert changed.games["public"].values["credibility"] == F(1, 10)
    assert scenario.options == {"probes": 10}
    with pytest.raises(dt.InvalidParameter, match="probes is 0; allowed"):
        scenario.at(probes=0)
    with pytest.raises(dt.InvalidParameter, match="every channel sets 'visibility' for itself"):
        scenario.at(visibility=1)


def test_compare_answers(capsys):
    assert run(["compare", str(TEN_PROBES)]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "With probes 10, credibility 1/20, stake 3/2, resistance_needed 2/5" in lines
    assert "first:worth 0 13.6" in lines
    assert run(["compare", str(TEN_PROBES), "--set", "probes=1", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["scenario"]["options"] == {"probes": 1}
    assert data["channels"]["public"]["bands"]["first:worth"]["unrefined"]["least"]["exact"] == "-1/5"


def test_solve_and_validate_show_formulae(capsys):
    assert run(["solve", str(TEN_PROBES), "--channel", "public"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("public\n\nFormulae: Successive probes\n  horizon = ")
    assert "  payoff:defender  81/10 = 8.1" in out
    assert run(["solve", str(TEN_PROBES), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["games"]["private"]["measures"]["threshold"]["unrefined"]
    assert found["least"]["exact"] == "8/125"
    assert run(["solve", str(TEN_PROBES), "--format", "latex"]) == 0
    assert r"\begin{tabular}" in capsys.readouterr().out
    assert run(["validate", str(TEN_PROBES)]) == 0
    out = capsys.readouterr().out
    assert "  options  probes 10" in out
    assert "private: Formulae: Successive probes" in out
    assert run(["validate", str(TEN_PROBES), "--format", "json"]) == 0
    private = json.loads(capsys.readouterr().out)["games"]["private"]
    assert private == {"kind": "ClosedFormModel", "players": [], "free": []}
    assert run(["validate", str(TEN_PROBES), "--format", "latex"]) == 0
    assert r"threshold & $" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain",),
        ("atlas",),
        ("robust", "--refine", "d1"),
        ("report",),
        ("explore", "--export", "page.html"),
        ("sweep", "--over", "credibility=0:1:3", "--store", "map.zarr"),
        ("convert", "crisis.efg"),
        ("compare", "--why"),
        ("compare", "--refine", "d1"),
        ("compare", "--vary", "credibility"),
    ],
    ids=" ".join,
)
def test_what_formulae_have_no_answer_to(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name, *rest = arguments
    said = refused(capsys, name, TEN_PROBES, *rest)
    assert "successive_probes is a model of formulae and measures, not a game with a table or a tree" in said
    assert f"deterrence {name} needs" in said
    assert not list(tmp_path.iterdir())


def test_a_certificate_is_about_equilibria(capsys, tmp_path):
    assert "this model has formulae" in refused(capsys, "solve", TEN_PROBES, "--certificate", tmp_path / "c.json")


# --- every model that is its formulae -----------------------------------------------------------------------------


def test_a_model_with_an_option_that_it_needs(tmp_path, capsys):
    text = 'model = "volunteers"\n[options]\ncosts = ["1/2", "1/3"]\n'
    game = dt.load(written(tmp_path, text)).game
    assert game.numbers == {"respond:1": F(2, 3), "respond:2": F(1, 2), "nobody": F(1, 6)}
    assert run(["validate", str(tmp_path / "crisis.toml")]) == 0
    assert "options  costs 1/2 1/3" in capsys.readouterr().out
    scenario = dt.load(tmp_path / "crisis.toml")
    assert scenario.at(costs="1/4, 1/4").game.numbers["respond:1"] == F(3, 4)
    assert scenario.at(costs=["1/4", F(1, 4)]) == scenario.at(costs="1/4,1/4")
    ratio = dt.load(written(tmp_path, 'model = "blotto"\n[options]\nratio = 0.75\n'))
    assert (ratio.options, ratio.game.numbers) == ({"ratio": "0.75"}, {"weaker_share": F(3, 8)})


def test_parameters_of_one_model_out_of_several_in_its_room(tmp_path, capsys):
    """A mistake names what this model takes, not what others do that are declared beside it."""
    file = written(tmp_path, 'model = "screening"\n[parameters]\nwin_chance = "1/2"\n')
    said = refused(capsys, "validate", file)
    assert "screening has no parameter 'win_chance'" in said
    assert "(parameters: war_cost_challenger, least_war_cost, most_war_cost)" in said


@pytest.mark.parametrize(
    "text, place, words",
    [
        ('model = "volunteers"\n', "2:", "volunteers needs costs; write costs = ... in a table [options]"),
        ('model = "blotto"\n[options]\nfronts = 3\n', "3:", "blotto needs ratio; write ratio = ... in a table [options]"),
        ('model = "volunteers"\n[options]\ncost = [1]\n', "4:", "no option 'cost'; did you mean 'costs'? (options: costs,"),
        ('model = "successive_probes"\n[options]\nprobes = 0\n', "4:", "probes is 0; allowed: 1 to any larger number"),
        ('model = "successive_probes"\n[options]\nprobes = "many"\n', "4:", "probes is 'many'; give a whole number"),
        ('model = "successive_probes"\n[options]\nprobes = true\n', "4:", "expected a number"),
        ('model = "successive_probes"\nrefine = "d1"\n', "3:", "measures, not sets of equilibria to refine"),
        ('model = "successive_probes"\nvary = ["stake"]\n', "3:", "formulae in place of thresholds"),
        ('model = "successive_probes"\nchannels = ["private"]\n', "3:", "write tables [channels.NAME]"),
        ('model = "probe_game"\n[options]\nrounds = 3\n', "4:", "probe_game has no option 'rounds' (options: none)"),
        ('model = "successive_probes"\n[parameters]\nstake = 0\n', "4:", "stake"),
    ],
)
def test_mistakes(tmp_path, capsys, text, place, words):
    file = written(tmp_path, text)
    said = refused(capsys, "validate", file)
    assert words in said
    assert f"crisis.toml:{place}" in said


def test_free_parameters_are_asked_for(tmp_path, capsys):
    file = written(tmp_path, 'model = "successive_probes"\n[parameters]\nstake = 2\n')
    for command in ("compare", "solve"):
        said = refused(capsys, command, file)
        assert (
            "no value for resistance_needed, credibility; give one in the file under [parameters.resistance_needed]" in said
        )


def test_every_model_can_be_named_in_a_file(tmp_path):
    """With the options that it needs, every model loads and keeps its parameters as symbols; options read back equal."""
    needed = {
        "volunteers": 'costs = ["1/2", "1/3"]',
        "blotto": 'ratio = "3/4"',
        "cumulative_risk": "encounters = 7",
        "uncertain_risk": "encounters = 7",
        "patrols": "forces = 2\nsectors = 5",
    }
    known = known_models()
    assert {"successive_probes", "reassurance", "risky_demand", *needed} <= set(known)
    for name in known:
        options = f"[options]\n{needed[name]}\n" if name in needed else ""
        scenario = dt.load(written(tmp_path, f'model = "{name}"\n{options}'))
        assert {p.name for p in scenario.game.parameters} <= {p.name for p in model_parameters(name)}
        if options:
            dt.save(scenario, tmp_path / "again.toml")
            assert dt.load(tmp_path / "again.toml") == scenario
    assert model_options("probe_game") == model_options("warning_game") == {}


# --- the list of models -------------------------------------------------------------------------------------------


def test_every_model_stands_in_one_section_and_has_a_source():
    listed = [name for names in SECTIONS.values() for name in names]
    assert sorted(listed) == sorted(known_models())
    for name, function in known_models().items():
        assert all(text.endswith((".", ")")) for text in sources_of(function)), name


def test_models_lists_by_section(capsys):
    assert run(["models"]) == 0
    out = capsys.readouterr().out
    for section, names in SECTIONS.items():
        block = out.partition(f"\n{section}\n")[2].partition("\n\n")[0]
        assert [line.split()[0] for line in block.splitlines()] == list(names)


def test_models_tells_of_formulae(capsys):
    assert run(["models", "cumulative_risk", "--set", "encounters=70"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("cumulative_risk (Accidents and noise)\n")
    assert "accident = 1 - (1 - accident_risk)**70" in out
    assert "encounters  needed" in out
    assert run(["models", "volunteers"]) == 0
    out = capsys.readouterr().out
    assert "Sources\n  A. Diekmann (1985), Volunteer's dilemma" in out
    assert "Formulae" not in out
    assert run(["models", "arms_race", "--format", "latex"]) == 0
    assert r"cutoff & $\mathit{c}$ with $" in capsys.readouterr().out
    assert run(["models", "deterrent_mobilisation", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["models"]["deterrent_mobilisation"]
    assert found["section"] == "Fear, trust and bargaining"
    assert found["sources"][0].startswith("B. L. Slantchev (2005)")
    assert set(found["parameters"]) == {"stake_opponent", "fighting_cost_opponent", "effectiveness"}


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("blotto", "--set", "fronts=3"), "blotto needs ratio; add --set ratio=..."),
        (("volunteers", "--format", "latex"), "volunteers needs costs; add --set costs=..."),
        (("cumulative_risk", "--set", "encounter=7"), "did you mean 'encounters'?"),
        (("cumulative_risk", "--set", "encounters=x"), "encounters is 'x'; give a whole number"),
    ],
)
def test_models_says_what_is_missing(capsys, arguments, words):
    assert words in refused(capsys, "models", *arguments)


def test_a_formula_and_an_equation_in_words(capsys):
    """Several solutions stand one by one; an equation names its unknown, and what is wanted of it."""
    assert run(["models", "joint_response"]) == 0
    out = capsys.readouterr().out
    assert " with " in out
    assert " = 0" in out
    assert run(["models", "brinkmanship"]) == 0
    assert "They hold where war_cost_defender > defy_loss; " in capsys.readouterr().out

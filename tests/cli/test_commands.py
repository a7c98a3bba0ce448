"""The commands on real files: what they print, in every form."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import deterrence as dt
from deterrence.cli.group import deterrence as group
from deterrence.cli.group import run

ROOT = Path(__file__).parents[2]
AIRSPACE = str(ROOT / "examples" / "airspace.toml")

COMMANDS = ("validate", "solve", "compare", "explain", "atlas", "sweep", "plot", "export", "models", "schema")


def printed(capsys, *arguments, code=0):
    """Standard output of a command; standard error too if the code is not 0."""
    found = run(list(arguments))
    out, err = capsys.readouterr()
    assert found == code, err
    return out if code == 0 else (out, err)


def squeezed(text):
    return [" ".join(line.split()) for line in text.splitlines()]


# --- help ---------------------------------------------------------------------------------------------------------


def test_help_names_every_command_and_every_code():
    result = CliRunner().invoke(group, ["--help"])
    assert result.exit_code == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", result.output, re.MULTILINE)
    for code in ("0 done", "1 done but", "2 bad input", "3 a limit", "4 a fault"):
        assert code in " ".join(result.output.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_an_example(name):
    result = CliRunner().invoke(group, [name, "--help"])
    assert result.exit_code == 0
    assert f"Example: deterrence {name}" in " ".join(result.output.split())


def test_help_and_version_leave_with_0(capsys):
    assert "Usage" in printed(capsys, "--help")
    assert printed(capsys, "--version") == f"deterrence {dt.__version__}\n"


# --- validate -----------------------------------------------------------------------------------------------------


def test_validate_shows_how_the_file_was_read(capsys):
    out = printed(capsys, "validate", AIRSPACE)
    assert out.startswith(f"{AIRSPACE}: valid\n")
    assert "refinements: d1" in out
    assert any(line.startswith("credibility 1/5 = 0.2 [1/20, 2/5] probability") for line in squeezed(out))
    assert max(map(len, out.splitlines())) <= 100


def test_validate_as_json_and_latex(capsys):
    data = json.loads(printed(capsys, "validate", AIRSPACE, "--format", "json", "--set", "gain=3/2"))
    assert (data["schema"], data["version"]) == ("deterrence.validation", 1)
    assert data["scenario"]["parameters"]["gain"]["value"] == {"exact": "3/2", "float": 1.5}
    assert data["scenario"]["model"] == "warning_game"
    assert data["games"]["private"] == {"kind": "SignallingGame", "players": ["defender", "challenger"], "free": []}
    assert printed(capsys, "validate", AIRSPACE, "--format", "latex").count(r"\begin{tabular}") == 6


# --- solve --------------------------------------------------------------------------------------------------------


def test_solve_prints_all_channels_or_one(capsys):
    whole = printed(capsys, "solve", AIRSPACE)
    assert [line for line in whole.splitlines() if line in ("silence", "private", "public")] == [
        "silence",
        "private",
        "public",
    ]
    one = printed(capsys, "solve", AIRSPACE, "--channel", "private")
    assert "silence" not in one.splitlines()
    assert "irresolute stay_silent with probability 55/92 = 0.598, else warn" in squeezed(one)
    assert "Perfect Bayesian equilibria after d1: 1 component, 1 piece, 1 extreme point; complete" in one


def test_solve_without_refinements(capsys):
    assert "after d1" not in printed(capsys, "solve", AIRSPACE, "--refine", "none")


def test_solve_as_json_has_exact_strings(capsys):
    data = json.loads(printed(capsys, "solve", AIRSPACE, "--format", "json"))
    assert (data["schema"], data["version"], data["refinements"]) == ("deterrence.solve", 1, ["d1"])
    assert list(data["games"]) == ["silence", "private", "public"]
    assert data["games"]["private"]["schema"] == "deterrence.equilibria"
    assert '"exact": "37/92"' in json.dumps(data["refined"]["private"])
    plain = json.loads(printed(capsys, "solve", AIRSPACE, "--format", "json", "--refine", "none"))
    assert plain["refined"] is None


def test_solve_as_latex(capsys):
    out = printed(capsys, "solve", AIRSPACE, "--format", "latex", "--channel", "private")
    assert r"$55/92$ stay\_silent, $37/92$ warn" in out


def test_other_values_are_exact(capsys):
    """With credibility 3/10 the irresolute warns mu (1 - t) / ((1 - mu) t) of the time: t = 23/60, so 111/161."""
    out = printed(capsys, "solve", AIRSPACE, "--channel", "private", "--set", "credibility=3/10")
    assert "irresolute warn with probability 111/161 = 0.689, else stay_silent" in squeezed(out)
    assert out == printed(capsys, "solve", AIRSPACE, "--channel", "private", "--set", "credibility=0.3")


# --- compare ------------------------------------------------------------------------------------------------------


def test_compare_answers_at_a_glance_then_why(capsys):
    out = printed(capsys, "compare", AIRSPACE)
    lines = squeezed(out)
    assert lines[0] == "Airspace probes"
    assert "deterred 0 0.258 1" in lines
    assert "private bluff-proof" not in out
    assert "private, against silence: deters more often, clashes less, raises the defender's payoff; does not" in lines
    why = out.partition("Why: the values of credibility at which the equilibria change")[2]
    assert "credibility = 1/3 = 0.333 = gain/(clash_cost + gain)" in why
    assert out.index("At a glance") < out.index("Verdicts") < out.index("Who gains") < out.index("Why:")


def test_compare_as_json(capsys):
    data = json.loads(printed(capsys, "compare", AIRSPACE, "--format", "json"))
    assert (data["schema"], data["version"], data["baseline"]) == ("deterrence.comparison", 1, "silence")
    private = data["channels"]["private"]
    assert private["bands"]["deterred"]["refined"]["least"] == {"exact": "89/345", "float": pytest.approx(89 / 345)}
    assert private["verdicts"]["bluff-proof"]["refined"] == "no"
    assert data["channels"]["public"]["bands"]["clash"]["refined"]["most"]["exact"] == "1/10"
    (threshold,) = data["thresholds"]["silence"]["credibility"]
    assert threshold["value"]["exact"] == "1/3"
    assert data["scenario"]["title"] == "Airspace probes"


def test_compare_as_latex(capsys):
    out = printed(capsys, "compare", AIRSPACE, "--format", "latex")
    assert r"deterred & $0$ & $[0, 89/345]$ & $1$ \\" in out


def test_compare_with_another_baseline_and_other_thresholds(capsys):
    out = printed(capsys, "compare", AIRSPACE, "--baseline", "private", "--vary", "face_cost", "--refine", "none")
    assert "Verdicts, against private" in out
    assert "Why: the values of face_cost" in out
    assert "over all equilibria" in out
    assert "Why" not in printed(capsys, "compare", AIRSPACE, "--vary", "none")


@pytest.mark.parametrize("suffix, start", [(".png", b"\x89PNG"), (".pdf", b"%PDF"), (".svg", b"<?xml")])
def test_compare_draws_a_picture(capsys, tmp_path, suffix, start):
    pytest.importorskip("matplotlib")
    picture = tmp_path / f"out{suffix}"
    picture.write_bytes(b"old")
    assert run(["compare", AIRSPACE, "--vary", "none", "--plot", str(picture)]) == 0
    assert picture.read_bytes().startswith(start)
    assert [p.name for p in tmp_path.iterdir()] == [picture.name]
    assert f"drew {picture}" in capsys.readouterr().err


def test_a_picture_that_fails_leaves_the_old_one(capsys, tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    picture = tmp_path / "out.png"
    picture.write_bytes(b"old")

    def full(*_, **__):
        raise OSError(28, "No space left on device", str(picture))

    monkeypatch.setattr("matplotlib.figure.Figure.savefig", full)
    assert run(["compare", AIRSPACE, "--vary", "none", "--plot", str(picture)]) == 2
    assert "No space left" in capsys.readouterr().err
    assert picture.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_with_one_game(capsys):
    out = printed(capsys, "compare", str(ROOT / "examples" / "beer_quiche.toml"))
    assert "At a glance, after intuitive_criterion" in out
    assert "Verdicts" not in out


# --- explain ------------------------------------------------------------------------------------------------------


def test_explain_says_why_and_why_not(capsys):
    lines = squeezed(printed(capsys, "explain", AIRSPACE, "--channel", "private"))
    assert "Extreme equilibrium 3 of 3: semi-separating" in lines
    assert "defender resolute stay_silent 0 -1 loses 111/250 = 0.444" in lines
    assert "kept by d1" in lines
    assert any(line.startswith("removed by d1: after warn: resolute gains") for line in lines)


def test_explain_as_json_and_latex(capsys):
    data = json.loads(printed(capsys, "explain", AIRSPACE, "--channel", "private", "--format", "json"))
    assert (data["schema"], data["version"]) == ("deterrence.explanation", 1)
    equilibria = data["games"]["private"]["equilibria"]
    assert [eq["kept"] for eq in equilibria] == [False, False, True]
    losses = [d["loss"]["exact"] for d in equilibria[2]["deviations"] if d["used"]]
    assert set(losses) == {"0"}
    assert data["games"]["private"]["removed"][0]["refinement"] == "d1"
    tables = printed(capsys, "explain", AIRSPACE, "--format", "latex", "--channel", "private")
    assert tables.count(r"\begin{tabular}") == 3
    assert r"defender & resolute & stay\_silent & $0$ & $-1$ & loses $111/250$ \\" in tables
    assert "private: extreme equilibrium 3 of 3, semi-separating" in tables
    assert tables.rstrip().endswith("kept by d1")
    assert tables.count("removed by d1: after warn: resolute gains") == 2
    plain = json.loads(printed(capsys, "explain", AIRSPACE, "--refine", "none", "--format", "json"))
    assert plain["games"]["private"]["equilibria"][0]["kept"] is None


# --- models and schema --------------------------------------------------------------------------------------------


def test_models_show_payoffs_at_values(capsys):
    """Responding with probability 3/10 leaves the prober 7/10 - 3 * 3/10 = -1/5 of a gain of 1 and a clash cost of 3."""
    values = ["--set", "gain=1", "--set", "clash_cost=3", "--set", "credibility=3/10"]
    assert "(-1/5," in printed(capsys, "models", "probe_game", *values)
    assert "channel public" in printed(capsys, "models", "warning_game", "--set", "channel=public")
    latex = printed(capsys, "models", "probe_game", *values, "--format", "latex")
    assert latex.count("tabular") == 2
    assert r"-1/5" in latex or r"\frac{1}{5}" in latex
    data = json.loads(printed(capsys, "models", "probe_game", *values, "--format", "json"))
    assert data["values"]["credibility"] == "3/10"


def test_models_lists_and_tells(capsys):
    lines = printed(capsys, "models").splitlines()
    listed = {line.split()[0] for line in lines[1:] if line.strip()}
    assert {"ambiguous_incursion", "escalation_ladder", "probe_game", "warning_game"} <= listed
    told = printed(capsys, "models", "warning_game")
    assert "A resolute defender answers incursions" in told
    assert any(line.startswith("leak in [0, 1] probability default 0") for line in squeezed(told))
    assert "channel default private" in squeezed(told)
    assert "Returns" not in told
    data = json.loads(printed(capsys, "models", "probe_game", "--format", "json"))
    assert data["models"]["probe_game"]["parameters"]["credibility"]["default"]["exact"] == "1"


@pytest.mark.parametrize("kind", ["model", "normal_form", "signalling"])
def test_schema_is_a_json_schema(capsys, kind):
    assert "properties" in json.loads(printed(capsys, "schema", kind))


def test_compare_says_why(capsys, tmp_path):
    """Probed, for credibility 1/5 is below gain/(clash_cost + gain) = 1/4."""
    values = {"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1, "credibility": '"1/5"'}
    file = tmp_path / "probe.toml"
    tables = [f"[parameters.{name}]\nvalue = {value}\n" for name, value in values.items()]
    file.write_text("\n".join(['schema = 1\ntitle = "Probe"\nmodel = "probe_game"\n', *tables]))
    arguments = ("compare", str(file), "--why")
    assert run(arguments) == 0
    assert "nearest to failing: credibility <= gain/(clash_cost + gain), by 1/20" in capsys.readouterr().out
    assert run((*arguments, "--format", "json")) == 0
    ((reason,),) = json.loads(capsys.readouterr().out)["why"]["reasons"].values()
    assert reason["exists"]

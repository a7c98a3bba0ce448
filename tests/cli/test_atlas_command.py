"""``deterrence atlas``."""

import json
from pathlib import Path

import pytest

from deterrence.cli.group import run

AIRSPACE = str(Path(__file__).parents[2] / "examples" / "airspace.toml")
PRIVATE = ("atlas", AIRSPACE, "--channel", "private", "--free", "credibility", "--free", "warning_cost")


def printed(capsys, *arguments):
    assert run(arguments) == 0
    return capsys.readouterr().out


def test_text(capsys):
    text = printed(capsys, *PRIVATE)
    assert text.startswith("private\n")
    assert "free parameters: credibility, warning_cost" in text
    assert "exists iff credibility >= 1/3" in text


def test_json(capsys):
    data = json.loads(printed(capsys, *PRIVATE, "--format", "json"))
    assert (data["schema"], data["version"]) == ("deterrence.atlases", 1)
    assert [p["name"] for p in data["games"]["private"]["parameters"]] == ["credibility", "warning_cost"]
    assert data["games"]["private"]["families"][0]["region"]["cases"] == [["credibility >= 1/3"]]


def test_latex(capsys):
    assert "Proposition 1." in printed(capsys, *PRIVATE, "--format", "latex")


def test_every_channel(capsys):
    text = printed(capsys, "atlas", AIRSPACE, "--free", "credibility", "--no-knife-edges")
    channels = ["silence", "private", "public"]
    assert [line for line in text.splitlines() if line in channels] == channels
    assert "knife" not in text


@pytest.mark.parametrize("arguments, said", [(("--free", "credence"), "credibility"), (("--channel", "secret"), "channels")])
def test_mistakes(capsys, arguments, said):
    assert run(("atlas", AIRSPACE, *arguments)) == 2
    assert said in capsys.readouterr().err


STATICS = ("atlas", AIRSPACE, "--channel", "silence", "--free", "credibility", "--free", "loss_irresolute")


def test_statics(capsys):
    """Unwarned and below p0 every probe comes: a clash with probability mu, a loss of 1 - mu times that of the irresolute."""
    text = printed(capsys, *STATICS, "--statics", "clash:credibility", "--statics", "payoff:defender:loss_irresolute")
    assert "Effect of credibility on clash" in text
    assert "positive: clash = credibility, derivative 1" in text
    assert "Effect of loss_irresolute on payoff:defender" in text
    assert "Atlas:" not in text


def test_statics_for_machines_and_papers(capsys):
    data = json.loads(printed(capsys, *STATICS, "--statics", "clash:credibility", "--format", "json"))
    (statics,) = data["games"]["silence"]["statics"]
    assert (statics["measure"], statics["parameter"]) == ("clash", "credibility")
    # with accidents at a rate of 1/10, refraining leaves a tenth of the clashes
    told = [(e["value"], e["derivative"], e["sign"]) for e in statics["effects"]]
    assert told == [("credibility/10", "1/10", "positive"), ("credibility", "1", "positive")]
    latex = printed(capsys, *STATICS, "--statics", "clash:credibility", "--format", "latex")
    assert r"clash is $\mathit{credibility}$; its derivative $1$ is positive" in latex


def test_statics_leave_out_games_without_the_parameter(capsys):
    arguments = (
        "atlas",
        AIRSPACE,
        "--channel",
        "silence",
        "--channel",
        "private",
        "--free",
        "face_cost",
        "--statics",
        "clash:face_cost",
    )
    assert run(arguments) == 0
    found = capsys.readouterr()
    assert "silence: face_cost is no parameter of this game" in found.err
    assert "Effect of face_cost on clash" in found.out


@pytest.mark.parametrize(
    "given, said",
    [("clash", "MEASURE:PARAMETER"), (":credibility", "MEASURE:PARAMETER"), ("clash:credence", "credibility"),
     ("crash:credibility", "clash"), ("clash:gain", "--free")],
)  # fmt: skip
def test_statics_mistakes(capsys, given, said):
    assert run((*STATICS, "--statics", given)) == 2
    assert said in capsys.readouterr().err

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

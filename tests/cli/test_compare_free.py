"""``deterrence compare FILE --why --free NAME``: what a channel needs, in the symbols that are asked for."""

import json

import pytest

from deterrence.cli.group import run

PARAMETERS = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "audience_cost": 3, "leak": "1/10", "face_cost": "3/2",
}  # fmt: skip


def crisis(folder, *channels):
    path = folder / "crisis.toml"
    lines = ["schema = 1", 'title = "Crisis"', 'model = "warning_game"', f"channels = {[*channels]}"]
    path.write_text("\n".join([*lines, *(f'[parameters.{n}]\nvalue = "{v}"' for n, v in PARAMETERS.items())]))
    return str(path)


@pytest.fixture(scope="module", autouse=True)
def derived_once(tmp_path_factory):
    """The reasons beside the claims are the same in all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETERRENCE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return crisis(tmp_path_factory.mktemp("free"), "silence", "public")


def asked(file, *names, form="text"):
    return run(
        ("compare", file, "--refine", "d1", "--vary", "none", "--why", *(f"--free={n}" for n in names), "--format", form)
    )


def test_the_prior_at_which_silence_deters_too(file, capsys):
    """Silence is probed iff mu <= g/(g + c): a warning deters more often below it, as g/(g + 2) with the cost at 2."""
    assert asked(file, "credibility", "gain") == 0
    said = capsys.readouterr().out
    assert "What each channel needs, credibility, gain free and the others at their values" in said
    assert said.count("- deters more often: iff credibility < gain/(gain + 2); on its boundary") == 1
    assert "- public suffices (meets all 4 criteria): in every equilibrium iff credibility > 1/10 and" in said


def test_what_a_channel_lacks_is_said(tmp_path, capsys):
    """A public threat does not leak, so that nothing about it can be said in the leak."""
    assert asked(crisis(tmp_path, "silence", "private", "public"), "leak", form="json") == 0
    told = json.loads(capsys.readouterr().out)["why"]
    assert told["free"] == ["leak"]
    assert {tuple(c["free"]) for c in told["claims"]["private"]} == {("leak",)}
    assert told["unclaimed"] == {"public": "its payoffs do not depend on leak"}


def test_in_latex(file, capsys):
    assert asked(file, "clash_cost", form="latex") == 0
    said = capsys.readouterr().out
    assert r"\paragraph{public.}" in said
    assert r"Criterion ``deters more often'' is met iff" in said
    # mu < 1/(1 + c) at mu = 1/5
    assert r"\mathit{clash\_cost} < 4" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--free", "gain"), "--free gain: conditions are stated with --why only; add --why, or leave out --free"),
        (("--why", "--free", "gian"), "--free: no parameter 'gian'; did you mean 'gain'?"),
    ],
)
def test_refused_in_one_sentence(options, said, file, capsys):
    assert run(("compare", file, *options)) == 2
    assert said in capsys.readouterr().err

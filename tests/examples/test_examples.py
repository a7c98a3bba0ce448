"""The numbered examples run from a clone and print what they promise; each ends in assertions of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(path.name for path in (ROOT / "examples").glob("[0-9]*.py"))

# Lines that a reader came for: p* = 1 / (1 + 3), and the shares deterred that the closed forms give.
ESSENTIAL = {
    "01_probe_game.py": [
        "deterred, over all equilibria: [0, 1]",
        "deterred, by credible threats: 0",
        "the threat deters from credibility 1/4 = gain/(clash_cost + gain) on",
        "(defender: respond is weakly dominated)",
    ],
    "02_private_warning.py": [
        "private  [0, 89/345]  89/345",
        "public   1            1",
        "private  [0, 89/375]  89/375",
        "public   0            0",
        "A public warning works up to face_cost = 2 = clash_cost.",
    ],
}


def run(path, *, cwd):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", str(path)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_every_script_is_tested():
    assert sorted(ESSENTIAL) == SCRIPTS


@pytest.mark.parametrize("name", ESSENTIAL)
def test_runs_and_prints(name, tmp_path):
    # from another folder: a script must not depend on where it is started
    done = run(ROOT / "examples" / name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for line in ESSENTIAL[name]:
        assert line in done.stdout


@pytest.mark.parametrize(
    "name, right, wrong",
    [
        ("01_probe_game.py", "p_star = Fraction(1, 1 + 3)", "p_star = Fraction(1, 3)"),
        ("02_private_warning.py", "Fraction(89, 375)", "Fraction(88, 375)"),
    ],
)
def test_assertions_can_fail(name, right, wrong, tmp_path):
    text = (ROOT / "examples" / name).read_text(encoding="utf-8")
    assert right in text
    spoilt = tmp_path / name
    spoilt.write_text(text.replace(right, wrong), encoding="utf-8")
    done = run(spoilt, cwd=tmp_path)
    assert done.returncode == 1
    assert "AssertionError" in done.stderr


@pytest.mark.parametrize("name", SCRIPTS)
def test_is_short(name):
    assert len((ROOT / "examples" / name).read_text(encoding="utf-8").splitlines()) < 60

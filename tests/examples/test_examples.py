"""The numbered examples run from a clone and print what they promise; each ends in assertions of its own."""

import os
import shutil
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
    "04_tree.py": [
        "off-ramp: probe 0, all Nash [0, 1]",
        "edge: probe [0, 1], all Nash [0, 1]",
        "cornered: probe 1, all Nash [0, 1]",
    ],
    "03_atlas.py": [
        "Atlas: Warning game, channel private: 7 families of equilibria",
        "the irresolute warn with probability clash_cost*credibility/(gain*(1 - credibility))",
        "bluffing ends, and separation begins, at reputation_cost = 899/100",
    ],
    "06_zagare_kilgour.py": [
        "conflict with probability up to 27/200",
        "attacks {'hard': '1', 'soft': '3/7'}, a soft defender resists with 1/4",
    ],
    "07_crisis_of_moves.py": [
        "root: probe; probe: tolerate: risk >= 2/9",
        "root: refrain: risk <= 2/9",
    ],
    "08_two_secrets.py": [
        "the irresolute warn with probability 2/3",
        "the cautious then think it resolute with 1/2 and probe with 1/9",
    ],
    "09_tree_to_gambit.py": [
        'c "" 1 "" { "deliberate" 7/10 "accident" 3/10 } 0',
        "payoffs here -7/5 7/10 and there -7/5 7/10",
    ],
    "10_probe_theorem.py": [
        "credibility above: stated gain/(clash_cost + gain), derived gain/(clash_cost + gain)",
        "80 points, 40 on boundaries, 0 disagreements",
    ],
    "11_breakfast_and_schooling.py": [
        "the weak have beer with probability: stated share/(1 - share), derived share/(1 - share)",
        "effort up to (high ability) x (difference): stated edge*(edge + low), derived edge*(edge + low)",
    ],
    "12_public_or_private_threats.py": [
        "as compelling in private if kept with probability: stated 1/(face_cost + 1), derived 1/(face_cost + 1)",
    ],
    "13_honest_threats.py": [
        "honest up to accident_rate: stated loss_resolute/(forewarning_cost + loss_resolute)",
        "1,000 points, 334 of them on the boundary, no disagreement",
    ],
    "14_tying_hands.py": [
        "a sunk cost separates from: stated loss_irresolute*(1 - accident_rate)",
        "and met with incursions at rate: stated loss_irresolute/(audience_cost + loss_irresolute)",
    ],
    "15_warning_theorems.py": [
        "private suffices: 1,000 points, 392 on a boundary, it does at 645; no disagreement",
    ],
    "16_robust_advice.py": [
        "1,024 plausible cases (quasi-random); shares in per cent",
        "what decides whether a public warning deters more often than silence:",
    ],
    "17_best_warning.py": [
        "publicity in (1/2, 4/5): from (commitment_gap - reputation_cost)/audience_cost to clash_cost/face_cost",
        "<deterred: 0 with no message, at most 3/5 by informing, 3/5 by all that the messages do>",
    ],
    "18_what_a_history_tells.py": [
        "2,408 of 6,909 cells; credibility in [0.13, 0.5], audience_cost in [1, 4.45]; 49 more are undecided",
    ],
    "19_which_messages.py": [
        "stay_silent, warn_publicly                  -261/1000   larger: yes  (best)",
        "stay_silent, warn_privately                 1  larger: yes  at leak near 0.5  (best)",
    ],
    "25_ten_probes.py": [
        "private: deters with more than 8/125 at stake; answers the first probe with 21/76",
        "answers the first probe with 1",
    ],
    "20_brinkmanship.py": [
        "3/5 to 7/8 is the window of risk",
        "risk 3/4: threat 1, the soft give way 1",
        "waiting it out ends in disaster with probability 2/9",
    ],
    "21_escalation_ladder.py": [
        "cornered {'disaster': '0', 'backdown_challenger': '1', 'backdown_defender': '0'}",
        "public: the challenger begins with probability 0",
    ],
    "22_accidents.py": [
        "false alarms cost 10: shoot at 2.6745 and above, probes come at rate 0.0176",
        "2 rounds of hostility after an incident: equilibrium True",
    ],
    "23_alliance.py": [
        "public: the response succeeds below theta = 0.0063, 0.5104, 0.9926 (complete: True)",
        "private: a response comes with probability [7/8, 1]",
    ],
    "24_which_member.py": [
        "guards 1: north 0.410, east 0.373, south 0.217, west 0.000; the challenger expects 2.133",
        "forces 3/4: the weaker side holds 3/8 of the fronts, in twelve units 41/108",
    ],
    "05_sweep.py": [
        "5,751 crises, 3 channels of each",
        "silence  deters for sure in 19.7% of them, possibly in 19.7%",
        "undecided where the audience cost is 1.5 = commitment_gap - reputation_cost",
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
        ("03_atlas.py", "sympy.Rational(1, 1000)", "sympy.Rational(1, 999)"),
        ("05_sweep.py", "Fraction(1, 1 + 2)", "Fraction(1, 2)"),
        ("12_public_or_private_threats.py", "1 / (1 + a_g)", "1 / (2 + a_g)"),
        ("14_tying_hands.py", "(1 - gamma) * fight", "(1 - gamma) * gap"),
        ("18_what_a_history_tells.py", "0.5 + cells.audience_cost / 3", "0.5 + cells.audience_cost / 2"),
    ],
)
def test_assertions_can_fail(name, right, wrong, tmp_path):
    text = (ROOT / "examples" / name).read_text(encoding="utf-8")
    assert right in text
    spoilt = tmp_path / name
    spoilt.write_text(text.replace(right, wrong), encoding="utf-8")
    shutil.copy(ROOT / "examples" / "airspace.toml", tmp_path)
    done = run(spoilt, cwd=tmp_path)
    assert done.returncode == 1
    assert "AssertionError" in done.stderr


@pytest.mark.parametrize("name", SCRIPTS)
def test_is_short(name):
    assert len((ROOT / "examples" / name).read_text(encoding="utf-8").splitlines()) < 60

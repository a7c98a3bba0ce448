"""The program that recomputes published numbers: every case of the project's file, and what it says of cases that are off."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).with_name("dynamic_models.json")


def run(path, *, cwd):
    command = [sys.executable, "-W", "error", str(ROOT / "benchmarks" / "published_numbers.py"), str(path)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def cases():
    return json.loads(CASES.read_text(encoding="utf-8"))


def test_every_number_is_recomputed(cases, tmp_path):
    done = run(CASES, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    *named, last = done.stdout.splitlines()
    without = [c for c in cases if not c["id"].startswith(("J1", "J3", "J4")) and c["id"] != "J2.sanctions_cmle"]
    assert last == f"{len(without)} of {len(without)} within tolerance", done.stdout
    assert len(named) == len(cases) - len(without)
    assert all("not covered" in line for line in named)


def test_what_is_off_is_said(cases, tmp_path):
    by_id = {c["id"]: c for c in cases}
    spoilt = [
        {**by_id["G5.beeps"], "results": {"t": 6.93}},
        {**by_id["G5.beeps"], "results": {"t": 0.446287, "delay": 1}},
        {**by_id["C4.generous_tft"], "id": "C4.generous_tit"},
        {**by_id["D1.regime_change"], "results": {"theta": [0.5, 0.6]}},
        {**by_id["B2.war_of_attrition_risk"], "params": {"v1": 0, "v2": 1, "D1": 1, "D2": 1}},
        {**by_id["C4.generous_tft"], "id": "C4.generous_tft:another name"},
        by_id["J3.leblang"],
        {
            "id": "D3.two_player_global_game",
            "params": {"alpha": 4, "beta": 1, "y": 0.5},
            "results": {"cutoff": 0.5},
            "tol": 1,
        },
        {"results": {"x": 1}},
    ]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(spoilt), encoding="utf-8")
    done = run(path, cwd=tmp_path)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 9
    assert lines[0].startswith("case 1, G5.beeps: t is 0.446")
    assert lines[1] == "case 2, G5.beeps: delay is not computed"
    assert lines[2] == "case 3, C4.generous_tit: the id is unknown"
    assert "case 4, D1.regime_change: theta is" in lines[3]
    assert "InvalidGame" in lines[4]
    assert "J3.leblang: not covered" in lines[5]
    assert "cutoff is [0.0502" in lines[6], "several answers are no answer"
    assert lines[7] == "case 9, None: the id is unknown"
    assert lines[8] == "1 of 8 within tolerance"


def test_a_file_that_cannot_be_read(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text("[{", encoding="utf-8")
    assert run(path, cwd=tmp_path).returncode == 1


def test_a_malformed_case_is_off_and_the_others_are_still_counted(tmp_path):
    right = {"id": "G5.beeps", "params": {"lam": 1, "pstar": 0.5}, "results": {"t": 0.6931471805599453}, "tol": 1e-9}
    spoilt = [
        right,
        "G5.beeps",
        None,
        {**right, "results": {}},
        {**right, "results": [0.69]},
        {**right, "results": {"t": {"at": 1}}},
        {**right, "params": [1]},
        {**right, "tol": None},
        {k: v for k, v in right.items() if k != "results"},
    ]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(spoilt), encoding="utf-8")
    done = run(path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.partition(",")[0] for line in lines[:-1]] == [f"case {k}" for k in range(2, 10)]
    assert lines[-1] == "1 of 9 within tolerance"


def test_other_cases_and_numbers_written_as_fractions(tmp_path):
    others = [
        # the prior is above every threshold: nobody probes, and a period is worth a
        ("A2.kreps_wilson", {"a": 2, "b": "1/10", "p0": "1/4", "N": 12}, {"V12": 24, "V10": 20, "weak_resist_n12": 1}),
        # the smaller of 1 - (T-R)/(R-S) = 1/3 and (R-P)/(T-P) = 1/2
        ("C4.generous_tft", {"S": "0", "R": "3", "T": "5", "P": "1"}, {"g": "1/3"}),
        # the belief reaches a half after ln 2 / rate
        ("G5.beeps", {"lam": "1/3", "pstar": "1/2"}, {"t": 2.0794415416798357}),
        # rates D_j / v_j = 1/4 and 1/2: disaster 1 / (1 + 3/4)
        ("B2.war_of_attrition_risk", {"v1": 2, "D1": 1, "v2": "4", "D2": "1"}, {"rate1": "1/4", "p_disaster": "4/7"}),
        # (prod r)^(1/(n-1)) = r at n = 2: silent with the other's ratio
        ("D4.volunteer", {"K": ["1/3", "1/4"], "U": [1, 1]}, {"respond": ["3/4", "2/3"], "p_nobody": "1/12"}),
    ]
    cases = [{"id": name, "params": given, "results": results, "tol": 1e-9} for name, given, results in others]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    done = run(path, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "5 of 5 within tolerance", done.stdout


def test_a_file_without_a_list(tmp_path):
    path = tmp_path / "object.json"
    path.write_text("{}", encoding="utf-8")
    done = run(path, cwd=tmp_path)
    assert (done.returncode, "holds no list" in done.stderr) == (1, True)

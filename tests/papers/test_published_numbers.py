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

"""Every way to leave: exit codes, one clear message, never a traceback."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import deterrence as dt
from deterrence.cli.group import run
from deterrence.solve import perfect_bayesian as solver

ROOT = Path(__file__).parents[2]
AIRSPACE = str(ROOT / "examples" / "airspace.toml")
TRIPWIRE = str(ROOT / "examples" / "tripwire.toml")


def refused(capsys, *arguments, code=2):
    """What a command says on standard error when it does not answer."""
    assert run(list(arguments)) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["slove", AIRSPACE], "no command 'slove'; did you mean 'solve'? (commands: validate, solve,"),
        (["solve"], "Missing argument 'FILE'"),
        (["solve", AIRSPACE, "--sett", "gain=1"], "No such option"),
        (["solve", AIRSPACE, "--format", "yaml"], "'yaml' is not one of 'text', 'json', 'latex'"),
        (["solve", "nowhere.toml"], "there is no file nowhere.toml"),
        (["solve", str(ROOT)], "is a folder"),
        (["solve", AIRSPACE, "--set", "gain"], "'gain' is not name=value; write for example --set credibility=3/10"),
        (["solve", AIRSPACE, "--set", "credibilty=1/2"], "did you mean 'credibility'?"),
        (["solve", AIRSPACE, "--set", "credibility=2"], "outside its domain [0, 1]"),
        (["solve", AIRSPACE, "--set", "credibility=nan"], "not finite"),
        (["solve", AIRSPACE, "--set", "gain=__import__('os')"], "is not a number"),
        (["solve", AIRSPACE, "--set", "gain=1e99999999"], "beyond 4000"),
        (["solve", AIRSPACE, "--set", "audience_cost=3/2"], "when_indifferent"),
        (["solve", AIRSPACE, "--set", "when_indifferent=honor"], "did you mean 'honour'? (allowed: 'honour' or 'renege')"),
        (["solve", TRIPWIRE, "--set", "when_indifferent=honour"], "no parameter 'when_indifferent'"),
        (["solve", AIRSPACE, "--channel", "privat"], "did you mean 'private'? (channels: silence, private, public)"),
        (["solve", AIRSPACE, "--refine", "d11"], "no refinement 'd11'; did you mean 'd1'? (known: undominated,"),
        (["solve", AIRSPACE, "--refine", "d1", "--refine", "none"], "--refine none stands alone"),
        (["solve", TRIPWIRE, "--refine", "d1"], "use 'undominated'"),
        (["compare", AIRSPACE, "--baseline", "publc"], "--baseline: no channel 'publc'; did you mean 'public'?"),
        (["compare", AIRSPACE, "--vary", "leek"], "--vary: no parameter 'leek'; did you mean 'leak'?"),
        (["compare", AIRSPACE, "--plot", "out.gif"], "'out.gif' should end in .png, .pdf, .svg"),
        (["compare", AIRSPACE, "--plot", "no/such/folder/out.png"], "there is no folder 'no/such/folder'"),
        (["models", "--set", "gain=1"], "--set needs the NAME of a model"),
        (["models", "probe_game", "--set", "gian=1"], "did you mean 'gain'"),
        (["models", "probe_game", "--set", "gain=-1"], "outside its domain > 0"),
        (["models", "warnng_game"], "did you mean 'warning_game'? (models: ambiguous_incursion,"),
        (["schema", "modle"], "(kinds: model, normal_form, signalling, tree)"),
    ],
)
def test_bad_input_is_one_message_and_2(capsys, arguments, said):
    err = refused(capsys, *arguments)
    assert said in err
    assert len([line for line in err.splitlines() if line and not line.startswith(("Usage", "Try"))]) == 1


def test_a_mistake_in_a_file_has_its_place(capsys, tmp_path):
    file = tmp_path / "crisis.toml"
    file.write_text('schema = 1\nmodel = "warning_game"\nchannels = ["silence"]\n\n[parameters]\ncredibilty = "1/5"\n')
    err = refused(capsys, "validate", str(file))
    assert f"{file}:6:1" in err
    assert "credibility" in err


def test_a_file_without_all_values_says_what_to_type(capsys, tmp_path):
    file = tmp_path / "crisis.toml"
    file.write_text('schema = 1\nmodel = "probe_game"\n\n[parameters]\ngain = 1\nclash_cost = 3\n')
    err = refused(capsys, "solve", str(file))
    assert "no value for tolerate_cost, respond_cost" in err
    assert "--set tolerate_cost=" in err
    assert run(["solve", str(file), "--set", "tolerate_cost=2", "--set", "respond_cost=1"]) == 0


def test_incomplete_is_1_and_said_on_standard_error(capsys, monkeypatch):
    whole = solver.perfect_bayesian
    monkeypatch.setattr(solver, "perfect_bayesian", lambda game: replace(whole(game), complete=False, why="it was late"))
    assert run(["solve", AIRSPACE, "--channel", "public"]) == 1
    out, err = capsys.readouterr()
    assert "NOT complete" in out
    assert "public: these may not be all equilibria: it was late" in err


@pytest.mark.parametrize(
    "error, code, said",
    [
        (dt.LimitReached("more than 10 pieces"), 3, "a limit was reached: more than 10 pieces"),
        (MemoryError(), 3, "a limit was reached: out of memory"),
        (dt.NotAnEquilibrium("regret 1/7"), 4, "this is a fault of deterrence"),
        (ZeroDivisionError("division by zero"), 4, "ZeroDivisionError: division by zero"),
        (RecursionError("too deep"), 4, "please report it"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (dt.UnsupportedGame("three players"), 2, "three players"),
        (PermissionError(13, "Permission denied", "crisis.toml"), 2, "crisis.toml: Permission denied"),
    ],
)
def test_every_error_has_its_code(capsys, monkeypatch, error, code, said):
    def fail(_):
        raise error

    monkeypatch.setattr(solver, "perfect_bayesian", fail)
    assert said in refused(capsys, "solve", AIRSPACE, code=code)


def test_the_traceback_is_shown_on_request(capsys, monkeypatch):
    def fail(_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(solver, "perfect_bayesian", fail)
    monkeypatch.setenv("DETERRENCE_TRACEBACK", "1")
    assert run(["solve", AIRSPACE]) == 4
    assert "Traceback" in capsys.readouterr().err


def test_thresholds_that_cannot_be_had_do_not_cost_the_comparison(capsys, monkeypatch):
    from deterrence.analysis import thresholds as module

    def fail(*_):
        raise dt.UnsupportedGame("too many players")

    monkeypatch.setattr(module, "thresholds", fail)
    assert run(["compare", AIRSPACE]) == 0
    out, err = capsys.readouterr()
    assert "At a glance" in out
    assert "no thresholds in credibility for private: too many players" in err


def command(*arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "deterrence", *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


def test_a_reader_that_leaves_is_no_error():
    process = command("compare", AIRSPACE)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert err == b""


def test_help_is_quick_to_load_and_labels_survive_a_poor_terminal(tmp_path):
    script = (
        "import sys\n"
        "from deterrence.cli.group import run\n"
        "assert run(['--help']) == 0\n"
        "heavy = {'sympy', 'pydantic', 'scipy', 'matplotlib', 'pandas', 'xarray'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert run(['solve', sys.argv[1]]) == 0\n"
    )
    file = tmp_path / "crisis.toml"
    file.write_text(
        'schema = 1\nkind = "normal_form"\nplayers = ["zähler→", "b"]\n[actions]\n"zähler→" = ["→", "x"]\nb = ["l", "r"]\n'
        + "".join(
            f'[[cells]]\nactions = ["{i}", "{j}"]\npayoffs = [{int(i == "x")}, {int(j == "l")}]\n'
            for i in "→x"
            for j in "lr"
        ),
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "zähler".encode("latin-1") + rb"\u2192" in done.stdout


@pytest.fixture
def interruptible():
    """A shell's background jobs start with interrupts ignored, and what they start inherits that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_is_130():
    script = (
        "import sys, time\n"
        "import deterrence.solve.perfect_bayesian as solver\n"
        "def wait(game):\n"
        "    print('waiting', flush=True)\n"
        "    time.sleep(60)\n"
        "solver.perfect_bayesian = wait\n"
        "from deterrence.cli import main\n"
        "main(['solve', sys.argv[1]])\n"
    )
    command = [sys.executable, "-c", script, AIRSPACE]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"waiting\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err

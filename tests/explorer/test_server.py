"""The explorer's server: what it answers, whom it refuses, and what it lets a page do."""

import json
import os
import signal
import threading
import urllib.error
import urllib.request
from contextlib import closing
from fractions import Fraction
from http.client import HTTPConnection

import pytest

import deterrence as dt
from deterrence.present.explorer import Explorer, Workers, exported, serve
from deterrence.scenario.writing import to_toml


@pytest.fixture(scope="module")
def explorer():
    return Explorer(dt.load("examples/airspace.toml"), lambda changed: to_toml(changed.document))


@pytest.fixture(scope="module")
def running(explorer):
    server, address = serve(explorer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    base, token = address.split("/?token=")
    yield base, token
    server.shutdown()
    server.server_close()


def get(base, path, token, **headers):
    """Status, headers and text; headers given replace those of a browser."""
    host, port = base.removeprefix("http://").split(":")
    connection = HTTPConnection(host, int(port), timeout=60)
    joined = "&" if "?" in path else "?"
    connection.putrequest("GET", path + (f"{joined}token={token}" if token is not None else ""), skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, dict(answer.headers), answer.read().decode()
    connection.close()
    return found


def test_the_page_runs_its_own_scripts_only(running):
    base, token = running
    status, headers, text = get(base, "/", token)
    policy = headers["Content-Security-Policy"]
    assert status == 200
    assert "default-src 'none'" in policy
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert text.count(f'nonce="{nonce}"') == 3
    assert get(base, "/", token)[1]["Content-Security-Policy"] != policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    "token, headers",
    [
        (None, {}),
        ("wrong", {}),
        ("", {}),
        ("right", {"Host": "evil.example"}),
        ("right", {"Host": "127.0.0.1"}),
        ("right", {"Host": "127.0.0.1:1"}),
        ("right", {"Origin": "http://evil.example"}),
        ("right", {"Origin": "null"}),
    ],
)
@pytest.mark.parametrize("path", ["/", "/state", "/scenario.toml"])
def test_strangers_are_refused(running, path, token, headers):
    base, secret = running
    status, _, text = get(base, path, secret if token == "right" else token, **headers)
    assert status == 403
    assert "printed when this page was started" in text
    assert secret not in text


def test_other_addresses(running):
    base, token = running
    assert get(base, "/../../etc/passwd", token)[0] == 404
    assert get(base, "/state?x=" + "a" * 9000, token)[0] == 414
    request = urllib.request.Request(f"{base}/state?token={token}", data=b"x", method="POST")
    with pytest.raises(urllib.error.HTTPError, match="501") as refused:
        urllib.request.urlopen(request, timeout=10)
    refused.value.close()


def test_states_are_what_compare_says(running):
    base, token = running
    status, _, text = get(base, "/state?face_cost=3", token)
    state = json.loads(text)
    there = dt.compare(dt.load("examples/airspace.toml").at(face_cost=3).games, refine="d1", baseline="silence")
    assert status == 200
    for channel in ("silence", "private", "public"):
        for name, band in state["channels"][channel]["bands"].items():
            assert band["all"] == [float(x) for x in there.bands[channel][name].unrefined]
    # beyond the clash cost of 2 a public warning corners the challenger, who probes anyway
    assert state["channels"]["public"]["bands"]["deterred"]["kept"] == [0.0, 0.0]


@pytest.mark.parametrize(
    "path, words",
    [
        ("/state?credibilty=0.3", "did you mean 'credibility'"),
        ("/state?credibility=x", "not a number"),
        ("/state?credibility=2", "credibility"),
        ("/map?channel=x&across=gain&up=leak", "no channel"),
        ("/map?channel=private&across=gain&up=gain", "two different"),
        ("/map?channel=private&across=gain&up=nothing", "no parameter"),
    ],
)
def test_bad_questions_are_told(running, path, words):
    base, token = running
    status, _, text = get(base, path, token)
    assert status == 400
    assert words in json.loads(text)["error"]


def test_the_map_has_the_region_of_the_threshold(explorer):
    found = explorer.regimes("silence", "credibility", "gain", {})
    n = len(found["cells"])
    for j, row in enumerate(found["cells"]):
        for i, k in enumerate(row):
            credibility, gain = 1 / 20 + (2 / 5 - 1 / 20) * (i + 0.5) / n, 1 / 2 + 1.5 * (j + 0.5) / n
            # without a warning the challenger refrains iff credibility > gain / (clash_cost + gain)
            assert ("refrain" in found["sets"][k][0]) == (credibility > gain / (2 + gain))


def test_files_for_those_who_go_on(running, tmp_path):
    base, token = running
    status, headers, text = get(base, "/scenario.toml?credibility=0.35", token)
    path = tmp_path / "again.toml"
    path.write_text(text, encoding="utf-8")
    assert (status, headers["Content-Disposition"]) == (200, 'attachment; filename="scenario.toml"')
    assert dt.load(path).parameters["credibility"].value * 20 == 7
    assert "<svg" in get(base, "/picture.svg?credibility=0.35", token)[2]


def test_fifty_at_once_get_the_same_answer(running):
    base, token = running
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(get(base, "/state?gain=1.25", token)[2])) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert len(set(answers)) == 1


def test_processes_beside_the_server_answer_as_it_does():
    scenario, moved = dt.load("examples/tripwire.toml"), {"clash_cost": Fraction(7, 2)}
    with closing(Workers(scenario, 1)) as workers:
        workers.wait()
        beside = Explorer(scenario, workers=workers)
        assert beside.state(moved) == workers.state(moved) == Explorer(scenario).state(moved)
        assert beside.state(moved)["channels"]
        for process in workers._pool._processes:
            os.kill(process, signal.SIGTERM)
        assert workers.state({}) is None
        assert beside.state({}) == Explorer(scenario).state({})


@pytest.mark.parametrize(("cores", "processes"), [(1, 0), (2, 2), (64, 4)])
def test_one_process_for_each_core(monkeypatch, cores, processes):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(cores), raising=False)
    assert Workers.count() == processes
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert Workers.count() == processes


def test_a_slider_solves_only_the_channels_that_it_moves(explorer, monkeypatch):
    import deterrence.present.explorer.crisis as module

    solved = []
    monkeypatch.setattr(module, "compare", lambda games, **options: solved.extend(games) or dt.compare(games, **options))
    fresh = Explorer(explorer.scenario)
    fresh.state({})
    assert solved == ["silence", "private", "public"]
    moved = fresh.state({"audience_cost": Fraction(7, 2)})
    assert solved[3:] == ["private", "public"]  # a private warning may leak, and then the audience hears it
    other = Explorer(explorer.scenario.at(audience_cost="7/2"))
    assert moved == other.state({})


def test_sliders_move_over_the_ranges_of_the_file(explorer):
    sliders = {s["name"]: s for s in explorer.sliders}
    assert (sliders["credibility"]["least"], sliders["credibility"]["most"]) == (0.05, 0.4)
    assert sliders["defiance"]["least"] == 0  # no range in the file: the domain's end
    assert all(s["least"] <= s["value"] <= s["most"] for s in sliders.values())


def test_a_normal_form_shows_best_replies():
    state = Explorer(dt.load("examples/tripwire.toml")).state({})
    picture = state["channels"]["tripwire"]["picture"]
    assert picture["kind"] == "best_replies"
    assert [0.0, 1.0] in picture["points"]
    with pytest.raises(dt.InvalidParameter, match="no scenario file"):
        Explorer(dt.load("examples/tripwire.toml")).toml({})


def test_the_exported_page_holds_its_answers():
    explorer = Explorer(dt.load("examples/tripwire.toml"))
    page = exported(explorer, points=3)
    data = json.loads(page.split('id="data" nonce="">')[1].split("</script>")[0])
    assert len(data["known"]) == 1 + 3 * len(explorer.sliders)
    assert data["known"][""]["channels"]["tripwire"]["families"]
    assert "token" not in data

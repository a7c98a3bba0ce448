"""The report stands alone, says what was solved, and lists what would turn its verdicts."""

import re
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

import deterrence as dt
from deterrence.cli.group import run
from deterrence.cli.report import command

AIRSPACE = "examples/airspace.toml"


class Reader(HTMLParser):
    """Links, sources and ids, and whether every element is closed in order."""

    VOID = frozenset({"meta", "br", "path", "use", "image", "rect"})

    def __init__(self):
        super().__init__()
        self.links, self.ids, self.open, self.tags = [], [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.links += [attrs[k] for k in ("href", "src", "xlink:href", "action") if k in attrs]
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def read(page):
    reader = Reader()
    reader.feed(page)
    assert not reader.open
    return reader


@pytest.fixture(scope="module")
def page():
    return dt.report(dt.load(AIRSPACE), source="title = 'x <script>'", maps=0)


def test_nothing_is_fetched_and_every_link_resolves(page):
    reader = read(page)
    assert reader.links
    assert all(link.startswith("#") for link in reader.links)
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))
    assert "script" not in reader.tags
    assert "url(http" not in page
    assert "@import" not in page
    assert "x &lt;script&gt;" in page


def test_every_section_is_there_with_what_was_solved(page):
    for heading in (
        "The answer",
        "The story",
        "Assumptions",
        "What each channel does",
        "Equilibria, channel by channel",
        "Where it changes",
        "What would change the advice",
        "Payoffs",
        "Limits",
        "How to reproduce this page",
    ):
        assert f"<h2>{heading}</h2>" in page
    # from the closed forms: 89/345 deterred privately; thresholds 1/3 and 23/60
    for part in (
        "89/345",
        "1/3",
        "23/60",
        "<mfrac>",
        "losing an aircraft",
        "1/20 to 2/5",
        "set of equilibria on this page is complete",
    ):
        assert part in page
    assert page.count("<figure>") == page.count('role="img"') == 1


def test_what_turns_a_verdict_is_what_compare_says_there(page):
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    rows = [row for row in rows if len(row) == 6 and row[0] == "<b>face_cost</b>" and row[1] == "3"]
    assert [row[2:] for row in rows] == [
        ["public", claim, "yes", "no"]
        for claim in ("deters more often", "clashes less", "raises the defender&#x27;s payoff")
    ]
    # beyond face_cost = clash_cost = 2 the public warning corners the challenger (see the examples)
    there = dt.compare(dt.load(AIRSPACE).at(face_cost=3).games, refine="d1", baseline="silence")
    assert there.verdicts["public"]["deters more often"].refined == "no"


def test_maps_have_a_star_where_the_file_stands(tmp_path):
    path = tmp_path / "probe.toml"
    path.write_text(
        """schema = 1
title = "Probe"
model = "probe_game"
vary = ["credibility"]

[parameters]
gain = 1
tolerate_cost = 2
respond_cost = 1

[parameters.credibility]
value = "2/5"
range = ["1/10", "9/10"]

[parameters.clash_cost]
value = 3
range = [1, 5]
""",
        encoding="utf-8",
    )
    page = dt.report(dt.load(path), maps=9)
    reader = read(page)
    assert len(reader.ids) == len(set(reader.ids))
    assert page.count("<figure>") == 2
    assert "The star stands at credibility 2/5 and clash_cost 3" in page


def test_a_scenario_with_one_game_and_no_ranges():
    page = dt.report(dt.load("examples/beer_quiche.toml"), maps=0)
    read(page)
    assert "Map of regimes" not in page
    assert "<h2>Payoffs</h2>" in page


def test_games_of_other_kinds(tmp_path):
    path = tmp_path / "tree.efg"
    one, two = dt.players("one two")
    tree = dt.ExtensiveForm(
        one.chooses(
            out=dt.outcome("peace", one=0, two=1),
            go=two.chooses(left=dt.outcome("a", one=1, two=0), right=dt.outcome("b", one=-1, two=1)),
        )
    )
    dt.save(tree, path)
    assert "peace" in dt.report(dt.load(path), maps=0)


def test_the_command_writes_aside_and_says_where(tmp_path):
    target = tmp_path / "out.html"
    result = CliRunner().invoke(
        command,
        [AIRSPACE, "-o", str(target), "--maps", "0", "--set", "face_cost=3", "--refine", "none"],
        standalone_mode=False,
    )
    assert result.exit_code == 0, result.output
    text = target.read_text(encoding="utf-8")
    assert "--refine none" in text
    assert "The scenario file, in full" in text
    assert [p.name for p in tmp_path.iterdir()] == ["out.html"]
    assert run(["report", AIRSPACE, "-o", str(tmp_path / "no" / "out.html"), "--maps", "0"]) == 2

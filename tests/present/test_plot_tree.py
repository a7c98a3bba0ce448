"""Pictures of trees: what stands where, what is bold, and that no two texts overlap."""

from fractions import Fraction
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

import deterrence as dt
from deterrence import models
from deterrence.present.tree_svg import tree_svg

GOLDEN = Path(__file__).parent / "golden"


def off_ramp(war=-4):
    challenger, defender = dt.players("challenger defender")
    return dt.ExtensiveForm(
        challenger.chooses(
            refrain=dt.outcome("status_quo", challenger=0, defender=0),
            probe=defender.chooses(
                tolerate=dt.outcome("capitulation", challenger=1, defender=-1),
                respond=challenger.chooses(
                    back_down=dt.outcome("backdown", challenger=-1, defender="1/2"),
                    escalate=dt.outcome("war", challenger=-3, defender=war),
                ),
            ),
        ),
        title="Probe with an off-ramp",
    )


def sixty_ends():
    """Five by three by four moves, the last two without seeing all before: links pass each other."""
    a, b, c = dt.players("alpha bravo charlie")

    def last(i, j):
        ends = {f"option {k}": dt.outcome(f"out_{i}{j}{k}", alpha=i * j, bravo=f"{k}/7", charlie=-i) for k in range(4)}
        return c.chooses(ends, knowing=f"saw {j}")

    return dt.ExtensiveForm(
        a.chooses({f"act {i}": b.chooses({f"go {j}": last(i, j) for j in range(3)}, knowing="blind") for i in range(5)})
    )


def ladder():
    costs = {
        f"{name}_{side}": x for side in ("challenger", "defender") for name, x in (("stake", 1), ("backdown_cost", "1/5"))
    }
    return models.escalation_ladder(**costs, disaster_cost_challenger=4, disaster_cost_defender=4)


def bluff():
    shared = {
        "credibility": "1/5",
        "gain": 1,
        "clash_cost": 2,
        "loss_resolute": 1,
        "loss_irresolute": 1,
        "commitment_gap": 2,
    }
    tree = models.warning_game("public", **shared, audience_cost="1/2", face_cost="1/4").tree()
    (eq,) = [eq for eq in dt.perfect_bayesian(tree).extreme if eq["defender"]["resolute"]["warn"] == 1]
    return tree, eq


def drawn():
    yield off_ramp(), dt.subgame_perfect(off_ramp()).extreme[0]
    yield bluff()
    yield sixty_ends(), None
    yield ladder(), dt.subgame_perfect(ladder()).extreme[0]
    yield models.warning_tree("public"), None


@pytest.mark.parametrize("case", range(5))
def test_no_two_texts_overlap(case):
    tree, eq = list(drawn())[case]
    ax = dt.plot_tree(tree, eq)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == 2 * len(tree.layout.parent) - 1
    # half a pixel of touching is none
    touching = [(a, b) for a, b in combinations(boxes, 2) if a.padded(-0.5).overlaps(b.padded(-0.5))]
    assert not touching
    inside = ax.figure.bbox.padded(1)
    assert all(inside.contains(*p) for box in boxes for p in (box.p0, box.p1))


def bold(ax):
    return [text.get_text() for text in ax.texts if text.get_weight() == "bold"]


def test_the_path_is_bold():
    tree, eq = bluff()
    ax = dt.plot_tree(tree, eq)
    wide = [line for line in ax.lines if line.get_linewidth() > 2]
    # by hand: 2 types; resolute warn, irresolute both; probe after silence, both after either warning
    assert len(wide) == 2 + 3 + 5
    assert {"resolute  1/5", "warn  1", "stay_silent  13/20", "warn  7/20", "probe  1", "probe  2/3"} <= set(bold(ax))
    assert "stay_silent  0" not in bold(ax)
    assert bold(dt.plot_tree(tree)) == []


def test_links_are_dashed():
    ax = dt.plot_tree(sixty_ends())
    dashed = [line for line in ax.lines if line.is_dashed()]
    # 5 nodes of one set, 3 sets of 5 nodes
    assert len(dashed) == 4 + 3 * 4
    # links of the three sets that pass each other differ in bend and dash
    assert len({tuple(line._dash_pattern[1]) for line in dashed}) == 3
    assert not [line for line in dt.plot_tree(off_ramp()).lines if line.is_dashed()]


def test_given_axes_and_options():
    first = dt.plot_tree(off_ramp())
    first.clear()
    assert dt.plot_tree(off_ramp(), ax=first, color="red") is first
    assert {line.get_color() for line in first.lines} == {"red"}


def test_quantal_response_on_the_tree():
    tree = models.centipede(2)
    ax = dt.plot_tree(tree, dt.agent_quantal_response(tree, 1))
    # 1 / (1 + exp(-2/5)) by hand: the second mover compares 4/5 and 2/5
    assert "take  0.599" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("draw", [dt.plot_tree, dt.to_tikz, tree_svg])
def test_what_cannot_be_drawn(draw):
    with pytest.raises(dt.UnsupportedGame, match=r"by game\.tree\(\)"):
        draw(models.warning_game())
    one = dt.players("one")[0]
    with pytest.raises(dt.UnsupportedGame, match="501 ends, and at most 500 are drawn"):
        draw(dt.ExtensiveForm(one.chooses({str(k): dt.outcome(one=0) for k in range(501)})))
    with pytest.raises(dt.InvalidParameter, match=r"eqs\.extreme\[0\]"):
        draw(off_ramp(), dt.subgame_perfect(off_ramp()))
    with pytest.raises(dt.InvalidParameter, match="one of another game"):
        draw(off_ramp(), dt.subgame_perfect(off_ramp(war=-5)).extreme[0])
    with pytest.raises(dt.InvalidParameter, match="dict"):
        draw(off_ramp(), {})


def test_svg():
    tree, eq = bluff()
    root = ElementTree.fromstring(tree_svg(tree, eq))
    texts = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "Warning game, channel public: payoffs (defender, challenger)"
    assert texts.count("challenger: warn") == 2
    assert "(-3/2, 1)" in texts
    width, height = map(float, (root.get("width"), root.get("height")))
    assert all(
        0 <= float(e.get("x")) < width and 0 <= float(e.get("y")) < height for e in root.iter() if e.tag.endswith("text")
    )


def test_svg_escapes():
    one = dt.players(["<b>&"])[0]
    end = dt.outcome('"<script>', payoffs={"<b>&": Fraction(1, 3)})
    tree = dt.ExtensiveForm(one.chooses({"$x$ \x00 " + "y" * 100: end, "日本": end}), title="a < b & c")
    shown = tree_svg(tree)
    assert "<script>" not in shown
    texts = [e.text for e in ElementTree.fromstring(shown).iter() if e.text and e.text.strip()]
    assert '"<script> (1/3)' in texts
    assert max(map(len, texts)) <= 42


def test_notebooks_show_the_picture():
    tree, eq = bluff()
    assert "<svg" in tree._repr_html_()
    assert eq._repr_html_().count("<svg") == 1
    # larger trees are listed
    assert "<svg" not in models.centipede(60)._repr_html_()


@pytest.mark.parametrize("name", ["off_ramp", "bluff"])
def test_tikz_golden(name):
    """The files were compiled with pdflatex and looked at."""
    tree, eq = bluff() if name == "bluff" else (off_ramp(), dt.subgame_perfect(off_ramp()).extreme[0])
    assert dt.to_tikz(tree, eq) + "\n" == (GOLDEN / f"{name}.tikz").read_text(encoding="utf-8")

"""What a notebook shows of results: tables, and mathematics."""

import re
from pathlib import Path

import deterrence as dt

AIRSPACE = Path(__file__).parents[2] / "examples" / "airspace.toml"


def cells(html):
    """The rows of a table's body, as texts."""
    body = html.partition("<tbody>")[2]
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in body.split("</tr>")[:-1]]


def test_robust_advice_is_a_table():
    found = dt.robustness(dt.load(AIRSPACE), samples=256, rng=1)
    rows = cells(found._repr_html_())
    # four criteria, three channels, and eight columns: the criterion, the channel and six shares
    assert [row[:2] for row in rows[:3]] == [["deters more often", c] for c in ("silence", "private", "public")]
    assert len(rows) == 12
    assert {len(row) for row in rows} == {8}
    # every share stands in the text as well
    text = " ".join(repr(found).split())
    assert all(" ".join(share.split()) in text for row in rows for share in row[2:])


def test_sobol_indices_are_a_table():
    found = dt.sensitivity(dt.load(AIRSPACE), samples=256, rng=1)
    rows = cells(found._repr_html_())
    assert {row[1] for row in rows} == set(found.names)
    # what is the same in all cases has no indices
    assert len(rows) == sum(output.varies for output in found.outputs) * len(found.names)
    assert all(row[2] in repr(found) and row[3] in repr(found) for row in rows)


def test_formulae_are_mathematics():
    shown = dt.models.weakest_link()._repr_latex_()
    assert shown.startswith("$$\\begin{array}{ll}")
    assert shown.endswith("\\end{array}$$")
    stakes = r"\mathit{stake\_defender}", r"\mathit{stake\_challenger}"
    assert rf"\text{{front\_held}} & \text{{$\frac{{{stakes[0]}}}{{{stakes[1]} + {stakes[0]}}}$}} \\" in shown

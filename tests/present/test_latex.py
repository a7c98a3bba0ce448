"""LaTeX tables: plain tabular, every label escaped, every row as wide as the table."""

import re

import deterrence as dt
from deterrence.present.latex import comparison_latex, equilibria_latex, escape_latex, game_latex
from tests.present import crises

HOSTILE = (r"\input{/etc/passwd}", "50% & more", "a_b^c~d", "${x}$", "#1", "[h]", "<|>\n")
COMMANDS = {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}


def unescaped(text):
    """What LaTeX would print, written apart from the package: commands, then escaped characters."""
    for command, character in COMMANDS.items():
        text = text.replace(command, f"\0{ord(character)}\0")
    text = re.sub(r"\\([_&%#${}])", lambda m: f"\0{ord(m[1])}\0", text)
    return re.sub(r"\0(\d+)\0", lambda m: chr(int(m[1])), text)


def rows(table):
    """Rows of each tabular as lists of cells; checks width, balance of braces and of dollars."""
    found = []
    for spec, body in re.findall(r"\\begin\{tabular\}\{(l+)\}\n(.*?)\\end\{tabular\}", table, re.DOTALL):
        for line in body.splitlines():
            if line == r"\hline":
                continue
            assert line.endswith(r" \\")
            cells = re.split(r"(?<!\\)&", line[:-3])
            assert len(cells) == len(spec)
            plain = re.sub(r"\\[{}$\\]", "", line)
            assert plain.count("{") == plain.count("}")
            assert plain.count("$") % 2 == 0
            found.append([cell.strip() for cell in cells])
    assert found
    return found


def test_every_special_character_is_escaped():
    for label in HOSTILE[:5]:
        escaped = escape_latex(label)
        assert unescaped(escaped) == label
        assert not re.search(r"(?<!\\)[%#&$_^~]", escaped)


def test_a_label_does_not_become_an_option_of_the_row_before():
    assert escape_latex("[h]") == "{[h]}"
    assert escape_latex("*") == "{*}"


def test_hostile_labels_keep_the_tables_whole():
    game, table = crises.hostile(HOSTILE)
    for text in (
        game_latex(game),
        game_latex(table),
        equilibria_latex(dt.perfect_bayesian(game)),
        equilibria_latex(dt.nash(table)),
        comparison_latex(dt.compare({HOSTILE[0]: game, HOSTILE[1]: game})),
    ):
        rows(text)
        assert r"\input" not in text


def test_a_game_has_its_best_replies_marked():
    found = rows(game_latex(crises.probe()))
    assert found[0] == [r"challenger $\backslash$ defender", "respond", "tolerate"]
    assert found[1] == ["probe", r"($-3$, $\mathbf{-1}^{*}$)", r"($\mathbf{1}^{*}$, $-2$)"]


def test_formulae_need_no_package():
    text = game_latex(dt.models.warning_game("public", credibility="1/5"))
    assert r"\mathit{face\_cost}" in text
    assert not re.search(r"\\(begin\{cases\}|text\{|operatorname)", text)
    game = dt.NormalForm(players=("a",), payoffs={("x",): (dt.Parameter("k").symbol,)}, actions={"a": ("x",)})
    assert rows(game_latex(game))[1] == ["x", r"($\mathit{k}$)"]


def test_extreme_equilibria_are_rows():
    found = rows(equilibria_latex(dt.perfect_bayesian(crises.warning("private"))))
    assert len(found) == 4
    assert r"$55/92$ stay\_silent, $37/92$ warn" in found[3]
    assert "$-1139/1250$" in found[3]


def test_a_comparison_has_rows_before_and_after():
    found = rows(comparison_latex(dt.compare(crises.channels(), refine="d1", baseline="silence")))
    assert ["deterred", "$0$", "$1$", "$[0, 89/345]$"] in found
    assert [r"\quad after d1", "$0$", "$1$", "$89/345$"] in found


def test_giants_are_rounded():
    found = rows(game_latex(crises.probe(gain="9" * 3000)))
    assert any(r"\approx 1\cdot 10^{3000}" in cell for row in found for cell in row)


def test_an_empty_set_is_a_comment():
    game = crises.probe()
    assert equilibria_latex(dt.EquilibriumSet(game, "nash", ())).startswith("%")


def test_the_methods_are_these_functions():
    game = crises.probe()
    comparison = dt.compare({"one": game, "two": game})
    assert game.to_latex() == game_latex(game)
    assert dt.nash(game).to_latex() == equilibria_latex(dt.nash(game))
    assert comparison.to_latex() == comparison_latex(comparison)

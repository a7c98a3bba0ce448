"""Files of Gambit's by hand: every kind of node, both bodies, and what the formats leave open."""

EFG = r"""EFG 2 R "A \"small\" crisis" { "challenger" "defender" }
"what may stand in a file"
c "storm?" 1 "weather" { "calm" 9/10 "storm" .1 } 0
p "" 1 1 "enter" { "out" "in" } 0
t "stays" 1 "status quo" { 0, 0 }
p "" 2 1 "sees ships" { "fight" "yield" } 2 "entry" { -1 0 }
t "" 3 "war" { -2, -1e1 }
p "" 1 2 "" { "a" "b" } 0
t "" 4 "" { 1/3 2 }
t "" 0
p "" 2 1 0
t "" 3 "war" { -2 -10 }
t "" 9 "peace" { 0 0 }
"""

PAYOFF_NFG = r"""NFG 1 D "Chicken" { "A" "B" }
{ { "swerve" "straight" } { "swerve" "straight" "both \\" } }
"comment"
0 0 7 2 2 7 -6 -6 .5 1e2 1/3 -1/3
"""

COUNTED_NFG = 'NFG 1 R "" { "A" "B" } { 2 1 } 1 2 3 4\n'

OUTCOME_NFG = """NFG 1 R "" { "A" "B" } { { "u" "d" } { "l" "r" } }
{ { "peace" 1, 1 } { "" 2 3 } { "war", -5 -5 } }
1 2 3 0
"""

EFGS, NFGS = [EFG], [PAYOFF_NFG, COUNTED_NFG, OUTCOME_NFG]

#: examples/standoff.toml as it is written for Gambit.
GOLDEN = """EFG 2 R "Standoff at sea" { "challenger" "defender" }
""

p "" 1 1 "root" { "refrain" "send" } 0
c "" 1 "" { "calm" 19/20 "storm" 1/20 } 0
t "" 1 "status_quo" { 0, 0 }
p "" 2 1 "ships cross" { "warn" "let pass" } 0
t "" 2 "false_alarm" { 0, -1 }
t "" 1 "status_quo" { 0, 0 }
p "" 2 1 "ships cross" { "warn" "let pass" } 0
p "" 1 2 "send.warn" { "go on" "turn back" } 0
t "" 3 "clash" { -1, -3 }
t "" 4 "backdown" { -1/2, 0 }
t "" 5 "capitulation" { 2, -2 }
"""

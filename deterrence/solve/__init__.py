"""How equilibria are found: game to equilibrium set, one solution concept per file."""

"""Nash equilibria of games with any number of players, by exact algebra on every support profile."""

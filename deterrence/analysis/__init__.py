"""Questions asked of equilibria: measures, comparisons of games, thresholds."""

"""The parts of `subgame_perfect`: what can happen in each subgame, with polynomial conditions where ties leave freedom."""

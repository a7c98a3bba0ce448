"""Stationary equilibria of stochastic games, support profile by support profile."""

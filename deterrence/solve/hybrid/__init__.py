"""The search for all equilibria of larger two-player games, compiled: in floats, every step of which is proved, or where
payoffs are small integers, which tie often, in integers.

Optional: where numba is missing the search in Python's integers gives the same answers, more slowly.
"""

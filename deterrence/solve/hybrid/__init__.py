"""The search for all equilibria of larger two-player games in compiled floats, every step of which is proved.

Optional: where numba is missing the search in exact integers gives the same answers, more slowly.
"""

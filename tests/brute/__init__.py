"""Equilibrium sets of small games, computed the slow way from the definition, to hold the solvers against.

Standard library only, exact integers throughout, and not one line shared with the package: a fault would have to
be made twice, in two different ways, to go unseen.
"""

"""Solving for all values of a parameter at once: the solvers run on polynomials whose signs are those at a sample."""

"""The command line: a thin layer over the public Python functions.

``deterrence validate|solve|compare|explain|atlas|sweep|robust|report|explore FILE``,
``deterrence plot|export STORE OUT``, ``deterrence convert IN OUT``, ``deterrence models [NAME]``,
``deterrence schema KIND``.

Data go to standard output, everything else to standard error. Exit codes: 0 done; 1 done, but some set of equilibria is
not known to be complete; 2 bad input; 3 a limit was reached; 4 a fault of this package; 130 interrupted.

What ``--format json`` prints (every exact number is ``{"exact": "1/3", "float": 0.333}``; keys are only ever added within
a version):

* ``validate``: ``{"schema": "deterrence.validation", "version": 1, "scenario": S, "refinements": [...], "games": {name:
  {"kind", "players", "free"}}}``;
* ``solve``: ``{"schema": "deterrence.solve", "version": 1, "scenario": S, "refinements": [...], "games": {name:
  EquilibriumSet.to_dict()}, "refined": {name: EquilibriumSet.to_dict()} or null}``;
* ``compare``: ``Comparison.to_dict()`` with ``"scenario": S`` and ``"thresholds": {channel: {parameter: [...]}}``;
* ``explain``: ``{"schema": "deterrence.explanation", "version": 1, "scenario": S, "refinements": [...], "games": {name:
  {"equilibria": [Equilibrium.to_dict() with "deviations" and "kept"], "removed": [...]}}}``;
* ``atlas``: ``{"schema": "deterrence.atlases", "version": 1, "scenario": S, "games": {name: Atlas.to_dict()}}``;
* ``robust``: ``Robustness.to_dict()`` with ``"scenario": S``, and ``"sensitivity": Sensitivity.to_dict()`` on request;
* ``models``: ``{"schema": "deterrence.models", "version": 1, "models": {name: {"summary", "story", "choices",
  "parameters"}}, "values": {name: text}}``;
* ``schema``: a JSON Schema.

``S`` is ``{"title", "narrative", "kind", "model", "parameters": {name: {"value", "range", "unit", "source",
"distribution"}}}``.
"""

from .group import main

__all__ = ["main"]

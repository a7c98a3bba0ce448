"""The models by section, with what their docstrings say of story and source."""

import inspect
from collections.abc import Callable
from typing import Any

__all__ = ["SECTIONS", "section_of", "sources_of", "story_of"]

SECTIONS = {
    "Probing and warning": (
        "probe_game",
        "ambiguous_incursion",
        "warning_game",
        "warning_tree",
        "two_sided_warning",
        "unilateral_deterrence",
        "mutual_deterrence",
        "public_or_private_threat",
    ),
    "Reputation and time": ("successive_probes", "chain_store", "repeated_probing", "audience_cost_contest"),
    "Brinkmanship and escalation": (
        "brinkmanship",
        "risk_attrition",
        "risk_auction",
        "reputational_standoff",
        "audience_cost_standoff",
        "escalation_ladder",
        "centipede",
        "selten_horse",
    ),
    "Accidents and noise": (
        "response_threshold",
        "accident_or_probe",
        "noisy_incursion",
        "noisy_restraint",
        "limited_punishment",
        "hidden_restraint",
        "generous_reciprocity",
        "conflict_spiral",
        "cumulative_risk",
        "uncertain_risk",
        "encounter_rate",
    ),
    "Alliances": (
        "collective_response",
        "alliance_threshold",
        "joint_response",
        "volunteers",
        "threshold_participation",
        "private_cost_participation",
        "weakest_link",
        "blotto",
    ),
    "Fear, trust and bargaining": (
        "arms_race",
        "arms_race_talk",
        "reassurance",
        "reciprocal_fear",
        "risky_demand",
        "screening",
        "preventive_war",
        "deterrent_mobilisation",
        "risky_mobilisation",
    ),
    "Information and choice": (
        "resolve_persuasion",
        "delayed_report",
        "patrols",
        "strategic_choice",
        "strategic_deterrence",
    ),
}


def section_of(name: str) -> str:
    """The section in which a model stands.

    Examples
    --------
    >>> section_of("successive_probes")
    'Reputation and time'
    """
    return next(section for section, names in SECTIONS.items() if name in names)


def story_of(function: Callable[..., Any]) -> str:
    """A model's docstring up to its list of parameters."""
    text = inspect.getdoc(function) or ""
    return text.partition("\nParameters\n")[0].strip().replace("\n::\n", "\n").replace("::\n", ":\n")


def sources_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """The references in a model's docstring; where it has none, what its notes say first.

    Examples
    --------
    >>> from deterrence import models
    >>> sources_of(models.chain_store)
    ('R. Selten (1978), The chain store paradox, Theory and Decision 9, 127-159.',)
    >>> sources_of(models.accident_or_probe)
    ('A derivation of our own.',)
    """
    parts = _parts(inspect.getdoc(function) or "")
    listed = parts.get("References", "").split(".. [")[1:]
    if listed:
        return tuple(" ".join(entry.partition("]")[2].split()) for entry in listed)
    return (" ".join(parts["Notes"].partition("\n\n")[0].split()),)


def _parts(text: str) -> dict[str, str]:
    """The sections of a numpydoc docstring."""
    found: dict[str, list[str]] = {}
    lines = text.splitlines()
    heading = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if below and set(below) == {"-"} and len(below) == len(line):
            heading = line
        elif set(line) != {"-"}:
            found.setdefault(heading, []).append(line)
    return {name: "\n".join(body).strip() for name, body in found.items()}

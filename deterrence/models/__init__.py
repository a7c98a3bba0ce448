"""The field's stories as games: functions whose signature is their list of parameters.

An argument left out stays a symbol, or takes its documented default. `closed_forms` gives the formulae that the
literature or a short derivation states for a model, as sympy expressions in its parameters.
"""

from .accidents import accident_or_probe, response_threshold
from .ambiguous import ambiguous_incursion
from .arms_race import arms_race, arms_race_talk
from .audience_cost_dynamics import audience_cost_contest
from .audience_costs import audience_cost_standoff
from .bargaining import deterrent_mobilisation, preventive_war, risky_demand, risky_mobilisation, screening
from .brinkmanship import brinkmanship, threat_incentives
from .centipede import centipede
from .chain_store import chain_store
from .closed import closed_forms
from .collective_response import alliance_threshold, collective_response, joint_response
from .forgiveness import generous_reciprocity
from .formulae import ClosedFormModel
from .hazard import cumulative_risk, encounter_rate, uncertain_risk
from .information import Revelation, delayed_report, patrols, resolve_persuasion
from .ladder import escalation_ladder
from .monitoring import hidden_restraint, limited_punishment, noisy_restraint
from .mutual_deterrence import mutual_deterrence
from .noisy_incursion import noisy_incursion
from .probe import probe_game
from .probing import repeated_probing
from .reassurance import reassurance, reassuring_stakes
from .reciprocal_fear import patience_for_peace, reciprocal_fear
from .reputation import successive_probes, successive_probes_channels
from .risk_attrition import risk_attrition
from .risk_auction import risk_auction
from .selten_horse import selten_horse
from .spiral import FadingEvidence, conflict_spiral
from .standoff import reputational_standoff
from .strategic_choice import strategic_choice, strategic_deterrence
from .targets import blotto, member_to_probe, weakest_link
from .threats import public_or_private_threat
from .two_sided_warning import two_sided_warning
from .unilateral_deterrence import unilateral_deterrence
from .volunteers import private_cost_participation, threshold_participation, volunteers
from .warning import warning_channels, warning_game
from .warning_tree import warning_tree

__all__ = [
    "ClosedFormModel",
    "FadingEvidence",
    "Revelation",
    "accident_or_probe",
    "alliance_threshold",
    "ambiguous_incursion",
    "arms_race",
    "arms_race_talk",
    "audience_cost_contest",
    "audience_cost_standoff",
    "blotto",
    "brinkmanship",
    "centipede",
    "chain_store",
    "closed_forms",
    "collective_response",
    "conflict_spiral",
    "cumulative_risk",
    "delayed_report",
    "deterrent_mobilisation",
    "encounter_rate",
    "escalation_ladder",
    "generous_reciprocity",
    "hidden_restraint",
    "joint_response",
    "limited_punishment",
    "member_to_probe",
    "mutual_deterrence",
    "noisy_incursion",
    "noisy_restraint",
    "patience_for_peace",
    "patrols",
    "preventive_war",
    "private_cost_participation",
    "probe_game",
    "public_or_private_threat",
    "reassurance",
    "reassuring_stakes",
    "reciprocal_fear",
    "repeated_probing",
    "reputational_standoff",
    "resolve_persuasion",
    "response_threshold",
    "risk_attrition",
    "risk_auction",
    "risky_demand",
    "risky_mobilisation",
    "screening",
    "selten_horse",
    "strategic_choice",
    "strategic_deterrence",
    "successive_probes",
    "successive_probes_channels",
    "threat_incentives",
    "threshold_participation",
    "two_sided_warning",
    "uncertain_risk",
    "unilateral_deterrence",
    "volunteers",
    "warning_channels",
    "warning_game",
    "warning_tree",
    "weakest_link",
]

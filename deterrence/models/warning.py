"""The warning game: a defender of uncertain resolve may warn, in private, in public, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter, did_you_mean
from ..games.signalling import SignallingGame
from ..parameters import Parameter
from .declaring import DETERRENCE, bind, model, probability

if TYPE_CHECKING:
    import sympy

__all__ = ["CHANNELS", "PARAMETERS", "Message", "warning_channels", "warning_game", "warning_messages"]

PARAMETERS = (
    probability("credibility", "prior that the defender is resolute: it would answer an incursion unaided"),
    Parameter("gain", "challenger's gain from an unanswered incursion", "> 0", "utils"),
    Parameter("clash_cost", "challenger's cost of being answered", "> 0", "utils"),
    probability("accident_rate", "rate of incursions that no warning can avoid", below_one=True, default=0),
    Parameter("loss_resolute", "resolute defender's loss from an incursion, which it answers", "> 0", "utils"),
    Parameter("loss_irresolute", "irresolute defender's loss from an incursion, which it tolerates", "> 0", "utils"),
    Parameter("commitment_gap", "irresolute defender's extra loss if it answers after all", "> 0", "utils"),
    Parameter("reputation_cost", "cost of a broken warning with the challenger", ">= 0", "utils", 0),
    Parameter("audience_cost", "cost of a broken warning before the public", ">= 0", "utils"),
    probability("leak", "probability that a private warning becomes public", default=0),
    Parameter("face_cost", "challenger's cost of complying in full view", ">= 0", "utils"),
    probability("defiance", "share of challengers too proud to comply in full view", below_one=True, default=0),
    Parameter("warning_cost", "cost of sending a warning", ">= 0", "utils", 0),
    Parameter("forewarning_cost", "extra loss if an incursion follows a warning", ">= 0", "utils", 0),
    Parameter("warning_cost_private", "cost of a private warning, in place of warning_cost", ">= 0", "utils"),
    Parameter("warning_cost_public", "cost of a public warning, in place of warning_cost", ">= 0", "utils"),
    probability("publicity", "how public the warning is, between private and public"),
)

#: Channel to its warnings: message, and how public it is (a parameter's name, or a number).
CHANNELS: Mapping[str, tuple[tuple[str, str | int], ...]] = {
    "silence": (),
    "private": (("warn", "leak"),),
    "public": (("warn", 1),),
    "both": (("warn_privately", "leak"), ("warn_publicly", 1)),
    "leak": (("warn", "publicity"),),
}

SILENT = "stay_silent"

#: What takes the place of `warning_cost` for a warning of this publicity, if it is given.
OWN_COSTS: Mapping[str | int, str] = {"leak": "warning_cost_private", 1: "warning_cost_public"}


@dataclass(frozen=True)
class Message:
    """What a message does: costs and rates, as expressions in the parameters.

    ``broken`` is what it costs not to honour it, ``face`` what complying costs the challenger, ``rate`` how often an
    incursion happens although the strategic challenger refrains, ``sending`` its own cost, ``forewarned`` the extra loss.
    """

    broken: Any
    face: Any
    rate: Any
    sending: Any
    forewarned: Any


def warning_messages(channel: str, p: Any, given: Mapping[str, Any]) -> dict[str, Message]:
    """The messages of a channel, silence first."""
    messages = {SILENT: Message(0, 0, p.accident_rate, 0, 0)}
    for name, publicity in CHANNELS[channel]:
        public = getattr(p, publicity) if isinstance(publicity, str) else publicity
        own_cost = OWN_COSTS.get(publicity)
        overridden = own_cost is not None and given.get(own_cost) is not None
        messages[name] = Message(
            broken=p.reputation_cost + public * p.audience_cost,
            face=public * p.face_cost,
            rate=p.accident_rate + (1 - p.accident_rate) * public * p.defiance,
            sending=getattr(p, own_cost) if overridden and own_cost else p.warning_cost,
            forewarned=p.forewarning_cost,
        )
    return messages


@model
def warning_game(
    channel: str = "private",
    *,
    credibility: Any = None,
    gain: Any = None,
    clash_cost: Any = None,
    accident_rate: Any = 0,
    loss_resolute: Any = None,
    loss_irresolute: Any = None,
    commitment_gap: Any = None,
    reputation_cost: Any = 0,
    audience_cost: Any = None,
    leak: Any = 0,
    face_cost: Any = None,
    defiance: Any = 0,
    warning_cost: Any = 0,
    forewarning_cost: Any = 0,
    warning_cost_private: Any = None,
    warning_cost_public: Any = None,
    publicity: Any = None,
    when_indifferent: str | None = None,
) -> SignallingGame:
    """A defender whose resolve is its secret may warn a challenger that is about to probe.

    A resolute defender answers incursions; an irresolute one would rather let them pass. The defender knows which it is
    and may warn. A warning that is not honoured costs reputation with the challenger and, as far as it is public, an
    audience cost; complying in full view costs the challenger face. So a public warning ties the defender's hands more
    and corners the challenger more. Some incursions happen anyway (accidents, challengers too proud to comply)::

        nature -- resolute (credibility) / irresolute
          defender -- stay_silent | warn
            challenger -- refrain: -face        [an incursion happens anyway at the message's rate]
                       -- probe:   -clash_cost against a resolute defender, and against an irresolute one whose
                                   warning binds; +gain against any other
              defender, after an incursion: a resolute one responds and loses loss_resolute; an irresolute one loses
                loss_irresolute and, after a warning, the smaller of commitment_gap (it honours the warning) and the
                cost of breaking it

    The defender's last move is folded in: a warning binds the irresolute type iff breaking it costs more than
    `commitment_gap`. Equilibria are silent, separating, bluffing (the irresolute type warns sometimes and is called
    sometimes), or commitments by both types, depending on whether the warning's cost of being broken reaches the
    no-bluff size min(commitment_gap, loss_irresolute (1 - rate) / rate) and whether the challenger can afford to comply.

    Parameters
    ----------
    channel : {"private", "public", "silence", "both", "leak"}
        "both" offers a private and a public warning; "leak" one warning of the given `publicity`.
    credibility, leak, publicity : number, optional
        Probabilities in [0, 1].
    accident_rate, defiance : number, optional
        Probabilities in [0, 1).
    gain, clash_cost, loss_resolute, loss_irresolute, commitment_gap : number, optional
        Positive, in utils; all but `gain` are subtracted.
    reputation_cost, audience_cost, face_cost, warning_cost, forewarning_cost : number, optional
        At least 0, in utils, subtracted.
    warning_cost_private, warning_cost_public : number, optional
        In place of `warning_cost` for one channel.
    when_indifferent : {"honour", "renege"}, optional
        What the irresolute type does where breaking a warning costs exactly `commitment_gap`. Needed there only.

    Returns
    -------
    SignallingGame
        Sender ``defender`` (types ``resolute``, ``irresolute``), receiver ``challenger`` (replies ``refrain``,
        ``probe``), with outcomes ``clash``, ``unanswered``, ``bluff_called`` and ``deterred`` (the share of avoidable
        incursions avoided).

    Raises
    ------
    InvalidParameter
        For an unknown channel or parameter, a value outside its domain, or a warning that costs exactly
        `commitment_gap` to break while `when_indifferent` is not given.

    Notes
    -----
    The model is this package's own. Special cases are after Fearon (1997) [1]_ (tying hands and sinking costs), Kurizaki
    (2007) [2]_ (private and public threats), Sartori (2005), Guisinger and Smith (2002) and Trager (2010); they are
    faithful minimal versions, not transcriptions.

    References
    ----------
    .. [1] J. D. Fearon (1997), Signaling foreign policy interests: tying hands versus sinking costs, Journal of Conflict
       Resolution 41, 68-90.
    .. [2] S. Kurizaki (2007), Efficient secrecy: public versus private threats in crisis diplomacy, American Political
       Science Review 101, 543-558.

    Examples
    --------
    >>> game = warning_game("public", credibility="1/5", gain=1, clash_cost=2)
    >>> [p.name for p in game.parameters]
    ['loss_resolute', 'loss_irresolute', 'commitment_gap', 'audience_cost', 'face_cost']
    """
    given = dict(locals())
    if channel not in CHANNELS:
        raise InvalidParameter(
            f"channel {channel!r} is unknown{did_you_mean(channel, CHANNELS)} (channels: {', '.join(CHANNELS)})"
        )
    if when_indifferent not in (None, "honour", "renege"):
        raise InvalidParameter(f"when_indifferent is {when_indifferent!r}; allowed: 'honour', 'renege'")
    p, values = bind(PARAMETERS, given)
    messages = warning_messages(channel, p, given)

    def answered(kind: str, message: str) -> "sympy.Expr | int":
        """1 if an incursion after this message is answered by this type."""
        if kind == "resolute":
            return 1
        return _binding(messages[message].broken, p.commitment_gap, when_indifferent) if message != SILENT else 0

    def payoffs(kind: str, message: str, reply: str) -> tuple[Any, Any]:
        m = messages[message]
        loss = m.forewarned + (p.loss_resolute if kind == "resolute" else p.loss_irresolute + _smaller(p, m))
        if reply == "refrain":
            return -m.sending - m.rate * loss, -m.face
        return -m.sending - loss, p.gain - answered(kind, message) * (p.gain + p.clash_cost)

    def outcomes(kind: str, message: str, reply: str) -> dict[str, Any]:
        incursion = messages[message].rate if reply == "refrain" else 1
        clash = incursion * answered(kind, message)
        return {
            "clash": clash,
            "unanswered": incursion - clash,
            "bluff_called": incursion - clash if message != SILENT else 0,
            "deterred": (1 - incursion) / (1 - p.accident_rate),
        }

    game = SignallingGame(
        sender="defender",
        receiver="challenger",
        types={"resolute": p.credibility, "irresolute": 1 - p.credibility},
        messages=tuple(messages),
        replies=("refrain", "probe"),
        payoffs=payoffs,
        outcomes=outcomes,
        # a cost of its own that was not given is no parameter of this game, and cannot be set later
        parameters=[p for p in PARAMETERS if p.name not in OWN_COSTS.values() or given.get(p.name) is not None],
        title=f"Warning game, channel {channel}",
        criteria=DETERRENCE,
        undefined="breaking the warning costs exactly commitment_gap, so the irresolute defender is indifferent about "
        "honouring it; pass when_indifferent='honour' or when_indifferent='renege'",
        abbreviations=_abbreviations(p, messages),
    )
    return game.at(**values)


@model
def warning_channels(
    *,
    credibility: Any = None,
    gain: Any = None,
    clash_cost: Any = None,
    accident_rate: Any = 0,
    loss_resolute: Any = None,
    loss_irresolute: Any = None,
    commitment_gap: Any = None,
    reputation_cost: Any = 0,
    audience_cost: Any = None,
    leak: Any = 0,
    face_cost: Any = None,
    defiance: Any = 0,
    warning_cost: Any = 0,
    forewarning_cost: Any = 0,
    warning_cost_private: Any = None,
    warning_cost_public: Any = None,
    when_indifferent: str | None = None,
) -> dict[str, SignallingGame]:
    """The same crisis under silence, a public and a private warning: what `compare` takes.

    Parameters
    ----------
    credibility, gain, ... : number, optional
        As for `warning_game`; each channel ignores what it does not use.

    Returns
    -------
    dict
        "silence", "public" and "private" to a SignallingGame.

    Examples
    --------
    >>> list(warning_channels(credibility="1/5"))
    ['silence', 'public', 'private']
    """
    parameters = locals()
    return {channel: warning_game(channel, **parameters) for channel in ("silence", "public", "private")}


def _abbreviations(p: Any, messages: Mapping[str, Message]) -> dict[str, Any]:
    """What the propositions are stated in.

    For a warning m the cost A of breaking it, the face F that complying costs and the rate gamma of incursions, and what an
    incursion then costs the resolute (L_R) and the irresolute type (L_I).
    """
    found: dict[str, Any] = {}
    warnings = {name: m for name, m in messages.items() if name != SILENT}
    for name, m in warnings.items():
        own = "m" if len(warnings) == 1 else {"warn_privately": "P", "warn_publicly": "U"}[name]
        found |= {f"A_{own}": m.broken, f"F_{own}": m.face, f"gamma_{own}": m.rate}
        found["L_R"] = m.forewarned + p.loss_resolute
        found["L_I" if own == "m" else f"L_I{own}"] = m.forewarned + p.loss_irresolute + _smaller(p, m)
    return found


def _binding(broken: Any, gap: Any, when_indifferent: str | None) -> Any:
    """1 if breaking the warning costs more than honouring it."""
    import sympy

    if when_indifferent == "honour":
        return sympy.Piecewise((1, broken >= gap), (0, True))
    if when_indifferent == "renege":
        return sympy.Piecewise((1, broken > gap), (0, True))
    return sympy.Piecewise((1, broken > gap), (0, broken < gap))


def _smaller(p: Any, message: Message) -> Any:
    """What the irresolute type loses beyond the incursion: it honours the warning when that is cheaper."""
    import sympy

    return sympy.Min(p.commitment_gap, message.broken) if message.broken != 0 else 0

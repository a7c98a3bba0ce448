"""The warning game move by move: the defender's answer to an incursion is a move of its own, and accidents are chance."""

from typing import Any

from ..errors import InvalidParameter
from ..games.moves import nature, outcome, players
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .declaring import DETERRENCE, bind, model
from .warning import CHANNELS, OWN_COSTS, SILENT, warning_messages
from .warning import PARAMETERS as WARNING

__all__ = ["PARAMETERS", "warning_tree"]

PARAMETERS = (
    *(p for p in WARNING if p.name not in (*OWN_COSTS.values(), "publicity")),
    Parameter("resolve_gap", "resolute defender's extra loss if it tolerates after all", "> 0", "utils", 1),
)


@model
def warning_tree(
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
    resolve_gap: Any = 1,
) -> ExtensiveForm:
    """The crisis of `warning_game` with every move in it.

    `warning_game` folds in that a defender answers or tolerates as it pays. Here it chooses, not knowing whether an
    incursion is a probe, an accident, or an act of defiance::

        nature -- resolute (credibility) | irresolute
          defender, knowing its type -- stay_silent | warn
            challenger, knowing the message -- probe   -> incursion
                                            +- refrain -> nature -- accident | defiance -> incursion
                                                                 +- nothing
              incursion: defender, knowing its type and the message -- respond | tolerate

    The last move has a better action whatever caused the incursion: the resolute respond, the irresolute tolerate unless the
    warning costs more to break than `commitment_gap`. With that, the equilibria are those of `warning_game`. Nash
    equilibria also hold threats that nobody would carry out.

    Parameters
    ----------
    channel : {"private", "public", "silence"}
    credibility, gain, ... : number, optional
        As for `warning_game`.
    resolve_gap : number, optional
        Positive, in utils: what tolerating costs the resolute type more than responding. It changes no equilibrium.

    Returns
    -------
    ExtensiveForm
        With outcomes ``clash``, ``unanswered``, ``bluff_called`` and ``deterred``, as in `warning_game`.

    Raises
    ------
    InvalidParameter
        For an unknown channel.

    Notes
    -----
    This package's own; see `warning_game` for the sources of its parts. A broken warning costs the resolute type too.

    Examples
    --------
    >>> tree = warning_tree("public")
    >>> list(tree.information_sets["challenger"])
    ['stay_silent', 'warn']
    """
    given = dict(locals())
    if channel not in ("private", "public", "silence"):
        raise InvalidParameter(f"channel {channel!r} is unknown (channels: private, public, silence)")
    p, values = bind(PARAMETERS, given)
    messages = warning_messages(channel, p, {})
    # how many are too proud to comply
    shares = {m: (p.leak if public == "leak" else public) * p.defiance for m, public in CHANNELS[channel]}
    defender, challenger = players("defender challenger")

    def incursion(kind: str, name: str, theirs: tuple[Any, Any], deterred: int) -> Any:
        m = messages[name]
        loss, gap = (p.loss_resolute, 0) if kind == "resolute" else (p.loss_irresolute, p.commitment_gap)
        mine = -m.sending - m.forewarned - loss
        broken = m.broken + (p.resolve_gap if kind == "resolute" else 0)
        weights = {"deterred": deterred}, {"deterred": deterred, "bluff_called": int(name != SILENT)}
        answered = {"defender": mine - gap, "challenger": theirs[0]}, {"clash": 1, **weights[0]}
        tolerated = {"defender": mine - broken, "challenger": theirs[1]}, {"unanswered": 1, **weights[1]}
        moves = {"respond": outcome("", *answered), "tolerate": outcome("", *tolerated)}
        return defender.chooses(moves, knowing=f"incursion, {kind}, {name}")

    def faced(kind: str, name: str) -> Any:
        m, proud = messages[name], shares.get(name, 0)
        avoided = outcome("deterred", defender=-m.sending, challenger=-m.face)
        refrain = {
            "accident": ((1 - proud) * p.accident_rate, incursion(kind, name, (-m.face, -m.face), 1)),
            "nothing": ((1 - proud) * (1 - p.accident_rate), avoided),
        }
        if name in shares:
            refrain["defiance"] = proud, incursion(kind, name, (-m.face, -m.face), 0)
        probe = incursion(kind, name, (-p.clash_cost, p.gain), 0)
        return challenger.chooses(refrain=nature(refrain), probe=probe, knowing=name)

    draws = {
        kind: (chance, defender.chooses({name: faced(kind, name) for name in messages}, knowing=kind))
        for kind, chance in {"resolute": p.credibility, "irresolute": 1 - p.credibility}.items()
    }
    tree = ExtensiveForm(
        nature(draws), parameters=PARAMETERS, title=f"Warning game as a tree, channel {channel}", criteria=DETERRENCE
    )
    return tree.at(**values)

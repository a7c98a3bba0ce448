"""One town of the chain store: an entrant comes or stays out, and the incumbent fights or acquiesces."""

from typing import Any

from ..games.moves import nature, outcome, players
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .declaring import bind, model, probability

__all__ = ["PARAMETERS", "chain_store"]

PARAMETERS = (
    Parameter("monopoly", "incumbent's payoff when the entrant stays out", "real", "utils", 5),
    Parameter("shared", "incumbent's payoff when it acquiesces", "real", "utils", 2),
    Parameter("fight", "a rational incumbent's payoff when it fights", "real", "utils", 0),
    Parameter("fight_tough", "a tough incumbent's payoff when it fights", "real", "utils", 3),
    Parameter("entry", "entrant's payoff when the incumbent acquiesces", "real", "utils", 2),
    Parameter("fought", "entrant's payoff when the incumbent fights", "real", "utils", 0),
    Parameter("out", "entrant's payoff when it stays out", "real", "utils", 1),
    probability("toughness", "prior that the incumbent is tough and likes to fight", default=0),
)


@model
def chain_store(
    *,
    monopoly: Any = 5,
    shared: Any = 2,
    fight: Any = 0,
    fight_tough: Any = 3,
    entry: Any = 2,
    fought: Any = 0,
    out: Any = 1,
    toughness: Any = 0,
) -> ExtensiveForm:
    """The stage of the chain-store game: deterrence of one entrant by a threat that may be empty.

    ::

        nature -- tough (toughness) | rational
          entrant, not knowing which -- out   -> (out, monopoly)
                                     +- enter -> incumbent, knowing its type -- acquiesce -> (entry, shared)
                                                                             +- fight     -> (fought, fight or fight_tough)

    A rational incumbent acquiesces, a tough one fights. With toughness 0 entry is the only perfect outcome, however many
    towns there are: the paradox. The entrant stays out iff toughness is at least (entry - out) / (entry - fought).

    Parameters
    ----------
    monopoly, shared, fight, fight_tough : number, optional
        The incumbent's payoffs, in utils.
    entry, fought, out : number, optional
        The entrant's payoffs, in utils.
    toughness : number, optional
        Probability in [0, 1].

    Returns
    -------
    ExtensiveForm
        Players ``entrant`` and ``incumbent``, with outcomes ``deterred``, ``acquiesced`` and ``fought``.

    Notes
    -----
    The defaults are the payoffs of the paper [1]_; types are after the reputation literature. Over many towns, see
    `successive_probes`.

    References
    ----------
    .. [1] R. Selten (1978), The chain store paradox, Theory and Decision 9, 127-159.

    Examples
    --------
    >>> import deterrence as dt
    >>> tuple(dt.probability(dt.subgame_perfect(chain_store()), "enter"))
    (Fraction(1, 1), Fraction(1, 1))
    """
    p, values = bind(PARAMETERS, locals())
    entrant, incumbent = players("entrant incumbent")

    def town(kind: str, fighting: Any) -> Any:
        reply = incumbent.chooses(
            acquiesce=outcome("acquiesced", entrant=p.entry, incumbent=p.shared),
            fight=outcome("fought", entrant=p.fought, incumbent=fighting),
            knowing=kind,
        )
        stay = outcome("deterred", entrant=p.out, incumbent=p.monopoly)
        return entrant.chooses(out=stay, enter=reply, knowing="entrant")

    root = nature(tough=(p.toughness, town("tough", p.fight_tough)), rational=(1 - p.toughness, town("rational", p.fight)))
    return ExtensiveForm(root, parameters=PARAMETERS, title="Chain store, one town").at(**values)

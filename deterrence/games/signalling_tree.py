"""Trees that are signalling games, and signalling games as trees."""

from typing import TYPE_CHECKING, Any

from .moves import Choice, Outcome, nature, outcome, players
from .signalling import SignallingGame

if TYPE_CHECKING:
    from .tree import ExtensiveForm

__all__ = ["information_set_names", "recognise", "tree_of"]


def recognise(tree: "ExtensiveForm") -> SignallingGame | None:
    """The tree as a signalling game with the same labels of types, messages and replies; None if it is none."""
    layout = tree.layout
    if 0 not in layout.chances or len(tree.players) != 2:
        return None
    senders = layout.children[0]
    owners = {layout.owner[n] for n in senders}
    if len(owners) != 1 or min(owners) < 0 or len({layout.set_of[n] for n in senders}) < len(senders):
        return None
    i = owners.pop()
    held = [layout.sets[layout.set_of[n]] for n in senders]
    messages = held[0].actions
    if any(h.nodes != [n] or set(h.actions) != set(messages) for h, n in zip(held, senders, strict=True)):
        return None
    replies, ends = {}, {}
    expected = _expected(tree)
    for message in messages:
        after = [layout.children[n][h.actions.index(message)] for n, h in zip(senders, held, strict=True)]
        k = layout.set_of[after[0]]
        if k < 0 or sorted(layout.sets[k].nodes) != sorted(after) or layout.sets[k].player != 1 - i:
            return None
        replies[message] = layout.sets[k].actions
        for n, node in zip(senders, after, strict=True):
            for reply, end in zip(replies[message], layout.children[node], strict=True):
                if end not in expected:
                    return None
                ends[layout.branch[n], message, reply] = expected[end]
    sender, receiver = tree.players[i], tree.players[1 - i]
    game = SignallingGame(
        sender=sender,
        receiver=receiver,
        types=dict(zip((layout.branch[n] for n in senders), layout.chances[0], strict=True)),
        messages=messages,
        replies=replies,
        payoffs={cell: (end.payoffs[sender], end.payoffs[receiver]) for cell, end in ends.items()},
        outcomes={cell: end.weights for cell, end in ends.items()},
        parameters=tree.all_parameters,
        title=tree.title,
        criteria=tree.criteria,
        undefined=tree._undefined,
    )
    return game._with_values(tree.values)


def _expected(tree: "ExtensiveForm") -> dict[int, Outcome]:
    """Nodes after which only chance moves, as the outcomes that they are in expectation."""
    layout = tree.layout
    found = dict(layout.ends)
    for node in sorted(layout.chances, reverse=True):
        below = [found.get(child) for child in layout.children[node]]
        if None in below:
            continue
        chances = layout.chances[node]
        payoffs: dict[str, Any] = {}
        weights: dict[str, Any] = {}
        for p, end in zip(chances, below, strict=True):
            assert end is not None
            for player, x in end.payoffs.items():
                payoffs[player] = payoffs.get(player, 0) + p * x
            for name, x in end.weights.items():
                weights[name] = weights.get(name, 0) + p * x
        found[node] = outcome(payoffs=payoffs, weights=weights)
    return found


def tree_of(game: SignallingGame) -> "ExtensiveForm":
    """A signalling game as a tree: the sender's information sets are called like types, the receiver's like messages."""
    from .tree import ExtensiveForm

    sender, receiver = players(game.players)
    clash = set(game.types) & set(game.messages)

    def label(player: str, name: str) -> str:
        return f"{player}: {name}" if clash else name

    def end(kind: str, message: str, reply: str) -> Outcome:
        pair = dict(zip(game.players, game.payoffs[kind, message, reply], strict=True))
        weights = game.outcomes[kind, message, reply]
        name = next(iter(weights)) if len(weights) == 1 and next(iter(weights.values())) == 1 else ""
        return outcome(name, payoffs=pair, weights=weights)

    def sends(kind: str) -> Choice:
        return sender.chooses(
            {
                m: receiver.chooses({a: end(kind, m, a) for a in game.replies[m]}, knowing=label(game.receiver, m))
                for m in game.messages
            },
            knowing=label(game.sender, kind),
        )

    root = nature({kind: (p, sends(kind)) for kind, p in game.prior.items()})
    tree = ExtensiveForm(
        root, parameters=game.all_parameters, title=game.title, criteria=game.criteria, undefined=game._undefined
    )
    return tree._with_values(game.values)


def information_set_names(tree: "ExtensiveForm", game: SignallingGame) -> dict[tuple[str, int], str]:
    """Type (with 0) or message (with 1) to the label of the tree's information set."""
    layout = tree.layout
    found = {}
    for node in layout.children[0]:
        held = layout.sets[layout.set_of[node]]
        found[layout.branch[node], 0] = held.label
        for message, after in zip(held.actions, layout.children[node], strict=True):
            found[message, 1] = layout.sets[layout.set_of[after]].label
    return found

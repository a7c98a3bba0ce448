"""Tests that say which types may have sent an unsent message; the reply must be best for a belief on these."""

from collections.abc import Callable

from ..polytope import Functional, Polytope, Vector, cells, merge, value
from .offpath import Levels, OffPath, Part, Survive, crossing, settle

__all__ = ["keeping_types"]

#: Given the unsent message and the types' payoffs: the types that remain (none: there is no test), and why others go.
Test = Callable[[OffPath, int, Levels], tuple[frozenset[int], str]]
#: Functionals on replies along which the verdict of a test at a message may change.
Breaks = Callable[[OffPath, int, list[Functional]], list[Functional]]
#: The types that remain after a message, at a point of the receiver's polytope, and why others go.
Verdict = Callable[[int, Vector], tuple[frozenset[int], str]]


def keeping_types(test: Test, breaks: Breaks) -> Survive:
    """The survival rule of tests that say which types may have sent an unsent message.

    An equilibrium survives iff its reply after every unsent message is best for a belief on the types that are kept. Where
    no type would be kept there is no test; only then can something survive that does not at the limit, so that what is left
    is half-open.
    """
    verdicts: dict[tuple[int, Levels], tuple[frozenset[int], str]] = {}

    def survive(context: OffPath, senders: Polytope, receivers: Polytope, unsent: list[int]) -> tuple[list[Part], list[str]]:
        reasons: list[str] = []
        survivors: list[Part] = []
        for region, v in context.levels(senders, receivers):

            def verdict(m: int, point: Vector, v: list[Functional] = v) -> tuple[frozenset[int], str]:
                levels = tuple(value(f, point) for f in v)
                if (m, levels) not in verdicts:
                    verdicts[m, levels] = test(context, m, levels)
                return verdicts[m, levels]

            changing = len({tuple(value(f, y) for f in v) for y in region.vertices}) > 1
            cuts = {m: crossing(breaks(context, m, v), region) if changing else [] for m in unsent}
            closed = _message_by_message(context, region, cuts, verdict, reasons)
            survivors += _all_messages(context, region, cuts, verdict) if closed is None else map(Part, closed)
        return survivors, reasons

    return survive


def _message_by_message(
    context: OffPath, region: Polytope, cuts: dict[int, list[Functional]], verdict: Verdict, reasons: list[str]
) -> list[Polytope] | None:
    """What passes the tests of all unsent messages, each cutting what the last one left; None if somewhere there is no test.

    The types that are kept can only grow in the limit, so that everything is closed, and one message can follow another.
    """
    parts, void = [region], False
    for m, functionals in cuts.items():
        passed: list[Polytope] = []
        for cell in (c for part in parts for c in cells(part, functionals)):
            types, why = verdict(m, cell.centre)
            void = void or not types
            faces = context.answered(cell, m, types)
            passed += faces
            if why and cell not in faces:
                reasons.append(f"after {context.game.messages[m]}: {why}")
        parts = merge(passed, functionals)
    return None if void else parts


def _all_messages(context: OffPath, region: Polytope, cuts: dict[int, list[Functional]], verdict: Verdict) -> list[Part]:
    """The same where somewhere there is no test: all cuts at once, and a look at what each part would gain at its limits."""
    together = list(dict.fromkeys(f for functionals in cuts.values() for f in functionals))
    parts = cells(region, together)
    kept = []
    for cell in parts:
        faces = [cell]
        for m in cuts:
            faces = [f for face in faces for f in context.answered(face, m, verdict(m, cell.centre)[0])]
        kept += [face for face in faces if _same_side(face, cell, together)]
    unused = {frozenset(i for m in cuts for i in context.spans[m] if i not in face.support) for face in kept}
    gaps = []
    for cell in parts:
        for face in (f for zeros in unused if (f := cell.face(zeros)) is not None):
            fails = any(not context.answers(face.centre, m, verdict(m, cell.centre)[0]) for m in cuts)
            if fails and _same_side(face, cell, together):
                gaps.append(face)
    return settle(kept, together, gaps, "not where it touches equilibria that fail the test of a message")


def _same_side(face: Polytope, cell: Polytope, cuts: list[Functional]) -> bool:
    """Whether the relative interior of a face of a cell is on the same side of every cut as the cell's."""
    signs = [[(x > 0) - (x < 0) for x in (value(f, p.centre) for f in cuts)] for p in (face, cell)]
    return signs[0] == signs[1]

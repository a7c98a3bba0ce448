"""A study of robustness as text."""

from typing import TYPE_CHECKING

from ..exact import show
from .verdicts import measure_title

if TYPE_CHECKING:
    from ..analysis.robustness import Advice, Robustness
    from ..analysis.robustness_estimates import Estimate
    from ..analysis.robustness_evidence import Consistent
    from ..analysis.robustness_interactions import Interactions
    from ..analysis.robustness_screening import Screening
    from ..analysis.robustness_sobol import Sensitivity

__all__ = [
    "consistent_text",
    "interactions_text",
    "robustness_html",
    "robustness_text",
    "screening_text",
    "sensitivity_html",
    "sensitivity_text",
]

_HEADS = ("all equilibria", "some", "surely better", "never worse", "may backfire", "backfires")


def robustness_text(found: "Robustness") -> str:
    """The robust-advice table: shares of all plausible cases, in per cent with their sampling error."""
    drawn = "quasi-random" if found.method == "quasi" else "random"
    lines = [f"{found.n_cases:,} plausible cases ({drawn}); shares in per cent, ± the sampling error at 95 %"]
    for spread in found.spreads:
        unit = f" {spread.unit}" if spread.unit else ""
        lines.append(f"  {spread.name} in [{show(spread.least)}, {show(spread.most)}]{unit}, {spread.distribution}")
    for criterion in found.study.criteria:
        rows = [row for row in found.advice if row.criterion == criterion]
        best = "" if all(row.full is None for row in rows) else f" = {1 if criterion.sense == 'more' else 0}"
        lines += ["", f"{criterion.name} ({measure_title(criterion.measure)}{best}); compared with {found.baseline}:"]
        width = max(7, *(len(row.channel) for row in rows))
        lines.append("  " + "channel".ljust(width) + "".join(head.rjust(17) for head in _HEADS))
        for row in rows:
            lines.append("  " + row.channel.ljust(width) + "".join(share.rjust(17) for share in _shares(row)))
    open_cases = {channel: int(cases.sum()) for channel, cases in found.undecided.items() if cases.any()}
    lines += [f"  {channel}: {n:,} cases are undecided and count in no share" for channel, n in open_cases.items()]
    return "\n".join(lines)


def robustness_html(found: "Robustness") -> str:
    """The same as a table."""
    from .html import table_html

    title = f"Robustness: shares of {found.n_cases:,} plausible cases, in per cent, ± the sampling error at 95 %"
    ordered = (row for criterion in found.study.criteria for row in found.advice if row.criterion == criterion)
    rows = [(row.criterion.name, row.channel, *_shares(row)) for row in ordered]
    return table_html(title, (f"against {found.baseline}", "channel", *_HEADS), rows)


def _shares(row: "Advice") -> list[str]:
    shares = (row.full, row.possibly_full, row.better, row.never_worse, row.may_backfire, row.backfires)
    return [_percent(share) for share in shares]


def sensitivity_text(found: "Sensitivity") -> str:
    """Sobol indices: one block for each output, the parameter that matters most first."""
    lines = [f"Sobol indices from {found.n_cases:,} cases; first order, then total, with intervals at 95 %"]
    width = max(len(name) for name in found.names)
    for output in found.outputs:
        lines += ["", output.title + ("" if output.varies else ": the same in all cases")]
        for index in output.ranked:
            lines.append(f"  {index.name.ljust(width)}  {_index(index.first)}  {_index(index.total)}")
    return "\n".join(lines)


def sensitivity_html(found: "Sensitivity") -> str:
    """The same as a table."""
    from .html import table_html

    rows = [
        (output.title, index.name, _index(index.first).strip(), _index(index.total).strip())
        for output in found.outputs
        for index in output.ranked
    ]
    return table_html(f"Sobol indices from {found.n_cases:,} cases", ("output", "parameter", "first order", "total"), rows)


def consistent_text(found: "Consistent") -> str:
    """What a history leaves: how many cases, and the range of each parameter."""
    channel = f"{found.channel}: " if found.channel else ""
    seen = ", ".join(f"{measure} in [{low:.3g}, {high:.3g}]" for measure, (low, high) in found.observed.items())
    kind = "cells" if hasattr(found.cases, "dims") else "cases"
    ranges = ", ".join(f"{name} in [{span[0]:.3g}, {span[1]:.3g}]" for name, span in found.ranges.items() if span)
    left = f"{int(found.cases.sum()):,} of {found.cases.size:,} {kind}; {ranges or 'no value is left'}"
    open_cases = f"; {found.undecided:,} more are undecided" if found.undecided else ""
    return f"<{channel}consistent with {seen}: {left}{open_cases}>"


def screening_text(found: "Screening") -> str:
    """Elementary effects: one block for each output, the parameter that moves it most first."""
    lines = [f"Effects of a whole range, from {found.n_cases:,} cases; size with its interval at 95 %, mean, deviation"]
    width = max(len(name) for name in found.names)
    for output in found.outputs:
        moved = [effect for effect in output.ranked if effect.name not in output.inert]
        lines += ["", output.title + ("" if moved else ": nothing moved it")]
        for effect in moved:
            numbers = f"{_index(effect.size)}  {effect.mean:7.3f}  {effect.deviation:7.3f}"
            lines.append(f"  {effect.name.ljust(width)}  {numbers}")
        if moved and output.inert:
            lines.append(f"  not moved by {', '.join(output.inert)}")
    return "\n".join(lines)


def interactions_text(found: "Interactions") -> str:
    """Second-order indices: one block for each output, the pair that matters most first."""
    lines = [f"Interactions of two parameters (second-order Sobol indices) from {found.n_cases:,} cases, intervals at 95 %"]
    for output in found.outputs:
        lines += ["", output.title + ("" if output.varies else ": the same in all cases")]
        lines += [f"  {_index(pair.share)}  {' and '.join(pair.names)}" for pair in output.ranked]
    return "\n".join(lines)


def _index(estimate: "Estimate") -> str:
    return f"{estimate.value:6.3f} [{estimate.low:6.3f}, {estimate.high:6.3f}]"


def _percent(estimate: "Estimate | None") -> str:
    return "-" if estimate is None else f"{100 * estimate.value:.1f} ± {100 * estimate.error:.1f}"

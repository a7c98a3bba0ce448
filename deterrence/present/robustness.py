"""A study of robustness as text."""

from typing import TYPE_CHECKING

from ..exact import show
from .verdicts import measure_title

if TYPE_CHECKING:
    from ..analysis.robustness import Robustness
    from ..analysis.robustness_estimates import Estimate
    from ..analysis.robustness_sobol import Sensitivity

__all__ = ["robustness_text", "sensitivity_text"]

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
        best = "" if criterion.measure.startswith("payoff:") else f" = {1 if criterion.sense == 'more' else 0}"
        lines += ["", f"{criterion.name} ({measure_title(criterion.measure)}{best}); compared with {found.baseline}:"]
        width = max(7, *(len(row.channel) for row in rows))
        lines.append("  " + "channel".ljust(width) + "".join(head.rjust(17) for head in _HEADS))
        for row in rows:
            cells = (row.full, row.possibly_full, row.better, row.never_worse, row.may_backfire, row.backfires)
            lines.append("  " + row.channel.ljust(width) + "".join(_percent(cell).rjust(17) for cell in cells))
    open_cases = {channel: int(cases.sum()) for channel, cases in found.undecided.items() if cases.any()}
    lines += [f"  {channel}: {n:,} cases are undecided and count in no share" for channel, n in open_cases.items()]
    return "\n".join(lines)


def sensitivity_text(found: "Sensitivity") -> str:
    """Sobol indices: one block for each output, the parameter that matters most first."""
    lines = [f"Sobol indices from {found.n_cases:,} cases; first order, then total, with intervals at 95 %"]
    width = max(len(name) for name in found.names)
    for output in found.outputs:
        lines += ["", output.title + ("" if output.varies else ": the same in all cases")]
        for index in output.ranked:
            lines.append(f"  {index.name.ljust(width)}  {_index(index.first)}  {_index(index.total)}")
    return "\n".join(lines)


def _index(estimate: "Estimate") -> str:
    return f"{estimate.value:6.3f} [{estimate.low:6.3f}, {estimate.high:6.3f}]"


def _percent(estimate: "Estimate | None") -> str:
    return "-" if estimate is None else f"{100 * estimate.value:.1f} ± {100 * estimate.error:.1f}"

"""Sets of messages as text: what may come of each."""

from typing import TYPE_CHECKING

from ..exact import show

if TYPE_CHECKING:
    from ..analysis.publicity_messages import BestMessages, MessageSet

__all__ = ["message_sets_text"]


def message_sets_text(found: "BestMessages") -> str:
    """One line for each set: its band, the verdict against the baseline, and which is best."""
    names = [", ".join(one.messages) for one in found.sets]
    bands = ["not known" if one.band is None else str(one.band) for one in found.sets]
    wide, broad = max(map(len, names)), max(map(len, bands))
    lines = [f"{found.objective}, by the messages that are allowed:"]
    for one, name, band in zip(found.sets, names, bands, strict=True):
        said = f"  larger: {one.verdict}" if one.verdict is not None else ""
        chosen = "  (best)" if one is found.best else ""
        lines.append(f"  {name.ljust(wide)}  {band.ljust(broad)}{said}{_at(found, one)}{chosen}".rstrip())
    return "\n".join(lines)


def _at(found: "BestMessages", one: "MessageSet") -> str:
    if one.value is None:
        return ""
    return f"  at {found.parameter} {show(one.value) if one.attained else f'near {float(one.value):.4g}'}"

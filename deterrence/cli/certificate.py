"""``--certificate OUT`` of ``deterrence solve``."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InvalidParameter

if TYPE_CHECKING:
    from ..equilibria.equilibrium_set import EquilibriumSet

__all__ = ["write_certificate"]


def write_certificate(sets: Mapping[str, "EquilibriumSet"], out: Path) -> None:
    """Write the certificate of the one set, aside and then moved into place."""
    from ..scenario.writing import write_aside

    if len(sets) > 1:
        raise InvalidParameter(
            f"--certificate proves the equilibria of one game, and these are {len(sets)}: {', '.join(sets)}; "
            f"add --channel {next(iter(sets))}"
        )
    (eqs,) = sets.values()
    write_aside(out, json.dumps(eqs.certificate()) + "\n")

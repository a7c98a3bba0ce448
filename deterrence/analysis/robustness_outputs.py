"""What studies of the variance of several outputs have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from ..errors import InvalidParameter, did_you_mean
from .robustness import TOLERANCE

__all__ = ["ByTitle", "Varied"]


class _Titled(Protocol):
    @property
    def title(self) -> str: ...

    def to_dict(self) -> Mapping[str, Any]: ...


One = TypeVar("One", bound=_Titled)


@dataclass(frozen=True)
class Varied:
    """An output with its mean and variance over all plausible cases."""

    title: str
    mean: float
    variance: float

    @property
    def varies(self) -> bool:
        """Whether the output differs between cases."""
        return self.variance > TOLERANCE**2


@dataclass(frozen=True, repr=False)
class ByTitle(Generic[One]):
    """What was found for several outputs, which are called by their titles."""

    names: tuple[str, ...]
    outputs: tuple[One, ...]
    n_cases: int

    #: What the result is called in JSON.
    schema: ClassVar[str]

    def __getitem__(self, title: str) -> One:
        for output in self.outputs:
            if output.title == title:
                return output
        titles = [o.title for o in self.outputs]
        raise InvalidParameter(f"no output {title!r}{did_you_mean(title, titles)} (outputs: {'; '.join(titles)})")

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        outputs = [dict(o.to_dict()) for o in self.outputs]
        return {"schema": self.schema, "version": 1, "cases": self.n_cases, "outputs": outputs}

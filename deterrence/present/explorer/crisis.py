"""What the page asks: equilibria at some values, a map around them, the scenario file and the picture."""

import io
from collections import OrderedDict
from collections.abc import Callable, Mapping
from fractions import Fraction
from threading import Lock
from typing import Any

from ...analysis.compare import compare
from ...analysis.comparison import Comparison, Measured
from ...errors import DeterrenceError, InvalidParameter, did_you_mean
from ...exact import exact
from ...frozen import FrozenDict
from ...games.game import Game
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from ...parameters import Parameter
from ..verdicts import band_text, grouped, measure_title, summaries
from ..words import family_phrase, main_families
from .workers import Workers

__all__ = ["Explorer"]

#: Answers kept, and steps of a slider.
KEPT, STEPS = 512, 200
#: Cells along a side of the map.
CELLS = 32


class Explorer:
    """A scenario at changing values; safe to ask from several threads.

    Parameters
    ----------
    scenario : Scenario
        With values for all parameters.
    to_toml : callable, optional
        From a scenario to the text of its file.
    workers : Workers, optional
        Processes that work out states; without them this one does.
    """

    def __init__(
        self, scenario: Any, to_toml: Callable[[Any], str] | None = None, *, workers: Workers | None = None
    ) -> None:
        self.scenario, self._to_toml, self._workers = scenario, to_toml, workers
        self.games: dict[str, Game] = dict(scenario.games)
        for game in self.games.values():
            game.require_numbers()
        # a channel's game declares what belongs to the others too
        self._depends = {c: [p.name for p in game.free(*game.values).parameters] for c, game in self.games.items()}
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._lock = Lock()
        self._working: dict[Any, Lock] = {}

    # --- what can be moved --------------------------------------------------------------------------------------

    @property
    def sliders(self) -> list[dict[str, Any]]:
        """One per parameter that every channel lets move: name, meaning, unit, ends, step, value."""
        found = []
        for p in self._movable():
            quantity = self.scenario.parameters.get(p.name)
            value = quantity.value if quantity is not None and quantity.value is not None else self._value(p.name)
            least, most = quantity.range if quantity is not None and quantity.range is not None else _ends(p, value)
            least, most = min(least, value), max(most, value)
            step = _step((most - least) / STEPS)
            found.append(
                {
                    "name": p.name,
                    "meaning": p.meaning,
                    "unit": p.unit,
                    "least": float(least),
                    "most": float(most),
                    "step": float(step),
                    "value": float(value),
                }
            )
        return found

    def _movable(self) -> list[Parameter]:
        known: dict[str, Parameter] = {}
        for game in self.games.values():
            for p in game.all_parameters:
                if p.name in game.values:
                    known.setdefault(p.name, p)
        named = [n for n in self.scenario.parameters if n in known]
        # a parameter that the channels set apart is not one slider
        apart = {n for n in known if len({g.values[n] for g in self.games.values() if n in g.values}) > 1}
        return [known[n] for n in [*named, *(n for n in known if n not in named)] if n not in apart]

    def _value(self, name: str) -> Fraction:
        return next(g.values[name] for g in self.games.values() if name in g.values)

    def read(self, given: Mapping[str, str]) -> dict[str, Fraction]:
        """Read values from text, exactly.

        Raises
        ------
        InvalidParameter
            For an unknown name, or text that is no number of the parameter's domain.
        """
        known = {p.name: p for p in self._movable()}
        values = {}
        for name, text in given.items():
            if name not in known:
                raise InvalidParameter(f"no parameter {name!r}{did_you_mean(name, known)}")
            try:
                number = exact(text[:60])
            except ValueError as error:
                raise InvalidParameter(f"{name}: {error}") from None
            values[name] = known[name].check(number)
        return values

    # --- answers ------------------------------------------------------------------------------------------------

    def state(self, values: Mapping[str, Fraction]) -> dict[str, Any]:
        """Equilibria, bands and verdicts at some values, ready for JSON; worked out once for the same values."""
        found: dict[str, Any] = self._once(("state", *sorted(values.items())), lambda: self._state(values))
        return found

    def _alone(self, channel: str, values: Mapping[str, Fraction]) -> tuple[Comparison, dict[str, Any]]:
        """A channel by itself, solved once for the values that it depends on; and what the page shows of it."""
        own = {name: values[name] for name in self._depends[channel] if name in values}

        def work() -> tuple[Comparison, dict[str, Any]]:
            alone = compare({channel: self.games[channel].at(**own)}, refine=tuple(self.scenario.refine) or None)
            return alone, _channel(alone, channel)

        found: tuple[Comparison, dict[str, Any]] = self._once(("channel", channel, *sorted(own.items())), work)
        return found

    def _compared(self, values: Mapping[str, Fraction]) -> Comparison:
        alone = [self._alone(channel, values)[0] for channel in self.games]
        baseline = self.scenario.baseline or alone[0].baseline
        together = {
            name: FrozenDict({channel: part for one in alone for channel, part in getattr(one, name).items()})
            for name in ("games", "equilibria", "refined", "bands")
        }
        return Comparison(baseline=baseline, refinements=alone[0].refinements, **together)

    def _state(self, values: Mapping[str, Fraction]) -> dict[str, Any]:
        if self._workers is not None and self._workers.ready and (found := self._workers.state(values)) is not None:
            return found
        try:
            comparison = self._compared(values)
        except DeterrenceError as error:
            return {"error": str(error)}
        measures = [name for names in grouped(comparison).values() for name in names]
        return {
            "refine": list(comparison.refinements),
            "baseline": comparison.baseline,
            "said": summaries(comparison),
            "measures": [{"name": name, "title": measure_title(name)} for name in measures],
            "channels": {channel: self._alone(channel, values)[1] for channel in comparison.channels},
        }

    def regimes(self, channel: str, across: str, up: str, values: Mapping[str, Fraction]) -> dict[str, Any]:
        """Which families exist over two parameters, the others at some values.

        Raises
        ------
        InvalidParameter
            For a channel or parameter that there is not.
        """
        if channel not in self.games:
            raise InvalidParameter(f"no channel {channel!r}{did_you_mean(channel, self.games)}")
        own = {p.name for p in self.games[channel].all_parameters}
        sliders = {s["name"]: s for s in self.sliders if s["name"] in own}
        for name in (across, up):
            if name not in sliders:
                raise InvalidParameter(f"no parameter {name!r} to move in {channel}{did_you_mean(name, sliders)}")
        if across == up:
            raise InvalidParameter("choose two different parameters for the map")
        rest = tuple(sorted((n, v) for n, v in values.items() if n not in (across, up) and n in own))
        key = ("map", channel, across, up, *rest)
        found: dict[str, Any] = self._once(key, lambda: self._map(channel, sliders, across, up, dict(rest)))
        return found

    def _map(
        self, channel: str, sliders: Mapping[str, Any], across: str, up: str, values: Mapping[str, Fraction]
    ) -> dict[str, Any]:
        from ...analysis.map_output import BITS, family_names
        from ...analysis.sweep import sweep

        over = {}
        for name in (across, up):
            low, high = (exact(str(sliders[name][end])) for end in ("least", "most"))
            over[name] = [low + (high - low) * Fraction(2 * k + 1, 2 * CELLS) for k in range(CELLS)]
        dataset = sweep(self.games[channel].at(**values), over=over, measures=[])
        words = sorted((str(k) for k in dataset if str(k).startswith("families")), key=lambda k: (len(k), k))
        masks = [dataset[k].transpose(up, across).values for k in words]
        undecided = dataset["undecided"].transpose(up, across).values
        names = family_names(dataset)
        sets: dict[tuple[int, ...], int] = {}
        rows = []
        for j in range(CELLS):
            row = []
            for i in range(CELLS):
                present = tuple(w * BITS + b for w, m in enumerate(masks) for b in range(BITS) if int(m[j, i]) >> b & 1)
                row.append(-1 if undecided[j, i] == 1 else sets.setdefault(present, len(sets)))
            rows.append(row)
        phrases = [
            [f"{shape.replace('_', '-')}: {name}" if shape else name for name, shape in (names[b] for b in present)]
            for present in sets
        ]
        return {"across": across, "up": up, "cells": rows, "sets": phrases}

    def toml(self, values: Mapping[str, Fraction]) -> str:
        """The scenario file at some values."""
        if self._to_toml is None:
            raise InvalidParameter("there is no scenario file to write")
        return self._to_toml(self.scenario.at(**values) if values else self.scenario)

    def picture(self, values: Mapping[str, Fraction]) -> str:
        """The bands of every channel as an SVG file."""
        from ..plots import plot_compare

        stream = io.StringIO()
        plot_compare(self._compared(values)).figure.savefig(stream, format="svg")  # type: ignore[union-attr]
        return stream.getvalue()

    def _once(self, key: Any, work: Callable[[], Any]) -> Any:
        """An answer that was worked out before, or is worked out now while others who ask the same wait."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            working = self._working.setdefault(key, Lock())
        with working:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            found = work()
            with self._lock:
                self._kept[key] = found
                self._working.pop(key, None)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return found


def _ends(p: Parameter, value: Fraction) -> tuple[Fraction, Fraction]:
    """Ends of a slider where the file gives no range: the domain's, or a stretch around the value."""
    size = max(abs(value), Fraction(1))
    least = p.interval.least if p.interval.least is not None else value - 2 * size
    most = p.interval.most if p.interval.most is not None else value + 2 * size
    gap = (most - least) / STEPS
    return least + gap * p.interval.least_open, most - gap * p.interval.most_open


def _step(size: Fraction) -> Fraction:
    """A step with one digit, so that what a slider shows is what is computed."""
    power = Fraction(1)
    while power > size:
        power /= 10
    while power * 10 <= size:
        power *= 10
    return power


def _channel(comparison: Comparison, channel: str) -> dict[str, Any]:
    eqs, kept = comparison.equilibria[channel], comparison.refined[channel]
    families = [] if eqs is None else main_families(eqs)
    left = None if kept is None else {f.name for f in kept.families}
    return {
        "families": [
            {"phrase": family_phrase(f), "shape": f.shape, "kept": left is None or f.name in left} for f in families
        ],
        "complete": eqs is None or eqs.complete,
        "bands": {name: _band(measured) for name, measured in comparison.bands[channel].items()},
        "picture": _picture(comparison, channel),
    }


def _band(measured: Measured) -> dict[str, Any]:
    found: dict[str, Any] = {"all": [float(x) for x in measured.unrefined], "text": band_text(measured.unrefined)}
    if measured.refined is not None:
        found["kept"] = [float(x) for x in measured.refined]
        found["kept_text"] = band_text(measured.refined)
    return found


def _picture(comparison: Comparison, channel: str) -> dict[str, Any] | None:
    """What the page draws of a game: payoffs over beliefs, or best replies in the unit square; None for other games."""
    game = comparison.games[channel]
    if isinstance(game, SignallingGame) and len(game.types) == 2:
        eqs = comparison.refined[channel] or comparison.equilibria[channel]
        return _over_beliefs(game, eqs)
    if isinstance(game, NormalForm) and game.shape == (2, 2):
        rows, columns = game.bimatrix()
        eqs = comparison.equilibria[channel]
        extreme = eqs.extreme if eqs is not None else ()
        return {
            "kind": "best_replies",
            "players": list(game.players),
            "actions": [list(a) for a in game.actions.values()],
            "payoffs": [[[float(x) for x in row] for row in m] for m in (rows, columns)],
            "points": [[float(v[0]) for v in eq.flat] for eq in extreme],
        }
    return None


def _over_beliefs(game: SignallingGame, eqs: Any) -> dict[str, Any]:
    table = game.numbers.receiver
    messages = []
    for m, message in enumerate(game.messages):
        lines = {a: [float(table[1][m][k]), float(table[0][m][k])] for k, a in enumerate(game.replies[message])}
        beliefs = [v[game.types[0]] for eq in eqs.extreme for v in eq.beliefs[message].vertices] if eqs else []
        sent = [eq.beliefs[message].on_path for eq in eqs.extreme] if eqs else []
        held = [float(min(beliefs)), float(max(beliefs))] if beliefs else None
        messages.append({"message": message, "lines": lines, "held": held, "sent": any(sent)})
    return {"kind": "beliefs", "type": game.types[0], "receiver": game.receiver, "messages": messages}

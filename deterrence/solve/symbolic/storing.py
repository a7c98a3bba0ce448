"""A derivation as plain data, and back: lists, numbers and text that JSON can hold, and nothing that is ever executed.

Polynomials, literals, contexts and cases come again and again; each is written once, in a table, and named by its place.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from ...games.game import Game
from .cases import Case
from .certificates import Certificate, Frozen, Log
from .context import Clause, Context, Substitution
from .families import Derivation, DerivedFamily
from .linear import Form
from .parts import Part
from .polynomials import Atom, Ring, ring_of
from .profiles import Record
from .signs import Literal, Oracle
from .simplify import Simplifier

__all__ = ["Reader", "Writer", "read", "written"]

TABLES = ("atoms", "literals", "contexts", "cases")


def written(derivation: Derivation) -> dict[str, Any]:
    """Everything but the game."""
    writer, log = Writer(derivation.ring), derivation.log
    found = {
        "surfaces": derivation.oracle.surfaces,
        "families": [writer.family(f) for f in derivation.families],
        "removed": [[said, _certificate(c)] for said, c in log.removed],
        "needed": [[writer.literals(k), writer.literal(x), _point(p)] for (k, x), p in log.needed.items()],
        "undecided": [
            [writer.literals(k), writer.literal(x)]
            for k, x in sorted(log.undecided, key=lambda known: (sorted(known[0]), known[1]))
        ],
        "perhaps_empty": [writer.literals(k) for k in sorted(log.perhaps_empty, key=sorted)],
    }
    return {**found, **writer.tables}


def read(game: Game, data: Mapping[str, Any], engine: str | None = None) -> Derivation:
    """The derivation of a game from what was written of it."""
    ring = ring_of([p.name for p in game.parameters], engine)
    oracle = Oracle(ring, [p.interval for p in game.parameters], surfaces=data["surfaces"])
    reader, simplifier = Reader(oracle, data), Simplifier(oracle)
    simplifier.log = Log(
        [(said, _certificate_of(c)) for said, c in data["removed"]],
        {(reader.literals(k), reader.literal(x)): _point_of(p) for k, x, p in data["needed"]},
        {(reader.literals(k), reader.literal(x)) for k, x in data["undecided"]},
        {reader.literals(k) for k in data["perhaps_empty"]},
    )
    return Derivation(game, ring, simplifier, tuple(reader.family(f) for f in data["families"]))


class Writer:
    """Writes parts of a derivation; `tables` is what a `Reader` needs beside them."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring
        self.tables: dict[str, list[Any]] = {name: [] for name in TABLES}
        self._places: dict[Any, int] = {}
        self._kept: list[Any] = []

    def _place(self, table: str, key: Any, write: Callable[[], Any]) -> int:
        if (table, key) not in self._places:
            data = write()
            self._places[table, key] = len(self.tables[table])
            self.tables[table].append(data)
        return self._places[table, key]

    def atom(self, atom: Atom) -> int:
        """A polynomial by its terms."""
        return self._place("atoms", atom, lambda: [[str(c), *_powers(m)] for m, c in atom])

    def polynomial(self, p: Any) -> int:
        """A polynomial of the ring."""
        return self.atom(self.ring.atom(p))

    def literal(self, x: Literal) -> int:
        """A literal."""
        return self._place("literals", x, lambda: [[[self.atom(a), k] for a, k in x.atoms], x.sign, x.relation])

    def literals(self, several: Iterable[Literal]) -> list[int]:
        """Literals in a fixed order, so that what is equal is written alike."""
        return [self.literal(x) for x in sorted(several)]

    def context(self, c: Context) -> int:
        """A context; the same one once."""
        self._kept.append(c)  # a number of an object is its own only while the object lives
        return self._place(
            "contexts",
            id(c),
            lambda: [
                [self.literal(x) for x in c.literals],
                [[self.atom(a), mask] for a, mask in c.known.items()],
                [[s.symbol, self.polynomial(s.top), self.polynomial(s.bottom)] for s in c.substitutions],
                self.literals(c.implied),
            ],
        )

    def clause(self, c: Clause) -> list[Any]:
        """A clause."""
        return [self.context(c.context), self.literals(c.literals)]

    def family(self, f: DerivedFamily) -> list[Any]:
        """A family with its region and closed forms."""
        parts = [[[*self._pair(p), [self.clause(c) for c in p.where]] for p in several] for several in f.solutions]
        witnesses = [None if p is None else _point(p) for p in f.witnesses]
        return [[sorted(k) for k in f.key], [self.clause(c) for c in f.clauses], parts, witnesses]

    def _pair(self, part: Part) -> list[Any]:
        record = part.record
        values = [[list(v), *self._form(form), self.polynomial(bottom)] for v, (form, bottom) in record.values.items()]
        bounds = [[*self._form(form), relation] for form, relation in record.bounds]
        off_path = [[m, list(used)] for m, used in record.off_path]
        return [
            [[sorted(k) for k in record.key], self.context(record.context), values, bounds, off_path],
            self._case(part.case),
        ]

    def _form(self, form: Form) -> list[Any]:
        return [[[list(v), self.polynomial(p)] for v, p in form.slopes.items()], self.polynomial(form.start)]

    def _case(self, case: Case) -> int:
        def nested(x: Any) -> Any:
            return [nested(y) for y in x] if isinstance(x, list | tuple) else self.polynomial(x)

        self._kept.append(case)
        return self._place(
            "cases",
            id(case),
            lambda: [self.context(case.context), nested(case.prior), nested(case.first), nested(case.second)],
        )


class Reader:
    """Reads what a `Writer` wrote."""

    def __init__(self, oracle: Oracle, tables: Mapping[str, Any]) -> None:
        self.oracle, self.ring, self._width = oracle, oracle.ring, max(len(oracle.ring.names), 1)
        self._atoms = [tuple((self._monomial(m), int(c)) for c, *m in atom) for atom in tables["atoms"]]
        self._literals = [
            Literal(tuple((self._atoms[a], int(k)) for a, k in atoms), sign, relation)
            for atoms, sign, relation in tables["literals"]
        ]
        self._contexts = [self._context(*c) for c in tables["contexts"]]
        self._cases = [self._case(*c) for c in tables["cases"]]

    def _monomial(self, powers: list[int]) -> tuple[int, ...]:
        found = [0] * self._width
        for i, k in zip(powers[::2], powers[1::2], strict=True):
            found[i] = k
        return tuple(found)

    def polynomial(self, place: int) -> Any:
        """A polynomial of the ring."""
        return self.ring.polynomial(self._atoms[place])

    def literal(self, place: int) -> Literal:
        """A literal."""
        return self._literals[place]

    def literals(self, places: Iterable[int]) -> frozenset[Literal]:
        """A set of literals."""
        return frozenset(self._literals[i] for i in places)

    def _context(self, literals: Any, known: Any, substitutions: Any, implied: Any) -> Context:
        return Context(
            self.oracle,
            tuple(self._literals[i] for i in literals),
            {self._atoms[a]: mask for a, mask in known},
            tuple(Substitution(i, self.polynomial(t), self.polynomial(b)) for i, t, b in substitutions),
            self.literals(implied),
        )

    def clause(self, data: Any) -> Clause:
        """A clause."""
        context, literals = data
        return Clause(self._contexts[context], self.literals(literals))

    def family(self, data: Any) -> DerivedFamily:
        """A family with its region and closed forms."""
        key, clauses, parts, witnesses = data
        return DerivedFamily(
            tuple(frozenset(k) for k in key),
            tuple(self.clause(c) for c in clauses),
            tuple(tuple(self._part(*p) for p in several) for several in parts),
            tuple(None if p is None else _point_of(p) for p in witnesses),
        )

    def _part(self, record: Any, case: int, where: Any) -> Part:
        key, context, values, bounds, off_path = record
        read = Record(
            tuple(frozenset(k) for k in key),
            self._contexts[context],
            {tuple(v): (self._form(slopes, start), self.polynomial(b)) for v, slopes, start, b in values},
            tuple((self._form(slopes, start), relation) for slopes, start, relation in bounds),
            tuple((m, tuple(used)) for m, used in off_path),
        )
        return Part(read, self._cases[case], tuple(self.clause(c) for c in where))

    def _form(self, slopes: Any, start: int) -> Form:
        return Form(self.ring, {tuple(v): self.polynomial(p) for v, p in slopes}, self.polynomial(start))

    def _case(self, context: int, prior: Any, first: Any, second: Any) -> Case:
        def nested(x: Any) -> Any:
            return [nested(y) for y in x] if isinstance(x, list) else self.polynomial(x)

        return Case(self._contexts[context], tuple(nested(prior)), nested(first), nested(second))


def _powers(monomial: Iterable[int]) -> list[int]:
    """Places and powers of the symbols that occur."""
    return [x for i, k in enumerate(monomial) if k for x in (i, k)]


def _point(point: Iterable[Fraction]) -> list[str]:
    return [str(x) for x in point]


def _point_of(point: Iterable[str]) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, point))


def _certificate(c: Certificate) -> list[Any]:
    pairs = [[_terms(p), _terms(f)] for p, f in (*([c.goal] if c.goal else []), *c.premises)]
    faces = [[i, _certificate(face)] for i, face in c.faces]
    return [len(pairs) - len(c.premises), pairs, _terms(c.rest), list(c.firm), faces, c.vacuous]


def _certificate_of(data: Any) -> Certificate:
    goals, pairs, rest, firm, faces, vacuous = data
    read = [(_terms_of(p), _terms_of(f)) for p, f in pairs]
    return Certificate(
        read[0] if goals else (),
        tuple(read[goals:]),
        _terms_of(rest),
        tuple(map(bool, firm)),
        tuple((i, _certificate_of(face)) for i, face in faces),
        vacuous,
    )


def _terms(terms: Frozen) -> list[Any]:
    return [[str(c), len(m), *_powers(m)] for m, c in terms]


def _terms_of(data: Any) -> Frozen:
    found = []
    for c, width, *powers in data:
        monomial = [0] * width
        for i, k in zip(powers[::2], powers[1::2], strict=True):
            monomial[i] = k
        found.append((tuple(monomial), Fraction(c)))
    return tuple(found)

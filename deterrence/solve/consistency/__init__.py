"""The parts of `sequential`: bases, what consistency asks within one, and the assessments that solve it."""

"""``deterrence schema KIND``."""

import click

from .shared import print_json

__all__ = ["command"]


@click.command("schema", short_help="Print the JSON Schema of a kind of scenario file.")
@click.argument("kind")
def command(kind: str) -> None:
    """Print the JSON Schema of a kind of scenario file: model, normal_form or signalling.

    Editors use it to complete and check a file while it is written.

    Example: deterrence schema model > model.schema.json
    """
    from ..scenario.schema import json_schema

    print_json(json_schema(kind))

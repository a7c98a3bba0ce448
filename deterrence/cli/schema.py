"""``deterrence schema KIND``."""

import click

from .shared import format_option, print_json

__all__ = ["command"]


@click.command("schema", short_help="Print the JSON Schema of a kind of scenario file.")
@click.argument("kind")
@format_option("text", "json")
def command(kind: str, form: str) -> None:
    """Print the JSON Schema of a kind of scenario file: model, normal_form, signalling or tree.

    Editors use it to complete and check a file while it is written. Its text is JSON in either format.

    Example: deterrence schema model > model.schema.json
    """
    from ..scenario.schema import json_schema

    print_json(json_schema(kind))

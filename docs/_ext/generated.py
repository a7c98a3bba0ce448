"""Parts of reference pages that are taken from the code when the site is built.

A page says where they go with a line ``<!-- generated: models -->``; the names are those in `PARTS`.
"""

import re
from pathlib import Path

import click

PACKAGE = Path(__file__).parents[2] / "deterrence"
MARK = re.compile(r"^<!-- generated: (\w+) -->$", re.MULTILINE)
WIDTH = 88


def table(head, rows):
    """A Markdown table; a bar in a cell would end it."""
    cells = [[str(cell).replace("|", r"\|") for cell in row] for row in rows]
    lines = [" | ".join(row) for row in (head, ["---"] * len(head), *cells)]
    return "\n".join(f"| {line} |" for line in lines)


def models():
    """Story, parameters and sources of every model, by section."""
    from deterrence.exact import show
    from deterrence.models.catalogue import SECTIONS, sources_of, story_of
    from deterrence.scenario.build import known_models, model_options, model_parameters

    known = known_models()
    blocks = []
    for section, names in SECTIONS.items():
        blocks.append(f"## {section}")
        for name in names:
            rows = [
                (f"`{p.name}`", p.meaning, f"`{p.domain}`", p.unit, "" if p.default is None else show(p.default))
                for p in model_parameters(name)
            ]
            blocks += [f"### {name}", story_of(known[name])]
            if rows:
                blocks.append(table(["parameter", "meaning", "domain", "unit", "default"], rows))
            if model_options(name):
                blocks.append(f"Options, for a file's `[options]`: {', '.join(f'`{n}`' for n in model_options(name))}.")
            blocks.append(f"*Source:* {'; '.join(text.rstrip('.') for text in sources_of(known[name]))}.")
    return "\n\n".join(blocks)


def command_line():
    """What ``--help`` prints, for the program and each of its commands."""
    from deterrence.cli.group import deterrence as program

    top = click.Context(program, info_name="deterrence", max_content_width=WIDTH, terminal_width=WIDTH)
    blocks = [f"```text\n{program.get_help(top)}\n```"]
    for name in program.list_commands(top):
        command = program.get_command(top, name)
        context = click.Context(command, info_name=name, parent=top, max_content_width=WIDTH, terminal_width=WIDTH)
        blocks += [f"## deterrence {name}", f"```text\n{command.get_help(context)}\n```"]
    return "\n\n".join(blocks)


def scenario_schema():
    """The keys that files of each kind may have, and of the tables in them."""
    from deterrence.scenario.schema import KINDS, json_schema

    blocks, seen = [], set()
    for kind in KINDS:
        schema = json_schema(kind)
        blocks += [f"## Kind `{kind}`", schema.get("description", ""), _keys(schema)]
        for name, part in schema.get("$defs", {}).items():
            if "properties" in part and name not in seen:
                seen.add(name)
                blocks += [f"### Table `{name}`", part.get("description", ""), _keys(part)]
    return "\n\n".join(blocks)


def _keys(schema):
    required = schema.get("required", ())
    rows = [
        (f"`{key}`", _form(node), "yes" if key in required else "", node.get("description", ""))
        for key, node in schema["properties"].items()
    ]
    return table(["key", "value", "required", "meaning"], rows)


def _form(node):
    """A JSON Schema in words."""
    if "$ref" in node:
        return f"table `{node['$ref'].rsplit('/', 1)[-1]}`"
    for word in ("anyOf", "oneOf"):
        if word in node:
            return " or ".join(dict.fromkeys(_form(part) for part in node[word] if part.get("type") != "null"))
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return "one of " + ", ".join(f"`{value}`" for value in node["enum"])
    kind = node.get("type")
    if isinstance(kind, list):
        return "number"
    if kind == "array":
        items = _form(node.get("items", {}))
        return f"list: {items}" if items.startswith("one of") else f"list of {_plural(items)}"
    if kind == "object":
        return f"table: name to {_form(node['additionalProperties'])}"
    return {"string": "text", "integer": "number"}.get(kind, str(kind))


def _plural(items):
    return {"text": "texts", "number": "numbers"}.get(items, items.replace("table `", "tables `"))


def examples():
    """Each script of the gallery with its idea."""
    from gallery import idea, scripts, title

    rows = [
        (f"[{title(path)}]({path.stem}.ipynb)", idea(path), f"{{download}}`notebook <{path.stem}.ipynb>`")
        for path in scripts()
    ]
    return table(["example", "idea", "to download"], rows)


PARTS = {"examples": examples, "models": models, "command_line": command_line, "scenario_schema": scenario_schema}


def fill_in(app, docname, source):
    """Put the parts where the page wants them."""
    if not MARK.search(source[0]):
        return
    for path in PACKAGE.rglob("*.py"):
        app.env.note_dependency(str(path))
    source[0] = MARK.sub(lambda mark: PARTS[mark[1]](), source[0])


def setup(app):
    """Connect to Sphinx."""
    app.connect("source-read", fill_in)
    return {"parallel_read_safe": True}

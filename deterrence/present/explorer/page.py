"""The page itself: one HTML file with its style, its script and what it needs to begin."""

import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

from .crisis import Explorer

__all__ = ["page"]


def page(explorer: Explorer, told: Mapping[str, Any], nonce: str) -> str:
    """Put the page together.

    Parameters
    ----------
    explorer : Explorer
    told : mapping
        What the script is told beside sliders and channels: the token of a server, or values computed beforehand.
    nonce : str
        Of the Content-Security-Policy.
    """
    here = files(__package__)
    style, script, body = (here.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "page.js", "page.html"))
    data = {
        "title": explorer.scenario.title or "A crisis",
        "channels": list(explorer.games),
        "sliders": explorer.sliders,
        "parameters": {c: [p.name for p in g.all_parameters] for c, g in explorer.games.items()},
        **told,
    }
    # "<" is written as an escape, so that no text of a file can end the script
    begins = json.dumps(data).replace("<", "\\u003c")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(data["title"])}</title><style nonce="{nonce}">{style}</style></head>'
        f'<body>{body}<script type="application/json" id="data" nonce="{nonce}">{begins}</script>'
        f'<script nonce="{nonce}">{script}</script></body></html>\n'
    )

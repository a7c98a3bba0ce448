"""A live page: parameters as sliders, equilibria as they move."""

from .crisis import Explorer
from .export import exported
from .server import serve
from .workers import Workers

__all__ = ["Explorer", "Workers", "exported", "serve"]

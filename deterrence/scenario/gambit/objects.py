"""Games for Gambit: as the text of its files, and as pygambit's objects."""

from io import StringIO
from typing import Any

from ...errors import ScenarioError, UnsupportedGame
from ...games.game import Game
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from ...games.tree import ExtensiveForm
from .efg import read_efg
from .efg_writing import efg_text
from .nfg import nfg_text, read_nfg

__all__ = ["from_pygambit", "gambit_text", "to_pygambit"]


def gambit_text(game: Game, ending: str, comment: str = "") -> str:
    """A game as the text of a file with that ending.

    Raises
    ------
    ScenarioError
        When the format does not hold games of this kind, or something would be lost.
    """
    if isinstance(game, SignallingGame):
        game = game.tree()
    if not isinstance(game, NormalForm | ExtensiveForm):
        raise ScenarioError(
            f"{type(game).__name__} is no game that Gambit's files hold; give a NormalForm, a SignallingGame or an "
            "ExtensiveForm"
        )
    if ending == ".efg":
        if not isinstance(game, ExtensiveForm):
            raise ScenarioError("an .efg file holds trees, and this game is a table; save it as .nfg")
        return efg_text(game, comment)
    if isinstance(game, ExtensiveForm):
        raise ScenarioError(
            "an .nfg file holds tables, and this game is a tree, whose moves would be lost; save it as .efg, or save "
            "tree.normal_form()"
        )
    return nfg_text(game, comment)


def to_pygambit(game: NormalForm | SignallingGame | ExtensiveForm) -> Any:
    """The same game as an object of pygambit.

    Parameters
    ----------
    game : NormalForm, SignallingGame or ExtensiveForm
        Signalling games become trees; parameters need values, and become numbers.

    Returns
    -------
    pygambit game
        Labels that pygambit does not take (empty or repeated ones, white space at their ends) are changed by it.

    Raises
    ------
    ScenarioError
        When something would be lost, as in `save`.
    UnsupportedGame
        When pygambit is not installed or refuses the game.

    Examples
    --------
    >>> import deterrence as dt
    >>> dt.to_pygambit(dt.NormalForm.from_arrays([[1]], [[0]]))  # doctest: +SKIP
    StrategicGame(title='')
    """
    table = isinstance(game, NormalForm)
    text = gambit_text(game, ".nfg" if table else ".efg")
    pygambit = _pygambit()
    try:
        return (pygambit.read_nfg if table else pygambit.read_efg)(StringIO(text))
    except Exception as error:  # pygambit raises whatever its C++ part does
        raise UnsupportedGame(f"pygambit refuses this game: {error}") from None


def from_pygambit(game: Any) -> NormalForm | ExtensiveForm:
    """A game of pygambit's, read exactly.

    Parameters
    ----------
    game : pygambit game
        With a tree or without one.

    Returns
    -------
    ExtensiveForm or NormalForm
        A tree where the game has one.

    Raises
    ------
    ScenarioError
        For what this package does not hold, such as imperfect recall.

    Examples
    --------
    >>> import deterrence as dt
    >>> dt.from_pygambit(dt.to_pygambit(dt.NormalForm.from_arrays([[1]], [[0]]))).players  # doctest: +SKIP
    ('player 1', 'player 2')
    """
    # version 16 has one class with a flag, version 17 a class for trees
    if getattr(game, "is_tree", type(game).__name__ == "ExtensiveGame"):
        return read_efg(game.to_efg(), "pygambit's tree").game
    return read_nfg(game.to_nfg(), "pygambit's table").game


def _pygambit() -> Any:
    try:
        import pygambit
    except ImportError:
        raise UnsupportedGame("pygambit is not installed; pip install pygambit, or save the game for Gambit") from None
    return pygambit

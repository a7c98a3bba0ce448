"""Whether two-player games are searched in compiled floats: asked once, and only where nobody has said."""

import pytest

import deterrence as dt
from deterrence.solve import bimatrix


@pytest.mark.parametrize(("compiled", "asked"), [(None, [2]), (False, [])])
def test_the_choice_is_made_only_where_none_is_given(compiled, asked, monkeypatch):
    sizes = []

    def pays(size, seconds):
        sizes.append(size)
        return False

    monkeypatch.setattr(bimatrix, "_compiled_pays", pays)
    game = dt.NormalForm.from_arrays([[3, 0, 1], [0, 2, 1]], [[2, 0, 1], [0, 3, 1]])
    pairs = bimatrix.bimatrix_faces(*game.bimatrix(), compiled=compiled)
    assert sizes == asked
    # by hand: max(2 x, 3 - 3 x) >= 6/5 > 1, so the third column is never a best reply; two pure equilibria, one mixed
    assert len(pairs) == 3

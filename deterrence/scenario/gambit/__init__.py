"""Files of Gambit: the readers and writers of ``.nfg`` and ``.efg``, and the way to and from pygambit's objects."""

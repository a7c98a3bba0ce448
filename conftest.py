"""Tests derive what they check: nothing is read from, or left in, the user's cache folder."""

import os

os.environ["DETERRENCE_CACHE"] = "off"

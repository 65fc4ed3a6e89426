"""The `kayfiyat` command: wires the parts and runs them on one machine."""

from importlib.metadata import version

__version__ = version("kayfiyat")

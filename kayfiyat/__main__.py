"""`python -m kayfiyat` is `kayfiyat`."""

from kayfiyat.cli import main

main()

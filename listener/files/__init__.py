"""Read and import files: Telegram Desktop exports, tables, saved pages."""

from listener.files.contents import Chat, FileContents
from listener.files.importing import Imported, import_file
from listener.files.reading import read_file

__all__ = ["Chat", "FileContents", "Imported", "import_file", "read_file"]

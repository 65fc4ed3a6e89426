"""A Telegram on loopback: Telethon connects to it as it is, over real TCP."""

from tests.telegram_server.server import TelegramServer
from tests.telegram_server.world import Chat, Said, World

__all__ = ["Chat", "Said", "TelegramServer", "World"]

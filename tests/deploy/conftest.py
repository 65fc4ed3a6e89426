"""A MongoDB with authentication, as docker-compose.yml starts it, and its users."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest

from kayfiyat.mongod import binary
from kayfiyat.ports import free_port
from tests.deploy.composed import ROOT, Here, ended, services

SETTINGS = """
[listener]
private_addresses = true

[[sources]]
kind = "telegram_web"
name = "nobody"
url = "http://127.0.0.1:9"

[auth]
client_id = "kayfiyat"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
redirect_uri = "https://mood.example.uz/oauth2callback"
readers = ["reader@example.uz"]

[mail]
host = "127.0.0.1"
security = "none"
sender = "letters@example.uz"

[site]
url = "https://letters.example.uz"
"""

ENTRYPOINT = """#!/bin/sh
echo $$ >{folder}/mongod.pid
exec "$@" --port {port} --dbpath {folder}/db --quiet >{folder}/mongod.log 2>&1
"""
"""In place of the image's."""


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """A folder with secrets and settings, and MongoDB set up."""
    folder = tmp_path_factory.mktemp("deployed")
    ports = {name: free_port() for name in ("27017", "8700", "8501", "8600")}
    here = Here(folder, ports)
    subprocess.run(["sh", ROOT / "deploy" / "secrets.sh", here.secrets], check=True)
    (here.secrets / "client_secret").write_text("made-up\n")
    (folder / "kayfiyat.toml").write_text(SETTINGS)
    with mongo(here):
        at = f"127.0.0.1:{ports['27017']}"
        subprocess.run(
            here.argv("users", "--at", at),
            cwd=folder,
            env=here.environment("users"),
            check=True,
        )
        yield here


def mongo(here: Here) -> AbstractContextManager[None]:
    """The service `mongo`, by the mongod of this machine."""
    folder, programs = here.folder, here.folder / "bin"
    for each in (programs, folder / "db", folder / "configdb"):
        each.mkdir()
    (programs / "mongod").symlink_to(binary())
    entrypoint = programs / "docker-entrypoint.sh"
    entrypoint.write_text(ENTRYPOINT.format(port=here.ports["27017"], folder=folder))
    entrypoint.chmod(0o755)
    words = [here.told(each, "mongo") for each in services()["mongo"]["command"]]
    words[-1] = words[-1].replace("--bind_ip_all", "--bind_ip 127.0.0.1")
    environment = here.environment("mongo")
    environment["PATH"] = f"{programs}{os.pathsep}{environment['PATH']}"
    return ended(subprocess.Popen(words, env=environment, start_new_session=True))

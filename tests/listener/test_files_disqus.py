"""Exports of Disqus."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.comments import FoundComment, FoundPost
from domain.errors import InputError
from listener.files import read_file

EXPORT = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><title>General</title></category>
<thread dsq:id="10"><id/><link>https://sayt.uz/tarif</link><title>Tarif</title>
 <createdAt>2026-05-01T10:00:00Z</createdAt></thread>
<post dsq:id="20"><message><![CDATA[<p>Qimmat</p>]]></message>
 <createdAt>2026-05-01T11:00:00Z</createdAt><isDeleted>false</isDeleted>
 <isSpam>false</isSpam><author><name>Ali</name></author><thread dsq:id="10"/></post>
<post dsq:id="21"><message>Rost</message><createdAt>2026-05-01T12:00:00Z</createdAt>
 <isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>V</name>
 <username>vali</username></author><thread dsq:id="10"/><parent dsq:id="20"/></post>
<post dsq:id="22"><message>o'chgan</message><createdAt>2026-05-01T12:00:00Z</createdAt>
 <isDeleted>true</isDeleted><isSpam>false</isSpam><thread dsq:id="10"/></post>
<post dsq:id="23"><message>reklama</message><createdAt>2026-05-01T12:00:00Z</createdAt>
 <isDeleted>false</isDeleted><isSpam>true</isSpam><thread dsq:id="10"/></post>
<post dsq:id="24"><message>vaqtsiz</message><thread dsq:id="10"/></post>
</disqus>"""


def test_threads_are_posts_and_the_deleted_and_spam_are_left_out(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sayt.xml"
    path.write_text(EXPORT)

    contents = read_file(path)

    (chat,) = contents.chats
    post, first, answer = list(chat.found)
    assert contents.kind == "disqus"
    assert isinstance(post, FoundPost)
    assert isinstance(first, FoundComment)
    assert isinstance(answer, FoundComment)
    assert (post.text, post.url) == ("Tarif", "https://sayt.uz/tarif")
    assert (first.text, first.post, first.identity) == ("Qimmat", post.id, "name:Ali")
    assert (answer.reply_to, answer.identity) == (first.id, "name:vali")
    assert chat.set_aside == [("sayt.xml: element 7", "no id or no time")]


@pytest.mark.parametrize(
    "text",
    [
        EXPORT[:300],
        EXPORT.replace("<disqus ", '<!DOCTYPE d [<!ENTITY a "aa">]><disqus ', 1),
    ],
)
def test_what_is_broken_or_a_bomb_is_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sayt.xml"
    path.write_text(text)

    with pytest.raises(InputError, match=r"no Disqus export: .*export again"):
        read_file(path)

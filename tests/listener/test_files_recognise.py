"""A file's kind is told by what is in it."""

from __future__ import annotations

import pytest

from listener.files.recognise import kind_of

EXPORT = '{"name": "a", "type": "public_channel", "id": 1, "messages": ['


@pytest.mark.parametrize(
    "head, kind",
    [
        (EXPORT + "]}", "telegram_export"),
        (EXPORT.replace(", ", ",\n "), "telegram_export"),
        ("\ufeff" + EXPORT, "telegram_export"),
        ('{\n "about": "x",\n "personal_information": {', "telegram_export"),
        ('{"chats": {"list": []}}', "telegram_export"),
        ('{"text": "a", "at": "2026-01-01"}\n{"text": "b"}\n', "jsonl"),
        ('{"text": "the \\"messages\\": of"}', "jsonl"),
        ('{"text": broken}\n{"text": "b"}\n', "jsonl"),
        ("text,at\na,2026-01-01\n", "csv"),
        ('"text";"at"\n', "csv"),
        ("text\n", "csv"),
        ("text\tat\n".encode("utf-16").decode("latin-1"), "csv"),
        ('<div class="message default clearfix" id="message1">', "telegram_export"),
        ('<div class="tgme_widget_message" data-post="a/1">', "telegram_web"),
        ('<div class="tgme_widget_message" data-post-id="1">', "telegram_comments"),
        ('{"ok":true,"comments_html":"<div>"}', "telegram_comments"),
        ('"<div class=\\"tgme_widget_message\\">"', "telegram_web"),
        ('<?xml version="1.0"?>\n<rss version="2.0">', "feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("<!DOCTYPE html><html><body>", "page"),
        ("", None),
        ("\0\1\2", None),
        ("PK\x03\x04\0\0", None),
        ("{" * 100_000, None),
    ],
)
def test_the_kind_is_told_by_the_beginning(head: str, kind: str | None) -> None:
    utf16 = head.startswith("\xff\xfe")

    assert kind_of(head.encode("latin-1" if utf16 else "utf-8")) == kind

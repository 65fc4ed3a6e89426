"""Names by which a person is reached: user names, links to people, e-mail addresses."""

from __future__ import annotations

import re

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]++[@＠](?:[\w-]++\.)++[^\W\d_][\w-]*+",
)
_MAIL_HOST = (
    r"(?:gmail|googlemail|mail|umail|inbox|bk|list|yandex|ya|outlook|hotmail|yahoo"
    r"|icloud|rambler|proton)"
)
_LOOSE_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]++ ?[@＠] ?{_MAIL_HOST} ?[.,] ?[a-z]{{2,4}}(?!\w)",
    re.IGNORECASE,
)
_DOG = "at|собака|собачка|kuchukcha"
_AT = re.compile(rf"[ \[({{](?:{_DOG})[ \])}}]", re.IGNORECASE)
_BRACKETED_AT = rf" ?[\[({{] ?(?:{_DOG}) ?[\])}}] ?"
_SPELLED_DOT = r"(?: ?[\[({] ?(?:dot|точка|nuqta) ?[\])}] ?| (?:dot|точка|nuqta) )"
# A bare "at" is a word: only a mail host, or a dot in words, tells an address.
_SPELLED_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]++"
    rf"(?:{_BRACKETED_AT}[\w-]{{1,63}}(?:{_SPELLED_DOT}|\.)[^\W\d_]{{2,24}}"
    rf"| (?:{_DOG}) (?:[\w-]{{1,63}}{_SPELLED_DOT}|{_MAIL_HOST}\.)[^\W\d_]{{2,24}})"
    r"(?!\w)",
    re.IGNORECASE,
)

_PATH = r"[\w/+?=&%~#:@!$-]*+"
_LINK = re.compile(
    r"tg:(?://)?[\w?=&%/+.:@-]++"
    r"|(?:https?://)?(?<![\w.@-])(?:www\.|m\.|web\.)?"
    r"(?:t\.me|telegram\.(?:me|dog)|tx\.me|wa\.me|instagram\.com|facebook\.com|fb\.com"
    r"|vk\.com|ok\.ru|tiktok\.com|twitter\.com|x\.com|threads\.net|linkedin\.com/in"
    r"|youtube\.com(?=/@))"
    rf"/{_PATH}(?:\.[\w/+?=&%~#:@!$-]++)*+"
    r"|(?<![\w.-])[\w-]++\.t\.me(?![\w-])(?:/[\w/?=&%-]*+)?",
    re.IGNORECASE,
)
_LINKS_WITHOUT_SLASH = re.compile(r"\.t\.me|tg:", re.IGNORECASE)
# Instagram's hold dots; a sentence that ends in a name goes on with a capital.
_NAME = re.compile(r"[@＠][^\W\d]\w++(?:\.[a-z\d_]++)*+")
# Without a digit or an underline it may be a word: "telegram: kanalimiz".
_HANDLE = re.compile(
    r"((?<![^\W_])(?:insta|инст|telegram|телег|tg|тг)[^\W\d_]{0,6} ?[:=–—-] ?)"
    r"(?=[a-z.]{0,30}[\d_])[a-z][a-z\d_.]{3,31}(?![\w@])",
    re.IGNORECASE,
)
_MARK = re.compile("[:=–—-]")


def without_names(text: str) -> str:
    """``text`` with such names replaced by ‹what it was›."""
    # Most comments hold none of these: a look at a few letters is far cheaper.
    named = "@" in text or "＠" in text
    if named:
        text = _LOOSE_EMAIL.sub("‹e-mail›", _EMAIL.sub("‹e-mail›", text))
    if _AT.search(text):
        text = _SPELLED_EMAIL.sub("‹e-mail›", text)
    if "/" in text or _LINKS_WITHOUT_SLASH.search(text):
        text = _LINK.sub("‹name›", text)
    if named:
        text = _NAME.sub("‹name›", text)
    return _HANDLE.sub(r"\1‹name›", text) if _MARK.search(text) else text

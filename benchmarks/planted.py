"""A made-up world of real texts, with campaigns and greetings planted in it."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.campaigns import AUTHORS
from domain.transliterate import to_cyrillic
from sentiment.codes import encode
from sentiment.greetings import without_greeting
from sentiment.skeleton import skeletons
from sentiment.wording import SHINGLE, wordings

BACKGROUND = (
    "posts/ru_telegram_news",
    "stance/ru_ruarg_stance",
    "stance/en_semeval16_stance",
    "sentiment/ru_rusentitweet",
    "sentiment/ru_opensentiment",
    "sentiment/uz_app_manual",
    "sentiment/uz_absa_rest",
    "sentiment/uz_news_graded",
    "sentiment/uz_commeta",
)
UZBEK = (
    "sentiment/uz_app_manual",
    "sentiment/uz_absa_rest",
    "sentiment/uz_news_graded",
)
GREETINGS = "sentiment/ru_rusentitweet"
"""Its class "speech" is greetings, wishes and thanks of real people."""

START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 10
CAMPAIGNS, MOST = 300, 40
POLITE, SPEECH = "polite", "greetings of RuSentiTweet"
SAME, NEARLY = "background, the same words", "background, nearly the same"
WISHES = """
Assalomu alaykum hammaga, yaxshimisizlar, kuningiz xayrli o'tsin
Navro'z bayramingiz muborak bo'lsin, xonadoningizga fayz va baraka tilayman
Bayramingiz muborak, aziz vatandoshlar! Sog' va omon bo'ling, oilangizga tinchlik
Yangi yilingiz bilan! Yangi yil sizga baxt, omad va sihat-salomatlik olib kelsin
Ramazon hayitingiz muborak bo'lsin, tutgan ro'zalaringiz qabul bo'lsin, omin
Mustaqillik bayrami muborak bo'lsin, yurtimiz tinch, osmonimiz musaffo bo'lsin
Наврўз байрамингиз муборак бўлсин, хонадонингизга тинчлик ва хотиржамлик тилайман
Аллоҳ раҳматига олсин, жойлари жаннатда бўлсин, яқинларига сабр берсин
Alloh sizlardan rozi bo'lsin, umringiz uzoq bo'lsin, doim sog' bo'ling
Tug'ilgan kuningiz bilan tabriklayman, uzoq umr, mustahkam sog'liq tilayman
Juma ayyomingiz muborak bo'lsin, duolaringiz ijobat bo'lsin, azizlar
Rahmat sizlarga katta rahmat, barakalla, ishlaringizga omad, charchamang
Поздравляю всех с праздником Навруз, желаю мира, добра и семейного благополучия
С наступающим Новым годом, дорогие друзья! Счастья, здоровья и исполнения желаний
С днём рождения! Желаю крепкого здоровья, долгих лет жизни и успехов во всём
Добрый день всем, хорошего настроения и удачного дня, друзья мои
Царствие небесное, вечная память, искренние соболезнования родным и близким
Спасибо вам большое, дай бог вам здоровья и долгих лет жизни
С праздником Рамадан Хайит, пусть в каждом доме будет мир и достаток
С 8 марта, дорогие женщины! Любви, красоты, счастья и весеннего настроения
Молодцы, так держать, браво, супер, отлично, респект вам огромный
Happy New Year everyone, I wish you health, happiness and peace in your family
Ramadan Mubarak to all Muslims, may Allah accept your prayers and fasting
Yashasin O'zbekiston! Olg'a, yashavor, barakalla, zo'r, ofarin, balli!
+++ +++ +++ +++ +++ +++
ha ha ha ha ha ha to'g'ri to'g'ri
""".strip().splitlines()

Change = Callable[[random.Random, str], str]


class Said:
    """One comment of the made-up world, and what is true of it."""

    def __init__(self, text: str, author: str, at: datetime, kind: str) -> None:
        self.text, self.author, self.at, self.kind = text, author, at, kind
        self.likeness = 0.0


def everything_said(chance: random.Random, data: Path) -> list[Said]:
    """Everything that is said in ten days; no text of a campaign stands around it."""
    planted = _planted(chance, data)
    taken = {said.text for said in planted}
    around = [said for said in _background(chance, data) if said.text not in taken]
    return around + planted + _polite(chance, data)


def _background(chance: random.Random, data: Path) -> list[Said]:
    texts = [text for name in BACKGROUND for text in _texts(data, name)]
    return [
        Said(text, f"b{chance.randrange(20_000)}", _moment(chance), "background")
        for text in texts
    ]


def _planted(chance: random.Random, data: Path) -> list[Said]:
    """Campaigns of 5 to 40 authors; with each change, most copies are changed."""
    uzbek = _worded([text for name in UZBEK for text in _texts(data, name)])
    other = _worded(_texts(data, "stance/ru_ruarg_stance"))
    words = [word for text in other for word in text.split()]
    found = []
    for number in range(CAMPAIGNS):
        name = list(CHANGES)[number % len(CHANGES)]
        text = chance.choice(uzbek if name == "script" or number % 2 else other)
        at = _moment(chance)
        copies = []
        for copy in range(chance.randint(AUTHORS, MOST)):
            changed = CHANGES[name](chance, text) if copy else text
            if name == "synonym" and copy:
                changed = _replaced(chance, text, chance.choice(words))
            late = timedelta(hours=chance.random() * 40)
            copies.append(
                Said(changed, f"p{number}-{copy}", at + late, f"planted, {name}")
            )
        for said, likeness in zip(copies, _likenesses(copies), strict=True):
            said.likeness = likeness
        alike = sum(said.likeness >= 0.7 for said in copies)
        found += copies if alike >= AUTHORS else []
    return found


def _polite(chance: random.Random, data: Path) -> list[Said]:
    """Greetings, wishes and cheers, each by thirty people within two days."""
    speech = _texts(data, GREETINGS, "speech")
    texts = [(text, POLITE) for text in WISHES]
    texts += [(text, SPEECH) for text in speech]
    found = []
    for number, (text, kind) in enumerate(texts):
        at = _moment(chance)
        for copy in range(30):
            late = timedelta(hours=chance.random() * 40)
            changed = chance.choice((_case, _signs, _emoji))(chance, text)
            found.append(Said(changed, f"g{number}-{copy}", at + late, kind))
    return found


def _likenesses(copies: Sequence[Said]) -> list[float]:
    """The Jaccard similarity of each copy to the text that they are made of."""
    shingles = [shingles_of(said.text) for said in copies]
    first = shingles[0]
    return [likeness(first, each) for each in shingles]


def likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def shingles_of(text: str) -> set[str]:
    batch = encode([without_greeting(text)])
    plain = skeletons(batch, uzbek=True).strings()[0]
    kept = "".join(c if c.isalnum() else " " for c in plain.replace("'", ""))
    spaced = f" {' '.join(kept.split())} "
    return {spaced[n : n + SHINGLE] for n in range(len(spaced) - SHINGLE + 1)}


def _case(chance: random.Random, text: str) -> str:
    return chance.choice((text.upper(), text.lower(), text.title()))


def _signs(chance: random.Random, text: str) -> str:
    words = text.split()
    return " ".join(word + chance.choice(("", "", ",", "!", "...")) for word in words)


def _typos(chance: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(letters) - 1)
        if chance.random() < 0.5:
            letters[place : place + 2] = reversed(letters[place : place + 2])
        else:
            letters[place] = chance.choice(("", letters[place] * 2, "a", "о"))
    return "".join(letters)


def _replaced(chance: random.Random, text: str, word: str) -> str:
    words = text.split()
    words[chance.randrange(len(words))] = word
    return " ".join(words)


def _edges(chance: random.Random, text: str) -> str:
    before = chance.choice(("", "Assalomu alaykum, ", "Менимча ", "Думаю, ", "Ha, "))
    return (
        before
        + text
        + chance.choice(("", " ✊", " rahmat", " всё так", " 👍👍 to'g'ri"))
    )


def _emoji(chance: random.Random, text: str) -> str:
    words = text.split()
    words.insert(chance.randrange(len(words) + 1), chance.choice(("👍", "🇺🇿🇺🇿", "😡")))
    return " ".join(words)


def _script(chance: random.Random, text: str) -> str:
    return to_cyrillic(text) if chance.random() < 0.5 else text


def _several(chance: random.Random, text: str) -> str:
    for change in chance.sample((_case, _signs, _typos, _edges, _emoji), 2):
        text = change(chance, text)
    return text


CHANGES: Mapping[str, Change] = {
    "case": _case,
    "signs": _signs,
    "typos": _typos,
    "synonym": lambda chance, text: _replaced(chance, text, ""),
    "edges": _edges,
    "emoji": _emoji,
    "script": _script,
    "several": _several,
}


def _worded(texts: Sequence[str]) -> list[str]:
    return [
        t for t, p in zip(texts, wordings(texts), strict=True) if p and len(t) < 400
    ]


def _texts(data: Path, name: str, label: str | None = None) -> list[str]:
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [r["text"] for r in rows if label is None or r.get("label") == label]


def _moment(chance: random.Random) -> datetime:
    return START + timedelta(days=DAYS * chance.random())

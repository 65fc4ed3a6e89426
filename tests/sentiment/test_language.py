"""Which language and script a comment is taken for."""

from __future__ import annotations

import pytest

from domain.attitudes import Language, Script
from sentiment.scorer import Scorer

UZ, RU, EN = Language.UZBEK, Language.RUSSIAN, Language.ENGLISH
OTHER, UNKNOWN = Language.OTHER, Language.UNDETERMINED

SAID = [
    ("Salom", UZ, Script.LATIN),
    ("Assalomu alaykum, yaxshimisizlar", UZ, Script.LATIN),
    ("Togri qaror boldi, rahmat", UZ, Script.LATIN),
    ("Нархлар ошди, одамлар қийналяпти", UZ, Script.CYRILLIC),
    ("нархлар ошди одамларга кийин булди", UZ, Script.CYRILLIC),
    ("Раҳмат", UZ, Script.CYRILLIC),
    ("Спасибо большое за ваш труд", RU, Script.CYRILLIC),
    ("да", RU, Script.CYRILLIC),
    ("Опять подняли цены на газ", RU, Script.CYRILLIC),
    ("The new tariffs are too expensive for us", EN, Script.LATIN),
    ("thanks", EN, Script.LATIN),
    ("Бұл өте жақсы жаңалық, рахмет сіздерге", OTHER, Script.CYRILLIC),
    ("Bu karar çok güzel olmuş, teşekkür ederiz", OTHER, Script.LATIN),
    ("هذا قرار جيد جدا", OTHER, Script.OTHER),
    ("👍👍", UNKNOWN, Script.NONE),
    ("+++", UNKNOWN, Script.NONE),
    ("ok", UNKNOWN, Script.LATIN),
    ("", UNKNOWN, Script.NONE),
    ("9860 1234", UNKNOWN, Script.NONE),
]


@pytest.mark.parametrize("text, language, script", SAID)
def test_language_and_script(
    scorer: Scorer, text: str, language: Language, script: Script
) -> None:
    verdict = scorer.predict([text])[0]
    assert (verdict.language, verdict.script) == (language, script)


def test_a_text_half_in_each_script_is_mixed(scorer: Scorer) -> None:
    assert scorer.predict(["salom привет"])[0].script is Script.MIXED

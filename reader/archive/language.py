"""The language of a text, guessed from its script: enough to choose line-breaking rules and fonts by."""

from __future__ import annotations

import re

SAMPLE = 1000
"""How many code points are looked at, after markup is taken off."""

_MARKUP = re.compile(r"<[^>]*>|https?://\S+|&\w+;|```.*?(?:```|\Z)", re.DOTALL)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

# Frequent characters that the other script does not use.
_TRADITIONAL = re.compile(
    "[個們這國來時會說對為於後發現經過學開關無與從還長見電話車東書點當實體機樣應該麼兩讓問題]"
)
_SIMPLIFIED = re.compile(
    "[个们这国来时会说对为于后发现经过学开关无与从还长见电话车东书点当实体机样应该么两让问题]"
)


def guess_language(text: str) -> str | None:
    """`ja`, `ko`, `zh` or `zh-Hant`, from the start of a body; None for any script that several languages share.

    Han characters among which one letter in ten is kana are Japanese: a Chinese article that quotes a Japanese
    title has fewer.
    """
    head = text[: 4 * SAMPLE]
    if head.isascii():
        return None
    sample = _MARKUP.sub("", head)[:SAMPLE]
    kana, hangul, han = (len(script.findall(sample)) for script in (_KANA, _HANGUL, _HAN))
    if hangul > kana + han:
        return "ko"
    if kana * 10 > kana + han and kana >= 3:
        return "ja"
    # A few Han characters in a text of letters are names and quotations.
    if han < 3 or han * 8 < len(sample):
        return None
    return "zh-Hant" if len(_TRADITIONAL.findall(sample)) > len(_SIMPLIFIED.findall(sample)) else "zh"

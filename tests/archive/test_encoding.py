"""Bytes to text."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive import encoding
from reader.archive.encoding import clean, cut, decode, decode_clean, why_not_text

CHINESE = (
    "昨天下午我们去了城外的小山，看到许多开花的桃树。",
    "这本书讲的是一个老人和他的船，他在海上等了八十四天。",
    "终端里的文字应该排得像书一样整齐，标点不能站在行首。",
)
TRADITIONAL = (
    "昨天下午我們去了城外的小山，看到許多開花的桃樹。",
    "這本書講的是一個老人和他的船，他在海上等了八十四天。",
    "終端裡的文字應該排得像書一樣整齊，標點不能站在行首。",
)
JAPANESE = (
    "昨日の午後、町の外れの小さな山へ桃の花を見に行きました。",
    "この本は海で八十四日も待ち続けた老人と船の話である。",
    "端末の文字も本のように美しく組みたいと考えている。",
)
KOREAN = (
    "어제 오후에 우리는 도시 밖의 작은 산에 가서 복숭아꽃을 보았다.",
    "이 책은 바다에서 여든나흘을 기다린 노인과 그의 배에 관한 이야기다.",
    "터미널의 글자도 책처럼 가지런히 놓여야 한다고 생각합니다.",
)
FRENCH = (
    "Le café était fermé à cause de la grève générale.",
    "Où êtes-vous allés cet été, mes très chers élèves ?",
    "« Ça va être l’été », dit-elle en fermant la fenêtre.",
)
RUSSIAN = ("Вчера после обеда мы ходили на гору за городом.", "Эта книга рассказывает о старике и его лодке.")

IN_EACH_ENCODING = [
    *((text, "gb18030", "gb18030") for text in (*CHINESE, *TRADITIONAL)),
    *((text, "big5", "big5") for text in TRADITIONAL),
    *((text, "cp932", "shift_jis") for text in JAPANESE),
    *((text, "euc_jp", "euc-jp") for text in JAPANESE),
    *((text, "euc_kr", "euc-kr") for text in KOREAN),
    *((text, "utf-16-le", "utf-16le") for text in (*CHINESE, *TRADITIONAL, *JAPANESE, *KOREAN, *FRENCH)),
    *((text, "utf-16-be", "utf-16be") for text in (*CHINESE, *TRADITIONAL, *JAPANESE, *KOREAN, *FRENCH)),
    *((text, "cp1252", "windows-1252") for text in FRENCH),
    *((text, "cp1251", "windows-1251") for text in RUSSIAN),
    *((text, "koi8_r", "koi8-r") for text in RUSSIAN),
]


@pytest.mark.parametrize(("text", "codec", "name"), IN_EACH_ENCODING)
def test_one_sentence_tells_its_encoding(text: str, codec: str, name: str) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.fault) == (text, name, None)


@pytest.mark.parametrize(("text", "codec", "name"), IN_EACH_ENCODING)
def test_a_long_article_tells_its_encoding_among_its_markup(text: str, codec: str, name: str) -> None:
    article = f"---\ntitle: x\n---\n<div class='article'>\n<p>{text}</p>\n</div>\n" * 200
    decoded = decode(article.encode(codec))
    assert (decoded.text, decoded.encoding) == (article, name)


@pytest.mark.parametrize(("text", "codec"), [(text, codec) for text, codec, _ in IN_EACH_ENCODING])
def test_what_is_seen_at_a_glance_is_what_the_whole_shows(text: str, codec: str) -> None:
    data = f"<html>\n<p>{text * 20}</p>\n".encode(codec)
    assert encoding._at_a_glance(data, None) in (None, encoding._by_much(data, None))


@pytest.mark.parametrize(
    ("texts", "codec"),
    [(CHINESE, "gb18030"), (TRADITIONAL, "big5"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (KOREAN, "cp949")],
)
def test_a_glance_will_do_for_a_text_of_some_sentences(texts: tuple[str, ...], codec: str) -> None:
    seen = encoding._at_a_glance("\n".join(texts * 5).encode(codec), None)
    assert seen is not None
    assert codecs.lookup(seen[1]).name in (codecs.lookup(codec).name, "big5hkscs")


@pytest.mark.parametrize("text", [*CHINESE, *JAPANESE, *KOREAN])
@pytest.mark.parametrize("length", [20, 22])
def test_twenty_characters_are_enough(text: str, length: int) -> None:
    start = text[:length]
    codec = {"昨天": "gb18030"}.get(text[:2]) or (
        "gb18030" if text in CHINESE else "cp932" if text in JAPANESE else "euc_kr"
    )
    assert decode(start.encode(codec)).text == start


@given(st.text())
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass") if not _has_surrogates(text) else b""
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert decode(data).text == (text if data else "")


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


@given(st.binary(max_size=400))
def test_any_bytes_make_a_text(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "gb18030", "big5", "cp932", "euc_kr", "utf-16"]))
def test_a_damaged_article_is_still_read(garbage: bytes, codec: str) -> None:
    assert decode(CHINESE[0].encode(codec, "ignore") + garbage).text


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32le"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_taken_off(mark: bytes, codec: str, name: str) -> None:
    decoded = decode(mark + "题".encode(codec))
    assert (decoded.text, decoded.encoding) == ("题", name)


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="{}">',
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        '<?xml encoding="{}"?>',
    ],
)
def test_two_characters_are_read_as_the_page_declares(declaration: str) -> None:
    for label, codec, text, name in (
        ("gb2312", "gbk", "测试", "gb18030"),
        ("Shift_JIS", "cp932", "表示", "shift_jis"),
    ):
        data = (declaration.format(label) + text).encode(codec)
        assert decode(data).text.endswith(text)
        assert decode(data).encoding == name


def test_utf_8_is_believed_before_a_declaration() -> None:
    assert decode('<meta charset="gb2312">测试'.encode()).text.endswith("测试")


def test_a_page_that_declares_latin_1_over_chinese_is_read_as_chinese() -> None:
    data = f'<meta charset="iso-8859-1">{CHINESE[0]}'.encode("gb18030")
    assert decode(data).encoding == "gb18030"


def test_utf_8_cut_inside_a_character_stays_utf_8_and_says_so() -> None:
    decoded = decode("第一行\n这是一个被截断的标题".encode()[:-1])
    assert decoded.text == "第一行\n这是一个被截断的标\ufffd"
    assert decoded.encoding == "utf-8"
    assert decoded.fault is not None
    assert decoded.fault.line == 2


def test_gb18030_with_a_broken_byte_stays_chinese_and_says_so() -> None:
    decoded = decode(CHINESE[0].encode("gb18030") * 20 + b"\xff\n" + CHINESE[1].encode("gb18030"))
    assert decoded.encoding == "gb18030"
    assert CHINESE[1] in decoded.text
    assert decoded.fault is not None


def test_a_hint_of_the_language_decides_between_equals() -> None:
    data = "日本".encode("euc_jp")
    assert decode(data, "ja").encoding == "euc-jp"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b\x07\x0c", "a␀b␇␌"),
        ("\x7f", "␡"),
        ("\x9b31m\x85", "\ufffd31m\ufffd"),
        ("abc\u202edcb\u202c \u2066x\u2069", "abcdcb x"),
        ("\u200ea\u200f\u061c", "\u200ea\u200f\u061c"),
        ("a\ud800b", "a\ufffdb"),
        ("\t　\u00a0\u200b", "\t　\u00a0\u200b"),
    ],
)
def test_controls_become_visible_and_bidi_controls_go(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_control_leaves_the_door(data: bytes) -> None:
    for character in clean(decode(data).text):
        assert character in "\t\n" or unicodedata.category(character) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(character) not in (
            *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"),
        )


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


UNCLEAN = [
    b"\r",
    b"\x00",
    b"\x1b",
    b"\x7f",
    b"\xc2\x85",
    b"\xe2\x80\xae",
    b"\xe2\x81\xa6",
    b"\xed\xa0\x80",
    b"\xff",
    b"\xc2",
]
CLEAN = [
    b"a",
    b"\n",
    b"\t",
    b"\xc2\xa0",
    b"\xe2\x80\xa8",
    b"\xe2\x80\x9c",
    b"\xe2\x81\xa5",
    b"\xe3\x80\x80",
    "文😀".encode(),
]
MARKS = [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]


@given(st.sampled_from(MARKS), st.lists(st.sampled_from(CLEAN * 3 + UNCLEAN) | st.binary(max_size=4)).map(b"".join))
def test_the_short_way_to_text_is_taken_where_nothing_is_to_be_done(mark: bytes, rest: bytes) -> None:
    data = mark + rest
    text = decode_clean(data)
    if text is None:
        decoded = decode(data)
        assert mark or decoded.encoding != "utf-8" or decoded.fault or clean(decoded.text) != decoded.text
    else:
        assert why_not_text(data) is None
        assert decode(data) == (text, "utf-8", None)
        assert clean(text) == text


@pytest.mark.parametrize("text", [*CHINESE, *JAPANESE, *KOREAN, *FRENCH, "\ta\n", ""])
def test_the_short_way_to_text_is_taken_by_what_people_write(text: str) -> None:
    assert decode_clean(text.encode()) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00",
        b"\x7fELF\x02\x01\x01" + bytes(9),
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
        bytes(1000),
        bytes(range(1, 32)) * 8,
    ],
)
def test_pictures_and_programs_are_not_text(data: bytes) -> None:
    assert why_not_text(data) is not None


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_text_is_text_in_any_encoding(codec: str) -> None:
    assert why_not_text(f"title: x\n{CHINESE[0]}\n".encode(codec)) is None


def test_one_stray_nul_does_not_make_a_text_binary() -> None:
    data = ("a" * 500 + "\0").encode()
    assert why_not_text(data) is None
    assert clean(decode(data).text).endswith("␀")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "cp932", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_is_never_cut_inside_a_character(codec: str) -> None:
    text = "<p>終端 a😀\n" if codec.startswith("utf") else "<p>終端 a\n"
    data = (text * 40).encode(codec)
    for length in range(120, 160):
        part = cut(data[:length])
        assert len(part) > length - 40
        part.decode(codec)

"""Which addresses may leave the program."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.links import explained, openable, plain

LAW = settings(deadline=None, max_examples=300)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "https://example.org/a/b?c=d&e=f#g",
        "https://user@example.org:8080/a;b=1",
        "https://example.org/%E7%8C%AB",
        "mailto:someone@example.org?subject=Hello%20you",
        "HTTPS://Example.org/A",
        "https://[::1]/a",
    ],
)
def test_addresses_of_the_web_and_of_mail_are_opened_as_they_are(address: str) -> None:
    assert openable(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "  javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x00javascript:alert(1)",
        "\x1b]8;;javascript:alert(1)",
        "java\u200bscript:alert(1)",
        "\ufeffjavascript:alert(1)",
        "jav\u00adascript:alert(1)",
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        " fi\tle:///etc/passwd",
        "data:text/html,<script>",
        "DATA:text/html;base64,AA",
        "vbscript:x",
        "ftp://example.org",
        "ssh://example.org",
        "tel:+123",
        "x-apple:foo",
        "view-source:https://example.org",
        "blob:https://example.org/1",
    ],
)
def test_no_other_scheme_is_opened_in_any_spelling(address: str) -> None:
    assert openable(address) is None
    joined = openable(address, "https://example.org/a")  # what is no scheme at all is a path there
    assert joined is None or joined.startswith("https://example.org/")


@pytest.mark.parametrize(
    "address", ["", " ", "example.org", "a/b.html", "//example.org/a", "#a", "?b", "https:", "http:///a", "https:a"]
)
def test_what_names_no_host_is_not_opened(address: str) -> None:
    assert openable(address) is None


@pytest.mark.parametrize(
    ("address", "base", "whole"),
    [
        ("b.html", "https://example.org/a/", "https://example.org/a/b.html"),
        ("../b", "https://example.org/a/c/d", "https://example.org/a/b"),
        ("/b", "https://example.org/a", "https://example.org/b"),
        ("//other.example/b", "https://example.org/a", "https://other.example/b"),
        ("?q=1", "https://example.org/a", "https://example.org/a?q=1"),
        ("#c", "https://example.org/a", "https://example.org/a#c"),
        ("http://other.example", "https://example.org/a", "http://other.example"),
        ("図.png", "https://example.org/記事/", "https://example.org/%E8%A8%98%E4%BA%8B/%E5%9B%B3.png"),
    ],
)
def test_a_relative_address_is_joined_to_where_the_article_came_from(address: str, base: str, whole: str) -> None:
    assert openable(address, base) == whole


@pytest.mark.parametrize("base", ["file:///home/", "javascript:void(0)", "data:,x", "ftp://example.org/"])
def test_a_base_of_another_scheme_opens_nothing(base: str) -> None:
    assert openable("b.html", base) is None


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://example.org/猫 と犬", "https://example.org/%E7%8C%AB%E3%81%A8%E7%8A%AC"),
        ("https://例え.jp/a", "https://xn--r8jz45g.jp/a"),
        ('https://example.org/"<>`{}|\\^', "https://example.org/%22%3C%3E%60%7B%7D%7C%5C%5E"),
        ("https://example.org/a\x1b]52;c;b\x07", "https://example.org/a]52;c;b"),
        ("https://example.org/\u202ea\u2066b", "https://example.org/ab"),
        ("\n https://example.org/a\n b \n", "https://example.org/ab"),
        ("https://example.org/100%25", "https://example.org/100%25"),
    ],
)
def test_what_a_terminal_could_misread_is_taken_out_or_encoded(address: str, sent: str) -> None:
    assert openable(address) == sent


@pytest.mark.parametrize("address", ["https://[broken", "http://a[b]c/", "https://example.org\uff03@evil.example/"])
def test_broken_addresses_are_not_opened(address: str) -> None:
    assert openable(address) is None


@LAW
@given(st.one_of(st.text(), st.text().map("https://example.org/".__add__), st.text().map("mailto:".__add__)))
def test_whatever_is_opened_is_plain_and_of_a_known_scheme(address: str) -> None:
    sent = openable(address)
    if sent is not None:
        assert sent.isascii()
        assert sent.isprintable()
        assert " " not in sent
        assert urlsplit(sent).scheme in ("http", "https", "mailto")


@LAW
@given(st.text(st.characters(categories=["L", "N"]), max_size=20))
def test_encoding_an_address_loses_no_letter(words: str) -> None:
    sent = openable(f"https://example.org/{words}")
    assert sent is not None
    assert unquote(sent).endswith(words)


@LAW
@given(st.text(st.sampled_from("javascript:JAVSCRIPT \t\n\x00\u200b\u2060file:data:https//"), max_size=30))
def test_nothing_spelled_of_forbidden_schemes_gets_out(address: str) -> None:
    sent = openable(address)
    assert sent is None or sent.lower().startswith(("http://", "https://"))


# What is said of an address before it is opened


def test_an_honest_address_is_shown_as_it_is_and_letters_as_they_read() -> None:
    found = explained("https://example.org/%E7%8C%AB/a%20b?q=%26#猫")
    assert found is not None
    assert found.shown == "https://example.org/猫/a%20b?q=%26#猫"
    assert found.sent == "https://example.org/%E7%8C%AB/a%20b?q=%26#%E7%8C%AB"
    assert (found.host, found.warnings) == ("example.org", ())


@pytest.mark.parametrize(
    ("address", "host", "warning"),
    [
        ("https://例え.jp/", "xn--r8jz45g.jp", "The host reads 例え.jp."),
        ("https://www.аррӏе.com/login", "www.xn--80ak6aa92e.com", "may imitate another host"),
        ("https://google.com@evil.example/", "evil.example", "this leads to evil.example"),
        ("https://exa\u200bmple.org/\x1b", "example.org", "held 2 characters that cannot be seen"),
    ],
)
def test_what_is_not_as_it_looks_is_said(address: str, host: str, warning: str) -> None:
    found = explained(address)
    assert found is not None
    assert found.host == host
    assert host in found.shown
    assert warning in " ".join(found.notes)


@pytest.mark.parametrize(
    ("words", "address", "is_warned_of"),
    [
        ("paypal.com", "https://paypal.com.evil.example/", True),
        ("https://www.bank.example/login", "https://bank.evil.example/login", True),
        ("www.bank.example", "https://bank.example/", False),
        ("bank.com/a", "https://www.bank.com/a", False),
        ("https://例え.jp/", "https://xn--r8jz45g.jp/", False),
        ("README.md", "https://code.example/README.md", False),
        ("ASP.NET", "https://docs.example/", False),
        ("see paypal.com", "https://docs.example/", False),
        ("a@bank.com", "mailto:a@bank.com", False),
        ("", "https://docs.example/", False),
    ],
)
def test_words_that_name_another_host_are_warned_of(words: str, address: str, is_warned_of: bool) -> None:
    found = explained(address, None, words)
    assert found is not None
    assert any("words of the link name" in warning for warning in found.warnings) == is_warned_of


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:,x", "a.md", "ftp://x.org"])
def test_what_is_never_opened_is_not_explained(address: str) -> None:
    assert explained(address) is None


def test_controls_are_visible_where_an_address_is_refused() -> None:
    assert plain("java\x1bscript:\n") == "java␛script:␊"


@LAW
@given(st.text().map("https://".__add__))
def test_whatever_is_explained_says_what_is_sent(address: str) -> None:
    found = explained(address)
    if found is not None:
        assert found.sent == openable(address)
        assert found.sent.isascii()

"""Names of hosts: punycode, and those that imitate others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.hosts import ascii_host, readable_host, suspicion


@pytest.mark.parametrize(
    ("host", "sent"),
    [
        ("example.org", "example.org"),
        ("例え.jp", "xn--r8jz45g.jp"),
        ("中国", "xn--fiqs8s"),
        ("faß.de", "xn--fa-hia.de"),
        ("ＥＸＡＭＰＬＥ。ｏｒｇ", "example.org"),
        ("☃.net", "xn--n3h.net"),
    ],
)
def test_hosts_are_sent_as_browsers_send_them(host: str, sent: str) -> None:
    assert ascii_host(host) == sent


def test_punycode_reads_as_what_it_stands_for() -> None:
    assert readable_host("www.xn--r8jz45g.jp") == "www.例え.jp"
    assert readable_host("example.org") == "example.org"
    assert readable_host("xn--\x7f.org") == "xn--\x7f.org"


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("pаypal.com", "several scripts"),  # Cyrillic а
        ("www.аррӏе.com", "is Cyrillic"),
        ("xn--80ak6aa92e.com", "is Cyrillic"),
        ("gοοgle.com", "several scripts"),  # Greek ο
        ("οκ.com", "is Greek"),
    ],
)
def test_hosts_that_imitate_others_are_suspicious(host: str, why: str) -> None:
    assert why in suspicion(ascii_host(host))


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "例え.jp",
        "日本語テスト-abc.jp",
        "中国abc.cn",
        "한국어.kr",
        "münchen.de",
        "яндекс.рф",
        "ελλάδα.gr",
    ],
)
def test_honest_hosts_are_not(host: str) -> None:
    assert suspicion(ascii_host(host)) == ""


@given(st.text(max_size=40))
def test_whatever_a_host_is_it_becomes_ascii(host: str) -> None:
    sent = ascii_host(host)
    assert sent.isascii()
    readable_host(sent)
    suspicion(sent)

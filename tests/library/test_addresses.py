"""The names by which an article may be linked to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.addresses import address, host, key, name, names, place


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/2020/猫",
        "http://www.example.org/2020/猫/",
        "HTTPS://Example.org:443/2020/%E7%8C%AB/index.html",
        "//example.org/2020/%e7%8c%ab.html#place",
        "https://someone@example.org/2020/猫?utm_source=feed&utm_medium=rss",
    ],
)
def test_one_address_written_differently_is_one_address(written: str) -> None:
    assert address(written) == "example.org/2020/猫"


def test_addresses_with_other_words_behind_a_question_mark_are_others() -> None:
    assert address("https://example.org/?p=1") == "example.org/?p=1"
    assert address("https://example.org/?p=1&utm_source=x") != address("https://example.org/?p=2")


@pytest.mark.parametrize("other", ["", "a/b.md", "/a", "#a", "mailto:a@example.org", "javascript:alert(1)", "https:"])
def test_what_is_no_address_of_the_web_is_none(other: str) -> None:
    assert address(other) is None
    assert host(other) == ""


@pytest.mark.parametrize("written", ["/2020/one/", "2020/one", "/2020/one.html", "/2020/One/index.html", "2020/one.md"])
def test_one_place_in_a_site_written_differently_is_one_place(written: str) -> None:
    assert place(written) == "/2020/one"


def test_titles_are_compared_without_case_width_and_blanks() -> None:
    assert name("Ｆｕｌｌ  Width\n标题") == name("full width 标题")
    assert name("C++: notes") != name("C: notes")


def test_an_article_goes_by_its_file_its_title_and_what_it_says_of_itself() -> None:
    found = names(
        "2020-01-02-one.md",
        "_posts",
        "The One",
        ["/2020/one/", "https://example.org/one", "uno", "/:year/:title/", "javascript:x"],
    )
    assert found == ["#2020-01-02-one", "#the one", "#one", "/2020/one", "example.org/one", "#uno"]


@pytest.mark.parametrize("file", ["index.md", "_index.html", "README.md"])
def test_a_file_that_stands_for_its_folder_goes_by_its_name(file: str) -> None:
    assert names(file, "my-post", "Title", ()) == ["#my-post", "#title"]


@given(st.text(), st.text(), st.text(), st.lists(st.text()))
def test_whatever_is_written_makes_names_and_keys(file: str, folder: str, title: str, written: list[str]) -> None:
    for each in names(file, folder, title, written):
        assert len(each) > 1
        assert 0 <= key(each) < 1 << 63


@given(st.text())
def test_whatever_is_linked_to_is_an_address_or_none(target: str) -> None:
    assert address(target) is None or "/" in str(address(target))
    host(target)

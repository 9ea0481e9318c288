"""What a catalogue lacks of the files on disk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.archive.files import Listing
from reader.library.listing import Known
from reader.library.plan import UNSETTLED, Come, compare, moves, settled

SECOND = 1_000_000_000
NAMES = st.sampled_from([b"a.md", b"b.md", b"\xff.md", b"c.html"])
FILES = st.dictionaries(NAMES, st.tuples(st.integers(0, 2), st.integers(0, 2)))


def known(article: int, size: int = 3, modified_ns: int = 7, body_hash: bytes = b"hash") -> Known:
    return Known(article, size, modified_ns, body_hash)


def come(name: bytes, body_hash: bytes = b"hash") -> Come:
    return Come(body_hash, b"/archive", name, 3, 7)


# comparing


def test_a_file_that_is_not_known_is_read() -> None:
    file = Listing(b"a.md", 3, 7)
    assert compare([file], {}) == ([file], [])


def test_a_file_as_it_was_is_left_alone() -> None:
    assert compare([Listing(b"a.md", 3, 7)], {b"a.md": known(1)}) == ([], [])


def test_a_file_of_another_size_or_time_is_read() -> None:
    for file in (Listing(b"a.md", 4, 7), Listing(b"a.md", 3, 8), Listing(b"a.md", 0, 7)):
        assert compare([file], {b"a.md": known(1)}).read == [file]


def test_a_file_is_read_when_its_time_went_backwards() -> None:
    file = Listing(b"a.md", 3, 6)
    assert compare([file], {b"a.md": known(1)}).read == [file]


def test_a_file_whose_time_was_not_kept_is_read() -> None:
    file = Listing(b"a.md", 3, 7)
    assert compare([file], {b"a.md": known(1, modified_ns=UNSETTLED)}).read == [file]


def test_what_is_not_listed_is_gone() -> None:
    assert compare([], {b"a.md": known(1)}) == ([], [known(1)])


@given(FILES, FILES)
def test_what_is_done_makes_the_one_the_other(
    before: dict[bytes, tuple[int, int]], after: dict[bytes, tuple[int, int]]
) -> None:
    catalogue = {name: known(number, *file) for number, (name, file) in enumerate(before.items())}
    files = [Listing(name, *file) for name, file in after.items()]
    read, gone = compare(files, catalogue)
    names = {each.id: name for name, each in catalogue.items()}
    made = dict(before)
    for each in gone:
        del made[names[each.id]]
    made.update({name: (size, modified) for name, size, modified in read})
    assert made == after
    assert not any(before.get(file.name) == after[file.name] for file in read), "nothing is read in vain"
    assert len(catalogue) == len(before), "what is known stays as it is given"


# times


def test_a_time_is_kept_when_a_change_would_show_in_it() -> None:
    now = 1_700_000_000 * SECOND
    assert settled(now - 3 * SECOND, now) == now - 3 * SECOND
    assert settled(0, now) == 0


def test_a_time_is_not_kept_while_the_file_may_change_within_it() -> None:
    now = 1_700_000_000 * SECOND
    for modified in (now, now - 2 * SECOND, now - 1, now + 1, now + 2 * SECOND):
        assert settled(modified, now) == UNSETTLED


def test_a_time_in_the_future_is_kept() -> None:
    now = 1_700_000_000 * SECOND
    assert settled(now + 3600 * SECOND, now) == now + 3600 * SECOND


# moves


def test_a_file_with_the_body_of_one_that_is_gone_is_that_one() -> None:
    assert moves([known(1)], [come(b"b.md")]) == [(1, come(b"b.md"))]


def test_another_body_is_another_article() -> None:
    assert moves([known(1)], [come(b"b.md", b"other")]) == []


def test_of_several_with_one_body_each_is_moved_once_and_in_order() -> None:
    files = [come(b"x.md"), come(b"y.md"), come(b"z.md")]
    assert moves([known(5), known(2)], files) == [(5, files[0]), (2, files[1])]
    assert moves([known(5), known(2)], files[:1]) == [(5, files[0])]


def test_a_file_without_a_body_is_never_taken_for_another() -> None:
    assert moves([known(1, body_hash=b"")], [come(b"b.md", b"")]) == []


HASHES = st.sampled_from([b"", b"1", b"2"])


@given(st.lists(HASHES), st.lists(HASHES))
def test_as_many_are_moved_as_can_be(gone: list[bytes], new: list[bytes]) -> None:
    before = [known(number, body_hash=each) for number, each in enumerate(gone)]
    moved = moves(before, [come(str(number).encode(), each) for number, each in enumerate(new)])
    assert len({article for article, _ in moved}) == len({file.name for _, file in moved}) == len(moved)
    assert all(gone[article] == file.body_hash for article, file in moved)
    assert len(moved) == sum(min(gone.count(each), new.count(each)) for each in (b"1", b"2"))

"""Dates as front matter writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive.date import parse_date

CHINA = timezone(timedelta(hours=8))
AUGUST = datetime(2021, 8, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 23 Aug 2021 10:00:00 GMT", AUGUST),
        ("Mon, 23 Aug 2021 18:00:00 +0800", AUGUST),
        ("23 Aug 2021 10:00:00 GMT", AUGUST),
        ("Mon, 23 Aug 2021 05:00:00 EST", AUGUST),
        ("2021-08-23T10:00:00Z", AUGUST),
        ("2021-08-23T18:00:00+08:00", AUGUST),
        ("2021-08-23 18:00:00 +0800", AUGUST),
        ("2021-08-23 10:00:00 UTC", AUGUST),
        ("2021-08-23 10:00:00", AUGUST),
        ("2021-08-23 10:00", AUGUST),
        ("2021/8/23 10:00", AUGUST),
        ("2021年8月23日 10:00", AUGUST),
        ("2021年8月23日上午10点", None),
        ("2021年8月23日 上午10:00", AUGUST),
        ("2021-08-23 10:00 AM", AUGUST),
        ("20210823100000", AUGUST),
        ("1629712800", AUGUST),
        ("1629712800000", AUGUST),
        (1629712800, AUGUST),
        ("2014-09-25 6:33 UTC", datetime(2014, 9, 25, 6, 33, tzinfo=UTC)),
        ("2021-08-23 3:15 PM", datetime(2021, 8, 23, 15, 15, tzinfo=UTC)),
        ("2021年8月3日 下午3:05", datetime(2021, 8, 3, 15, 5, tzinfo=UTC)),
        ("2021年8月3日", datetime(2021, 8, 3, tzinfo=UTC)),
        ("2021/8/3", datetime(2021, 8, 3, tzinfo=UTC)),
        ("2021.8.3", datetime(2021, 8, 3, tzinfo=UTC)),
        ("2021-08", datetime(2021, 8, 1, tzinfo=UTC)),
        ("20210803", datetime(2021, 8, 3, tzinfo=UTC)),
        ("August 3, 2021", datetime(2021, 8, 3, tzinfo=UTC)),
        ("3 Aug 2021", datetime(2021, 8, 3, tzinfo=UTC)),
        ("Aug 3rd, 2021", datetime(2021, 8, 3, tzinfo=UTC)),
        (date(2021, 8, 3), datetime(2021, 8, 3, tzinfo=UTC)),
        (datetime(2021, 8, 23, 10, 0), AUGUST),
        (datetime(2021, 8, 23, 18, 0, tzinfo=CHINA), AUGUST),
    ],
)  # fmt: skip
def test_dates_are_read_in_every_form_that_archives_write(written: object, moment: datetime | None) -> None:
    assert parse_date(written) == moment


def test_a_zone_is_kept() -> None:
    moment = parse_date("2021-08-23T18:00:00+08:00")
    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    "written",
    [
        *("2021-13-45", "2021-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "soon", "", "99"),
        *("v1.2", "Mon, 99 Xyz 2021 10:00:00 GMT", "2021-08-23 25:00", "1" * 10_000),
        *(None, True, 3.5, float("inf"), float("nan"), [], {}, 10**400),
    ],
)  # fmt: skip
def test_what_no_calendar_has_is_no_date(written: object) -> None:
    assert parse_date(written) is None


@given(
    st.text() | st.from_regex(r"[0-9]{1,4}[-/.年 ][0-9]{1,2}[-/.月 ][0-9]{1,2}日?( [0-9:]{1,8})?( ?[+-][0-9]{1,4})?")
)
def test_any_text_is_a_date_or_none_and_can_be_compared(written: str) -> None:
    moment = parse_date(written)
    if moment is not None:
        assert moment.astimezone(UTC) > datetime(1, 1, 1, tzinfo=UTC)


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)))
def test_iso_8601_comes_back(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment

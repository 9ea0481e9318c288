"""Dates as front matter writes them, to one aware datetime."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

_NUMERIC = re.compile(
    r"""
    (?P<year>\d{4}) \s* [-/.年] \s* (?P<month>\d{1,2}) (?: \s* [-/.月] \s* (?P<day>\d{1,2}) \s* 日? | 月 )?
    (?: [T\s,]* (?P<half>上午|下午|午前|午後|오전|오후)? \s*
        (?P<hour>\d{1,2}) [:：时時] (?P<minute>\d{1,2}) 分?
        (?: [:：]? (?P<second>\d{1,2}) 秒? (?: [.,] (?P<fraction>\d{1,9}) )? )?
        (?: \s* (?P<noon>[AaPp])\.?[Mm]\.? )?
        (?: \s* (?P<zone> Z | z | UTC | GMT | [+-]\d{2}:?\d{2} | [+-]\d{1,2} ) )?
    )?
    (?: \s* \[? [A-Za-z]+ / [A-Za-z_]+ \]? | \s* [（(].*[)）] )?  # a zone by name, a weekday
    """,
    re.VERBOSE,
)
_RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3}, *)?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) "
    r"(\d{2}):(\d{2})(?::(\d{2}))? (?:GMT|UTC|Z|([+-]\d{4}))"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], start=1
    )
}
_AFTERNOON = frozenset({"下午", "午後", "오후", "p", "P"})
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?Z?")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+|\d{3})?")
_NAMED_DAY = re.compile(
    r"(?:[A-Za-z]+, *)?(?:[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2} [A-Za-z]{3,9}\.?),? \d{4}"
)
_LONGEST = 100
"""In code points. What is longer is a sentence."""


def parse_date(value: object) -> datetime | None:
    """The moment that a field names, always aware, in UTC where it names no zone; None where it names none.

    Read are TOML's and YAML's own dates, ISO 8601 and its looser kin (`2009-10-31 08:59:43 UTC`, `2014-09-25
    6:33`, `2021/8/3`, `2021年8月3日 下午3:05`), RFC 2822 (`Mon, 23 Aug 2021 10:00:00 GMT`), `August 3, 2021`,
    `20210803`, and seconds or milliseconds since 1970. A date without a time is its midnight.

    Never raises: a day that no calendar has (`2021-13-45`), and a year in which the moment cannot be told in
    UTC, are None. So is the year 1, which Hugo writes for no date.
    """
    try:
        moment = _parse(value)
        if moment is None:
            return None
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if 2 < aware.year < 9999:  # no zone is as far from UTC as a year
            return aware
        # Whoever compares or stores the moment turns it to UTC, which fails at the calendar's ends.
        return aware if aware.astimezone(UTC).year > 1 else None
    except (ValueError, OverflowError):
        return None


def _parse(value: object) -> datetime | None:
    """Raises `ValueError` and `OverflowError`."""
    if not isinstance(value, str):
        if isinstance(value, datetime):
            return value
        if isinstance(value, date):
            return datetime.combine(value, time())
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        value = f"{value:.0f}"
    text = value.strip()
    if len(text) > _LONGEST:
        return None
    if found := _RFC_2822.fullmatch(text):
        return _from_rfc_2822(found)
    if found := _NUMERIC.fullmatch(text):
        return _from_numbers(found)
    if found := _COMPACT.fullmatch(text):
        return datetime(*(int(part) for part in found.groups() if part))  # type: ignore[arg-type]
    if found := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(found[1]), UTC)
    return _from_words(text)


def _from_rfc_2822(found: re.Match[str]) -> datetime | None:
    """The form of feeds, the commonest of all; `email.utils` would take 8 ms to import for it."""
    day, name, year, hour, minute, second, offset = found.groups()
    month = _MONTHS.get(name)
    if month is None:
        return None
    zone = _zone(offset) if offset else UTC
    return datetime(int(year), month, int(day), int(hour), int(minute), min(int(second or 0), 59), tzinfo=zone)


def _from_numbers(found: re.Match[str]) -> datetime:
    hour = int(found["hour"] or 0)
    half = found["half"] or found["noon"]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    return datetime(
        int(found["year"]),
        int(found["month"]),
        int(found["day"] or 1),
        hour,
        int(found["minute"] or 0),
        min(int(found["second"] or 0), 59),  # a leap second
        int((found["fraction"] or "0").ljust(6, "0")[:6]),
        tzinfo=_zone(found["zone"]) if found["zone"] else UTC,
    )


def _zone(name: str) -> timezone:
    """`+0800`, `+08:00`, `+8`; letters are UTC."""
    if name[0] not in "+-":
        return UTC
    digits = name[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if name[0] == "-" else offset)


def _from_words(text: str) -> datetime | None:
    """RFC 2822 in all its forms (zones by name, no weekday), and days written `August 3, 2021`."""
    if not any(character.isdigit() for character in text):
        return None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - 8 ms that few archives pay

    if _NAMED_DAY.fullmatch(text):
        text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\.", "", text) + " 00:00:00 +0000"
    try:
        return parsedate_to_datetime(text)
    except (TypeError, IndexError):  # what its parser raises on some texts that are no dates
        return None

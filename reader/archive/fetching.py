"""Fetches pictures over https, when the reader has said yes: within bounds, and from the open network only.

Every address that a host's name stands for is looked at before anything is sent, and the connection is made to the
address that was looked at, not to the name: a name that is answered otherwise the second time (DNS rebinding) leads
nowhere. `http.client` is used and not a larger library, because those look names up again inside their pools; here the
one socket there is can be seen. No proxy, no cookie, no referrer, no password is ever sent.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic
from urllib.parse import quote, urljoin, urlsplit

from reader import __version__
from reader.errors import BroadsheetError

MOST_BYTES = 10 * 1024 * 1024
"""Of one picture."""
MOST_SECONDS = 20.0
"""For one picture, with all its redirects."""
MOST_REDIRECTS = 4

_PORTS = (443, 8443)
_PIECE = 64 * 1024
_SILENCE = 8.0
"""Seconds without a byte after which a host is given up."""
_REDIRECTS = (301, 302, 303, 307, 308)
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_EXTRA = ("100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "fec0::/10", "2001::/32", "2002::/16", "64:ff9b:1::/48")
"""Networks refused by name as well, whatever a version of Python calls them: carriers' own (RFC 6598), benchmarking,
and IPv6 that leads to IPv4 by tunnels (RFC 4380, RFC 3056)."""

Address = IPv4Address | IPv6Address


class FetchError(BroadsheetError):
    """A picture was not fetched; the message says why, without its address."""


@dataclass(frozen=True, slots=True)
class Way:
    """How hosts are reached; other than usual only where a test has a server of its own."""

    look_up: Callable[[str, int], Iterable[str]]
    """The addresses that a name stands for."""
    is_allowed: Callable[[Address], bool]
    """Whether an address may be connected to."""
    context: ssl.SSLContext
    """What certificates are trusted."""
    ports: tuple[int, ...] = _PORTS
    seconds: float = MOST_SECONDS
    most_bytes: int = MOST_BYTES


def is_public(address: Address) -> bool:
    """Whether an address is one of the open network: not of this machine, a private network, a link or a group."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        if inner is not None:
            return is_public(inner)
        if address in ip_network("64:ff9b::/96"):  # RFC 6052: the last four bytes are an IPv4 address
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if getattr(address, "scope_id", None):
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not any(address in network for network in _refused())
    )


@cache
def _refused() -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one) for one in _EXTRA)


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@cache
def usual() -> Way:
    """The open network, by the names and the certificates of this system."""
    return Way(_look_up, is_public, ssl.create_default_context())


def fetch(address: str, way: Way | None = None) -> bytes:
    """The picture at an address of https. Raises FetchError.

    What comes is not looked into, but by its type: whoever decodes it does that, in a process of its own.
    """
    way = way or usual()
    until = monotonic() + way.seconds
    try:
        for _ in range(MOST_REDIRECTS + 1):
            answer = _asked(address, way, until)
            if isinstance(answer, bytes):
                return answer
            address = urljoin(address, answer)
    except FetchError:
        raise
    except TimeoutError as error:
        raise FetchError("the host took too long") from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError(f"the host's certificate is not trusted ({error.verify_message})") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(f"the host did not answer as it should ({_words(error)})") from error
    raise FetchError("the host sends from one address to another without end")


def _words(error: Exception) -> str:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(said).split())[:80]


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address that was looked at, under the name that it was looked at for."""

    def __init__(self, host: str, port: int, address: str, way: Way, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout, context=way.context)
        self._address = address
        self._trust = way.context
        self._open: ssl.SSLSocket | None = None

    def connect(self) -> None:
        """Connects to the address; the certificate is asked for in the host's name."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self._open = self._trust.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self._open
        self._open.do_handshake()

    def cut(self) -> None:
        """Ends whatever goes on, for its time is over: a host may send a byte now and then for ever."""
        if self._open is not None:  # `sock` is given up as soon as a host says that it will close
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


def _asked(address: str, way: Way, until: float) -> bytes | str:
    """A picture, or where it is said to be."""
    host, port, path = _parts(address, way)
    reached = _reachable(host, port, way, until)
    connection = _Pinned(host, port, reached, way, min(_SILENCE, _left(until)))
    end = Timer(_left(until), connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.request("GET", path, headers={"User-Agent": f"Broadsheet/{__version__}", "Accept": "image/*"})
        with connection.getresponse() as answer:
            return _content(answer, way, until)
    except (OSError, http.client.HTTPException, ValueError):
        _left(until)  # what was cut is told as that
        raise
    finally:
        end.cancel()
        connection.close()


def _content(answer: http.client.HTTPResponse, way: Way, until: float) -> bytes | str:
    if answer.status in _REDIRECTS and (target := answer.getheader("Location")):
        return target
    if answer.status != http.client.OK:
        raise FetchError(f"the host answered {answer.status} {answer.reason}".rstrip())
    kind = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if not kind.startswith("image/") and kind not in ("", "application/octet-stream", "binary/octet-stream"):
        raise FetchError(f"what is there is no picture ({kind[:40]})")
    if answer.length is not None and answer.length > way.most_bytes:
        raise FetchError(_too_large(way))
    return _read(answer, way, until)


def _parts(address: str, way: Way) -> tuple[str, int, str]:
    parts = urlsplit(address)
    if parts.scheme.lower() != "https":
        raise FetchError("it is not at an address of https")
    if parts.username is not None or not parts.hostname:
        raise FetchError("its address names no host, or a user")
    port = parts.port or 443
    if port not in way.ports:
        raise FetchError(f"port {port} is no port for pictures")
    try:
        host = parts.hostname.encode("idna").decode("ascii")
    except UnicodeError:
        raise FetchError("its host's name cannot be read") from None
    path = quote(parts.path or "/", safe=_SAFE)
    return host, port, f"{path}?{quote(parts.query, safe=_SAFE)}" if parts.query else path


def _reachable(host: str, port: int, way: Way, until: float) -> str:
    """An address of a host, when all that its name stands for may be connected to."""
    found = _looked_up(host, port, way, until)
    if not found:
        raise FetchError("the host is not known")
    for one in found:
        if not way.is_allowed(ip_address(one)):
            raise FetchError("the host is on this machine or on a private network, and is never asked")
    return found[0]


def _looked_up(host: str, port: int, way: Way, until: float) -> list[str]:
    """What a name stands for. The system looks it up for as long as it likes: a thread waits for that."""
    answers: SimpleQueue[list[str] | OSError | ValueError] = SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(list(way.look_up(host, port)))
        except (OSError, ValueError) as error:
            answers.put(error)

    Thread(target=look_up, name="look up", daemon=True).start()
    try:
        found = answers.get(timeout=_left(until))
    except Empty:
        raise TimeoutError from None
    if isinstance(found, list):
        return found
    raise found


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(answer: http.client.HTTPResponse, way: Way, until: float) -> bytes:
    content = bytearray()
    while True:
        _left(until)
        piece = answer.read1(_PIECE)
        if not piece:
            break
        content += piece
        if len(content) > way.most_bytes:
            raise FetchError(_too_large(way))
    _left(until)  # what was cut ends as what is whole does
    if answer.length:
        raise FetchError("it came only in part")
    if not content:
        raise FetchError("the host sent nothing")
    return bytes(content)


def _too_large(way: Way) -> str:
    return f"it is larger than {way.most_bytes // 1024 // 1024} MB"

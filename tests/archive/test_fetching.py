"""Fetching: from servers on this machine, which only a test may ask, and what is refused."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Event
from time import sleep
from typing import NamedTuple

import pytest
import trustme

from reader.archive import fetching
from reader.archive.fetching import FetchError, Way, fetch, is_public

PICTURE = b"\x89PNG\r\n\x1a\n" + b"x" * 1000

Answer = Callable[[BaseHTTPRequestHandler], None]


class Host(NamedTuple):
    """A server for `pictures.test`, and the way to it."""

    port: int
    way: Way
    asked: list[str]
    """What was asked for."""

    def address(self, path: str, host: str = "pictures.test") -> str:
        return f"https://{host}:{self.port}{path}"


def send(content: bytes, kind: str = "image/png", status: int = 200, length: int | None = None) -> Answer:
    """An answer with a body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        if length is None or length >= 0:
            handler.send_header("Content-Length", str(len(content) if length is None else length))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def redirect(target: str) -> Answer:
    """An answer that leads elsewhere."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, without end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "image/png")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        sleep(0.05)


def drip_head(handler: BaseHTTPRequestHandler) -> None:
    """The head of a chunk that does not end, from a host that says it will close."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1;")
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        sleep(0.05)


def without_end(handler: BaseHTTPRequestHandler) -> None:
    """More and more, and no word of how much."""
    handler.send_response(200)
    handler.send_header("Content-Type", "image/png")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x" * 65536)


ANSWERS: dict[str, Answer] = {
    "/a.png": send(PICTURE),
    "/page": send(b"<html>", "text/html; charset=utf-8"),
    "/none.png": send(b"", status=404),
    "/empty.png": send(b""),
    "/long.png": send(b"x", length=50_000_000),
    "/short.png": send(PICTURE, length=2000),
    "/endless.png": without_end,
    "/drip.png": drip,
    "/drip-head.png": drip_head,
    "/to-a": redirect("/a.png"),
    "/to-http": redirect("http://pictures.test/a.png"),
    "/to-file": redirect("file:///etc/passwd"),
    "/to-private": redirect("https://private.test:{port}/a.png"),
    "/round": redirect("/round"),
}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def host(authority: trustme.CA) -> Iterator[Host]:
    """A server that is told to `fetch` as if it were in the open network."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            asked.append(self.path)
            try:
                answer = ANSWERS[self.path]
                if self.path == "/to-private":
                    answer = redirect(f"https://private.test:{self.server.server_port}/a.png")
                answer(self)
            except OSError:
                return  # whoever asked has had enough

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("pictures.test").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    known = {"pictures.test": ["127.0.0.1"], "private.test": ["10.0.0.7"], "mixed.test": ["127.0.0.1", "10.0.0.7"]}
    way = Way(
        lambda name, port: known.get(name, [name]),
        lambda address: str(address) == "127.0.0.1",
        trusting,
        (server.server_port,),
        seconds=5.0,
    )
    yield Host(server.server_port, way, asked)
    server.shutdown()
    server.server_close()


def reason(host: Host, address: str, way: Way | None = None) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(address, way or host.way)
    return str(caught.value)


def test_a_picture_is_fetched(host: Host) -> None:
    assert fetch(host.address("/a.png"), host.way) == PICTURE
    assert host.asked == ["/a.png"]


def test_a_redirect_is_followed(host: Host) -> None:
    assert fetch(host.address("/to-a"), host.way) == PICTURE
    assert host.asked == ["/to-a", "/a.png"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/page", "what is there is no picture (text/html)"),
        ("/none.png", "the host answered 404 Not Found"),
        ("/empty.png", "the host sent nothing"),
        ("/long.png", "it is larger than 10 MB"),
        ("/short.png", "it came only in part"),
        ("/to-http", "it is not at an address of https"),
        ("/to-file", "it is not at an address of https"),
        ("/to-private", "the host is on this machine or on a private network, and is never asked"),
        ("/round", "the host sends from one address to another without end"),
    ],
)
def test_what_is_no_picture_is_not_fetched(host: Host, path: str, said: str) -> None:
    assert reason(host, host.address(path)) == said


def test_a_picture_without_end_is_given_up_at_the_bound(host: Host) -> None:
    way = replace(host.way, most_bytes=1024 * 1024)
    assert reason(host, host.address("/endless.png"), way) == "it is larger than 1 MB"


@pytest.mark.parametrize("path", ["/drip.png", "/drip-head.png"])
def test_a_host_that_sends_a_byte_now_and_then_is_given_up(host: Host, path: str) -> None:
    way = replace(host.way, seconds=0.5)
    assert reason(host, host.address(path), way) == "the host took too long"


def test_a_name_that_nobody_answers_is_given_up_in_time(host: Host) -> None:
    is_over = Event()
    way = replace(host.way, seconds=0.3, look_up=lambda name, port: (is_over.wait(60), [])[1])
    assert reason(host, host.address("/a.png"), way) == "the host took too long"
    is_over.set()


def test_a_name_that_is_not_known_is_told_as_that(host: Host) -> None:
    def look_up(name: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert "Name or service not known" in reason(host, host.address("/a.png"), replace(host.way, look_up=look_up))


def test_redirects_are_bounded(host: Host) -> None:
    reason(host, host.address("/round"))
    assert len(host.asked) == fetching.MOST_REDIRECTS + 1


def test_only_https_is_asked(host: Host) -> None:
    assert reason(host, f"http://pictures.test:{host.port}/a.png") == "it is not at an address of https"
    assert host.asked == []


def test_a_certificate_that_is_not_trusted_is_refused(host: Host) -> None:
    way = replace(host.way, context=ssl.create_default_context())
    assert "certificate is not trusted" in reason(host, host.address("/a.png"), way)
    assert host.asked == []


def test_the_certificate_is_asked_for_in_the_name_of_the_host_not_of_its_address(host: Host) -> None:
    assert "certificate is not trusted" in reason(host, host.address("/a.png", "127.0.0.1"))


def test_a_host_of_which_one_address_is_private_is_never_asked(host: Host) -> None:
    assert "never asked" in reason(host, host.address("/a.png", "mixed.test"))
    assert host.asked == []


def test_a_name_that_is_answered_otherwise_the_second_time_leads_nowhere(host: Host) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.7"]])
    way = replace(host.way, look_up=lambda name, port: next(answers))
    assert fetch(host.address("/a.png"), way) == PICTURE
    assert next(answers) == ["10.0.0.7"], "the name was looked up once, and the connection made to what was found"


def test_by_itself_this_machine_is_never_asked(host: Host) -> None:
    way = replace(host.way, is_allowed=is_public)
    assert "never asked" in reason(host, host.address("/a.png"), way)
    for name in ("localhost", "127.0.0.1", "[::1]", "0x7f.1", "2130706433", "0.0.0.0", "[::ffff:127.0.0.1]"):
        usual = replace(fetching.usual(), ports=(host.port,))
        assert "never asked" in reason(host, host.address("/a.png", name), usual), name
    assert host.asked == []


def test_a_user_or_a_port_of_another_service_is_refused(host: Host) -> None:
    assert reason(host, f"https://me:secret@pictures.test:{host.port}/a.png") == "its address names no host, or a user"
    assert reason(host, "https://pictures.test:22/a.png") == "port 22 is no port for pictures"


def test_a_host_that_does_not_speak_is_told_as_that(host: Host) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        way = replace(host.way, ports=(port,), seconds=0.5)
        assert reason(host, f"https://pictures.test:{port}/a.png", way) == "the host took too long"


def test_a_host_that_is_not_there_is_told_as_that(host: Host) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    way = replace(host.way, ports=(port,))
    assert "did not answer as it should" in reason(host, f"https://pictures.test:{port}/a.png", way)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:192.168.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2001:0:1::1",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_of_the_open_network_are_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_open_network_are_allowed(address: str) -> None:
    assert is_public(ip_address(address))

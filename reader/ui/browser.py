"""Starts a browser that has windows of its own, with nothing of our terminal."""

from __future__ import annotations

import subprocess
import threading
import webbrowser

_SOON = 1.0
"""Seconds in which a browser that cannot open an address says so; one that goes on has opened it."""


def open_in_window(browser: webbrowser.BaseBrowser, address: str) -> str:
    """Has a browser open an address; answers why it did not, in words, or with nothing. Waits: for another thread.

    Python starts those that it knows nothing of, `xdg-open` among them, with our terminal to write to.
    """
    if not isinstance(browser, webbrowser.BackgroundBrowser):
        return "" if browser.open(address) else "it could not be started"
    command = [browser.name, *(each.replace("%s", address) for each in browser.args)]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return error.strerror or str(error)
    try:
        status = process.wait(_SOON)
    except subprocess.TimeoutExpired:
        # It may outlive us, and nothing waits for this thread; but one that ends before us leaves no zombie.
        threading.Thread(target=process.wait, name="browser", daemon=True).start()
        return ""
    return f"it ended with {status}" if status else ""

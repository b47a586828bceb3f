"""Chromium's processes: started once, with a fresh context for each test."""

import contextlib
import json
import shutil
import urllib.request

import websocket
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service

from harness import PATIENCE


def chromium():
    """Where browser and driver are, or None: Chromium without the window that nobody looks at."""
    return shutil.which("chromium-headless-shell"), shutil.which("chromedriver")


class Browsers:
    """Chromium's processes, kept from one test to the next: starting one takes seconds.

    What a test does it does in a context of its own, as in a profile of its own: cookies, storage,
    cache, permissions and what was set by the DevTools protocol end with it.
    """

    def __init__(self):
        self._idle = []

    def take(self, width, height):
        """A driver with one empty window. Its page is `width` × `height` CSS pixels."""
        driver = self._idle.pop() if self._idle else start_chromium()
        driver.context = ask(driver, "Target.createBrowserContext")["browserContextId"]
        driver.size = (width, height)
        open_tab(driver)
        return driver

    def give_back(self, driver):
        try:
            driver.switch_to.window(driver.first_window)
            ask(driver, "Target.disposeBrowserContext", browserContextId=driver.context)
            driver.get_log("browser")
            self._idle.append(driver)
        except WebDriverException:
            stop_chromium(driver)

    def close(self):
        while self._idle:
            stop_chromium(self._idle.pop())


def start_chromium():
    browser, driver_path = chromium()
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in (
        "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--hide-scrollbars", "--autoplay-policy=no-user-gesture-required", "--lang=en-GB"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver_path))
    driver.set_page_load_timeout(PATIENCE)
    driver.set_script_timeout(PATIENCE)
    driver.first_window = driver.current_window_handle
    address = driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
    with urllib.request.urlopen(f"http://{address}/json/version", timeout=PATIENCE) as answer:
        driver.line = websocket.create_connection(
            json.load(answer)["webSocketDebuggerUrl"], PATIENCE, suppress_origin=True)
    return driver


def ask(driver, method, **parameters):
    """A method of the DevTools protocol that is the whole browser's, not a page's."""
    driver.line.send(json.dumps({"id": 1, "method": method, "params": parameters}))
    while "id" not in (answer := json.loads(driver.line.recv())):
        pass
    if "error" in answer:
        raise WebDriverException(f"{method}: {answer['error']}")
    return answer["result"]


def stop_chromium(driver):
    # The driver ends itself, and leaves a browser without a window behind.
    with contextlib.suppress(OSError, websocket.WebSocketException):
        driver.line.send(json.dumps({"id": 1, "method": "Browser.close"}))
        driver.line.close()
    driver.quit()


def open_tab(driver):
    """Another window beside those of this browser, with the same cookies; it is the one in use."""
    made = ask(
        driver, "Target.createTarget", url="about:blank", browserContextId=driver.context)
    driver.switch_to.window(made["targetId"])
    resize(driver, *driver.size)


def put_behind(driver, behind=True):
    """Tells the page that another tab covers it, or no longer: without windows nothing does."""
    driver.execute_script("""
        const [behind] = arguments;
        const tell = (name, value) =>
          Object.defineProperty(document, name, { value, configurable: true });
        tell("hidden", behind);
        tell("visibilityState", behind ? "hidden" : "visible");
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
        """, behind)


def resize(driver, width, height):
    """Makes the page, not the window, this large."""
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

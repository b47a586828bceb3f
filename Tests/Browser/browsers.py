"""Chromium, driven as a person would: windows, presses, waiting for what can be seen."""

import os
import pathlib
import shutil
import tempfile

from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException, ElementNotInteractableException, JavascriptException,
    NoSuchElementException, StaleElementReferenceException)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from harness import CHECKOUT, until

SIZES = {
    "phone": (390, 844), "tablet": (820, 1180), "desktop": (1440, 900), "tv": (1920, 1080)}
SCREENSHOTS = CHECKOUT / "deploy/docs/screenshots"
PASSING = (
    NoSuchElementException, StaleElementReferenceException, ElementNotInteractableException,
    ElementClickInterceptedException, JavascriptException)


def chromium():
    """Where the browser is, or None."""
    return shutil.which("chromium"), shutil.which("chromedriver")


def start_browser(width=1440, height=900, arguments=()):
    """A browser with a profile of its own. Its window is `width` × `height` CSS pixels."""
    browser, driver_path = chromium()
    profile = tempfile.mkdtemp(prefix="branchline-profile-")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--hide-scrollbars", "--autoplay-policy=no-user-gesture-required", "--lang=en-GB",
        f"--user-data-dir={profile}", f"--window-size={width},{height}", *arguments):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver_path))
    driver.profile = profile
    driver.set_page_load_timeout(30)
    resize(driver, width, height)
    return driver


def stop_browser(driver):
    driver.quit()
    shutil.rmtree(driver.profile, ignore_errors=True)


def resize(driver, width, height):
    """Makes the page, not the window, this large."""
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})


def open_page(driver, url):
    driver.get(url)
    return driver


def look(driver, css):
    return driver.find_element(By.CSS_SELECTOR, css)


def text_of(driver, css):
    """The visible text, or "" where there is no such element."""
    try:
        return look(driver, css).text
    except PASSING:
        return ""


def wait_for(driver, css, text=None, seconds=10):
    """The first visible element, with this text in it where one is given."""
    def found():
        try:
            for element in driver.find_elements(By.CSS_SELECTOR, css):
                if element.is_displayed() and (text is None or text in element.text):
                    return element
        except PASSING:
            return None
        return None

    what = css if text is None else f"{css} with {text!r}"
    try:
        return until(found, what, seconds)
    except AssertionError as error:
        body = text_of(driver, "body")[:600]
        raise AssertionError(f"{error}; the page says: {body!r}") from None


def wait_gone(driver, css, text=None, seconds=10):
    """Waits until no such element is visible."""
    def gone():
        try:
            return not any(
                element.is_displayed() and (text is None or text in element.text)
                for element in driver.find_elements(By.CSS_SELECTOR, css))
        except PASSING:
            return False

    until(gone, f"{css} {text or ''} is gone", seconds)


def press(driver, css, text=None, seconds=10):
    """Clicks the element once it can be clicked."""
    def pressed():
        element = wait_for(driver, css, text, seconds)
        try:
            if not element.is_enabled():
                return False
            element.click()
            return True
        except PASSING:
            return False

    until(pressed, f"{css} can be pressed", seconds)


def type_into(driver, css, text):
    element = wait_for(driver, css)
    element.clear()
    element.send_keys(text)
    return element


def shoot(driver, name, only_viewport=True):
    """A screenshot; kept with the documentation where BRANCHLINE_SCREENSHOTS is set."""
    kept = os.environ.get("BRANCHLINE_SCREENSHOTS")
    directory = SCREENSHOTS if kept else pathlib.Path(tempfile.gettempdir()) / "branchline-shots"
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{name}.png"
    driver.save_screenshot(str(path))
    return path


def offline(driver, cut=True):
    """Cuts this browser's network, or mends it."""
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", {
        "offline": cut, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})


def before_each_page(driver, script):
    """Runs a script in each page before its own."""
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})


def complaints(driver):
    """What the browser's console holds of errors: blocked by policy, failed scripts."""
    return [
        entry["message"] for entry in driver.get_log("browser")
        if entry["level"] == "SEVERE" and "/api/" not in entry["message"]
        and "/login" not in entry["message"] and "/events" not in entry["message"]]


def axe(driver, exclude=()):
    """What axe-core finds wrong with the page: a line each."""
    import axe_playwright_python

    script = pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js"
    driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    driver.execute_script(script.read_text())
    results = driver.execute_async_script("""
        const done = arguments[arguments.length - 1];
        axe.run(document, {resultTypes: ["violations"],
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
          .then((results) => done(results.violations), (error) => done([{id: String(error),
            nodes: []}]));
        """)
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for violation in results if violation["id"] not in exclude
        for node in violation["nodes"] or [{"target": "?"}]]

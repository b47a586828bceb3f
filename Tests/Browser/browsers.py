"""A page, used as a person would: presses, typing, waiting for what can be seen."""

import os
import pathlib
import tempfile
import time

from selenium.common.exceptions import (
    ElementClickInterceptedException, ElementNotInteractableException, JavascriptException,
    NoSuchElementException, StaleElementReferenceException)
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from harness import CHECKOUT, PATIENCE, until

SIZES = {
    "phone": (390, 844), "tablet": (820, 1180), "desktop": (1440, 900), "tv": (1920, 1080)}
SCREENSHOTS = CHECKOUT / "deploy/docs/screenshots"
PASSING = (
    NoSuchElementException, StaleElementReferenceException, ElementNotInteractableException,
    ElementClickInterceptedException, JavascriptException)


def open_page(driver, url):
    driver.get(url)
    return driver


class Shown:
    """What stands in a page, found anew at each use: a page that draws itself anew replaces it.

    `text`: a text, or several, that stand in it; `visible`: whether only what can be seen counts.
    """

    def __init__(self, driver, css, text=None, seconds=PATIENCE, visible=True):
        self._driver, self._css, self._seconds, self._visible = driver, css, seconds, visible
        self._texts = () if text is None else (text,) if isinstance(text, str) else tuple(text)

    def use(self, work, what="is there"):
        """What `work(element)` answers; where the page comes in between it is asked again."""
        def attempt():
            try:
                for element in self._driver.find_elements(By.CSS_SELECTOR, self._css):
                    if self._visible and not element.is_displayed():
                        continue
                    shown = element.text if self._texts else ""
                    if all(text in shown for text in self._texts):
                        return [work(element)]
            except PASSING:
                pass
            return None

        wanted = " ".join([self._css, *(f"with {text!r}" for text in self._texts), what])
        try:
            return until(attempt, wanted, self._seconds)[0]
        except AssertionError as error:
            body = text_of(self._driver, "body")[:600]
            raise AssertionError(f"{error}; the page says: {body!r}") from None

    @property
    def text(self):
        return self.use(lambda element: element.text)

    def get_attribute(self, name):
        return self.use(lambda element: element.get_attribute(name))

    def value_of_css_property(self, name):
        return self.use(lambda element: element.value_of_css_property(name))

    def is_displayed(self):
        return self.use(lambda element: element.is_displayed())

    def is_enabled(self):
        return self.use(lambda element: element.is_enabled())

    def click(self):
        def click(element):
            if not element.is_enabled():
                raise ElementNotInteractableException("disabled")
            element.click()

        self.use(click, "can be pressed")

    def double_click(self):
        self.use(lambda element: ActionChains(self._driver).double_click(element).perform())

    def send_keys(self, *keys):
        self.use(lambda element: element.send_keys(*keys), "takes keys")

    def press(self, css, text=None):
        """Clicks the first of these in it, with just this text where one is given."""
        def click(element):
            inner = next((one for one in element.find_elements(By.CSS_SELECTOR, css)
                          if text is None or one.text == text), None)
            if inner is None or not inner.is_enabled():
                raise NoSuchElementException(css)
            inner.click()

        self.use(click, f"has a {css} {text or ''} that can be pressed")

    def has(self, css):
        return self.use(lambda element: element.find_elements(By.CSS_SELECTOR, css) != [])


def look(driver, css):
    """The first of these, seen or not."""
    return found(Shown(driver, css, visible=False))


def wait_for(driver, css, text=None, seconds=PATIENCE):
    """The first visible one of these, with this text in it (or these) where one is given."""
    return found(Shown(driver, css, text, seconds))


def found(shown):
    shown.use(lambda element: element)
    return shown


def text_of(driver, css):
    """The visible text of the first of these, or "" where there is none."""
    def text():
        try:
            return [next((one.text for one in driver.find_elements(By.CSS_SELECTOR, css)), "")]
        except PASSING:
            return None

    return until(text, f"{css} keeps still")[0]


def texts_of(driver, css):
    """What stands in each of these, at one moment."""
    return driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])]"
        ".map((one) => one.innerText.trim())", css)


def attributes_of(driver, css, name):
    """An attribute of each of these, at one moment."""
    return driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])]"
        ".map((one) => one.getAttribute(arguments[1]))", css, name)


def count_of(driver, css):
    return len(driver.find_elements(By.CSS_SELECTOR, css))


def wait_gone(driver, css, text=None, seconds=PATIENCE):
    """Waits until no such element is visible."""
    def gone():
        try:
            return not any(
                element.is_displayed() and (text is None or text in element.text)
                for element in driver.find_elements(By.CSS_SELECTOR, css))
        except PASSING:
            return False

    until(gone, f"{css} {text or ''} is gone", seconds)


def press(driver, css, text=None, seconds=PATIENCE):
    """Clicks the element once it can be clicked."""
    Shown(driver, css, text, seconds).click()


def type_into(driver, css, text):
    """Puts a text in place of what stands in a field; answers the field."""
    def type_text(element):
        element.clear()
        element.send_keys(text)
        if element.get_attribute("value") != text:
            raise StaleElementReferenceException("the page drew itself anew meanwhile")

    field = Shown(driver, css)
    field.use(type_text, f"takes {text!r}")
    return field


def press_keys(driver, *pressed):
    """Keys to whatever has the focus."""
    ActionChains(driver).send_keys(*pressed).perform()


def focused(driver):
    """The id of what has the focus."""
    return driver.execute_script("return document.activeElement.id")


def wait_width(driver, width):
    """Waits until the page is this wide; answers by how many pixels something sticks out."""
    until(lambda: driver.execute_script("return innerWidth") == width, f"{width} pixels")
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    # What is drawn in between may stick out for a moment.
    settled = time.monotonic() + 5
    while (pixels := driver.execute_script(wide)) > 0 and time.monotonic() < settled:
        time.sleep(0.05)
    return pixels


def shoot(driver, name):
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


def save_files_in(driver, directory):
    """What the page offers as a file is kept there."""
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {
        "behavior": "allow", "downloadPath": str(directory),
        "browserContextId": driver.context})


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
    if not driver.execute_script("return Boolean(window.axe)"):
        driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
        driver.execute_script(script.read_text())
    # A page of hundreds of methods takes longer than any answer of the branch may.
    driver.set_script_timeout(4 * PATIENCE)
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

"""The board: what a hall sees and hears."""

import time

import pytest

from browsers import (
    attributes_of, axe, before_each_page, complaints, look, open_page, press, text_of, wait_for,
    wait_gone)
from harness import until

RECORD_SPEECH = """
    window.spoken = [];
    let speaking = 0;
    const voices = ["en-GB", "es-ES"].map((lang) => ({ lang, name: lang }));
    Object.defineProperty(window, "speechSynthesis", { value: {
      getVoices: () => voices,
      speak(speech) {
        speaking += 1;
        window.spoken.push({ text: speech.text, lang: speech.lang, together: speaking });
        setTimeout(() => {
          speaking -= 1;
          speech.dispatchEvent(new Event("end"));
        }, 120);
      },
    } });
    window.SpeechSynthesisUtterance = class extends EventTarget {
      constructor(text) { super(); this.text = text; }
    };
    """


def board(branch, browser, query="", width=1920, height=1080, record=False):
    driver = browser(width, height)
    if record:
        before_each_page(driver, RECORD_SPEECH)
    open_page(driver, branch.url + "/board" + query)
    wait_for(driver, ".service")
    return driver


def call_next(branch, session, counter, service="cash"):
    branch.issue(service)
    return branch.call("queue.next", {"counter": counter}, session)["ticket"]["number"]


def test_a_call_is_huge_with_its_counter_within_a_second(branch, browser):
    session = branch.counter("1", ["cash"])
    driver = board(branch, browser)
    # The page says when it showed what, so that nobody's looking is measured.
    driver.execute_script("""
        window.shown = {};
        new MutationObserver(() => {
          for (const one of document.querySelectorAll(".hero .number")) {
            window.shown[one.textContent.trim()] ??= Date.now();
          }
        }).observe(document.body, { childList: true, subtree: true, characterData: true });
        """)
    called = time.time()
    number = call_next(branch, session, "1")
    wait_for(driver, ".hero .number", number)
    wait_for(driver, ".hero .goes", "1")
    assert driver.execute_script("return window.shown")[number] / 1000 - called < 1
    # Capitals are 0.71 of the type's size: readable from ten metres at a fifth of the height.
    size = look(driver, ".hero .number").value_of_css_property("font-size")
    assert float(size.removesuffix("px")) * 0.71 >= 1080 / 5
    assert "news" in look(driver, "#hero").get_attribute("class")
    assert complaints(driver) == []


def test_a_recall_blinks_again(branch, browser):
    session = branch.counter("2", ["cash"])
    driver = board(branch, browser)
    number = call_next(branch, session, "2")
    wait_for(driver, ".hero.news .number", number)
    wait_gone(driver, ".hero.news")
    branch.call("queue.recall", {"counter": "2"}, session)
    wait_for(driver, ".hero.news .number", number)


def test_calls_at_the_same_time_are_all_told_in_order_and_never_together(branch, browser):
    sessions = {counter: branch.counter(counter, ["loans"]) for counter in ("31", "32", "33")}
    driver = board(branch, browser, "?lang=es,en", record=True)
    # What was called before this board began is told first.
    until(lambda: driver.execute_script("return window.spoken.length % 2 === 0"), "quiet")
    numbers = [call_next(branch, session, counter, "loans")
               for counter, session in sessions.items()]
    spelled = [" ".join(number) for number in numbers]

    def told():
        texts = driver.execute_script("return window.spoken.map((one) => one.text)")
        return all(sum(one in text for text in texts) == 2 for one in spelled)

    until(told, "each call is told in both languages", 25)
    spoken = driver.execute_script("return window.spoken")
    ours = [one for one in spoken if any(number in one["text"] for number in spelled)]
    assert [next(n for n in spelled if n in one["text"]) for one in ours] == [
        number for number in spelled for _ in range(2)]
    assert [one["lang"] for one in ours] == ["es-ES", "en-GB"] * 3
    assert max(one["together"] for one in spoken) == 1
    assert "ventanilla 31" in ours[0]["text"] and "counter 31" in ours[1]["text"]


def test_a_reload_tells_nothing_twice(branch, browser):
    session = branch.counter("4", ["cash"])
    driver = board(branch, browser, record=True)
    number = " ".join(call_next(branch, session, "4"))
    count = "return window.spoken.filter((one) => one.text.includes(arguments[0])).length"
    until(lambda: driver.execute_script(count, number) == 1, "the call is told")
    driver.refresh()
    wait_for(driver, ".service")
    fresh = " ".join(call_next(branch, session, "4"))
    until(lambda: driver.execute_script(count, fresh) == 1, "the next call is told", 30)
    assert driver.execute_script(count, number) == 0


def test_it_says_since_when_it_is_not_live_and_is_right_again(branch, browser):
    session = branch.counter("5", ["accounts"])
    driver = board(branch, browser)
    branch.kill("scheduler")
    wait_for(driver, "#stale", "Not live since")
    assert float(look(driver, "main").value_of_css_property("opacity")) < 0.5
    branch.start("scheduler")
    wait_gone(driver, "#stale")
    until(lambda: branch.call("queue.status"), "the scheduler is back")
    number = call_next(branch, session, "5", "accounts")
    wait_for(driver, ".hero .number", number)


@pytest.mark.parametrize("theme, ground", [
    ("dark", "rgb(11, 17, 32)"), ("light", "rgb(238, 242, 248)"), ("contrast", "rgb(0, 0, 0)")])
def test_themes(branch, browser, theme, ground):
    driver = board(branch, browser, f"?theme={theme}", 1440, 900)
    until(
        lambda: look(driver, "body").value_of_css_property("background-color").replace(
            "rgba", "rgb").replace(", 1)", ")") == ground, f"{theme} has its ground")
    assert axe(driver) == []


def test_only_the_services_that_were_asked_for(branch, browser):
    driver = board(branch, browser, "?services=cash&title=Hall+2&message=Closed+at+noon")
    assert attributes_of(driver, ".service", "data-service") == ["cash"]
    assert text_of(driver, "#title") == "Hall 2" and text_of(driver, "#message") == "Closed at noon"
    loans, cash = branch.counter("61", ["loans"]), branch.counter("62", ["cash"])
    hidden = call_next(branch, loans, "61", "loans")
    shown = call_next(branch, cash, "62")
    wait_for(driver, "#calls", shown)
    assert hidden not in text_of(driver, "body")


def test_settings_are_kept_for_this_browser(branch, browser):
    driver = board(branch, browser)
    look(driver, "body").send_keys("s")
    wait_for(driver, "#settings input[name=message]").send_keys("Tea is at four")
    press(driver, "#settings option[value=light]")
    press(driver, "#settings button[type=submit]")
    wait_for(driver, "#message", "Tea is at four")
    driver.refresh()
    wait_for(driver, "#message", "Tea is at four")
    assert look(driver, "html").get_attribute("data-theme") == "light"


def test_nothing_is_drawn_anew_where_nothing_changed(branch, browser):
    # A service that nobody was called to: nothing is still being announced.
    driver = board(branch, browser, "?services=enquiries")
    driver.execute_script("""
        window.changes = 0;
        new MutationObserver((records) => { window.changes += records.length; })
          .observe(document.getElementById("board"), { childList: true, subtree: true });
        window.beats = 0;
        const source = new EventSource("/board/events");
        source.addEventListener("alive", () => { window.beats += 1; });
        """)
    until(lambda: driver.execute_script("return window.beats") >= 2, "the page is at rest")
    driver.execute_script("window.changes = 0; window.beats = 0")
    until(lambda: driver.execute_script("return window.beats") >= 3, "three seconds have passed")
    assert driver.execute_script("return window.changes") == 0

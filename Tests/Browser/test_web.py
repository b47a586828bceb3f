"""The web service itself, beyond any page."""

from browsers import complaints, open_page


def test_who_is_answered_and_a_page_loads(branch, browser):
    assert branch.post("/home/who", {})["branch"] == "main"
    driver = open_page(browser(), branch.url + "/pages/shared/icon.svg")
    assert complaints(driver) == []

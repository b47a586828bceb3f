"""A supervisor or an administrator at the manager's desk."""

from browsers import attributes_of, open_page, press, type_into, wait_for


def log_in(branch, driver, user, secret, section=None):
    open_page(driver, branch.url + "/manager" + (f"#{section}" if section else ""))
    enter(driver, user, secret)
    if section:
        wait_here(driver, section)
    else:
        wait_for(driver, "#sections a")
    return driver


def enter(driver, user, secret):
    type_into(driver, "input[name=user]", user)
    type_into(driver, "input[name=secret]", secret)
    press(driver, "main button[type=submit]")


def sections(driver):
    """What the menu offers."""
    return attributes_of(driver, "#sections a", "data-section")


def go(driver, section):
    press(driver, f"[data-section={section}]")
    wait_here(driver, section)


def wait_here(driver, section):
    wait_for(driver, f"[data-section={section}][aria-current=page]")


def line(driver, *texts):
    """A line of the table, by what stands in it."""
    return wait_for(driver, "main tbody tr", texts)


def submit(driver):
    press(driver, "dialog button[type=submit]")

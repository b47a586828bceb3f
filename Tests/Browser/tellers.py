"""A teller at work in a browser, and the back office that looks on: for the counter's tests."""

from selenium.webdriver.common.keys import Keys

from browsers import focused, open_page, press, press_keys, type_into, wait_for


HOSTILE = "<script>document.title='owned'</script>"


class Back:
    """The back office of the tests: one admin and one teller for everything they look up.

    A log-in of their own for each look would be too many for the branch.
    """

    def __init__(self, branch):
        self.branch = branch
        self.admin = branch.admin()
        self.made = 0
        self.session = branch.login(*self.teller())

    def call(self, method, body=None):
        return self.branch.call(method, body or {}, self.session)

    def teller(self):
        self.made += 1
        made = self.branch.call(
            "staff.add",
            {"user": f"maria{self.made}", "name": "Maria Fernández", "role": "teller"},
            self.admin)
        return made["user"], made["secret"]

    def service(self):
        """A service that nobody waits for yet."""
        self.made += 1
        name = f"service-{self.made}"
        letters = "EFGHIJKLMNOPQRSTUVWXYZ"
        prefix = letters[self.made // 22] + letters[self.made % 22]
        self.branch.call(
            "service.add", {"service": name, "prefix": prefix, "names": {"en": f"Desk {name}"}},
            self.admin)
        return name

    def customer(self, name, opening):
        self.made += 1
        return self.call(
            "customer.register",
            {"user": f"customer{self.made}", "name": name, "opening": opening})

    def counter(self, number):
        """What the branch says about a counter, or None where it is closed."""
        lines = self.call("counter.list")["counters"]
        return next((line for line in lines if line["counter"] == number), None)

    def state(self, ticket):
        return self.call("queue.ticket", {"ticket": ticket["ticket"]})["state"]

    def waiting(self, service):
        lines = self.call("queue.status")["services"]
        return next(line["waiting"] for line in lines if line["service"] == service)

    def balance(self, account):
        return self.call("account.get", {"account": account})["balance"]


def log_in(driver, branch, user, secret):
    open_page(driver, branch.url + "/counter")
    enter(driver, user, secret)


def enter(driver, user, secret):
    type_into(driver, "#login-user", user)
    type_into(driver, "#login-secret", secret).send_keys(Keys.ENTER)


def open_counter(driver, number, service=None):
    wait_for(driver, "#opening-counter")
    if service:
        driver.execute_script("""
            for (const box of document.querySelectorAll(".services input")) {
              box.checked = box.value === arguments[0];
            }""", service)
    type_into(driver, "#opening-counter", number)
    press(driver, "#opening-go")
    wait_for(driver, "#act-next")
    wait_for(driver, "#live")


def at_counter(driver, back, number, service=None):
    """A teller with an open counter: who it is."""
    user, secret = back.teller()
    log_in(driver, back.branch, user, secret)
    open_counter(driver, number, service)
    return user, secret


def do(driver, what):
    press(driver, f'#act-{what}[aria-disabled="false"]')


def call_new(driver, back, service, **more):
    """Issues a ticket, and calls it."""
    ticket = back.branch.issue(service, **more)
    do(driver, "next")
    wait_for(driver, ".at.called .number", ticket["number"])
    return ticket


def find_account(driver, account):
    type_into(driver, "#find-text", str(account)).send_keys(Keys.ENTER)
    wait_for(driver, "#holder + p", f"{account}")
    wait_for(driver, "#history tbody tr")


def fill_movement(driver, kind, amount, to=None):
    press(driver, f"#do-{kind}")
    if to:
        type_into(driver, "#to", str(to))
    type_into(driver, "#amount", amount)


def reach(driver, id):
    """Goes on with the tab key until the element has the focus."""
    for _ in range(40):
        if focused(driver) == id:
            return
        press_keys(driver, Keys.TAB)
    raise AssertionError(f"{id} is not reached with the tab key")

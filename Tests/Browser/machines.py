"""A cash machine as the tests press it."""

from browsers import open_page, press, text_of, wait_for


class Machine:
    """A browser that is the enrolled machine atm:1."""

    def __init__(self, branch, driver, query=""):
        self.branch, self.driver = branch, driver
        open_page(driver, branch.url + "/pair")
        press(driver, "[data-device='atm:1']")
        self.title("Bienvenido")
        if query:
            open_page(driver, branch.url + "/atm" + query)
            wait_for(driver, "[data-side=L1]:not(:disabled)")

    def title(self, text):
        return wait_for(self.driver, ".screen h2", text)

    def side(self, key):
        press(self.driver, f"[data-side={key}]")

    def digits(self, text):
        for digit in text:
            press(self.driver, f"[data-digit='{digit}']")

    def confirm(self):
        press(self.driver, "[data-press=confirm]")

    def cancel(self):
        press(self.driver, "[data-press=cancel]")

    def log_in(self, account, pin):
        self.side("L1")
        self.title("cuenta")
        self.digits(str(account))
        self.confirm()
        self.title("PIN")
        self.digits(pin)
        self.confirm()

    def text(self):
        return text_of(self.driver, "body")


def balance(branch, account):
    return branch.call("account.get", {"account": account}, branch.admin())["balance"]


def available(branch, account):
    return branch.call("account.get", {"account": account}, branch.admin())["available"]

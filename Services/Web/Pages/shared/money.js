// Amounts are whole minor units everywhere; only here do they become text, and only from text
// do they come back. No fraction is ever a number.

/** How many decimals a currency has: USD 2, JPY 0, KWD 3. */
export function decimals(currency) {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits;
}

/** 12550 in USD as "$125.50", in the language in use. */
export function moneyText(amount, currency, language = document.documentElement.lang || "en") {
  const places = decimals(currency);
  // Intl takes decimal text exactly.
  return new Intl.NumberFormat(language, { style: "currency", currency })
    .format(decimalText(amount, places));
}

/** 12550 with two places as "125.50". */
export function decimalText(amount, places) {
  const digits = String(Math.abs(amount)).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const rest = places > 0 ? `.${digits.slice(digits.length - places)}` : "";
  return `${amount < 0 ? "-" : ""}${whole}${rest}`;
}

/**
 * "125.5" or "1,250.00" in USD as minor units; null where it is no such amount above zero.
 *
 * Marks are read as the language writes them, so that "1.250" is never taken for a thousandth.
 */
export function readMoney(text, currency, language = document.documentElement.lang || "en") {
  const places = decimals(currency);
  const parts = new Intl.NumberFormat(language).formatToParts(-1234567.8);
  const mark = (type) => parts.find((part) => part.type === type)?.value ?? "";
  const [group, point] = [mark("group"), mark("decimal")].map((text) => `[${text}]`);
  const plain = text.trim().replace(/\s/g, "");
  const grouped = new RegExp(`^(\\d{1,3}(?:${group}\\d{2,3})*${group}\\d{3})(?:${point}(\\d+))?$`);
  const simple = places === 3 ? new RegExp(`^(\\d+)(?:${point}(\\d+))?$`) : /^(\d+)(?:[.,](\d+))?$/;
  const match = grouped.exec(plain) ?? simple.exec(plain);
  if (!match || (match[2] ?? "").length > places) return null;
  const digits = match[1].replace(/\D/g, "") + (match[2] ?? "").padEnd(places, "0");
  const amount = Number(digits);
  return Number.isSafeInteger(amount) && amount > 0 ? amount : null;
}

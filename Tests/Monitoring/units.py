"""Numbers as Grafana writes them: by unit, with about three digits."""

import math

_TIMES = ((1e-6, 1e-9, "ns"), (1e-3, 1e-6, "µs"), (1, 1e-3, "ms"), (60, 1, "s"),
          (3_600, 60, "min"), (86_400, 3_600, "hour"), (math.inf, 86_400, "day"))
_SIZES = ("B", "KiB", "MiB", "GiB", "TiB")
_COUNTS = ("", " K", " Mil", " Bil")


def written(value, unit, decimals=None):
    if unit == "s" and value:
        factor, name = next((f, name) for below, f, name in _TIMES if abs(value) < below)
        return f"{_digits(value / factor, decimals)} {name}"
    if unit == "s":
        return "0 s"
    if unit == "bytes":
        power = 0 if abs(value) < 1 else min(int(math.log(abs(value), 1_024)), len(_SIZES) - 1)
        return f"{_digits(value / 1_024 ** power, decimals)} {_SIZES[power]}"
    if unit == "percentunit":
        return f"{_digits(100 * value, decimals)}%"
    if unit == "short":
        power = 0 if abs(value) < 1 else min(int(math.log10(abs(value)) / 3), len(_COUNTS) - 1)
        return f"{_digits(value / 1_000 ** power, decimals)}{_COUNTS[power]}"
    assert unit == "none", f"a unit that is not known here: {unit}"
    return _digits(value, decimals)


def _digits(value, decimals):
    if decimals is not None:
        return f"{value:.{decimals}f}"
    text = f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return "0" if float(text) == 0 else text


def ticks(most, unit, decimals=None):
    """About five round numbers from 0 to what is most; whole ones where there are no decimals."""
    rough = max(most / 4, 1 if decimals == 0 else 0)
    if unit == "s" and rough > 10:
        steps = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 86_400]
        step = next((step for step in steps if step >= rough), 86_400)
    else:
        # From half a MiB on in steps of MiB.
        base = 1_024 ** int(math.log(2 * rough, 1_024)) if unit == "bytes" and rough > 1 else 1
        power = 10 ** math.floor(math.log10(rough / base))
        step = next(n for n in (1, 2, 5, 10) if n * power * base >= rough * 0.999)
        step *= power * base
    return [step * number for number in range(math.ceil(most / step * 0.999) + 1)]

"""A receipt printer that listens on TCP, obeys ESC/POS and keeps its paper as pictures.

It knows the commands that slips use, and stops with an error at one that it does not know: what a
real printer makes of an unknown command nobody can say. `DLE EOT` is answered at once, also where
the printer is out of paper or its cover is open; `GS r` in its turn, behind what was printed.

By itself it saves what it prints:  python printer.py --port 9100 --out slips
"""

import argparse
import pathlib
import socket
import threading

import segno
from PIL import Image, ImageDraw, ImageFont

MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
BOLD = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf"
PAGES = {2: "cp850", 16: "cp1252", 19: "cp858"}
CELLS = {0: (12, 24), 1: (9, 17)}


class UnknownCommand(Exception):
    pass


class Paper:
    """What the print head has done to the roll since the last cut."""

    def __init__(self, dots):
        self.dots = dots
        self.slips = []
        self.codes = []
        self.texts = []
        self.reset()
        self.tear()

    def reset(self):
        self.page = None
        self.align = self.font = 0
        self.wide = self.high = 1
        self.bold = self.inverse = self.smooth = False
        self.line = []
        self.qr_size, self.qr_level, self.qr_text = 3, "L", b""

    def tear(self):
        self.image = Image.new("L", (self.dots, 8000), 255)
        self.y = 0

    def cut(self):
        self.flush()
        # As far as the knife is above the head.
        picture = self.image.crop((0, 0, self.dots, self.y + 90))
        self.slips.append(picture)
        self.tear()

    def letter(self, byte):
        if self.page is None and byte > 126:
            raise UnknownCommand(f"the letter {byte:#x} before a code page was chosen")
        text = bytes([byte]).decode(self.page or "ascii")
        width, height = CELLS[self.font]
        used = sum(cell.width for _, cell in self.line)
        cell = self.draw(text, width, height)
        if used + cell.width > self.dots:
            self.flush()
        self.line.append((text, cell))

    def draw(self, text, width, height):
        scale = 1 if not self.smooth else max(self.wide, self.high)
        font = ImageFont.truetype(BOLD if self.bold else MONO, int(height * 0.82) * scale)
        cell = Image.new("L", (width * scale, height * scale), 255)
        ImageDraw.Draw(cell).text(
            (width * scale / 2, height * scale * 0.78), text, font=font, fill=0, anchor="ms")
        cell = cell.resize((width * self.wide, height * self.high), Image.LANCZOS)
        cell = cell.point(lambda grey: 255 if grey > 140 else 0)
        return Image.eval(cell, lambda grey: 255 - grey) if self.inverse else cell

    def flush(self, height=30):
        """Puts the line on paper and moves on."""
        if not self.line:
            self.y += height
            return
        width = sum(cell.width for _, cell in self.line)
        tallest = max(cell.height for _, cell in self.line)
        x = {0: 0, 1: (self.dots - width) // 2, 2: self.dots - width}[self.align]
        for _, cell in self.line:
            self.image.paste(cell, (x, self.y + tallest - cell.height))
            x += cell.width
        self.texts.append("".join(text for text, _ in self.line))
        self.y += max(height, tallest + 6)
        self.line = []

    def picture(self, image):
        if image.width > self.dots:
            raise UnknownCommand("a picture wider than the paper")
        x = {0: 0, 1: (self.dots - image.width) // 2, 2: self.dots - image.width}[self.align]
        self.image.paste(image, (x, self.y))
        self.y += image.height


class Interpreter:
    """Bytes in, as they come; marks on paper, and answers to what is asked in its turn."""

    def __init__(self, paper, answer):
        self.paper = paper
        self.answer = answer
        self.waiting = b""

    def feed(self, data):
        self.waiting += data
        while self.waiting:
            taken = self.step(self.waiting)
            if taken == 0:
                return
            self.waiting = self.waiting[taken:]

    def step(self, data):
        """How many bytes the first command has; 0 where it is not whole yet."""
        first = data[0]
        if first == 0x0A:
            self.paper.flush()
            return 1
        if first == 0x1B:
            return self.escape(data)
        if first == 0x1D:
            return self.group(data)
        if first < 0x20 or first == 0x7F:
            raise UnknownCommand(f"the control character {first:#x}")
        self.paper.letter(first)
        return 1

    def escape(self, data):
        paper = self.paper
        if len(data) < 2:
            return 0
        if data[1] == 0x40:
            paper.reset()
            return 2
        if len(data) < 3:
            return 0
        value = data[2]
        if data[1] == 0x74:
            if value not in PAGES:
                raise UnknownCommand(f"code page {value}")
            paper.page = PAGES[value]
        elif data[1] == 0x61:
            paper.align = value
        elif data[1] == 0x45:
            paper.bold = bool(value & 1)
        elif data[1] == 0x4D:
            paper.font = value
        elif data[1] == 0x4A:
            if paper.line:
                paper.flush(0)
            paper.y += value
        else:
            raise UnknownCommand(f"ESC {data[1]:#x}")
        return 3

    def group(self, data):
        paper = self.paper
        if len(data) < 3:
            return 0
        kind, value = data[1], data[2]
        if kind == 0x21:
            paper.wide, paper.high = (value >> 4) + 1, (value & 15) + 1
        elif kind == 0x42:
            paper.inverse = bool(value & 1)
        elif kind == 0x62:
            paper.smooth = bool(value & 1)
        elif kind == 0x72 and value == 1:
            self.answer(0x72)
        elif kind == 0x56 and value == 66:
            if len(data) < 4:
                return 0
            paper.cut()
            return 4
        elif kind == 0x76 and value == 0x30:
            return self.raster(data)
        elif kind == 0x28 and value == 0x6B:
            return self.qr(data)
        else:
            raise UnknownCommand(f"GS {kind:#x} {value:#x}")
        return 3

    def raster(self, data):
        if len(data) < 8:
            return 0
        width, height = data[4] + 256 * data[5], data[6] + 256 * data[7]
        end = 8 + width * height
        if len(data) < end:
            return 0
        bits = Image.frombytes("1", (width * 8, height), bytes(255 - b for b in data[8:end]))
        self.paper.picture(bits.convert("L"))
        return end

    def qr(self, data):
        if len(data) < 5:
            return 0
        end = 5 + data[3] + 256 * data[4]
        if len(data) < end:
            return 0
        paper, function, rest = self.paper, data[6], data[7:end]
        if data[5] != 49:
            raise UnknownCommand(f"GS ( k {data[5]}")
        if function == 65:
            assert rest[0] == 50, "model 2 is the one that phones read"
        elif function == 67:
            paper.qr_size = rest[0]
        elif function == 69:
            paper.qr_level = "LMQH"[rest[0] - 48]
        elif function == 80:
            paper.qr_text = rest[1:]
        elif function == 81:
            code = segno.make(paper.qr_text.decode(), error=paper.qr_level, boost_error=False,
                              micro=False)
            rows = list(code.matrix)
            image = Image.new("L", (len(rows), len(rows)), 255)
            for y, row in enumerate(rows):
                for x, dark in enumerate(row):
                    image.putpixel((x, y), 0 if dark else 255)
            side = len(rows) * paper.qr_size
            paper.picture(image.resize((side, side), Image.NEAREST))
            paper.codes.append(paper.qr_text.decode())
        else:
            raise UnknownCommand(f"GS ( k 49 {function}")
        return end


class Printer:
    """The printer itself: `with Printer() as printer:`; set its switches before or between jobs."""

    def __init__(self, dots=576, port=0):
        self.paper = Paper(dots)
        self.is_out_of_paper = self.is_low = self.is_cover_open = self.is_offline = False
        #: Takes bytes and never says a word, as simple print servers do.
        self.is_mute = False
        #: Runs out of paper in the middle of the next slip.
        self.runs_out = False
        self.error = None
        self.socket = socket.create_server(("127.0.0.1", port))
        self.port = self.socket.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        # Wakes the one that waits for a connection.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                try:
                    self.talk(connection)
                except (UnknownCommand, AssertionError) as error:
                    self.error = error
                except OSError:
                    pass

    def talk(self, connection):
        def answer(kind):
            if not self.is_mute and not self.is_out_of_paper:
                connection.sendall(bytes([0x03 if self.is_low else 0]))

        interpreter = Interpreter(self.paper, answer)
        held = b""
        while data := connection.recv(65536):
            held += data
            # Real-time commands are obeyed as they arrive, before all else that waits.
            while (at := held.find(b"\x10\x04")) >= 0 and len(held) > at + 2:
                if not self.is_mute:
                    connection.sendall(bytes([self.status(held[at + 2])]))
                held = held[:at] + held[at + 3:]
            if held.endswith(b"\x10") or held.endswith(b"\x10\x04"):
                continue
            if self.runs_out and held:
                self.is_out_of_paper = True
            if not self.is_out_of_paper:
                interpreter.feed(held)
            held = b""

    def status(self, kind):
        stopped = self.is_out_of_paper or self.is_cover_open or self.is_offline
        if kind == 1:
            return 0x12 | (0x08 if stopped else 0)
        if kind == 2:
            return 0x12 | (0x04 if self.is_cover_open else 0) | (0x20 if self.is_out_of_paper else 0)
        if kind == 4:
            low = self.is_low or self.is_out_of_paper
            return 0x12 | (0x0C if low else 0) | (0x60 if self.is_out_of_paper else 0)
        raise UnknownCommand(f"DLE EOT {kind}")


def on_table(slip):
    """The slip as a picture to look at: paper with a margin, on a table."""
    sheet = Image.new("L", (slip.width + 64, slip.height + 40), 255)
    sheet.paste(slip, (32, 40))
    table = Image.new("L", (sheet.width + 64, sheet.height + 64), 222)
    table.paste(190, (38, 38, 38 + sheet.width, 38 + sheet.height))
    table.paste(sheet, (32, 32))
    return table


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--dots", type=int, default=576, help="576 for 80 mm, 384 for 58 mm")
    options.add_argument("--out", type=pathlib.Path, default=pathlib.Path("slips"))
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with Printer(chosen.dots, chosen.port) as printer:
        print(f"listening: {printer.address}", flush=True)
        try:
            while input("Enter saves what was printed; end with Ctrl-D. ") is not None:
                for number, slip in enumerate(printer.paper.slips):
                    on_table(slip).save(chosen.out / f"{number}.png")
                print(f"{len(printer.paper.slips)} in {chosen.out}; trouble: {printer.error}")
        except EOFError:
            pass


if __name__ == "__main__":
    main()

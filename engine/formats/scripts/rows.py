

# Rows: read as text, made into numbers column by column, split, and put in an order for each epoch.

def read_text(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as file:
        data = file.read()
    for encoding in ([ENCODING] if ENCODING else ["utf-8-sig", "cp1252"]):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise ValueError(f"{path} is not text in {ENCODING or 'UTF-8'}")


def read_rows(path):
    """The rows of a CSV file, each a dictionary from column to text."""
    lines = [line for line in io.StringIO(read_text(path), newline="")
             if line.strip() and not (COMMENT and line.startswith(COMMENT))]
    delimiter = DELIMITER or max(",;\t|", key=lambda letter: lines[0].count(letter))
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    names = COLUMNS
    if any(cell == name for cell, name in zip(rows[0], COLUMNS)) or len(rows[0]) != len(COLUMNS):
        names, rows = rows[0], rows[1:]
    return [dict(zip(names, row)) for row in rows]


def number(cell):
    if THOUSANDS:
        cell = cell.replace(THOUSANDS, "")
    return float(cell.replace(DECIMAL, "."))


def days(cell, form):
    parts = dict(zip(re.split("[-/.]", form), map(int, re.split("[-/.]", cell))))
    return (datetime.date(parts["YYYY"], parts["MM"], parts["DD"]) - datetime.date(1970, 1, 1)).days


def place(cell, levels):
    """The place of a level, however it is written if it is a number."""
    if cell in levels:
        return levels.index(cell)
    for i, level in enumerate(levels):
        try:
            if number(cell) == number(level):
                return i
        except ValueError:
            pass
    raise ValueError(f"expected one of the levels {', '.join(levels)}, found {cell!r}")


def value(cell, column):
    """The number of a cell before it is scaled; NaN where it lacks and nothing stands for it."""
    if cell.lower() in MISSING:
        if column["fill"] is None and not column["drop"]:
            raise ValueError(f"column {column['column']} is missing a value")
        return math.nan if column["fill"] is None else column["fill"]
    if column["date_form"]:
        return days(cell, column["date_form"])
    return place(cell, column["levels"]) if column["levels"] else number(cell)


def encode(rows, columns):
    """[rows, numbers]; NaN in a row that is left out for a missing value."""
    encoded = np.zeros((len(rows), sum(column["width"] for column in columns)))
    for column in columns:
        first, width = column["first"], column["width"]
        values = np.array([value(row[column["column"]], column) for row in rows], float)
        if column["one_hot"]:
            encoded[:, first:first + width] = values[:, None] == np.arange(width)
            encoded[np.isnan(values), first] = np.nan
        else:
            encoded[:, first] = (values - column["offset"]) / column["scale"]
    return encoded


def decode(outputs):
    """Predictions in the units of the data."""
    offset, scale = np.zeros(outputs.shape[1]), np.ones(outputs.shape[1])
    for column in OUTPUTS:
        offset[column["first"]:column["first"] + column["width"]] = column["offset"]
        scale[column["first"]:column["first"] + column["width"]] = column["scale"]
    return outputs * scale + offset


def split(whole):
    """Rows to train with and rows held out; `whole` tells those that lack nothing."""
    if len(whole) == N_ROWS:
        held_out = np.unpackbits(np.frombuffer(bytes.fromhex(HELD_OUT), np.uint8))[:N_ROWS] == 1
    else:
        held_out = np.arange(len(whole)) >= round(len(whole) * (1 - VALIDATION_FRACTION))
    return np.flatnonzero(whole & ~held_out).tolist(), np.flatnonzero(whole & held_out).tolist()


class Random:
    """xoshiro256** with a state from splitmix64, as Chainrule draws its orders of rows."""
    MASK = 2 ** 64 - 1

    def __init__(self, seed, stream):
        self.mixed = stream
        self.mixed = self.mix() ^ seed
        self.state = [self.mix() for _ in range(4)]

    def mix(self):
        self.mixed = (self.mixed + 0x9e3779b97f4a7c15) & self.MASK
        bits = self.mixed
        bits = ((bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9) & self.MASK
        bits = ((bits ^ (bits >> 27)) * 0x94d049bb133111eb) & self.MASK
        return bits ^ (bits >> 31)

    def rotate(self, bits, count):
        return ((bits << count) | (bits >> (64 - count))) & self.MASK

    def bits(self):
        s = self.state
        result = (self.rotate((s[1] * 5) & self.MASK, 7) * 9) & self.MASK
        t = (s[1] << 17) & self.MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = self.rotate(s[3], 45)
        return result

    def below(self, bound):
        bits = self.bits()
        while bits < bound and bits < -bound % 2 ** 64 % bound:
            bits = self.bits()
        return bits % bound


def order(rows, epoch):
    """The rows in the order of an epoch, from 0: every epoch starts from the order of the file."""
    rows = list(rows)
    if SHUFFLE:
        random = Random(SEED, 2 + (epoch << 8))
        for i in range(len(rows), 1, -1):
            j = random.below(i)
            rows[i - 1], rows[j] = rows[j], rows[i - 1]
    return rows


def batches(rows, epoch):
    rows = order(rows, epoch)
    return [rows[i:i + BATCH_SIZE] for i in range(0, len(rows), BATCH_SIZE)]


def write_predictions(outputs):
    writer = csv.writer(sys.stdout)
    writer.writerow(OUTPUT_NAMES)
    writer.writerows([["NA" if math.isnan(x) else repr(float(x)) for x in row] for row in outputs])


def arguments(extra=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=DATA, help="a CSV file with the same columns")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--weights", default=WEIGHTS, help="where training starts")
    parser.add_argument("--output", default=TRAINED, help="the weights it reaches, as .npz")
    parser.add_argument("--predict", action="store_true", help="print predictions, do not train")
    if extra:
        parser.add_argument(extra, action="store_true")
    return parser

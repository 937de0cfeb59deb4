"""Asked for a block by its number, answers with one line: what each shop took in it, in cents of euros."""
import csv
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

rates_file, blocks = sys.argv[1:]
with open(rates_file, newline="") as lines:
    rates = {currency: Decimal(rate) for currency, rate in csv.reader(lines)}

for number in sys.stdin:
    cents = Counter()
    with Path(blocks, f"{number.strip()}.csv").open(newline="") as lines:
        for _day, shop, currency, amount in csv.reader(lines):
            if currency not in rates:
                sys.exit(f"{rates_file} has no rate for {currency}")
            cents[shop] += round(Decimal(amount) * rates[currency] * 100)
    print(*(f"{shop}={taken}" for shop, taken in sorted(cents.items())), flush=True)

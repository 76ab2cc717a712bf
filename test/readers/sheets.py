"""Compares the sheet of partners, as gnumeric reads it from a workbook of a directory, with their table in CSV."""

import csv
import sys


def read(name, encoding):
    with open(f"{sys.argv[1]}/{name}", encoding=encoding, newline="") as file:
        return list(csv.reader(file))


sheet, table = read("sheet-partners.csv", "utf-8"), read("partners.csv", "utf-8-sig")
assert len(table) > 20, len(table)
assert [row[:4] for row in sheet] == [row[:4] for row in table], "the sheet differs from the table"
print("gnumeric reads the workbook:", len(sheet) - 1, "partners")

"""A YAML document as the sheets: ``site`` a mapping, each other sheet a list of mappings."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tanlian.inventory.columns import SHEETS, columns, sheet_name
from tanlian.inventory.read.cells import Cells
from tanlian.inventory.read.headings import read_heading
from tanlian.inventory.read.sheet import Book, Pair, Sheet
from tanlian.inventory.read.yaml_tree import Listing, Mapping, Node, Scalar
from tanlian.problems import Problem, Where, nearest, problem


def book(node: Node, file: str, problems: list[Problem]) -> Book:
    """The sheets of a document; what is no sheet of ours is a problem, not a guess."""
    result = Book(file)
    if not isinstance(node, Mapping):
        problems.append(problem("inventory.yaml-shape", Where(file, cell=node.place), expected="site: …"))
        return result
    for key, value in node.items:
        name = sheet_name(key.text)
        where = Where(file, key.text, value.place)
        if not name:
            near = nearest(key.text, SHEETS)
            code = "inventory.sheet-misspelt" if near else "inventory.sheet-unknown"
            problems.append(
                Problem(code, Where(file, cell=key.place), key.text, near, "error" if near else "warning")
            )
            continue
        if name in result.seen:
            problems.append(problem("inventory.sheet-twice", where, found=key.text, expected=name))
            continue
        result.seen.add(name)
        if name == "site":
            result.pairs = list(_site(value, file, key.text, problems))
        else:
            result.sheets[name] = _sheet(name, value, file, key.text, problems)
    return result


def _site(node: Node, file: str, title: str, problems: list[Problem], prefix: str = "") -> Iterator[Pair]:
    if not isinstance(node, Mapping):
        problems.append(problem("inventory.yaml-shape", Where(file, title, node.place), expected="name: …"))
        return
    for key, value in node.items:
        if isinstance(value, Mapping):
            yield from _site(value, file, title, problems, f"{prefix}{key.text}.")
        elif isinstance(value, Scalar):
            place = Where(file, title, value.place)
            yield Pair(prefix + key.text, value.text.strip(), place, place)
        else:
            where = Where(file, title, value.place)
            problems.append(problem("inventory.yaml-shape", where, expected=f"{key.text}: …"))


def _sheet(name: str, node: Node, file: str, title: str, problems: list[Problem]) -> Sheet:
    items = node.items if isinstance(node, Listing) else () if node == Scalar("", node.place) else (node,)
    rows = []
    for item in items:
        if isinstance(item, Mapping) and isinstance(node, Listing):
            rows.append(item)
        else:
            problems.append(
                problem("inventory.yaml-shape", Where(file, title, item.place), expected="- …: …")
            )
    texts: dict[str, dict[int, str]] = {}
    places: dict[str, dict[int, str]] = {}
    unknown: dict[str, str] = {}
    for index, row in enumerate(rows):
        for key, value in row.items:
            heading = read_heading(name, key.text)
            if heading is None or heading.unit or heading.remark:
                unknown.setdefault(key.text, key.place)
            elif not isinstance(value, Scalar):
                where = Where(file, title, value.place)
                problems.append(problem("inventory.yaml-shape", where, expected=f"{key.text}: …"))
            elif index in places.get(column := heading.column.name, {}):
                where = Where(file, title, key.place)
                problems.append(problem("inventory.column-twice", where, found=key.text, expected=column))
            else:
                texts.setdefault(column, {})[index] = value.text
                places.setdefault(column, {})[index] = value.place
    problems.extend(_unknown(name, unknown, Where(file, title)))
    for required in columns(name):
        if required.required:
            texts.setdefault(required.name, {})
    return Sheet(
        file,
        title,
        name,
        {name: Cells.of([found.get(index) for index in range(len(rows))]) for name, found in texts.items()},
        pl.Series("", [int(row.place.split(":")[0]) for row in rows], dtype=pl.UInt32),
        lambda column, index: places.get(column, {}).get(index) or rows[index].place,
    )


def _unknown(name: str, found: dict[str, str], where: Where) -> Iterator[Problem]:
    words = [word for column in columns(name) for word in (column.name, column.en, column.zh)]
    for text, place in found.items():
        near = nearest(text, words)
        code = "inventory.column-misspelt" if near else "inventory.column-unknown"
        yield Problem(code, Where(where.file, where.sheet, place), text, near, "warning")

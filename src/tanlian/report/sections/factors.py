"""The documents and factor sets that the statement rests on."""

from __future__ import annotations

from collections.abc import Iterator

from tanlian import factors
from tanlian.factors.model import Header
from tanlian.report.model import Row, Section, Table
from tanlian.report.subject import Subject


def sources(subject: Subject) -> Section:
    """Each factor set with its document, edition, status and hash; what each status means; the options."""
    columns = (
        subject.column("set", share=1),
        subject.column("document", share=3),
        subject.column("date"),
        subject.status_column(),
    )
    rows = [
        row for name, found in subject.statement.factor_sets.items() for row in _rows(name, found, subject)
    ]
    table = Table("factor_sets", "", columns, tuple(rows), subject.say("head.id"))
    paragraphs = [
        subject.say("sources.lead", document=subject.statement.document),
        subject.say("sources.status"),
    ]
    if subject.statement.options:
        options = "; ".join(f"{name} = {value}" for name, value in subject.statement.options.items())
        paragraphs.append(subject.say("sources.options", options=options))
    return subject.section("sources", *paragraphs, tables=(table,))


def _rows(name: str, content_hash: str, subject: Subject) -> Iterator[Row]:
    header = _header(name, content_hash, subject)
    if header is None:
        yield Row((name, subject.say("sources.unknown"), None, None), key=name)
    else:
        edition = header.edition if header.edition not in header.document else ""
        document = ", ".join(part for part in (header.document, edition) if part)
        yield Row((name, document, header.date or None, header.status), key=name)
        about = [header.title[subject.lang], header.publisher]
        yield Row((subject.say("list").join(part for part in about if part),), "note", name)
        if header.conflicts_with:
            text = subject.say("sources.conflict", names=", ".join(header.conflicts_with))
            yield Row((text,), "note", name)
    yield Row((f"SHA-256 {content_hash}",), "note", name)


def _header(name: str, content_hash: str, subject: Subject) -> Header | None:
    """The set of that name if its content is the one the statement used."""
    own = subject.own_sets.get(name)
    if own is None and name in {header.id for header in factors.sets()}:
        own = factors.load(name)
    return own.header if own is not None and own.content_hash == content_hash else None

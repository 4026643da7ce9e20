"""The small parts every pack is made of: texts, numbers as written, dates, sources with a status."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from tanlian.problems import Lang

PackStatus = Literal["official", "draft", "secondary", "unconfirmed", "illustrative"]
Sign = Literal["<=", "<"]

_DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"
_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_ID = r"^[a-z0-9]+([.-][a-z0-9]+)*$"


def _decimal_text(text: str) -> str:
    if not re.fullmatch(_DECIMAL, text):
        raise PydanticCustomError("pack.number", "not a decimal")
    return text


def _number_or_refuse(text: str) -> str:
    return text if text == "refuse" else _decimal_text(text)


def _date_text(text: str) -> str:
    if not re.fullmatch(_DATE, text):
        raise PydanticCustomError("pack.date", "not a date")
    return text


def _id_text(text: str) -> str:
    if not re.fullmatch(_ID, text):
        raise PydanticCustomError("pack.id", "not an id")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("pack.empty-text", "empty")
    return text


# A number exactly as the document prints it; never a float on its way from paper to comparison.
Number = Annotated[str, AfterValidator(_decimal_text), Field(json_schema_extra={"pattern": _DECIMAL})]
# What counts where nothing is known: a number, or no result.
NumberOrRefuse = Annotated[
    str, AfterValidator(_number_or_refuse), Field(json_schema_extra={"pattern": f"^refuse$|{_DECIMAL}"})
]
# A document that prints only year or month gets no invented day.
PartialDate = Annotated[str, AfterValidator(_date_text), Field(json_schema_extra={"pattern": _DATE})]
Id = Annotated[str, AfterValidator(_id_text), Field(json_schema_extra={"pattern": _ID})]
Filled = Annotated[str, AfterValidator(_filled), Field(json_schema_extra={"minLength": 1})]


class Part(BaseModel):
    """Base of every part of a pack: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Part):
    """A sentence in both languages."""

    en: Filled
    zh: Filled

    def of(self, lang: Lang) -> str:
        """The sentence in a language."""
        return self.zh if lang == "zh" else self.en


class Source(Part):
    """Where something stands and how far it is confirmed. ``document`` is an id of the pack's ``sources``."""

    document: Filled
    clause: Filled
    status: PackStatus


class PartSource(Part):
    """A source that takes what it leaves out from the block around it."""

    document: Filled | None = None
    clause: Filled | None = None
    status: PackStatus | None = None

    def within(self, outer: Source) -> Source:
        """The whole source, given the block's."""
        return Source(
            document=self.document or outer.document,
            clause=self.clause or outer.clause,
            status=self.status or outer.status,
        )


def inherit(own: PartSource | None, outer: Source) -> Source:
    """The source of a part: its own where it names one, else the block's."""
    return own.within(outer) if own else outer


def exact(number: str) -> Fraction:
    """The exact value of a number of a pack."""
    return Fraction(Decimal(number))

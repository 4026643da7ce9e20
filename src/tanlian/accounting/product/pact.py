"""A record as a PACT v3 ProductFootprint: JSON with every quantity a decimal string.

The data model is that of the PACT Technical Specifications 3.0 (OpenAPI 3.0.4, WBCSD). Identity and time
come in as arguments; nothing is numbered or dated here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tanlian.accounting.product.declared import decimal_text, exact
from tanlian.accounting.product.describe import word
from tanlian.accounting.product.issue import Identity, Issue, Verified
from tanlian.accounting.product.pact_faults import faults
from tanlian.accounting.product.quality import rating_rule
from tanlian.accounting.product.record import Pcf
from tanlian.problems import Lang, raise_errors

SPEC_VERSION = "3.0.3"


def as_pact(record: Pcf, identity: Identity, issue: Issue, lang: Lang = "en") -> dict[str, Any]:
    """The footprint as PACT v3 JSON, without nulls.

    Raises `Problems` (``product.pact``) with every identifier, instant or quantity that PACT does not take.
    """
    raise_errors(faults(record, identity, issue))
    document = {
        "id": issue.id,
        "specVersion": SPEC_VERSION,
        "precedingPfIds": list(issue.preceding),
        "created": issue.created,
        "status": "Active",
        "validityPeriodStart": instant(issue.valid.start) if issue.valid else None,
        "validityPeriodEnd": instant(issue.valid.end) if issue.valid else None,
        "companyName": identity.company_name,
        "companyIds": list(identity.company_ids),
        "productIds": list(identity.product_ids),
        "productClassifications": list(identity.classifications),
        "productNameCompany": identity.product_name,
        "comment": _comment(record, identity, lang),
        "pcf": _given(_carbon_footprint(record, issue.verified, lang)),
    }
    # A description may be empty but not absent.
    return {**_given(document), "productDescription": identity.product_description}


def instant(day: date) -> str:
    """The first moment of a day. Periods are days of the site; PACT wants an instant, so midnight UTC."""
    return f"{day.isoformat()}T00:00:00Z"


def _carbon_footprint(record: Pcf, verified: Verified | None, lang: Lang) -> dict[str, Any]:
    return {
        "declaredUnitOfMeasurement": record.declared.unit,
        "declaredUnitAmount": decimal_text(record.declared.amount),
        "productMassPerDeclaredUnit": decimal_text(record.declared.mass_kg),
        "referencePeriodStart": instant(record.period.start),
        "referencePeriodEnd": instant(record.period.end),
        # Exactly one of the two: the narrowest that is known.
        "geographyCountrySubdivision": record.subdivision,
        "geographyCountry": "" if record.subdivision else record.country,
        "boundaryProcessesDescription": record.boundary.of(lang),
        "pcfExcludingBiogenicUptake": decimal_text(record.excluding_uptake),
        "pcfIncludingBiogenicUptake": decimal_text(record.including_uptake),
        "fossilCarbonContent": decimal_text(record.fossil_carbon),
        "biogenicCarbonContent": decimal_text(record.biogenic_carbon),
        "fossilGhgEmissions": decimal_text(record.fossil),
        "landUseChangeGhgEmissions": decimal_text(record.land_use),
        "biogenicCO2Uptake": decimal_text(record.uptake),
        "biogenicNonCO2Emissions": decimal_text(record.biogenic),
        "packagingEmissionsIncluded": False,
        "ccsTechnologicalCO2CaptureIncluded": False,
        "ipccCharacterizationFactors": [record.gwp],
        "crossSectoralStandards": list(record.rule.standards),
        "productOrSectorSpecificRules": [
            _given(
                {"operator": item.operator, "ruleNames": list(item.names), "otherOperatorName": item.other}
            )
            for item in record.rule.sector_rules
        ],
        "exemptedEmissionsPercent": decimal_text(exact(record.exemption.percent)),
        "exemptedEmissionsDescription": record.exemption.text,
        "allocationRulesDescription": record.allocation.of(lang),
        "secondaryEmissionFactorSources": [
            {"name": item.name, "version": item.version} for item in record.sources
        ],
        "primaryDataShare": decimal_text(exact(100 * record.primary_share)),
        "dqi": {
            "technologicalDQR": decimal_text(exact(record.ratings.technological)),
            "geographicalDQR": decimal_text(exact(record.ratings.geographical)),
            "temporalDQR": decimal_text(exact(record.ratings.temporal)),
        },
        "verification": _verification(verified),
    }


def _verification(verified: Verified | None) -> dict[str, Any] | None:
    if verified is None:
        return None
    return _given(
        {
            "coverage": verified.coverage,
            "providerName": verified.provider,
            "completedAt": verified.completed_at,
            "standardName": verified.standard,
            "comments": verified.comments,
        }
    )


def _comment(record: Pcf, identity: Identity, lang: Lang) -> str:
    """What PACT has no field for."""
    told = [
        identity.comment.strip(),
        word("basis", lang, basis=word(record.basis, lang)),
        word("uncertainty", lang, text=record.uncertainty.strip() or word("not_assessed", lang)),
        word("ratings", lang, text=record.ratings.rule or rating_rule().of(lang)),
    ]
    if record.biogenic_CO2:
        told.append(word("biogenic", lang, kg=decimal_text(record.biogenic_CO2)))
    if (beside := record.recycling) is not None:
        credit, value = (decimal_text(exact(number)) for number in (beside.credit, beside.value))
        told.append(word("recycling", lang, source=beside.source, credit=credit, value=value))
    return ("" if lang == "zh" else " ").join(filter(None, told))


def _given(document: dict[str, Any]) -> dict[str, Any]:
    """PACT knows no null: what is empty is left out."""
    return {key: value for key, value in document.items() if value is not None and value not in ("", [])}

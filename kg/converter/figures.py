"""Figures with their units and measures."""

import re
from collections.abc import Iterator

from kg.converter import identity
from kg.converter.evidence import supported
from kg.converter.setting import Setting, fact
from kg.facts import Comparator, Figure
from kg.terms import CUR, FA, FAV, RDF, UNIT, Quad, Term, date, decimal, literal, norm

_COMPARATORS = {
    Comparator.EQUAL: "equal",
    Comparator.MORE: "more-than",
    Comparator.AT_LEAST: "at-least",
    Comparator.LESS: "less-than",
    Comparator.AT_MOST: "at-most",
    Comparator.ABOUT: "about",
}
_PERCENTAGES = frozenset([UNIT.PERCENT, FAV["unit/percentage-point"], FAV["unit/basis-point"]])
_DURATIONS = frozenset(UNIT[name] for name in ("YR", "MO", "WK", "DAY", "HR", "MIN", "SEC", "MilliSEC"))
_MONEY = CUR[""].removesuffix(">")

# ISO 4217, the codes of money in use; the vocabulary has labels for the commoner ones
_CURRENCIES = frozenset(
    re.findall(
        "[A-Z]{3}",
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
        CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
        GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP
        LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR
        PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC
        SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XDR XOF XPF
        YER ZAR ZMW ZWG
        """,
    )
)


def figure(setting: Setting, told: Figure, case: Term) -> Iterator[Quad]:
    """One figure of a case."""
    node = identity.figure(setting, told, case)
    unit = _unit(setting, told.unit.strip())
    yield fact(node, RDF.type, FA.Figure)
    yield fact(node, RDF.type, _kind(unit))
    yield fact(node, FA.citedIn, case)
    yield fact(node, FA.numericValue, decimal(told.value))
    if told.upper is not None:
        yield fact(node, FA.upperBound, decimal(told.upper))
    yield fact(node, FA.comparator, FAV[f"comparator/{_COMPARATORS[told.comparator]}"])
    yield fact(node, FA.unit, unit)
    if setting.ontology.unit(told.unit.strip()) is None:
        yield from setting.named(unit, FA.Unit, told.unit)
    if told.measure:
        measure = setting.mint.node("measure", norm(told.measure))
        yield fact(node, FA.measures, measure)
        yield from setting.named(measure, FA.Measure, told.measure)
    if told.period and told.period.strip():
        yield fact(node, FA.period, date(told.period.strip()))
    yield fact(node, FA.printedText, literal(told.evidence.quote))
    yield from supported(setting, node, [told.evidence])


def _unit(setting: Setting, counter: str) -> Term:
    """The unit of a counter: one of the vocabulary, else a currency by its code, else one by its name."""
    known = setting.ontology.unit(counter)
    if known is not None:
        return known
    return CUR[counter] if counter in _CURRENCIES else setting.mint.node("unit", norm(counter))


def _kind(unit: Term) -> Term:
    if unit.startswith(_MONEY):
        return FA.MonetaryFigure
    if unit in _PERCENTAGES:
        return FA.PercentageFigure
    return FA.DurationFigure if unit in _DURATIONS else FA.CountFigure

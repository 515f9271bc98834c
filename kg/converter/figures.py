"""Figures with their units and measures."""

import re

from kg.converter import identity
from kg.converter.setting import Setting
from kg.converter.sheet import Sheet
from kg.facts import Comparator, Figure
from kg.terms import CUR, FA, FAV, RDF, UNIT, Term, date, decimal, literal

_COMPARATORS = {
    Comparator.EQUAL: FAV["comparator/equal"],
    Comparator.MORE: FAV["comparator/more-than"],
    Comparator.AT_LEAST: FAV["comparator/at-least"],
    Comparator.LESS: FAV["comparator/less-than"],
    Comparator.AT_MOST: FAV["comparator/at-most"],
    Comparator.ABOUT: FAV["comparator/about"],
}
_PERCENTAGES = frozenset([UNIT.PERCENT, FAV["unit/percentage-point"], FAV["unit/basis-point"]])
_DURATIONS = frozenset(UNIT[name] for name in ("YR", "MO", "WK", "DAY", "HR", "MIN", "SEC", "MilliSEC"))
_IS, _CITED_IN, _VALUE, _PRINTED = RDF.type, FA.citedIn, FA.numericValue, FA.printedText
_COMPARATOR, _UNIT, _MEASURES = FA.comparator, FA.unit, FA.measures
_A_FIGURE = f"{_IS} {FA.Figure} .\n"
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


def figure(sheet: Sheet, told: Figure, case: Term) -> None:
    """One figure of a case."""
    node = identity.figure(sheet.setting, told, case)
    counter, comparator = told.unit.strip(), _COMPARATORS[told.comparator]
    known = sheet.setting.ontology.unit(counter)
    unit = known or _unit(sheet.setting, counter)
    sheet.meet(comparator, unit)
    about = sheet.about(node)
    about += (
        _A_FIGURE,
        f"{_IS} {_kind(unit)} .\n",
        f"{_CITED_IN} {case} .\n",
        f"{_VALUE} {decimal(told.value)} .\n",
        f"{_COMPARATOR} {comparator} .\n",
        f"{_UNIT} {unit} .\n",
        f"{_PRINTED} {literal(told.evidence.quote)} .\n",
    )
    if told.upper is not None:
        sheet.fact(node, FA.upperBound, decimal(told.upper))
    if known is None:
        sheet.named(unit, FA.Unit, told.unit)
    if told.measure:
        measure = identity.named(sheet.setting.mint, "measure", told.measure)
        about.append(f"{_MEASURES} {measure} .\n")
        sheet.named(measure, FA.Measure, told.measure)
    if told.period and told.period.strip():
        sheet.fact(node, FA.period, date(told.period.strip()))
    sheet.supported(node, (told.evidence,))


def _unit(setting: Setting, counter: str) -> Term:
    """The unit of a counter that the vocabulary does not have: a currency by its code, else one by its name."""
    return CUR[counter] if counter in _CURRENCIES else identity.named(setting.mint, "unit", counter)


def _kind(unit: Term) -> Term:
    if unit.startswith(_MONEY):
        return FA.MonetaryFigure
    if unit in _PERCENTAGES:
        return FA.PercentageFigure
    return FA.DurationFigure if unit in _DURATIONS else FA.CountFigure

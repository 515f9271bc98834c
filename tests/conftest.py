"""How all tests run: property tests always try the same examples (`KG_FUZZ=1` tries new ones).

Where everything must run (`KG_REQUIRE=browser,java,virtuoso`), a test that is skipped for want of one is a failure.
"""

import os

import pytest
from hypothesis import settings

collect_ignore = ["benchmarks/peers"]
"""Scripts for environments of their own, with packages that are not here."""

settings.register_profile("steady", derandomize=not os.environ.get("KG_FUZZ"), deadline=None)
settings.load_profile("steady")
os.environ.setdefault("KG_JOBS", "0")
"""Commands do their work in their own process, but where a test says otherwise: it starts in a tenth of the time."""

REQUIRED = {word for word in os.environ.get("KG_REQUIRE", "").split(",") if word}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def] # noqa: ANN201
    report: pytest.TestReport = yield
    missing = REQUIRED.intersection(mark.name for mark in item.iter_markers())
    if report.skipped and missing:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but KG_REQUIRE asks for {', '.join(sorted(missing))}"
    return report

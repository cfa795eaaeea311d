"""The API's page works under the strict policy: its operations are listed and one can be tried."""

import pytest

pytestmark = pytest.mark.browser


def test_the_page_of_the_api_lists_its_operations_and_tries_one(visit):
    page = visit("noivu")
    page.goto("/api/docs/")
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() > 60
    operation = page.locator("#operations-officials-officials_list")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table").wait_for()
    assert "official_id" in operation.locator(".live-responses-table").inner_text()

"""All addresses of the site."""

from importlib import import_module

from django.urls import include, path

from foundation.api.urls import urlpatterns as api_urlpatterns

# Each floor declares its API resources in its own `api` module.
for floor in ("officials", "assessments", "reports", "exchange", "plans"):
    import_module(f"{floor}.api")

urlpatterns = [
    path("", include("foundation.urls")),
    path("", include("accounts.urls")),
    path("", include("officials.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("", include("exchange.urls")),
    path("", include("plans.urls")),
    path("", include("cycle.urls")),
    path("api/", include((api_urlpatterns(), "api"))),
]

handler400 = "foundation.views.errors.bad_request"
handler403 = "foundation.views.errors.denied"
handler404 = "foundation.views.errors.not_found"
handler500 = "foundation.views.errors.server_error"

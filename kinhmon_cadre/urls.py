"""All addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("foundation.urls")),
    path("", include("accounts.urls")),
    path("", include("officials.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("", include("exchange.urls")),
    path("api/", include("kinhmon_cadre.api")),
]

handler400 = "foundation.views.errors.bad_request"
handler403 = "foundation.views.errors.denied"
handler404 = "foundation.views.errors.not_found"
handler500 = "foundation.views.errors.server_error"

"""One router over the resources of all floors, and the OpenAPI document with its page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ViewSetMixin

from foundation.api.resources import resources, viewset_for

extra_views: list[tuple[str, type[ViewSetMixin], str]] = []
extra_paths: list[URLPattern] = []


def urlpatterns() -> list[URLPattern | URLResolver]:
    """`/api/v1/<resource>/…`, what floors added beside them, `/api/schema/`, `/api/docs/`."""
    router = SimpleRouter()
    for resource in resources:
        router.register(resource.code, viewset_for(resource), basename=resource.code)
    for prefix, viewset, basename in extra_views:
        router.register(prefix, viewset, basename=basename)
    return [
        path("v1/", include([*extra_paths, *router.urls])),
        path("schema/", SpectacularAPIView.as_view(), name="schema"),
        path(
            "docs/",
            SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="api/docs.html"),
            name="docs",
        ),
    ]

"""Settings of the API."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["balai.api.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["balai.api.auth.HasRight"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "balai.api.paging.Pages",
    "DEFAULT_THROTTLE_CLASSES": ["balai.api.auth.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {"token": "60/min"},
    "DEFAULT_FILTER_BACKENDS": [],
    "EXCEPTION_HANDLER": "balai.api.problems.handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Balai",
    "DESCRIPTION": "Residents, families and letters of one village; facts of the regency. A token is of one side only.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

"""The JSON API, `/api/v1`: look up, search, validate, index, map. Described by OpenAPI at `/api/v1/openapi.json`."""

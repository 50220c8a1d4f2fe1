"""FHIR R4 over HTTP: the terminology service of `codeward.interop.fhir`."""

"""The engine port: documents, fields, facets and engines. It knows no resources."""

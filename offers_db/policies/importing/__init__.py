"""Imports a municipality's own documents, verbatim: PDF, HTML, DOCX and plain text."""

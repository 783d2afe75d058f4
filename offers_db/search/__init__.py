"""Hybrid search: BM25 over Danish lemmas and split compounds, fused with sentence embeddings."""

from offers_db.search.query import Filters, OfferQuery, SearchResult
from offers_db.search.ranking import Directory

__all__ = ["Directory", "Filters", "OfferQuery", "SearchResult"]

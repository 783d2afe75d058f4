"""The directory of health offers: HSDS 3.1.3 tables, content files, and search.

Start with `offers_db.offer.load_offers` (what there is) and `offers_db.search.Directory` (what fits).
"""

"""Policies: what municipalities have promised, with citations and figures.

`library.PolicyLibrary` answers questions; `read_model.load_policies` fills it; `importing` brings in files.
"""

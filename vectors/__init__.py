"""Sentence vectors that come with the repository, so that a fresh clone need not embed its own content for minutes.

`sentences.npz` holds those of data/nlu, `passages.npz` those of the directory's content. Both are derived: what is
missing in them is embedded when it is needed, and `make vectors` makes them anew.
"""

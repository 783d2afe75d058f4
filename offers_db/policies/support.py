"""Whether evidence supports an answer: one number from words, coverage and meaning, and the floor for abstaining."""

import math

from offers_db.policies.evidence import Evidence

MEANING_ZERO = 0.84
SUPPORT_FLOOR = 8.6

# One for each of `features`, fitted by bench/calibrate_policies.py on the two sets of dev questions; but that of the
# wanted kind is set by hand (the fit found 0.03), so that what is promised comes before its background, and the floor
# is lower than the fit's 9.97: missing an answer that is there is worse than one that is beside the point.
WEIGHTS = (6.0, 1.2, 2.0, 88.0, 0.6, 1.0, -7.4, -1.6, -1.0)


def features(evidence: Evidence) -> tuple[float, ...]:
    """What speaks for the passage (the first six) and against it."""
    return (
        evidence.coverage,
        evidence.rarest,
        math.log1p(evidence.lexical),
        evidence.meaning - MEANING_ZERO,
        evidence.is_wanted_kind,
        evidence.is_wanted_definition,
        not evidence.fits_kind,
        evidence.is_practical,
        evidence.of_other_document,
    )


def support(evidence: Evidence) -> float:
    """How well the passage supports an answer; at or above SUPPORT_FLOOR it is shown."""
    return sum(weight * feature for weight, feature in zip(WEIGHTS, features(evidence), strict=True))

"""Records of several sources judged to be one place, or not: pairs, groups, and what a person should look at.

Pure: no framework, no database, no clock. `pairs` compares, `groups` joins, `review` orders the doubtful ones.
"""

from prevenance.matching.grouping import THRESHOLD, Thresholds, groups
from prevenance.matching.judging import pairs
from prevenance.matching.records import Candidate, Evidence, Judged, Progress
from prevenance.matching.reviewing import review

__all__ = ["THRESHOLD", "Candidate", "Evidence", "Judged", "Progress", "Thresholds", "groups", "pairs", "review"]

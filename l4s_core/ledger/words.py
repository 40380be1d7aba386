"""What becomes of a landslide from one inventory to the next, in words that stand in the ledger."""

from __future__ import annotations

FIRST = "first"
NEW = "new"
UNCHANGED = "unchanged"
REACTIVATED = "reactivated"
JOINED = "joined"
JOINED_INTO = "joined into"
SPLIT = "split"
SPLIT_OFF = "split off"
PARTLY = "partly revegetated"
REVEGETATED = "revegetated"
STILL = "still revegetated"
PARTLY_FOUND = "partly found"
NOT_OBSERVED = "not observed"
REJECTED = "rejected"
NO_OUTLINE = "no outline"

MEANING: dict[str, str] = {
    FIRST: "it was in the inventory that the ledger began with",
    NEW: "nothing was known there",
    UNCHANGED: "it was found again; the ledger keeps its outline, and the review of the one that has one",
    REACTIVATED: "it was found again and moved: see below; it has the new outline and is to be reviewed again",
    JOINED: "it and others are one outline now, which it has; the largest keeps its uuid",
    JOINED_INTO: "its ground is in another one, which `related` names; it is no row of its own any more",
    SPLIT: "it is several now; it has the outline of the largest",
    SPLIT_OFF: "a part of one that was split, with a uuid of its own",
    PARTLY: "a part of it is found, and the rest was observed and is not; it keeps its outline",
    REVEGETATED: "it was observed and not found: it is in the layer `revegetated` now",
    STILL: "it was revegetated before and is not found again",
    PARTLY_FOUND: "something was found on a fifth of it or more that is no match; it stays as it was",
    NOT_OBSERVED: "less than half of what is not found was observed; it stays as it was",
    REJECTED: "a reviewer rejected it; it stays as it was",
    NO_OUTLINE: "its outline is empty or broken beyond repair; it stays as it was",
}
"""What -> what it means, in the order of the page."""

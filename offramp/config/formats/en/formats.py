"""English: a day on a paper is "September 3, 2026", as it is read back on a page; Django's own is "Sept. 3, 2026"."""

DATE_FORMAT = "F j, Y"

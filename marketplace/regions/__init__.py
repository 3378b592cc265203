"""Regions: statistical area codes by date, from the nation down to the village.

A region is a code with a name for a period; codes and names change and villages merge, so every look-up says as of
which day. County level and above are written with six digits (621021), towns and villages with twelve. A region's
subtree is a prefix of the code, which is how scope is checked everywhere.
"""

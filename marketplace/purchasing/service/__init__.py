"""Verbs of purchasing, by stage.

A verb that also moves stock, money or sales has a workflow around it; the verb asks for the permission, keeps the rule
and writes the audit line.
"""

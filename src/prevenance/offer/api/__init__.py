"""The read API, version 1: published places, for programs. Plain views and an OpenAPI document written by hand.

Few addresses, all of them GET: a framework would weigh more than they do, and the document is tested against the real
answers. See docs/decisions.
"""

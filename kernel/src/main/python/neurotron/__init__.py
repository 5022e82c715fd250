"""Neuro-Tron: regression on data of which some labels may be false. Computed in Java, called through JPype."""
from ._java import start
from ._regressor import Regressor

__all__ = ['Regressor', 'start']

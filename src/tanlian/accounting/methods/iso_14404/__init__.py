"""ISO 14404: CO2 = direct + upstream - credit; intensity per tonne of crude steel."""

from tanlian.accounting.methods.iso_14404.method import ISO_14404

__all__ = ["ISO_14404"]

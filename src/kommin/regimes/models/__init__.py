from kommin.regimes.models.rows import BaseRateRow, ParameterRow, RegimeRow

__all__ = ["BaseRateRow", "ParameterRow", "RegimeRow"]

from kommin.regimes.actions.importing import ImportReport, import_base_rates, import_regimes

__all__ = ["ImportReport", "import_base_rates", "import_regimes"]

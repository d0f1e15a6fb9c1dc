"""Taking over the press releases of an old system. Pure: no database, no network, no clock.

reading = read_file(path)                        # RSS, Atom, CSV or JSON → old releases as they were
clean = [clean_release(old) for old in reading.releases]     # HTML as old systems left it → blocks
plan = make_plan(clean, known=…, bundle=…)       # what is new, changed, the same or gone, and what to redirect
"""

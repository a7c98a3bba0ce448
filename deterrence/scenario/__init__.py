"""The front desk: scenario files in and out, with every mistake shown where it stands."""

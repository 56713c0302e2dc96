"""Building the package: subject tables, descriptor, writing."""

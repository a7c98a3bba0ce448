# Read a map that `deterrence export run.zarr run.csv` wrote, with plain R.
#
#   deterrence sweep examples/airspace.toml --refine none --over credibility=0:1:21 --measure deterred --store run.zarr
#   deterrence export run.zarr run.csv
#   Rscript examples/read_map.R run.csv

path <- commandArgs(trailingOnly = TRUE)[1]
map <- read.csv(path)
words <- read.csv(paste0(path, ".dictionary.csv"))

# What the columns mean, with their units.
columns <- words[!startsWith(words$column, "("), ]
cat(sprintf("%-16s %s%s\n", columns$column, columns$meaning, ifelse(columns$unit == "", "", paste0(", in ", columns$unit))), sep = "")

# Share of the cells in which each channel surely deters: the least probability over all equilibria is above a half.
# Cells without an answer are NaN, which R reads as missing.
decided <- map[map$undecided == 0 & !is.na(map$deterred_least), ]
shares <- tapply(decided$deterred_least > 1 / 2, decided$channel, mean)
cat("\ndeters in all equilibria, share of cells\n", sprintf("  %-8s %.7f\n", names(shares), shares), sep = "")

# Which families of equilibria there are: `families` is a sum of powers of 2, and the dictionary says of which.
# A mask may have 63 bits, more than R's integers; so it is taken apart by division (exact below 2^53).
parts <- strsplit(sub("^sum of: ", "", words$values[words$column == "families"]), "; (?=[0-9]+ = )", perl = TRUE)[[1]]
bits <- as.numeric(sub(" = .*", "", parts))
present <- sapply(bits, function(bit) sum((map$families %/% bit) %% 2 == 1))
cat("\ncells with each family of equilibria\n", sprintf("%6d  %s\n", present, sub("^[0-9]+ = ", "", parts)), sep = "")

/* The grid of a tile, as it is added up. */
#ifndef KMZB_GRID_H
#define KMZB_GRID_H

#include "rows.h"

/* What stands in the 16 × 16 cells of a tile, row by row. Positions are sums over reports. */
typedef struct {
    int64_t count[CELLS][STATUSES];
    int64_t x[CELLS], y[CELLS];
    int64_t row[CELLS]; /* of a cell with one report: its row */
} Grid;

/* Positions are summed as they are, down to the steady zoom in pixels of that zoom, which the shelf keeps. */
INLINE int unit_shift(int64_t z) { return z > STEADY_ZOOM ? 0 : BITS - EXTENT_BITS - STEADY_ZOOM; }

#endif

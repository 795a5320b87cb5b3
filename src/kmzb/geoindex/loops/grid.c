/* The grid of a tile, from rows and from running sums, and its signs. */
#include "grid.h"

INLINE void add(Grid *g, const Rows *r, int64_t i, int cell_shift, int shift, int64_t sign, int64_t origin) {
    uint32_t x = r->x[i], y = r->y[i];
    int cell = (int)(((y >> cell_shift) & (SIDE - 1)) << GRID_BITS | ((x >> cell_shift) & (SIDE - 1)));
    int64_t weight = sign * weight_of(r, i);
    g->count[cell][r->status[i] & (STATUSES - 1)] += weight;
    g->x[cell] += weight * (x >> shift);
    g->y[cell] += weight * (y >> shift);
    g->row[cell] = sign > 0 ? origin + i : NO_ROW;
}

/* Add the wanted rows of a range to the grid, `sign` times. Rows are told by their number plus `origin`. */
API void kmzb_grid(const Rows *r, const Filter *f, int64_t first, int64_t last, int64_t z, int64_t sign, int64_t origin, Grid *g) {
    int cell_shift = BITS - (int)z - GRID_BITS, shift = unit_shift(z);
    FOR_EACH_WANTED(r, f, first, last, add(g, r, i, cell_shift, shift, sign, origin);)
}

/* Sums over all rows before every RUN-th one: counts by status, then positions. One line more than there are runs. */
enum { RUN = 256, SUMS = STATUSES + 2 };

API void kmzb_running_sums(const Rows *r, uint64_t *out) {
    uint64_t sums[SUMS] = {0};
    for (int64_t i = 0; i < r->rows; i++) {
        if (i % RUN == 0) memcpy(out + i / RUN * SUMS, sums, sizeof sums);
        uint64_t weight = (uint64_t)weight_of(r, i);
        sums[r->status[i] & (STATUSES - 1)] += weight;
        sums[STATUSES] += weight * r->x[i];
        sums[STATUSES + 1] += weight * r->y[i];
    }
    memcpy(out + (r->rows + RUN - 1) / RUN * SUMS, sums, sizeof sums);
}

static void add_runs(const uint64_t *before, const uint64_t *behind, int cell, Grid *g) {
    for (int status = 0; status < STATUSES; status++) g->count[cell][status] += (int64_t)(behind[status] - before[status]);
    g->x[cell] += (int64_t)(behind[STATUSES] - before[STATUSES]);
    g->y[cell] += (int64_t)(behind[STATUSES + 1] - before[STATUSES + 1]);
}

/* Add all rows of a tile below the steady zoom to the grid: whole runs by their sums, the rows before and behind them one by one. */
API void kmzb_whole_grid(const Rows *r, const Filter *f, const uint64_t *sums, int64_t z, int64_t tile_x, int64_t tile_y, Grid *g) {
    uint64_t code = (spread((uint64_t)tile_x) | (spread((uint64_t)tile_y) << 1)) * CELLS;
    int shift = 2 * (BITS - (int)z - GRID_BITS);
    int64_t first = kmzb_seek_between(r, code << shift, 0, r->rows), last;
    int64_t end = kmzb_seek_between(r, (code + CELLS) << shift, first, r->rows);
    if (end - first < CELLS * RUN / 4) {
        kmzb_grid(r, f, first, end, z, 1, 0, g);
        return;
    }
    for (int n = 0; n < CELLS && first < end; n++, first = last) {
        last = kmzb_seek_between(r, (code + (uint64_t)n + 1) << shift, first, end);
        int64_t run = (first + RUN - 1) / RUN, runs_end = last / RUN;
        if (run >= runs_end) {
            kmzb_grid(r, f, first, last, z, 1, 0, g);
            continue;
        }
        int cell = (int)(gather((uint64_t)n >> 1) << GRID_BITS | gather((uint64_t)n));
        kmzb_grid(r, f, first, run * RUN, z, 1, 0, g);
        add_runs(sums + run * SUMS, sums + runs_end * SUMS, cell, g);
        kmzb_grid(r, f, runs_end * RUN, last, z, 1, 0, g);
    }
}

/* Find the rows of the cells that hold one report, whose place the sums are. */
API void kmzb_single_rows(const Rows *r, const Filter *f, int64_t z, Grid *g) {
    int64_t shift = 2 * unit_shift(z);
    for (int cell = 0; cell < CELLS; cell++) {
        int64_t total = 0;
        for (int status = 0; status < STATUSES; status++) total += g->count[cell][status];
        g->row[cell] = NO_ROW;
        if (total != 1) continue;
        uint64_t code = spread((uint64_t)g->x[cell]) | (spread((uint64_t)g->y[cell]) << 1);
        uint64_t end = (code + 1) << shift;
        for (int64_t i = kmzb_seek_between(r, code << shift, 0, r->rows); i < r->rows && morton(r, i) < end; i++)
            if (is_plainly_wanted(r, f, i)) {
                g->row[cell] = i;
                break;
            }
    }
}

/* ---- From sums to signs ------------------------------------------------------------------------------------------- */

/* The signs of a grid, one per cell that holds something. The id and what follows are told of single reports. */
typedef struct {
    int64_t x[CELLS], y[CELLS];
    int64_t count[CELLS][STATUSES];
    uint8_t is_single[CELLS], id[CELLS][ID_LETTERS], category[CELLS], status[CELLS];
    uint16_t changed[CELLS];
} GridSigns;

static void tell(const Rows *base, const Rows *tail, int64_t row, int64_t n, GridSigns *out) {
    const Rows *r = row < base->rows ? base : tail;
    int64_t i = row < base->rows ? row : row - base->rows;
    kmzb_unpack_ids(r->id_high + i, r->id_low + i, 1, out->id[n]);
    out->category[n] = r->category[i];
    out->status[n] = r->status[i];
    out->changed[n] = r->changed[i];
}

/* Write the signs and return how many there are; -1 less the cell where a single report's row is not known. */
API int64_t kmzb_signs(const Grid *g, const Rows *base, const Rows *tail, int64_t z, GridSigns *out) {
    int down = z > STEADY_ZOOM ? BITS - EXTENT_BITS - (int)z : STEADY_ZOOM - (int)z;
    int64_t n = 0;
    for (int cell = 0; cell < CELLS; cell++) {
        int64_t total = 0;
        for (int status = 0; status < STATUSES; status++) total += g->count[cell][status];
        if (total < 1) continue; /* less than nothing is damage, and least numbers cannot be divided by -1 */
        if (total == 1 && g->row[cell] == NO_ROW) return -1 - cell;
        out->x[n] = g->x[cell] / total >> down & (EXTENT - 1);
        out->y[n] = g->y[cell] / total >> down & (EXTENT - 1);
        memcpy(out->count[n], g->count[cell], sizeof out->count[n]);
        out->is_single[n] = total == 1;
        if (total == 1) tell(base, tail, g->row[cell], n, out);
        n++;
    }
    return n;
}

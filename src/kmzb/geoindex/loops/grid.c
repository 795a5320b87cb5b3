/* The grid of a tile: from rows, from running sums, from the shelf. */
#include "rows.h"

/* What stands in the 16 × 16 cells of a tile, row by row. Positions are sums over reports. */
typedef struct {
    int64_t count[CELLS][STATUSES];
    int64_t x[CELLS], y[CELLS];
    int64_t row[CELLS]; /* of a cell with one report: its row */
    int64_t hit_x[CELLS], hit_y[CELLS]; /* the shelf's own place of that row */
} Grid;

/* The same rows cell by cell, within a cell by category and status, within these by day. Cells are in Morton order;
 * class c of cell n holds the rows first[n * classes + c] up to the next. `east` and `south` are offsets within the cell. */
typedef struct {
    int64_t cells, categories, statuses;
    const uint32_t *code; /* Morton code of the cell */
    const uint32_t *first;
    const uint64_t *sum_weight, *sum_east, *sum_south; /* of a class */
    const uint64_t *all_weight, *all_east, *all_south; /* of a cell and status, over all categories */
    const uint16_t *day;
    const uint8_t *east, *south;
    const uint32_t *weight;
    const uint64_t *running; /* weight, east and south of all rows before every SHELF_RUN-th one */
} Shelf;

/* Positions are summed as they are, down to the steady zoom in pixels of that zoom, which the shelf keeps. */
static int unit_shift(int64_t z) { return z > STEADY_ZOOM ? 0 : BITS - EXTENT_BITS - STEADY_ZOOM; }

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

/* The first row from low on, and before high, whose day is not before the wanted one. Halving without a branch. */
static int64_t day_bound(const uint16_t *day, int64_t low, int64_t high, int64_t wanted) {
    int64_t size = high - low;
    while (size > 1) {
        int64_t half = size >> 1;
        low += day[low + half - 1] < wanted ? half : 0;
        size -= half;
    }
    return low + (size == 1 && day[low] < wanted);
}

typedef struct {
    int64_t weight, east, south;
} Sums;

enum { SHELF_RUN = 64 };

static Sums sums_one_by_one(const Shelf *s, int64_t low, int64_t high) {
    Sums sums = {high - low, 0, 0};
    if (!s->weight) {
        for (int64_t i = low; i < high; i++) sums.east += s->east[i];
        for (int64_t i = low; i < high; i++) sums.south += s->south[i];
        return sums;
    }
    sums.weight = 0;
    for (int64_t i = low; i < high; i++) {
        sums.weight += s->weight[i];
        sums.east += (int64_t)s->weight[i] * s->east[i];
        sums.south += (int64_t)s->weight[i] * s->south[i];
    }
    return sums;
}

static Sums sums_between(const Shelf *s, int64_t low, int64_t high) {
    if (high - low <= 2 * SHELF_RUN) return sums_one_by_one(s, low, high);
    int64_t run = (low + SHELF_RUN - 1) / SHELF_RUN, runs_end = high / SHELF_RUN;
    const uint64_t *before = s->running + 3 * run, *behind = s->running + 3 * runs_end;
    Sums head = sums_one_by_one(s, low, run * SHELF_RUN), rest = sums_one_by_one(s, runs_end * SHELF_RUN, high);
    rest.weight += head.weight + (int64_t)(behind[0] - before[0]);
    rest.east += head.east + (int64_t)(behind[1] - before[1]);
    rest.south += head.south + (int64_t)(behind[2] - before[2]);
    return rest;
}

/* Sums of the rows low to high - 1 of class k: from the class's own sums, less what lies outside, where that is shorter. */
static Sums class_sums(const Shelf *s, int64_t k, int64_t low, int64_t high) {
    int64_t first = s->first[k], last = s->first[k + 1];
    if (2 * (high - low) <= last - first) return sums_between(s, low, high);
    Sums before = sums_between(s, first, low), behind = sums_between(s, high, last), sums;
    sums.weight = (s->sum_weight ? (int64_t)s->sum_weight[k] : last - first) - before.weight - behind.weight;
    sums.east = (int64_t)s->sum_east[k] - before.east - behind.east;
    sums.south = (int64_t)s->sum_south[k] - before.south - behind.south;
    return sums;
}

static int64_t shelf_cell(const Shelf *s, uint64_t code) {
    int64_t low = 0, high = s->cells;
    while (low < high) {
        int64_t middle = (low + high) >> 1;
        if (s->code[middle] < code) low = middle + 1;
        else high = middle;
    }
    return low;
}

static void add_sums(Grid *g, int cell, int64_t status, uint64_t code, Sums sums) {
    int64_t west = (int64_t)gather(code) << 8, north = (int64_t)gather(code >> 1) << 8;
    g->count[cell][status] += sums.weight;
    g->x[cell] += sums.weight * west + sums.east;
    g->y[cell] += sums.weight * north + sums.south;
}

static void add_class(const Shelf *s, const Filter *f, int64_t k, int64_t status, uint64_t code, int cell, Grid *g) {
    int64_t low = s->first[k], high = s->first[k + 1];
    if (f->first_day > s->day[low]) low = day_bound(s->day, low, high, f->first_day);
    if (f->last_day < s->day[high - 1]) high = day_bound(s->day, low, high, f->last_day + 1);
    if (low >= high) return;
    add_sums(g, cell, status, code, class_sums(s, k, low, high));
    g->hit_x[cell] = ((int64_t)gather(code) << 8) + s->east[low];
    g->hit_y[cell] = ((int64_t)gather(code >> 1) << 8) + s->south[low];
}

static void add_classes(const Shelf *s, const Filter *f, int64_t n, int cell, Grid *g) {
    for (int64_t category = 0; category < s->categories; category++) {
        if (!(f->categories >> category & 1)) continue;
        int64_t k = (n * s->categories + category) * s->statuses;
        for (int64_t status = 0; status < s->statuses; status++)
            if (f->statuses >> status & 1 && s->first[k + status] < s->first[k + status + 1])
                add_class(s, f, k + status, status, s->code[n], cell, g);
    }
}

/* Where category and day do not matter, sums of the cell are at hand; they do not tell where a single report is. */
static void add_whole_cell(const Shelf *s, const Filter *f, int64_t n, int cell, Grid *g) {
    for (int64_t status = 0; status < s->statuses; status++) {
        int64_t k = n * s->statuses + status;
        if (!(f->statuses >> status & 1) || !s->all_weight[k]) continue;
        Sums sums = {(int64_t)s->all_weight[k], (int64_t)s->all_east[k], (int64_t)s->all_south[k]};
        add_sums(g, cell, status, s->code[n], sums);
    }
    g->hit_x[cell] = NO_ROW;
}

/* Add what a tile at or above the steady zoom holds, under a plain filter, to the grid; the rows of single reports are not told yet. */
API void kmzb_shelf_grid(const Shelf *s, const Filter *f, int64_t z, int64_t tile_x, int64_t tile_y, Grid *g) {
    int levels = SHELF_LEVEL - (int)z, within = SHELF_LEVEL - (int)z - GRID_BITS;
    uint64_t code = spread((uint64_t)tile_x) | (spread((uint64_t)tile_y) << 1);
    uint64_t every = s->categories < CATEGORIES ? (1ull << s->categories) - 1 : ~0ull;
    int is_whole = (f->categories & every) == every && f->first_day <= 0 && f->last_day >= UINT16_MAX;
    int64_t last = shelf_cell(s, (code + 1) << (2 * levels));
    for (int64_t n = shelf_cell(s, code << (2 * levels)); n < last; n++) {
        uint64_t x = gather(s->code[n]), y = gather((uint64_t)s->code[n] >> 1);
        int cell = (int)((y >> within & (SIDE - 1)) << GRID_BITS | (x >> within & (SIDE - 1)));
        (is_whole ? add_whole_cell : add_classes)(s, f, n, cell, g);
    }
}

/* Find the rows of the cells that hold one report of the shelf, by its place there. */
API void kmzb_shelf_rows(const Rows *r, const Filter *f, Grid *g) {
    int shift = BITS - SHELF_LEVEL - 8;
    for (int cell = 0; cell < CELLS; cell++) {
        int64_t total = 0;
        for (int status = 0; status < STATUSES; status++) total += g->count[cell][status];
        g->row[cell] = NO_ROW;
        if (total != 1 || g->hit_x[cell] < 0) continue;
        uint64_t code = spread((uint64_t)g->hit_x[cell]) | (spread((uint64_t)g->hit_y[cell]) << 1);
        uint64_t end = (code + 1) << (2 * shift);
        for (int64_t i = kmzb_seek_between(r, code << (2 * shift), 0, r->rows); i < r->rows && morton(r, i) < end; i++)
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
        if (!total) continue;
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

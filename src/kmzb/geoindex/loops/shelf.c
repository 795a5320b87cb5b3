/* The shelf: the second order of the rows, from which tiles at or above the steady zoom are drawn under any plain filter.
 *
 * Rows stand by category, status and day, so that the wanted ones of a class lie in one range. Landmarks tell what stood
 * in each cell before every so many rows: the sums over a range are those between the landmarks nearest to its ends, and
 * of the few rows from there to the ends. What that costs does not depend on how many rows lie between. */
#include "classes.h"
#include "grid.h"

typedef struct {
    int64_t weight, east, south;
} Sums;

/* Cells are tiles of SHELF_LEVEL in Morton order. A spot holds the number of a row's cell and the offsets within, 16, 8
 * and 8 bits. */
typedef struct {
    int64_t rows, cells, categories, statuses, spacing;
    const uint32_t *code; /* Morton codes of the cells */
    Classes classes;
    const uint32_t *spot;
    const uint32_t *weight;
    const Sums *landmarks; /* [rows / spacing + 1][cells]: over all rows before every spacing-th one */
    const Sums *whole;     /* [statuses][cells]: over all categories and days */
} Shelf;

static void add_rows(const Shelf *s, int64_t low, int64_t high, int64_t sign, Sums *sums) {
    for (int64_t i = low; i < high; i++) {
        uint32_t spot = s->spot[i];
        int64_t weight = s->weight ? sign * s->weight[i] : sign;
        Sums *cell = sums + (spot >> 16);
        cell->weight += weight;
        cell->east += weight * (spot >> 8 & 255);
        cell->south += weight * (spot & 255);
    }
}

/* Write the landmarks and the sums of whole cells of a shelf that has everything else and comes from no file. `whole` holds
 * zeros. */
API void kmzb_survey(const Shelf *s, Sums *landmarks, Sums *whole) {
    memset(landmarks, 0, (size_t)s->cells * sizeof *landmarks);
    for (int64_t m = 1; m <= s->rows / s->spacing; m++) {
        memcpy(landmarks + m * s->cells, landmarks + (m - 1) * s->cells, (size_t)s->cells * sizeof *landmarks);
        add_rows(s, (m - 1) * s->spacing, m * s->spacing, 1, landmarks + m * s->cells);
    }
    for (int64_t k = 0; k < s->categories * s->statuses; k++)
        add_rows(s, s->classes.first[s->classes.runs[k]], s->classes.first[s->classes.runs[k + 1]], 1,
                 whole + k % s->statuses * s->cells);
}

static int64_t nearest_landmark(const Shelf *s, int64_t row) {
    int64_t landmark = (row + s->spacing / 2) / s->spacing, last = s->rows / s->spacing;
    return landmark < last ? landmark : last;
}

/* Take the way from one row to another, forwards or, taking off, backwards. */
static void add_way(const Shelf *s, int64_t from, int64_t to, Sums *sums) {
    if (from <= to) add_rows(s, from, to, 1, sums);
    else add_rows(s, to, from, -1, sums);
}

static int64_t distance(int64_t a, int64_t b) { return a < b ? b - a : a - b; }

/* Add the rows low to high - 1 of the cells n to end - 1; of other cells nothing is said. */
static void add_range(const Shelf *s, int64_t low, int64_t high, int64_t n, int64_t end, Sums *sums) {
    int64_t before = nearest_landmark(s, low), behind = nearest_landmark(s, high);
    int64_t start = before * s->spacing, stop = behind * s->spacing;
    if (high - low <= distance(low, start) + distance(stop, high) + end - n) {
        add_rows(s, low, high, 1, sums);
        return;
    }
    const Sums *a = s->landmarks + before * s->cells, *b = s->landmarks + behind * s->cells;
    for (int64_t cell = n; cell < end; cell++) {
        sums[cell].weight += b[cell].weight - a[cell].weight;
        sums[cell].east += b[cell].east - a[cell].east;
        sums[cell].south += b[cell].south - a[cell].south;
    }
    add_way(s, low, start, sums);
    add_way(s, stop, high, sums);
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

/* Add the sums of the cells n to end - 1 to the grid, whose cells are 2^within of them wide. */
static void put(const Shelf *s, const Sums *sums, int64_t n, int64_t end, int64_t status, int within, Grid *g) {
    for (; n < end; n++) {
        int64_t x = (int64_t)gather(s->code[n]), y = (int64_t)gather((uint64_t)s->code[n] >> 1);
        int cell = (int)((y >> within & (SIDE - 1)) << GRID_BITS | (x >> within & (SIDE - 1)));
        g->count[cell][status] += sums[n].weight;
        g->x[cell] += sums[n].weight * (x << 8) + sums[n].east;
        g->y[cell] += sums[n].weight * (y << 8) + sums[n].south;
    }
}

/* Add what a tile at or above the steady zoom holds, under a plain filter, to the grid; the rows of single reports are
 * not told yet. `desk` is room to add up in, one place for each number of a cell that a spot can hold. */
API void kmzb_shelf_grid(const Shelf *s, const Filter *f, int64_t z, int64_t tile_x, int64_t tile_y, Sums *desk, Grid *g) {
    int levels = SHELF_LEVEL - (int)z, within = levels - GRID_BITS;
    uint64_t code = spread((uint64_t)tile_x) | (spread((uint64_t)tile_y) << 1);
    int is_whole = f->categories == EVERY_CODE && f->first_day <= 0 && f->last_day >= UINT16_MAX;
    int64_t n = shelf_cell(s, code << (2 * levels)), end = shelf_cell(s, (code + 1) << (2 * levels));
    for (int64_t status = 0; status < s->statuses; status++) {
        if (!(f->statuses >> status & 1)) continue;
        if (is_whole) {
            put(s, s->whole + status * s->cells, n, end, status, within, g);
            continue;
        }
        memset(desk, 0, (size_t)s->cells * sizeof *desk);
        for (int64_t category = 0; category < s->categories; category++) {
            if (!(f->categories >> category & 1)) continue;
            int64_t k = category * s->statuses + status;
            int64_t low = row_of_day(&s->classes, k, f->first_day), high = row_of_day(&s->classes, k, f->last_day + 1);
            if (low < high) add_range(s, low, high, n, end, desk);
        }
        put(s, desk, n, end, status, within, g);
    }
}

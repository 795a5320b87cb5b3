/* Crowds: tiles of SHELF_LEVEL with very many rows, each in the order of category, status and day by itself. A tile between
 * the steady zoom and theirs is drawn from the rows that a plain filter wants, without a look at the others. */
#include "classes.h"
#include "grid.h"

/* Class k of crowd n is class n * categories * statuses + k. A place tells how far east and south of the tile's corner a
 * row lies, in 21 bits each: the low halves, then the high five bits of both. */
typedef struct {
    int64_t crowds, categories, statuses;
    const uint32_t *code; /* Morton codes of the tiles */
    Classes classes;
    const uint16_t (*place)[3];
    const uint32_t *weight;
} Crowds;

enum { WITHIN = BITS - SHELF_LEVEL, HIGH_BITS = WITHIN - 16, HIGH_MASK = (1 << HIGH_BITS) - 1 };

API void kmzb_places(const uint32_t *x, const uint32_t *y, const uint32_t *rows, int64_t n, uint16_t (*out)[3]) {
    for (int64_t k = 0; k < n; k++) {
        uint32_t east = x[rows[k]] & ((1u << WITHIN) - 1), south = y[rows[k]] & ((1u << WITHIN) - 1);
        out[k][0] = (uint16_t)east;
        out[k][1] = (uint16_t)south;
        out[k][2] = (uint16_t)(south >> 16 << HIGH_BITS | east >> 16);
    }
}

static void add_places(const Crowds *c, int64_t low, int64_t high, int64_t n, int64_t status, int cell_shift, Grid *g) {
    int64_t west = (int64_t)gather(c->code[n]) << WITHIN, north = (int64_t)gather((uint64_t)c->code[n] >> 1) << WITHIN;
    for (int64_t i = low; i < high; i++) {
        const uint16_t *place = c->place[i];
        int64_t x = west | place[0] | (int64_t)(place[2] & HIGH_MASK) << 16;
        int64_t y = north | place[1] | (int64_t)(place[2] >> HIGH_BITS & HIGH_MASK) << 16;
        int cell = (int)((y >> cell_shift & (SIDE - 1)) << GRID_BITS | (x >> cell_shift & (SIDE - 1)));
        int64_t weight = c->weight ? c->weight[i] : 1;
        g->count[cell][status & (STATUSES - 1)] += weight;
        g->x[cell] += weight * x;
        g->y[cell] += weight * y;
    }
}

/* Add the wanted rows of the crowds n to end - 1, all within the tile of zoom z, to the grid; rows are not told. */
API void kmzb_crowd_grid(const Crowds *c, const Filter *f, int64_t n, int64_t end, int64_t z, Grid *g) {
    int cell_shift = BITS - (int)z - GRID_BITS;
    for (; n < end; n++)
        for (int64_t category = 0; category < c->categories; category++)
            for (int64_t status = 0; status < c->statuses; status++) {
                if (!(f->categories >> category & f->statuses >> status & 1)) continue;
                int64_t k = (n * c->categories + category) * c->statuses + status;
                int64_t low = row_of_day(&c->classes, k, f->first_day), high = row_of_day(&c->classes, k, f->last_day + 1);
                add_places(c, low, high, n, status, cell_shift, g);
            }
}

/* What the loops of the index share: the structures, which kernels.py mirrors field by field, and how rows are chosen.
 *
 * Nothing in these files allocates, does input or output, or keeps anything between calls. The caller hands arrays whose
 * lengths it has checked. What stands in them may change at any time where they are a mapped file: numbers of codes are
 * masked, numbers of rows and runs held to those that there are, so that no content of an array leads out of a table.
 */
#ifndef KMZB_ROWS_H
#define KMZB_ROWS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define API __attribute__((visibility("default")))
#define INLINE static inline __attribute__((always_inline))

/* Index files are read as they lie, and blocks of rows as words. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "this machine orders bytes the other way");

enum {
    BITS = 31,
    STATUSES = 8,
    CATEGORIES = 64,
    GRID_BITS = 4,
    SIDE = 1 << GRID_BITS,
    CELLS = SIDE * SIDE,
    EXTENT_BITS = 12,
    EXTENT = 1 << EXTENT_BITS,
    SHELF_LEVEL = 10, /* a cell of the shelf is a tile of this zoom */
    STEADY_ZOOM = SHELF_LEVEL - GRID_BITS,
    ID_LETTERS = 16,
    LONGEST_WAIT = 255,
    NO_ROW = -1
};

/* Rows in the order of (Morton code of x and y, id). Absent columns are NULL: then every row weighs 1 and is always open. */
typedef struct {
    int64_t rows;
    const uint32_t *x, *y;
    const uint64_t *id_high;
    const uint16_t *id_low;
    const uint8_t *category, *status;
    const uint16_t *unit, *area, *reported, *changed;
    const uint32_t *weight;
    const int64_t *opens;
    const uint16_t *closes;
    const uint8_t *dead; /* a bit per row */
} Rows;

/* Edges of a polygon in horizontal slabs of equal height: those of slab s are first[s] to first[s + 1] - 1. */
typedef struct {
    double top, per_height;
    int64_t slabs;
    const int64_t *first;
    const double *ax, *ay, *bx, *by;
} Shape;

/* A filter by category or status that lets all pass has every bit set, also those of numbers that no code has. */
#define EVERY_CODE (~0ull)

/* Bounds are inclusive; `units` and `areas` hold a byte per number, NULL lets all pass. A plain filter asks for
 * category, status and day reported alone. */
typedef struct {
    uint64_t categories;
    uint64_t statuses;
    int64_t second;
    int64_t day;
    int64_t first_day, last_day;
    int64_t first_change, last_change;
    int64_t cursor_day; /* behind (day, id) in the order of newest change, then id; -1 for none */
    uint64_t cursor_high;
    int64_t cursor_low;
    int64_t west, east, north, south;
    const uint8_t *units, *areas;
    const Shape *shape;
    int64_t is_plain;
} Filter;

INLINE uint64_t spread(uint64_t v) {
    v = (v | (v << 16)) & 0x0000FFFF0000FFFFull;
    v = (v | (v << 8)) & 0x00FF00FF00FF00FFull;
    v = (v | (v << 4)) & 0x0F0F0F0F0F0F0F0Full;
    v = (v | (v << 2)) & 0x3333333333333333ull;
    return (v | (v << 1)) & 0x5555555555555555ull;
}

INLINE uint64_t gather(uint64_t v) {
    v &= 0x5555555555555555ull;
    v = (v | (v >> 1)) & 0x3333333333333333ull;
    v = (v | (v >> 2)) & 0x0F0F0F0F0F0F0F0Full;
    v = (v | (v >> 4)) & 0x00FF00FF00FF00FFull;
    v = (v | (v >> 8)) & 0x0000FFFF0000FFFFull;
    return (v | (v >> 16)) & 0x00000000FFFFFFFFull;
}

INLINE uint64_t morton(const Rows *r, int64_t i) { return spread(r->x[i]) | (spread(r->y[i]) << 1); }

/* The first row from low on, and before high, at or behind the Morton code. */
int64_t kmzb_seek_between(const Rows *r, uint64_t code, int64_t low, int64_t high);

INLINE int is_plainly_wanted(const Rows *r, const Filter *f, int64_t i) {
    uint64_t kind = f->categories >> (r->category[i] & (CATEGORIES - 1)) & f->statuses >> (r->status[i] & (STATUSES - 1));
    /* One comparison tells both bounds: a day before the first one wraps around. */
    return (int)(kind & 1) & ((uint64_t)(r->reported[i] - f->first_day) <= (uint64_t)(f->last_day - f->first_day));
}

INLINE int64_t at_most(int64_t number, int64_t most) { return number < most ? number : most; }

INLINE int64_t weight_of(const Rows *r, int64_t i) { return r->weight ? r->weight[i] : 1; }

enum { BLOCK = 1024 };

/* Write the numbers of the wanted rows among at most BLOCK and return how many there are.
 * Under a plain filter the loop over millions looks at three columns only. */
int64_t kmzb_wanted_of_block(const Rows *r, const Filter *f, int64_t first, int64_t last, int64_t *found);

/* Write ids as text, ID_LETTERS bytes each. */
void kmzb_unpack_ids(const uint64_t *high, const uint16_t *low, int64_t n, uint8_t *texts);

#define FOR_EACH_WANTED(r, f, first, last, body)                                               \
    for (int64_t block = first; block < last; block += BLOCK) {                                \
        int64_t found[BLOCK], end = block + BLOCK < last ? block + BLOCK : last;               \
        int64_t n_found = kmzb_wanted_of_block(r, f, block, end, found);                       \
        for (int64_t k_found = 0; k_found < n_found; k_found++) {                              \
            int64_t i = found[k_found];                                                        \
            body                                                                               \
        }                                                                                      \
    }

#endif

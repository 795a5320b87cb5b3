/* The loops of the index over millions of rows.
 *
 * Nothing here allocates, does input or output, or keeps anything between calls. The caller hands arrays whose lengths
 * it has checked; numbers of codes are masked all the same, so that no content of an array leads out of a table.
 * The structures are mirrored field by field in kernels.py.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define API __attribute__((visibility("default")))
#define INLINE static inline __attribute__((always_inline))

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
} Shelf;

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

API void kmzb_morton(const uint32_t *x, const uint32_t *y, int64_t n, uint64_t *out) {
    for (int64_t i = 0; i < n; i++) out[i] = spread(x[i]) | (spread(y[i]) << 1);
}

static int64_t seek(const Rows *r, uint64_t code) {
    int64_t low = 0, size = r->rows;
    while (size > 0) {
        int64_t half = size >> 1;
        if (morton(r, low + half) < code) {
            low += half + 1;
            size -= half + 1;
        } else {
            size = half;
        }
    }
    return low;
}

/* The first row at or behind each Morton code. */
API void kmzb_seek(const Rows *r, const uint64_t *codes, int64_t n, int64_t *out) {
    for (int64_t k = 0; k < n; k++) out[k] = seek(r, codes[k]);
}

/* ---- Which rows count ------------------------------------------------------------------------------------------ */

/* Even-odd rule; a point on an edge belongs to the side that lies east or south of it. */
static int is_inside(const Shape *s, double x, double y) {
    double slab = (y - s->top) * s->per_height;
    if (!(slab >= 0 && slab < (double)s->slabs)) return 0;
    int64_t k = (int64_t)slab;
    int inside = 0;
    for (int64_t e = s->first[k]; e < s->first[k + 1]; e++) {
        double ax = s->ax[e], ay = s->ay[e], bx = s->bx[e], by = s->by[e];
        if ((ay <= y) != (by <= y) && x >= ax + (y - ay) / (by - ay) * (bx - ax)) inside = !inside;
    }
    return inside;
}

INLINE int is_plainly_wanted(const Rows *r, const Filter *f, int64_t i) {
    uint64_t kind = f->categories >> (r->category[i] & (CATEGORIES - 1)) & f->statuses >> (r->status[i] & (STATUSES - 1));
    /* One comparison tells both bounds: a day before the first one wraps around. */
    return (int)(kind & 1) & ((uint64_t)(r->reported[i] - f->first_day) <= (uint64_t)(f->last_day - f->first_day));
}

INLINE int is_behind(const Rows *r, const Filter *f, int64_t i) {
    if (f->cursor_day < 0) return 1;
    if (r->changed[i] != f->cursor_day) return r->changed[i] < f->cursor_day;
    if (r->id_high[i] != f->cursor_high) return r->id_high[i] > f->cursor_high;
    return r->id_low[i] > f->cursor_low;
}

static int is_otherwise_wanted(const Rows *r, const Filter *f, int64_t i) {
    if (r->dead && r->dead[i >> 3] >> (i & 7) & 1) return 0;
    if (r->x[i] < f->west || r->x[i] > f->east || r->y[i] < f->north || r->y[i] > f->south) return 0;
    if (r->changed[i] < f->first_change || r->changed[i] > f->last_change) return 0;
    if (r->opens && r->opens[i] > f->second) return 0;
    if (r->closes && r->closes[i] < f->day) return 0;
    if (f->units && !f->units[r->unit[i]]) return 0;
    if (f->areas && !f->areas[r->area[i]]) return 0;
    if (f->shape && !is_inside(f->shape, r->x[i], r->y[i])) return 0;
    return is_behind(r, f, i);
}

INLINE int64_t weight_of(const Rows *r, int64_t i) { return r->weight ? r->weight[i] : 1; }

enum { BLOCK = 1024 };

/* Write the numbers of the wanted rows among at most BLOCK and return how many there are. Every number is written and
 * only the wanted ones are kept, because a branch that nobody can foretell costs more than the store. */
static int64_t wanted_of_block(const Rows *r, const Filter *f, int64_t first, int64_t last, int64_t *found) {
    int64_t n = 0, kept = 0;
    if (f->last_day < f->first_day) return 0;
    for (int64_t i = first; i < last; i++) {
        found[n] = i;
        n += is_plainly_wanted(r, f, i);
    }
    if (f->is_plain && !r->dead && !r->opens && !r->closes) return n;
    for (int64_t k = 0; k < n; k++) {
        int64_t i = found[k];
        found[kept] = i;
        kept += is_otherwise_wanted(r, f, i);
    }
    return kept;
}

#define FOR_EACH_WANTED(r, f, first, last, body)                                               \
    for (int64_t block = first; block < last; block += BLOCK) {                                \
        int64_t found[BLOCK], end = block + BLOCK < last ? block + BLOCK : last;               \
        int64_t n_found = wanted_of_block(r, f, block, end, found);                            \
        for (int64_t k_found = 0; k_found < n_found; k_found++) {                              \
            int64_t i = found[k_found];                                                        \
            body                                                                               \
        }                                                                                      \
    }

/* Write the numbers of the wanted rows, at most `room`; return how many there are. */
API int64_t kmzb_rows(const Rows *r, const Filter *f, int64_t first, int64_t last, uint32_t *out, int64_t room) {
    int64_t n = 0;
    FOR_EACH_WANTED(r, f, first, last, if (n < room) out[n] = (uint32_t)i; n++;)
    return n;
}

/* Add the wanted rows to a count of rows per day of change (65,536 numbers). */
API void kmzb_changes(const Rows *r, const Filter *f, int64_t first, int64_t last, int64_t *per_day) {
    FOR_EACH_WANTED(r, f, first, last, per_day[r->changed[i]]++;)
}

API int64_t kmzb_count(const Rows *r, const Filter *f, int64_t first, int64_t last) {
    int64_t n = 0;
    FOR_EACH_WANTED(r, f, first, last, n += weight_of(r, i);)
    return n;
}

/* Add the wanted rows, `sign` times their weight, to cube[category][status][month_of[day]] and
 * waits[category][status][days]. Both have room for every number of a category. */
API void kmzb_tally(const Rows *r, const Filter *f, int64_t first, int64_t last, int64_t sign, const uint16_t *month_of,
                    int64_t months, int64_t *cube, int64_t *waits) {
    FOR_EACH_WANTED(r, f, first, last, {
        int64_t weight = sign * weight_of(r, i);
        int64_t group = (r->category[i] & (CATEGORIES - 1)) * STATUSES + (r->status[i] & (STATUSES - 1));
        int64_t wait = (int64_t)r->changed[i] - r->reported[i];
        wait = wait < 0 ? 0 : wait > LONGEST_WAIT ? LONGEST_WAIT : wait;
        cube[group * months + month_of[r->reported[i]]] += weight;
        waits[group * (LONGEST_WAIT + 1) + wait] += weight;
    })
}

/* ---- The grid of a tile ---------------------------------------------------------------------------------------- */

/* Positions are summed in units of the tile's own pixels, but never coarser than those of the steady zoom. */
static int unit_shift(int64_t z) { return BITS - EXTENT_BITS - (int)(z > STEADY_ZOOM ? z : STEADY_ZOOM); }

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

static Sums sums_between(const Shelf *s, int64_t low, int64_t high) {
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
        for (int64_t i = seek(r, code << (2 * shift)); i < r->rows && morton(r, i) < end; i++)
            if (is_plainly_wanted(r, f, i)) {
                g->row[cell] = i;
                break;
            }
    }
}

/* ---- Ids: 16 letters of base-32 as 64 and 16 bits, in the order of ASCII ------------------------------------------ */

__extension__ typedef unsigned __int128 Bits;

static const char LETTERS[] = "234567abcdefghijklmnopqrstuvwxyz";

static int letter_value(uint8_t letter) {
    if (letter >= '2' && letter <= '7') return letter - '2';
    if (letter >= 'a' && letter <= 'z') return letter - 'a' + 6;
    return -1;
}

/* Return the number of the first text that is no id, or `n`. */
API int64_t kmzb_pack_ids(const uint8_t *texts, int64_t n, uint64_t *high, uint16_t *low) {
    for (int64_t i = 0; i < n; i++) {
        Bits bits = 0;
        for (int k = 0; k < ID_LETTERS; k++) {
            int value = letter_value(texts[i * ID_LETTERS + k]);
            if (value < 0) return i;
            bits = bits << 5 | (unsigned)value;
        }
        high[i] = (uint64_t)(bits >> 16);
        low[i] = (uint16_t)bits;
    }
    return n;
}

static void unpack_id(uint64_t high, uint16_t low, uint8_t *text) {
    Bits bits = (Bits)high << 16 | low;
    for (int k = ID_LETTERS - 1; k >= 0; k--, bits >>= 5) text[k] = (uint8_t)LETTERS[bits & 31];
}

API void kmzb_unpack_ids(const uint64_t *high, const uint16_t *low, int64_t n, uint8_t *texts) {
    for (int64_t i = 0; i < n; i++) unpack_id(high[i], low[i], texts + i * ID_LETTERS);
}

/* For each id its row, or NO_ROW. `by_id` are the row numbers in the order of ids. */
API void kmzb_find_ids(const Rows *r, const uint32_t *by_id, const uint64_t *high, const uint16_t *low, int64_t n, int64_t *out) {
    for (int64_t k = 0; k < n; k++) {
        int64_t first = 0, last = r->rows;
        while (first < last) {
            int64_t middle = (first + last) >> 1, i = by_id[middle];
            if (r->id_high[i] < high[k] || (r->id_high[i] == high[k] && r->id_low[i] < low[k])) first = middle + 1;
            else last = middle;
        }
        int64_t i = first < r->rows ? by_id[first] : 0;
        int is_found = first < r->rows && r->id_high[i] == high[k] && r->id_low[i] == low[k];
        out[k] = is_found ? i : NO_ROW;
    }
}

/* ---- Mapbox Vector Tile 2.1 --------------------------------------------------------------------------------------- */

/* Signs of a tile, as columns. `id` is told where is_single: 16 letters a sign. Texts of codes: a length byte pair and
 * the bytes, 258 apart. `order` are the statuses' numbers by name. */
enum { TEXT_ROOM = 258, KEYS = 5 + STATUSES, KNOWN = 4096, MOST_OF_A_VALUE = TEXT_ROOM + 8 };

typedef struct {
    int64_t signs, statuses;
    const int64_t *x, *y;
    const int64_t *count; /* [signs][STATUSES] */
    const uint8_t *is_single;
    const uint8_t *id;
    const uint8_t *category, *status;
    const uint16_t *changed;
    const uint8_t *category_texts, *status_texts;
    const uint8_t *order;
} Signs;

typedef struct {
    uint8_t *values; /* the encoded values, one after the other */
    int64_t size, number;
    int32_t of_number[KNOWN]; /* the place of a small number among the values, or -1 */
    int32_t of_category[CATEGORIES], of_status[STATUSES];
    int32_t of_key[KEYS];
    uint8_t keys[KEYS];
    int32_t n_keys;
} Tables;

INLINE uint8_t *put(uint8_t *at, uint64_t value) {
    while (value > 0x7F) {
        *at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    return at;
}

static uint8_t *put_bytes(uint8_t *at, const uint8_t *bytes, int64_t n) {
    at = put(at, (uint64_t)n);
    memcpy(at, bytes, (size_t)n);
    return at + n;
}

static int32_t key_place(Tables *t, int key) {
    if (t->of_key[key] < 0) {
        t->of_key[key] = t->n_keys;
        t->keys[t->n_keys++] = (uint8_t)key;
    }
    return t->of_key[key];
}

static int32_t new_value(Tables *t, const uint8_t *value, int64_t n) {
    uint8_t *end = put_bytes(t->values + t->size, value, n);
    t->size = end - t->values;
    return (int32_t)t->number++;
}

static int32_t number_place(Tables *t, uint64_t number) {
    if (number < KNOWN && t->of_number[number] >= 0) return t->of_number[number];
    uint8_t value[11] = {0x28}; /* Value.uint_value */
    int32_t place = new_value(t, value, put(value + 1, number) - value);
    if (number < KNOWN) t->of_number[number] = place;
    return place;
}

static int32_t text_place(Tables *t, const uint8_t *text, int64_t n, int32_t *known) {
    if (known && *known >= 0) return *known;
    uint8_t value[MOST_OF_A_VALUE] = {0x0A}; /* Value.string_value */
    int32_t place = new_value(t, value, put_bytes(value + 1, text, n) - value);
    if (known) *known = place;
    return place;
}

static int32_t code_place(Tables *t, const uint8_t *texts, int number, int32_t *known) {
    const uint8_t *text = texts + (int64_t)number * TEXT_ROOM;
    return text_place(t, text + 2, text[0] | text[1] << 8, known + number);
}

enum { KEY_COUNT, KEY_ID, KEY_CATEGORY, KEY_STATUS, KEY_CHANGED, KEY_OF_A_STATUS };

INLINE uint8_t *put_tag(uint8_t *at, Tables *t, int key, int32_t value) {
    return put(put(at, (uint64_t)key_place(t, key)), (uint64_t)value);
}

static uint8_t *put_tags(uint8_t *at, const Signs *s, int64_t i, Tables *t) {
    const int64_t *count = s->count + i * STATUSES;
    uint64_t total = 0;
    for (int status = 0; status < STATUSES; status++) total += (uint64_t)count[status];
    at = put_tag(at, t, KEY_COUNT, number_place(t, total));
    for (int64_t n = 0; n < s->statuses; n++)
        if (count[s->order[n]]) at = put_tag(at, t, KEY_OF_A_STATUS + s->order[n], number_place(t, (uint64_t)count[s->order[n]]));
    if (!s->is_single[i]) return at;
    int category = s->category[i] & (CATEGORIES - 1), status = s->status[i] & (STATUSES - 1);
    at = put_tag(at, t, KEY_ID, text_place(t, s->id + i * ID_LETTERS, ID_LETTERS, NULL));
    at = put_tag(at, t, KEY_CATEGORY, code_place(t, s->category_texts, category, t->of_category));
    at = put_tag(at, t, KEY_STATUS, code_place(t, s->status_texts, status, t->of_status));
    return put_tag(at, t, KEY_CHANGED, number_place(t, s->changed[i]));
}

static uint8_t *put_feature(uint8_t *at, const Signs *s, int64_t i, Tables *t) {
    uint8_t tags[2 * 5 * KEYS], point[16], feature[sizeof tags + sizeof point + 16], *end = feature;
    uint8_t *geometry = put(put(put(point, 9), (uint64_t)s->x[i] << 1), (uint64_t)s->y[i] << 1); /* 9: move once */
    *end++ = 0x12; /* Feature.tags */
    end = put_bytes(end, tags, put_tags(tags, s, i, t) - tags);
    *end++ = 0x18; /* Feature.type: a point */
    *end++ = 1;
    *end++ = 0x22; /* Feature.geometry */
    end = put_bytes(end, point, geometry - point);
    *at++ = 0x12; /* Layer.features */
    return put_bytes(at, feature, end - feature);
}

static uint8_t *put_key(uint8_t *at, const Signs *s, int key) {
    static const char *const NAMES[] = {"count", "id", "category", "status", "changed"};
    *at++ = 0x1A; /* Layer.keys */
    if (key < KEY_OF_A_STATUS) return put_bytes(at, (const uint8_t *)NAMES[key], (int64_t)strlen(NAMES[key]));
    const uint8_t *text = s->status_texts + (int64_t)(key - KEY_OF_A_STATUS) * TEXT_ROOM;
    return put_bytes(at, text + 2, text[0] | text[1] << 8);
}

/* How many bytes a tile of so many signs can need at most; `kmzb_encode` wants twice that. */
API int64_t kmzb_encoded_room(int64_t signs) { return 4096 + TEXT_ROOM * (CATEGORIES + 2 * STATUSES) + 400 * signs; }

/* Write the layer "marks" with one point a sign; return its length. `out` and `values` have kmzb_encoded_room(signs). */
API int64_t kmzb_encode(const Signs *s, uint8_t *out, uint8_t *values) {
    static const uint8_t HEAD[] = {0x78, 0x02, 0x0A, 0x05, 'm', 'a', 'r', 'k', 's'}; /* version 2, name */
    enum { MARGIN = 16 };
    Tables t;
    memset(&t, 0xFF, sizeof t);
    t.values = values;
    t.size = t.number = t.n_keys = 0;
    uint8_t *at = out + MARGIN;
    memcpy(at, HEAD, sizeof HEAD);
    at += sizeof HEAD;
    for (int64_t i = 0; i < s->signs; i++) at = put_feature(at, s, i, &t);
    for (int32_t k = 0; k < t.n_keys; k++) at = put_key(at, s, t.keys[k]);
    for (uint8_t *value = values, *end = values + t.size; value < end;) {
        int64_t n = value[0] & 0x7F, wide = value[0] > 0x7F;
        n = wide ? n | value[1] << 7 : n;
        *at++ = 0x22; /* Layer.values */
        memcpy(at, value, (size_t)(n + 1 + wide));
        at += n + 1 + wide;
        value += n + 1 + wide;
    }
    *at++ = 0x28; /* Layer.extent */
    at = put(at, EXTENT);
    uint8_t head[12] = {0x1A}; /* Tile.layers */
    int64_t body = at - (out + MARGIN), width = put(head + 1, (uint64_t)body) - head;
    memcpy(out, head, (size_t)width);
    memmove(out + width, out + MARGIN, (size_t)body);
    return width + body;
}

/* ---- Sums of files -------------------------------------------------------------------------------------------------- */

INLINE uint64_t stirred(uint64_t sum, uint64_t word) {
    sum += word * 0xC2B2AE3D27D4EB4Full;
    return (sum << 31 | sum >> 33) * 0x9E3779B185EBCA87ull;
}

/* A sum that tells damage, not malice: four lanes of multiplied and rotated words. */
API uint64_t kmzb_sum(const uint8_t *bytes, int64_t n) {
    uint64_t lane[4] = {1, 2, 3, 4}, word[4], sum = (uint64_t)n;
    int64_t i = 0;
    for (; i + 32 <= n; i += 32) {
        memcpy(word, bytes + i, 32);
        for (int k = 0; k < 4; k++) lane[k] = stirred(lane[k], word[k]);
    }
    for (; i < n; i++) lane[i & 3] = stirred(lane[i & 3], bytes[i]);
    for (int k = 0; k < 4; k++) sum = stirred(sum ^ lane[k], lane[k]);
    return sum ^ sum >> 29;
}

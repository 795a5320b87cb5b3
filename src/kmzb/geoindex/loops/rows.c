/* Which rows are wanted, and what is counted of them. */
#include "rows.h"

API void kmzb_morton(const uint32_t *x, const uint32_t *y, int64_t n, uint64_t *out) {
    for (int64_t i = 0; i < n; i++) out[i] = spread(x[i]) | (spread(y[i]) << 1);
}

int64_t kmzb_seek_between(const Rows *r, uint64_t code, int64_t low, int64_t high) {
    int64_t size = high - low;
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
    for (int64_t k = 0; k < n; k++) out[k] = kmzb_seek_between(r, codes[k], 0, r->rows);
}

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

/* What follows judges a block column by column, a byte a row, in loops so plain that the compiler makes vectors of them. */
static void keep_codes(const uint8_t *code, int64_t n, uint64_t wanted, uint8_t *keep) {
    uint8_t is_one[BLOCK] = {0};
    if (wanted == EVERY_CODE) return;
    for (int one = 0; one < CATEGORIES; one++)
        if (wanted >> one & 1)
            for (int64_t i = 0; i < n; i++) is_one[i] |= code[i] == one;
    for (int64_t i = 0; i < n; i++) keep[i] &= is_one[i];
}

/* One comparison tells both bounds: a day before the first one wraps around. */
static void keep_days(const uint16_t *day, int64_t n, int64_t first, int64_t last, uint8_t *keep) {
    uint16_t begin = (uint16_t)first, span = (uint16_t)(last - first);
    if (first <= 0 && last >= UINT16_MAX) return;
    for (int64_t i = 0; i < n; i++) keep[i] &= (uint16_t)(day[i] - begin) <= span;
}

/* Eight bytes of 0 or 1 as bits of one byte, the first one lowest: each is moved to a place where no other comes. */
INLINE uint64_t bits_of(const uint8_t *eight) {
    uint64_t bytes;
    memcpy(&bytes, eight, 8);
    return bytes * 0x0102040810204080ull >> 56;
}

/* Write the numbers of the rows that are kept, from 64 rows at once: a branch for each would be one that nobody can foretell. */
static int64_t kept_rows(const uint8_t *keep, int64_t n, int64_t first, int64_t *found) {
    int64_t kept = 0;
    for (int64_t i = 0; i < n; i += 64) {
        uint64_t rows = 0;
        for (int k = 0; k < 8; k++) rows |= bits_of(keep + i + 8 * k) << (8 * k);
        for (; rows; rows &= rows - 1) found[kept++] = first + i + __builtin_ctzll(rows);
    }
    return kept;
}

int64_t kmzb_wanted_of_block(const Rows *r, const Filter *f, int64_t first, int64_t last, int64_t *found) {
    uint8_t keep[BLOCK + 64];
    int64_t n = last - first, kept = 0;
    if (f->last_day < f->first_day) return 0;
    memset(keep, 1, (size_t)n);
    memset(keep + n, 0, 64);
    keep_codes(r->category + first, n, f->categories, keep);
    keep_codes(r->status + first, n, f->statuses, keep);
    keep_days(r->reported + first, n, f->first_day, f->last_day, keep);
    n = kept_rows(keep, n, first, found);
    if (f->is_plain && !r->dead && !r->opens && !r->closes) return n;
    for (int64_t k = 0; k < n; k++) {
        int64_t i = found[k];
        found[kept] = i;
        kept += is_otherwise_wanted(r, f, i);
    }
    return kept;
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
